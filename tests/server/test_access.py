"""Where others reach the server: no start without tokens, no answer without the right role."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from fastapi import FastAPI, Request, WebSocket
from fastapi.routing import APIRoute
from fastapi.testclient import TestClient
from starlette.testclient import WebSocketDenialResponse
from tests.server.conftest import URL, Store

from voltwin_server.access.roles import Role, Rule, needs, open_to_all, rule_of
from voltwin_server.access.tokens import FILE, Tokens
from voltwin_server.app import create_app
from voltwin_server.description import api_routes, described
from voltwin_server.routing import Route, router
from voltwin_server.serving import ServingError, serve
from voltwin_server.settings import Settings

# All that somebody without a token learns of a server that others reach: that it is there.
OPEN = {"health", "ready", "openapi", "problem"}
READ: list[bytes] = []


@pytest.fixture
def public(settings: Settings) -> Settings:
    return replace(settings, host="0.0.0.0")


@pytest.fixture
def tokens(public: Settings) -> dict[str, str]:
    """A token of each role, by the role."""
    return {role.word: Tokens(public.data).create(role.word, role) for role in Role}


@pytest.fixture
def asked(public: Settings, tokens: dict[str, str], store: Store) -> Iterator[TestClient]:
    """A client of an application that others reach, with a route for each role."""
    app = create_app(public, store=store)
    ours = router("test")
    for role in Role:

        async def body(request: Request) -> str:
            READ.append(await request.body())
            return "done"

        ours.post(f"/{role.word}", dependencies=[needs(role)])(body)
    app.router.routes.extend(ours.routes)

    @app.websocket("/live", dependencies=[needs(Role.VIEWER)])
    async def live(socket: WebSocket) -> None:
        await socket.accept()

    with TestClient(app, base_url=URL) as client:
        yield client


def bearer(token: str) -> dict[str, str]:
    return {"authorization": f"Bearer {token}"}


@pytest.mark.parametrize("has", Role)
@pytest.mark.parametrize("wanted", Role)
def test_a_role_may_what_smaller_ones_may(
    asked: TestClient, tokens: dict[str, str], has: Role, wanted: Role
) -> None:
    answer = asked.post(f"/{wanted.word}", headers=bearer(tokens[has.word]))
    assert answer.status_code == (200 if has >= wanted else 403)
    if has < wanted:
        assert answer.json()["type"] == "/problems/not-allowed"
        assert wanted.word in answer.json()["detail"]


@pytest.mark.parametrize(
    "headers",
    [{}, bearer("vt_guess"), bearer(""), {"authorization": "Basic QTpC"}, {"cookie": "token=vt_x"}],
)
def test_who_has_no_token_may_nothing(asked: TestClient, headers: dict[str, str]) -> None:
    answer = asked.post("/viewer", headers=headers)
    assert (answer.status_code, answer.json()["type"]) == (401, "/problems/who-are-you")
    assert answer.headers["www-authenticate"] == "Bearer"


def test_two_tokens_at_once_are_none(asked: TestClient, tokens: dict[str, str]) -> None:
    both = [*bearer(tokens["viewer"]).items(), *bearer(tokens["admin"]).items()]
    assert asked.post("/viewer", headers=both).status_code == 401


def test_a_body_is_not_read_before_it_is_known_who_sends_it(asked: TestClient) -> None:
    READ.clear()
    assert asked.post("/planner", content=b"x" * 1000).status_code == 401
    assert READ == []


def test_revoking_holds_for_a_server_that_runs(
    asked: TestClient, public: Settings, tokens: dict[str, str]
) -> None:
    headers = bearer(tokens["admin"])
    assert asked.post("/admin", headers=headers).status_code == 200
    Tokens(public.data).revoke("admin")
    assert asked.post("/admin", headers=headers).status_code == 401


def test_nobody_is_let_in_while_the_file_of_tokens_is_damaged(
    asked: TestClient, public: Settings, tokens: dict[str, str]
) -> None:
    (public.data / FILE).write_text("{")
    assert asked.post("/viewer", headers=bearer(tokens["viewer"])).status_code == 401


def test_a_socket_needs_a_token_too(asked: TestClient, tokens: dict[str, str]) -> None:
    with asked.websocket_connect("ws://127.0.0.1:8000/live", headers=bearer(tokens["viewer"])):
        pass
    with (
        pytest.raises(WebSocketDenialResponse) as refused,
        asked.websocket_connect("ws://127.0.0.1:8000/live"),
    ):
        pass
    assert refused.value.status_code == 401


def test_no_server_that_others_reach_starts_without_tokens(public: Settings) -> None:
    with pytest.raises(ServingError, match="voltwin token create"):
        serve(replace(public, port=0), say=print)


# Every route


def without_a_rule(app: FastAPI) -> list[str]:
    """Return the paths of routes that do not say who may call them, or read without limits."""
    return [
        str(getattr(route, "path", route))
        for route in app.routes
        if rule_of(route) is None or (isinstance(route, APIRoute) and not isinstance(route, Route))
    ]


def test_every_route_says_who_may_call_it(app: FastAPI) -> None:
    assert len(app.routes) > 3
    assert without_a_rule(app) == []


def test_every_path_of_the_description_is_a_route_with_a_rule(app: FastAPI) -> None:
    ruled = {
        (route.path_format, method.lower())
        for route in api_routes(app)
        for method in route.methods or ()
        if rule_of(route) is not None
    }
    paths = described(app)["paths"]
    assert {(path, method) for path, methods in paths.items() for method in methods} == ruled


def test_only_what_tells_nothing_is_open_to_all(app: FastAPI) -> None:
    assert {route.name for route in api_routes(app) if rule_of(route) == Rule(None)} == OPEN


def test_the_description_tells_the_role_that_is_needed(app: FastAPI) -> None:
    for route in api_routes(app):
        rule = rule_of(route)
        assert rule is not None
        for method in route.methods or ():
            operation = described(app)["paths"][route.path_format][method.lower()]
            assert operation.get("x-role") == (rule.role and rule.role.word)
            assert ("security" in operation) == (rule.role is not None)
            assert ("401" in operation["responses"]) == (rule.role is not None)


def test_operations_have_names_of_their_own(app: FastAPI) -> None:
    names = [
        operation["operationId"]
        for methods in described(app)["paths"].values()
        for operation in methods.values()
    ]
    assert len(set(names)) == len(names)
    assert all(name.isidentifier() for name in names)


@pytest.mark.parametrize("kind", ["no rule", "two rules", "reads without limits", "mounted"])
def test_a_route_that_forgets_its_rule_is_found(app: FastAPI, kind: str) -> None:
    ours = router("test")
    if kind == "no rule":
        ours.get("/forgotten")(lambda: None)
    elif kind == "two rules":
        ours.get("/forgotten", dependencies=[open_to_all, needs(Role.ADMIN)])(lambda: None)
    elif kind == "mounted":
        app.mount("/forgotten", FastAPI())
    else:
        app.get("/forgotten", dependencies=[open_to_all])(lambda: None)
    app.router.routes.extend(ours.routes)
    assert without_a_rule(app) == ["/forgotten"]


def test_parameters_that_nobody_knows_are_refused(client: TestClient) -> None:
    answer = client.get("/api/runs", params={"limt": 3})
    assert answer.status_code == 422
    assert answer.json()["errors"] == [
        {"where": "query.limt", "message": 'unknown parameter; did you mean "limit"?'}
    ]


def test_ids_in_paths_are_uuids(app: FastAPI, client: TestClient) -> None:
    known = [path for path in described(app)["paths"] if "_id}" in path]
    assert known
    assert client.get("/api/runs/017").status_code == 404
    assert client.get("/api/runs/validate").status_code == 404


def test_all_methods_of_a_path_are_told(client: TestClient) -> None:
    answer = client.put("/api/scenarios")
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, POST")
    assert client.get("/api/scenarios/validate").headers["allow"] == "POST"


@pytest.mark.parametrize(
    "header", ["forwarded", "x-forwarded-for", "x-forwarded-proto", "X-Forwarded-Host", "via"]
)
def test_without_tokens_nobody_comes_in_by_a_proxy(client: TestClient, header: str) -> None:
    answer = client.get("/api/health", headers={header: "192.0.2.7"})
    assert (answer.status_code, answer.json()["type"]) == (403, "/problems/behind-proxy")
    assert "Start the server with tokens" in answer.json()["detail"]


def test_with_tokens_a_proxy_may_stand_before_it(asked: TestClient, tokens: dict[str, str]) -> None:
    headers = {"x-forwarded-for": "192.0.2.7", "via": "1.1 proxy"}
    assert asked.post("/viewer", headers=headers).status_code == 401
    answer = asked.post("/viewer", headers={**headers, **bearer(tokens["viewer"])})
    assert answer.status_code == 200
