"""Viewers look at twins, planners do all with them but delete what others have made."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from fastapi.testclient import TestClient
from tests.server.conftest import URL, Store
from tests.server.twins.test_folder import RECORD

from voltwin_server.access.roles import Role
from voltwin_server.access.tokens import TokenError, Tokens
from voltwin_server.app import create_app
from voltwin_server.models.example_scenario import SCENARIO
from voltwin_server.settings import Limits, Settings
from voltwin_server.twins.journal import SERVER

PEOPLE = {
    "eve": Role.VIEWER,
    "ann": Role.PLANNER,
    "bob": Role.PLANNER,
    "root": Role.ADMIN,
}
TWIN = {"from": {"scenario": SCENARIO}}


@pytest.fixture
def asked(settings: Settings, store: Store) -> Iterator[TestClient]:
    limits = Limits(twins=3, twins_per_token=2)
    public = replace(settings, host="0.0.0.0", limits=limits)
    app = create_app(public, store=store)
    with TestClient(app, base_url=URL) as client:
        client.tokens = {  # type: ignore[attr-defined]  # of this test
            name: Tokens(public.data).create(name, role) for name, role in PEOPLE.items()
        }
        yield client


def said(client: TestClient, who: str, method: str, path: str, body: Any = None) -> Any:
    """Return the answer that somebody is given."""
    headers = {"Authorization": f"Bearer {client.tokens[who]}"}  # type: ignore[attr-defined]
    return client.request(method, path, headers=headers, json=body)


def made(client: TestClient, who: str) -> str:
    answer = said(client, who, "POST", "/api/twins", TWIN)
    assert answer.status_code == 201, answer.text
    return f"/api/twins/{answer.json()['id']}"


def test_a_viewer_looks_and_does_nothing(asked: TestClient) -> None:
    twin = made(asked, "ann")
    looks = ("", "/commands", "/recipe", "/scenario", "/snapshots")
    assert {said(asked, "eve", "GET", f"{twin}{path}").status_code for path in looks} == {200}
    for method, path, body in (
        ("POST", "/api/twins", TWIN),
        ("POST", f"{twin}/commands", {"do": "play"}),
        ("POST", f"{twin}/fork", {}),
        ("POST", f"{twin}/snapshots", None),
        ("POST", f"{twin}/observations", {"reports": [{}]}),
        ("POST", f"{twin}/forecast", None),
        ("PATCH", twin, {"name": "eve's"}),
        ("DELETE", twin, None),
    ):
        answer = said(asked, "eve", method, path, body)
        assert answer.status_code == 403
        assert "planner" in answer.json()["detail"]
    assert said(asked, "ann", "GET", f"{twin}/commands").json()["items"] == []


def test_planners_delete_what_is_theirs_and_admins_all(asked: TestClient) -> None:
    first, second = made(asked, "ann"), made(asked, "ann")
    refused = said(asked, "bob", "DELETE", first)
    assert refused.status_code == 403
    assert '"ann"' in refused.json()["detail"]
    assert said(asked, "bob", "PATCH", first, {"name": "bob's"}).json()["by"] == "ann"
    assert said(asked, "ann", "DELETE", first).status_code == 204
    assert said(asked, "root", "DELETE", second).status_code == 204
    assert said(asked, "eve", "GET", "/api/twins").json()["items"] == []


def test_who_took_a_snapshot_deletes_it_as_the_owner_of_its_twin_does(asked: TestClient) -> None:
    twin = made(asked, "ann")

    def taken(who: str) -> str:
        return str(said(asked, who, "POST", f"{twin}/snapshots").json()["id"])

    anns, bobs = taken("ann"), taken("bob")
    refused = said(asked, "bob", "DELETE", f"{twin}/snapshots/{anns}")
    assert (refused.status_code, '"ann"' in refused.json()["detail"]) == (403, True)
    assert said(asked, "bob", "DELETE", f"{twin}/snapshots/{bobs}").status_code == 204
    for who in ("ann", "root"):
        snapshot = taken("bob")
        assert said(asked, who, "DELETE", f"{twin}/snapshots/{snapshot}").status_code == 204
    assert [one["id"] for one in said(asked, "eve", "GET", f"{twin}/snapshots").json()] == [anns]


def test_no_token_has_the_name_of_the_server(asked: TestClient, settings: Settings) -> None:
    with pytest.raises(TokenError, match="--name"):
        Tokens(settings.data).create(SERVER, Role.PLANNER)


def test_there_are_as_many_as_are_allowed(asked: TestClient) -> None:
    made(asked, "ann")
    made(asked, "ann")
    refused = said(asked, "ann", "POST", "/api/twins", TWIN)
    assert (refused.status_code, refused.json()["type"]) == (429, "/problems/too-many-twins")
    assert "2 are allowed" in refused.json()["detail"]
    made(asked, "bob")
    refused = said(asked, "root", "POST", "/api/twins", TWIN)
    assert "3 are allowed" in refused.json()["detail"]


def test_what_is_no_twin_is_not_found(asked: TestClient) -> None:
    for path in ("", "/commands", "/recipe", "/scenario", "/kpis/total", "/forecast"):
        assert said(asked, "root", "GET", f"/api/twins/{RECORD.id}{path}").status_code == 404
