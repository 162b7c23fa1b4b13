"""A server that listens on a free port of the loopback, in a thread of the test; it has its demo,
if it is to have one, and starts no process before it needs one."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from threading import Event, Thread

from fastapi import FastAPI

from voltwin_server.serving import TellingServer, listening_at
from voltwin_server.settings import Settings

_LONG_S = 120.0  # a process that has just begun to compile is not stopped at once


@contextmanager
def running(app: FastAPI, settings: Settings, port: int = 0) -> Iterator[tuple[str, int]]:
    """Serve an application, at a free port unless one is given, and give the address that it
    listens at."""
    started = Event()
    with listening_at(replace(settings, port=port)) as listening:

        def tell() -> None:
            if settings.demo:
                app.state.server.demo.begin()
            started.set()

        server = TellingServer(app, settings, started=tell)
        thread = Thread(target=server.run, args=([listening],))
        thread.start()
        try:
            assert started.wait(_LONG_S)
            host, port = listening.getsockname()[:2]
            yield str(host), int(port)
        finally:
            server.should_exit = True
            thread.join(_LONG_S)
        assert not thread.is_alive()


def said(address: tuple[str, int], *parts: bytes) -> bytes:
    """Return all that the server says to a client that sends parts and then waits for its end."""
    with socket.create_connection(address, timeout=_LONG_S) as client:
        for part in parts:
            client.sendall(part)
        return rest_of(client)


def rest_of(client: socket.socket) -> bytes:
    """Return what comes until the server closes or breaks off a connection."""
    heard = b""
    try:
        while part := client.recv(65536):
            heard += part
    except ConnectionResetError:
        pass
    return heard
