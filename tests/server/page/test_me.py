"""Who calls, and what they may."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from fastapi.testclient import TestClient
from tests.server.conftest import URL, Store

from voltwin_server.access.callers import Role
from voltwin_server.access.tokens import Tokens
from voltwin_server.app import create_app
from voltwin_server.description import described
from voltwin_server.settings import Settings

ROLES = ["viewer", "planner", "admin"]


@pytest.fixture
def tokens(settings: Settings) -> dict[str, str]:
    """A token of each role, by the role."""
    return {role.word: Tokens(settings.data).create(f"ann {role.word}", role) for role in Role}


@pytest.fixture
def public(settings: Settings, tokens: dict[str, str], store: Store) -> Iterator[TestClient]:
    app = create_app(replace(settings, host="0.0.0.0"), store=store)
    with TestClient(app, base_url=URL) as client:
        yield client


def test_on_this_machine_one_is_local_and_may_all(client: TestClient) -> None:
    me = client.get("/api/me").json()
    assert (me["name"], me["role"], me["needs_token"]) == ("local", "admin", False)
    assert {"get_me", "create_run", "delete_experiment"} <= set(me["may"])


@pytest.mark.parametrize("role", ROLES)
def test_one_may_what_the_description_says(
    public: TestClient, tokens: dict[str, str], role: str
) -> None:
    me = public.get("/api/me", headers={"authorization": f"Bearer {tokens[role]}"}).json()
    assert (me["name"], me["role"], me["needs_token"]) == (f"ann {role}", role, True)
    operations = [
        operation
        for methods in described(public.app)["paths"].values()  # type: ignore[arg-type]  # FastAPI
        for operation in methods.values()
    ]
    smaller = {None, *ROLES[: ROLES.index(role) + 1]}
    allowed = [one["operationId"] for one in operations if one.get("x-role") in smaller]
    assert me["may"] == sorted(allowed)
    assert len(allowed) < len(operations) or role == "admin"


@pytest.mark.parametrize("headers", [{}, {"authorization": "Bearer vt_wrong"}])
def test_a_token_that_is_wrong_is_told_at_once(public: TestClient, headers: dict[str, str]) -> None:
    answer = public.get("/api/me", headers=headers)
    assert (answer.status_code, answer.json()["type"]) == (401, "/problems/who-are-you")
