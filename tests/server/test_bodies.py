"""Bodies that are too large, and addresses and headers that are too long, are refused."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from fastapi import FastAPI, Request
from fastapi.testclient import TestClient

from voltwin_server.access.roles import open_to_all
from voltwin_server.routing import router
from voltwin_server.settings import Limits, Settings

LIMITS = Limits(body_bytes=1000, url_bytes=200, header_bytes=500)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(tmp_path, limits=LIMITS)


@pytest.fixture
def asked(app: FastAPI, client: TestClient) -> TestClient:
    """A client of an application that says how many bytes it was sent."""
    ours = router("test")

    @ours.post("/size", dependencies=[open_to_all])
    async def size(request: Request) -> int:
        return len(await request.body())

    @ours.post("/read", dependencies=[open_to_all])
    def read(values: list[float]) -> float:
        return sum(values)

    app.router.routes.extend(ours.routes)
    return client


def in_parts(size: int) -> Iterator[bytes]:
    """Yield so many bytes, without a length that is known before."""
    for _ in range(size // 100):
        yield b"x" * 100
    yield b"x" * (size % 100)


@pytest.mark.parametrize("size", [0, 1, 999, 1000])
def test_bodies_up_to_the_limit_are_read(asked: TestClient, size: int) -> None:
    assert asked.post("/size", content=b"x" * size).json() == size
    assert asked.post("/size", content=in_parts(size)).json() == size


@pytest.mark.parametrize("size", [1001, 1500, 3000])
def test_larger_bodies_are_refused_with_or_without_a_length(asked: TestClient, size: int) -> None:
    for body in (b"x" * size, in_parts(size)):
        answer = asked.post("/size", content=body)
        assert (answer.status_code, answer.json()["type"]) == (413, "/problems/too-large")
        assert answer.json()["detail"] == "A body may have 1,000 bytes."
        assert answer.headers["connection"] == "close"


def test_the_length_that_is_told_is_not_believed(asked: TestClient) -> None:
    answer = asked.post("/size", content=in_parts(3000), headers={"content-length": "10"})
    assert answer.status_code == 413


def test_json_is_read_within_the_limits(asked: TestClient) -> None:
    json = {"content-type": "application/json"}
    assert asked.post("/read", content=b"[1, 2.5]", headers=json).json() == 3.5
    for body, status in ((b"[NaN]", 400), (b"[1e999]", 422), (b"[" * 900, 422), (b"[1", 400)):
        answer = asked.post("/read", content=body, headers=json)
        assert (answer.status_code, answer.json()["status"]) == (status, status)


def test_what_is_no_json_is_not_taken_for_json(asked: TestClient) -> None:
    for kind in ("text/plain", "application/x-www-form-urlencoded", None):
        headers = {"content-type": kind} if kind else {}
        assert asked.post("/read", content=b"[1]", headers=headers).status_code == 422


def test_an_address_may_have_so_many_bytes(client: TestClient) -> None:
    path, rest = "/problems/", "x" * (LIMITS.url_bytes - len("/problems/"))
    assert client.get(f"{path}{rest}").status_code == 404
    assert client.get(f"{path}?{rest}").status_code == 404
    for path in (f"/problems/{rest}x", f"/problems/?{rest}x"):
        answer = client.get(path)
        assert (answer.status_code, answer.json()["type"]) == (414, "/problems/url-too-long")


def test_headers_may_have_so_many_bytes(client: TestClient) -> None:
    assert client.get("/api/health", headers={"x-much": "y" * 200}).status_code == 200
    for headers in ({"x-much": "y" * 500}, {f"x-{n}": "y" for n in range(100)}):
        answer = client.get("/api/health", headers=headers)
        assert (answer.status_code, answer.json()["type"]) == (431, "/problems/headers-too-large")


def test_limits_of_addresses_hold_for_sockets(client: TestClient, settings: Settings) -> None:
    from starlette.testclient import WebSocketDenialResponse

    url = "ws://127.0.0.1:8000/live?" + "x" * LIMITS.url_bytes
    with pytest.raises(WebSocketDenialResponse) as refused, client.websocket_connect(url):
        pass
    assert refused.value.status_code == 414
    assert replace(settings.limits, url_bytes=1) != settings.limits
