"""The server answers to its own names and its own pages only: no web page elsewhere reaches it."""

from dataclasses import replace

import pytest
from fastapi import FastAPI, WebSocket
from fastapi.testclient import TestClient
from starlette.testclient import WebSocketDenialResponse
from tests.server.conftest import URL, Store

from voltwin_server.access.roles import Role, needs, open_to_all
from voltwin_server.app import create_app
from voltwin_server.settings import Settings

OWN = "127.0.0.1:8000"


@pytest.fixture
def changing(app: FastAPI, client: TestClient) -> TestClient:
    """A client of an application that can be told to change something."""

    @app.post("/changes", dependencies=[needs(Role.ADMIN)])
    def changes() -> str:
        return "changed"

    return client


@pytest.mark.parametrize(
    "host", [OWN, "127.0.0.1", "localhost", "LOCALHOST:8000", "[::1]:8000", "127.8.8.8:1"]
)
def test_it_is_called_by_names_of_this_machine(client: TestClient, host: str) -> None:
    assert client.get("/api/health", headers={"host": host}).status_code == 200


@pytest.mark.parametrize(
    "host",
    [
        *("evil.example", "localhost.evil.example", "127.0.0.1.evil.example", "192.168.0.7"),
        *("", "localhost@evil.example", "localhost:80:80", "[::1", "localhost\tx", "0.0.0.0"),
    ],
)
def test_a_name_that_somebody_lets_point_here_is_refused(client: TestClient, host: str) -> None:
    answer = client.get("/api/health", headers={"host": host})
    assert (answer.status_code, answer.json()["type"]) == (403, "/problems/other-site")


def test_two_names_at_once_are_refused(client: TestClient) -> None:
    answer = client.get("/api/health", headers=[("host", OWN), ("host", "evil.example")])
    assert answer.status_code == 403


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"origin": f"http://{OWN}"},
        {"origin": f"http://{OWN}", "sec-fetch-site": "same-origin"},
        {"sec-fetch-site": "none"},
    ],
)
def test_its_own_page_and_programs_may_change_something(
    changing: TestClient, headers: dict[str, str]
) -> None:
    assert changing.post("/changes", headers=headers).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "http://evil.example"},
        {"origin": "null"},
        {"origin": ""},
        {"origin": "http://127.0.0.1:3000"},  # another program of this machine
        {"origin": f"file://{OWN}"},
        {"origin": f"http://{OWN}.evil.example"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"origin": f"http://{OWN}", "sec-fetch-site": "cross-site"},
    ],
)
def test_a_page_elsewhere_changes_nothing(changing: TestClient, headers: dict[str, str]) -> None:
    answer = changing.post("/changes", headers=headers)
    assert (answer.status_code, answer.json()["type"]) == (403, "/problems/other-site")


def test_a_page_elsewhere_may_lead_here_but_not_fetch(client: TestClient) -> None:
    link = {"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate"}
    fetch = {"sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors"}
    assert client.get("/api/health", headers=link).status_code == 200
    assert client.get("/api/health", headers=fetch).status_code == 403


@pytest.fixture
def with_socket(app: FastAPI, client: TestClient) -> TestClient:
    @app.websocket("/live", dependencies=[open_to_all])
    async def live(socket: WebSocket) -> None:
        await socket.accept()
        await socket.send_text("here")

    return client


def test_its_own_page_may_open_a_socket(with_socket: TestClient) -> None:
    headers = {"host": OWN, "origin": f"http://{OWN}"}
    with with_socket.websocket_connect("/live", headers=headers) as socket:
        assert socket.receive_text() == "here"


@pytest.mark.parametrize(
    "headers",
    [
        {"host": OWN, "origin": "http://evil.example"},
        {"host": "evil.example", "origin": "http://evil.example"},
        {"host": OWN, "sec-fetch-site": "cross-site", "sec-fetch-mode": "websocket"},
    ],
)
def test_a_page_elsewhere_opens_no_socket(with_socket: TestClient, headers: dict[str, str]) -> None:
    with (
        pytest.raises(WebSocketDenialResponse) as refused,
        with_socket.websocket_connect("/live", headers=headers),
    ):
        pass
    assert refused.value.status_code == 403


def test_no_answer_lets_other_origins_read_it(client: TestClient) -> None:
    headers = {"origin": "http://evil.example", "access-control-request-method": "POST"}
    for answer in (
        client.options("/api/health", headers=headers),
        client.get("/api/health", headers={"origin": "http://evil.example"}),
    ):
        assert not [name for name in answer.headers if name.startswith("access-control")]


@pytest.mark.parametrize(
    ("host", "status"),
    [("twin.example.org", 200), ("10.0.0.7:8000", 200), ("localhost", 200), ("evil.example", 403)],
)
def test_whoever_serves_others_names_the_server(
    settings: Settings, store: Store, host: str, status: int
) -> None:
    public = replace(settings, host="0.0.0.0", allowed_hosts=("Twin.example.org",))
    app = create_app(public, store=store)
    with TestClient(app, base_url=URL) as client:
        assert client.get("/api/health", headers={"host": host}).status_code == status


def test_a_name_for_others_needs_tokens_though_the_server_listens_here(settings: Settings) -> None:
    assert not settings.needs_tokens
    assert replace(settings, allowed_hosts=("twin.example.org",)).needs_tokens
    assert replace(settings, host="0.0.0.0").needs_tokens
