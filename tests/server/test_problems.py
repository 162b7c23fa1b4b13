"""Every error that the server tells is a problem (RFC 9457) of a kind that is explained."""

from typing import Annotated

import pytest
from fastapi import FastAPI, Query
from fastapi.testclient import TestClient

from voltwin.client.errors import UNKNOWN_OUTCOME
from voltwin.experiment.errors import ClusterError, TooMuchError
from voltwin.scenario.errors import ScenarioError
from voltwin.store.interface import StoreUnavailableError, UnknownIdError
from voltwin_server import problems
from voltwin_server.access.roles import open_to_all
from voltwin_server.problems import KINDS, MEDIA_TYPE


@pytest.mark.parametrize(
    ("error", "status", "kind"),
    [
        (ScenarioError(["bays: given 0, must be at least 1"], [("bays",)]), 422, "invalid"),
        (TooMuchError("more than ten million runs"), 422, "too-much"),
        (UnknownIdError("no run 1"), 404, "not-found"),
        (StoreUnavailableError("host db, port 5432"), 503, "away"),
        (ClusterError("10.0.0.7 is lost"), 503, "away"),
    ],
)
def test_errors_of_voltwin_are_problems(
    app: FastAPI, client: TestClient, error: Exception, status: int, kind: str
) -> None:
    @app.get("/fails", dependencies=[open_to_all])
    def fails() -> None:
        raise error

    answer = client.get("/fails")
    assert answer.status_code == status
    assert answer.headers["content-type"] == MEDIA_TYPE
    problem = answer.json()
    assert (problem["type"], problem["status"]) == (f"/problems/{kind}", status)


def test_the_client_knows_the_type_of_what_may_have_been_done() -> None:
    assert problems.UNKNOWN_OUTCOME.type == UNKNOWN_OUTCOME


def test_a_scenario_error_is_told_line_by_line(app: FastAPI, client: TestClient) -> None:
    @app.get("/fails", dependencies=[open_to_all])
    def fails() -> None:
        raise ScenarioError(["one", "two"], [("stations", 3, "bays"), ()])

    assert client.get("/fails").json()["errors"] == [
        {"where": "stations[3].bays", "message": "one"},
        {"where": "", "message": "two"},
    ]


def test_whoever_asks_a_store_that_is_away_is_told_when_to_ask_again(
    app: FastAPI, client: TestClient
) -> None:
    @app.get("/fails", dependencies=[open_to_all])
    def fails() -> None:
        raise StoreUnavailableError("postgresql://somebody@db")

    answer = client.get("/fails")
    assert int(answer.headers["retry-after"]) > 0
    assert "somebody" not in answer.text


def test_unknown_paths_and_wrong_methods_are_problems(client: TestClient) -> None:
    unknown, wrong = client.get("/api/none"), client.delete("/api/health")
    assert (unknown.status_code, unknown.json()["type"]) == (404, "/problems/not-found")
    assert (wrong.status_code, wrong.json()["type"]) == (405, "/problems/wrong-method")
    assert wrong.headers["allow"] == "GET"


def test_what_is_wrong_with_a_request_is_told_field_by_field(
    app: FastAPI, client: TestClient
) -> None:
    @app.get("/seeded", dependencies=[open_to_all])
    def seeded(seed: Annotated[int, Query(ge=0)]) -> int:
        return seed

    problem = client.get("/seeded", params={"seed": -1}).json()
    assert problem["errors"] == [{"where": "query.seed", "message": "must be at least 0"}]


def test_kinds_are_told_apart_by_their_type() -> None:
    assert len({kind.type for kind in KINDS}) == len(KINDS)
