"""What has been made of a twin is told with its times, the latest first, and page by page."""

from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient

from voltwin_server.models.example_scenario import SCENARIO

HOUR_S = 3600.0
PLANNED = [
    {"kind": "charger_out", "at": "6h", "station": "north", "charger": 0, "for": "2h"},
    {"kind": "open", "at": "9h", "stations": ["south"]},
]


@pytest.fixture
def twin(whole: TestClient) -> Iterator[str]:
    """The path of a twin of which two things are planned in its scenario, an hour after its
    start."""
    body = {"from": {"scenario": {**SCENARIO, "interventions": PLANNED}}, "seed": 5}
    answer = whole.post("/api/twins", json=body)
    assert answer.status_code == 201, answer.text
    path = str(answer.headers["location"])
    did(whole, path, do="seek", at="1h")
    yield path
    whole.delete(path)


def did(whole: TestClient, path: str, **command: Any) -> None:
    answer = whole.post(f"{path}/commands", json=command)
    assert answer.status_code == 200, answer.text


def made(whole: TestClient, path: str, **query: Any) -> dict[str, Any]:
    answer = whole.get(f"{path}/made", params=query)
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def close(at: str, station: str = "south", **more: Any) -> dict[str, Any]:
    return {"kind": "close", "at": at, "stations": [station], **more}


def test_what_was_made_is_told_with_its_times_in_seconds(whole: TestClient, twin: str) -> None:
    did(whole, twin, do="intervene", what=close("2026-01-05 02:30", **{"for": "90min"}))
    first, *planned = made(whole, twin)["items"]
    assert (first["place"], first["number"], first["by"]) == (1, 1, "local")
    assert (first["at_s"], first["ends_s"]) == (2.5 * HOUR_S, 4 * HOUR_S)
    assert first["what"]["kind"] == "close"
    told = [(one["number"], one["what"]["kind"], one["at_s"], one["ends_s"]) for one in planned]
    assert told == [
        (None, "open", 9 * HOUR_S, None),
        (None, "charger_out", 6 * HOUR_S, 8 * HOUR_S),
    ]
    assert planned[0]["by"] is planned[0]["wall"] is None


def test_it_comes_page_by_page_the_latest_first(whole: TestClient, twin: str) -> None:
    for hour in range(2, 7):
        did(whole, twin, do="intervene", what=close(f"{hour}h"))
    places, page = list[int](), made(whole, twin, limit=2)
    while page["next"] is not None:
        places += [one["place"] for one in page["items"]]
        page = made(whole, twin, limit=2, before=page["next"])
    places += [one["place"] for one in page["items"]]
    assert places == [5, 4, 3, 2, 1, 0, -1]
    assert places == [one["place"] for one in made(whole, twin)["items"]]


def test_observations_are_told_apart_and_by_station(whole: TestClient, twin: str) -> None:
    did(whole, twin, do="intervene", what=close("2h"))
    reports = [{"at": "30min", "station": name, "stock": 2} for name in ("north", "south")]
    assert whole.post(f"{twin}/observations", json={"reports": reports}).status_code == 200
    seen = made(whole, twin, kind="observations")["items"]
    assert {one["what"]["station"] for one in seen} == {"north", "south"}
    [south] = made(whole, twin, kind="observations", station="south")["items"]
    assert (south["at_s"], south["what"]["ready"]) == (HOUR_S / 2, 2)
    kinds = [one["what"]["kind"] for one in made(whole, twin, kind="interventions")["items"]]
    assert kinds == ["close", "open", "charger_out"]
    assert len(made(whole, twin, station="south")["items"]) == 3


def test_a_fork_has_what_was_made_before(whole: TestClient, twin: str) -> None:
    did(whole, twin, do="intervene", what=close("2h"))
    fork = whole.post(f"{twin}/fork", json={}).headers["location"]
    did(whole, fork, do="intervene", what=close("3h"))
    assert [one["number"] for one in made(whole, fork)["items"]] == [2, 1, None, None]
    assert [one["number"] for one in made(whole, twin)["items"]] == [1, None, None]
    whole.delete(fork)


def test_what_is_ended_by_another_thing_says_when_and_by_which(
    whole: TestClient, twin: str
) -> None:
    did(whole, twin, do="intervene", what=close("2h"))
    [closed, *_] = made(whole, twin)["items"]
    assert (closed["ended_s"], closed["ended_by"]) == (9 * HOUR_S, 0)  # as is planned
    did(whole, twin, do="intervene", what={"kind": "open", "at": "3h", "stations": ["south"]})
    did(whole, twin, do="intervene", what=close("4h"))
    for query in ({}, {"limit": 2, "before": 3}):  # also where what ends it is on another page
        found = {one["place"]: one for one in made(whole, twin, **query)["items"]}
        assert (found[1]["ended_s"], found[1]["ended_by"]) == (3 * HOUR_S, 2)
        assert (found[2]["ended_s"], found[2]["ended_by"]) == (3 * HOUR_S, None)
    told = {one["place"]: one for one in made(whole, twin)["items"]}
    assert (told[3]["ended_s"], told[3]["ended_by"]) == (9 * HOUR_S, 0)
    assert (told[0]["ended_s"], told[0]["ended_by"]) == (9 * HOUR_S, None)
    assert (told[-1]["ended_s"], told[-1]["ends_s"]) == (None, 8 * HOUR_S)  # by itself


def test_of_no_twin_nothing_is_told(whole: TestClient) -> None:
    answer = whole.get("/api/twins/0190c5a1-5f00-7000-8000-000000000000/made")
    assert answer.status_code == 404
