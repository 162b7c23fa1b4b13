"""Whatever happens on the way to a server and back is one clear error of the client's."""

import json
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest

from voltwin.client.client import connect
from voltwin.client.errors import (
    UNKNOWN_OUTCOME,
    ApiError,
    ClientError,
    LostAnswerError,
    NoConnectionError,
)
from voltwin.client.http import Http
from voltwin.client.twin import RemoteTwin

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
_LONG_S = 30.0


@contextmanager
def saying(*answers: bytes, until_closed: bool = False) -> Iterator[str]:
    """Listen, give each connection one of these answers, and tell the URL."""

    def answer() -> None:
        for said in answers:
            connection, _ = listening.accept()
            with connection:
                connection.settimeout(_LONG_S)
                connection.recv(65536)
                connection.sendall(said)
                if until_closed:
                    while connection.recv(65536):
                        pass

    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = Thread(target=answer)
        thread.start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        thread.join(_LONG_S)
        assert not thread.is_alive()


def test_a_server_that_is_not_there_cannot_be_reached() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        url = f"http://127.0.0.1:{listening.getsockname()[1]}"
    with pytest.raises(NoConnectionError, match=r"cannot be reached.*voltwin serve") as error:
        connect(url)
    assert url in str(error.value)


def test_a_server_that_does_not_know_what_came_of_a_command_has_not_refused_it() -> None:
    problem = json.dumps({"type": UNKNOWN_OUTCOME, "title": "It is not known", "status": 500})
    head = "HTTP/1.1 500 Failed\r\nContent-Type: application/problem+json\r\nContent-Length: "
    info: Any = SimpleNamespace(id=uuid4(), commands=3)
    with saying(f"{head}{len(problem)}\r\n\r\n{problem}".encode()) as url:
        http = Http(url, None, _LONG_S)
        with pytest.raises(LostAnswerError, match=r"play was done is not known: It is.*after=3\)"):
            RemoteTwin(http, info).play()
        http.close()


def test_a_server_that_does_not_answer_is_given_up() -> None:
    with (
        saying(b"", until_closed=True) as url,
        pytest.raises(NoConnectionError, match=r"has not answered for 0\.05 s"),
    ):
        connect(url, timeout=0.05)


@pytest.mark.parametrize(
    ("said", "kind", "text"),
    [
        (b"", NoConnectionError, "broke"),
        (b"hello\r\n\r\n", NoConnectionError, "broke"),
        (HEAD + b'Content-Length: 99\r\n\r\n{"a"', NoConnectionError, "broke"),
        (HEAD + b"Content-Length: 9\r\n\r\n<html>...", ClientError, "does not answer as"),
        (HEAD + b"Content-Length: 2\r\n\r\n[]", ClientError, "is no server of Voltwin"),
        (HEAD + b"Content-Encoding: gzip\r\nContent-Length: 2\r\n\r\nab", ClientError, "be read"),
        (
            b"HTTP/1.1 307 Temporary Redirect\r\nLocation: https://x.org/\r\n"
            b"Content-Length: 0\r\n\r\n",
            ApiError,
            "https://x.org/",
        ),
        (
            b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 15\r\n\r\nno such backend",
            ApiError,
            "status 502: no such backend",
        ),
    ],
)
def test_what_is_no_answer_is_said(said: bytes, kind: type[ClientError], text: str) -> None:
    with saying(said) as url, pytest.raises(kind) as error:
        connect(url)
    assert text in str(error.value)


def test_a_proxy_of_the_environment_does_not_stand_before_this_machine(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://10.255.255.1:9")
    monkeypatch.delenv("NO_PROXY", raising=False)
    with saying(HEAD + b"Connection: close\r\nContent-Length: 2\r\n\r\n{}") as url:
        http = Http(url, None, _LONG_S)
        assert http.get("/api/health") == {}
        http.close()


def test_a_library_that_is_missing_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "httpx2", None)
    with pytest.raises(ClientError, match=r"pip install 'voltwin\[client\]'"):
        connect("http://127.0.0.1:8000")


@pytest.mark.parametrize(
    ("url", "token"), [("127.0.0.1:8000", None), ("http://127.0.0.1:8000", "no token")]
)
def test_what_is_wrong_is_said_before_anything_is_sent(url: str, token: str | None) -> None:
    with pytest.raises(ValueError, match=r"^(url|token): "):
        connect(url, token)
