"""Who is slow, half done or silent is let go after a bounded time, and delays nobody else."""

import json
import select
import socket
from collections.abc import Iterator
from dataclasses import replace

import pytest
from fastapi import FastAPI, Request
from starlette.responses import StreamingResponse
from tests.server.running import rest_of, running, said

from voltwin_server.access.roles import open_to_all
from voltwin_server.routing import router
from voltwin_server.settings import Limits, Settings, Timeouts

SOON = Timeouts(header=0.3, body_pause=0.3, body_rate=1e6, idle=1.0, reading=0.5, stopping=1.0)
GET = b"GET /api/health HTTP/1.1\r\nHost: localhost\r\n"
POST = b"POST /size HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n"


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return replace(settings, timeouts=SOON, limits=Limits(body_bytes=1000))


@pytest.fixture
def address(app: FastAPI, settings: Settings) -> Iterator[tuple[str, int]]:
    """Where an application listens that reads a body, or sends without end."""
    ours = router("test")

    @ours.post("/size", dependencies=[open_to_all])
    async def size(request: Request) -> int:
        return len(await request.body())

    @ours.get("/endless", dependencies=[open_to_all])
    def endless() -> StreamingResponse:
        def parts() -> Iterator[bytes]:
            while True:
                yield b"x" * 2**20

        return StreamingResponse(parts())

    app.router.routes.extend(ours.routes)
    with running(app, settings) as address:
        yield address


def answers(address: tuple[str, int]) -> bool:
    """Tell whether the server answers somebody else."""
    return said(address, GET + b"Connection: close\r\n\r\n").startswith(b"HTTP/1.1 200")


def problem_in(answer: bytes) -> dict[str, object]:
    """Return the problem that an answer tells."""
    head, _, body = answer.partition(b"\r\n\r\n")
    assert b"application/problem+json" in head
    told: dict[str, object] = json.loads(body)
    return told


@pytest.mark.parametrize(
    ("begun", "status"),
    [
        (b"", 408),
        (b"GET", 408),
        (GET, 408),
        (GET + b"X-Much: " + b"y" * 1000, 408),
        (POST, 408),
        (POST + b"half of it", 408),
        (
            b"POST /size HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab",
            408,
        ),
    ],
    ids=[
        "nothing",
        "a word",
        "half a head",
        "half a line",
        "no body",
        "half a body",
        "half a part",
    ],
)
def test_who_does_not_go_on_is_let_go(address: tuple[str, int], begun: bytes, status: int) -> None:
    with socket.create_connection(address, timeout=30) as slow:
        slow.sendall(begun)
        assert answers(address)
        assert problem_in(rest_of(slow))["status"] == status
    assert answers(address)


def test_a_byte_now_and_then_holds_no_connection(address: tuple[str, int]) -> None:
    with socket.create_connection(address, timeout=30) as slow:
        slow.settimeout(0.05)
        assert any(is_over(slow, byte) for byte in GET + b"X-Much: " + b"y" * 10_000)


def is_over(slow: socket.socket, byte: int) -> bool:
    """Send a byte, and tell whether the server has given up."""
    try:
        slow.sendall(bytes([byte]))
        slow.recv(1000)
    except TimeoutError:
        return False
    except ConnectionError:
        pass
    return True


def test_many_half_open_connections_delay_nobody(address: tuple[str, int]) -> None:
    slow = [socket.create_connection(address, timeout=30) for _ in range(100)]
    for number, one in enumerate(slow):
        one.sendall(GET[: number % len(GET)])
    assert answers(address)
    for one in slow:
        assert b"408" in rest_of(one)[:20]
        one.close()


def test_an_idle_connection_is_closed(address: tuple[str, int]) -> None:
    with socket.create_connection(address, timeout=30) as idle:
        idle.sendall(GET + b"\r\n")
        answer = rest_of(idle)
    assert answer.startswith(b"HTTP/1.1 200")
    assert answer.count(b"HTTP/1.1") == 1


def test_a_connection_is_used_again(address: tuple[str, int]) -> None:
    answer = said(address, GET + b"\r\n", GET + b"\r\n", GET + b"Connection: close\r\n\r\n")
    assert answer.count(b"HTTP/1.1 200") == 3


def test_half_a_request_after_a_whole_one_is_let_go(address: tuple[str, int]) -> None:
    answer = said(address, GET + b"\r\n" + GET)
    assert answer.startswith(b"HTTP/1.1 200")
    assert answer.count(b"HTTP/1.1") <= 2


def test_who_does_not_read_is_let_go(address: tuple[str, int]) -> None:
    with socket.create_connection(address, timeout=30) as deaf:
        deaf.sendall(b"GET /endless HTTP/1.1\r\nHost: localhost\r\n\r\n")
        heard = rest_of_after_a_pause(deaf, address)
    assert len(heard) < 2**24  # what had been sent by then


def rest_of_after_a_pause(deaf: socket.socket, address: tuple[str, int]) -> bytes:
    """Return what was sent before the server gave up: the peer sees that without reading, by an
    error or hang-up of the socket."""
    poll = select.poll()
    poll.register(deaf, select.POLLHUP | select.POLLERR | select.POLLRDHUP)
    assert answers(address)
    assert poll.poll(30_000)
    return rest_of(deaf)


@pytest.mark.parametrize("size", [1500, 2500, 100_000_000])
def test_a_body_that_is_too_large_is_answered_before_the_end(
    address: tuple[str, int], size: int
) -> None:
    head = f"POST /size HTTP/1.1\r\nHost: localhost\r\nContent-Length: {size}\r\n\r\n"
    answer = said(address, head.encode(), b"x" * min(size, 2000))
    assert problem_in(answer)["status"] == 413


@pytest.mark.parametrize(
    "line",
    [
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",  # somebody speaks TLS
        b"GET /\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
        b"GET / HTTP/1.1\r\nno colon\r\n\r\n",
        b"\r\n" * 100 + b"\0",
        b"GET / HTTP/1.1\r\nHost: localhost\r\nX: " + b"y" * 200_000,
    ],
    ids=range(7),
)
def test_what_is_no_http_is_told_so(address: tuple[str, int], line: bytes) -> None:
    try:
        answer = said(address, line)
    except ConnectionError:  # it was not even read to its end
        answer = b""
    assert not answer or problem_in(answer)["status"] in (400, 431)
    assert answers(address)


def test_a_length_and_parts_at_once_smuggle_nothing(address: tuple[str, int]) -> None:
    both = b"POST /size HTTP/1.1\r\nHost: localhost\r\nContent-Length: 6\r\n"
    both += b"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + GET + b"\r\n"
    answer = said(address, both)
    assert answer.startswith((b"HTTP/1.1 400", b"HTTP/1.1 200"))
    assert answers(address)


def test_beyond_so_many_connections_others_are_told_to_come_later(
    app: FastAPI, settings: Settings
) -> None:
    few = replace(settings, connections=2, timeouts=replace(SOON, header=20.0))
    with running(app, few) as address:
        held = [socket.create_connection(address, timeout=30) for _ in range(2)]
        with socket.create_connection(address, timeout=30) as one_more:
            answer = rest_of(one_more)
        assert problem_in(answer)["status"] == 503
        assert b"retry-after" in answer.lower()
        for one in held:
            one.sendall(GET + b"Connection: close\r\n\r\n")
            assert b"HTTP/1.1 200" in rest_of(one)
            one.close()
        assert answers(address)


def test_a_server_stops_although_connections_are_half_open(
    app: FastAPI, settings: Settings
) -> None:
    patient = replace(settings, timeouts=Timeouts(stopping=1.0))
    with running(app, patient) as address:
        silent = socket.create_connection(address, timeout=30)
        half = socket.create_connection(address, timeout=30)
        half.sendall(GET)
        waiting = socket.create_connection(address, timeout=30)
        waiting.sendall(POST)
        assert answers(address)
    for one in (silent, half, waiting):
        rest_of(one)
        one.close()
