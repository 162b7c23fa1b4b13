"""A server that listens, with a twin that does what tests say, and clients that watch it."""

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, replace
from time import monotonic
from typing import Any, cast
from uuid import UUID

import pytest
from fastapi import FastAPI
from tests.server.running import running, said
from tests.server.sockets.stage import TWIN, Mirror, Stage
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Subprotocol

from voltwin_server.access.callers import Role
from voltwin_server.access.tokens import Tokens
from voltwin_server.app import create_app
from voltwin_server.settings import Settings, Timeouts
from voltwin_server.sockets.hub import PROTOCOL, Hub
from voltwin_server.state import Server
from voltwin_server.twins.twins import Twins

LONG_S = 30.0


@dataclass
class Client:
    """Somebody who watches, for real."""

    socket: ClientConnection

    def next(self) -> Any:
        """Return the next message, or the text of the next frame."""
        got = self.socket.recv(timeout=LONG_S)
        return json.loads(got) if isinstance(got, str) else got.decode()

    def until(self, kind: str) -> dict[str, Any]:
        """Return the next message of a kind."""
        while True:
            got = self.next()
            if isinstance(got, dict) and got["kind"] == kind:
                return got

    def say(self, **message: Any) -> None:
        self.socket.send(json.dumps(message))

    def ended(self) -> tuple[int, str]:
        """Return by which code and for what reason the server closes, after what it still says."""
        with suppress(ConnectionClosed):
            while True:
                self.socket.recv(timeout=LONG_S)
        assert self.socket.close_code is not None
        return self.socket.close_code, self.socket.close_reason or ""


@dataclass
class Theatre:
    """A server with a stage."""

    address: tuple[str, int]
    app: FastAPI
    settings: Settings
    stage: Stage
    _open: ExitStack

    @property
    def server(self) -> Server:
        server: Server = self.app.state.server
        return server

    def wait_until(self, holds: Callable[[], bool]) -> None:
        """Return when something holds, which what happens elsewhere brings about."""
        until = monotonic() + LONG_S
        while not holds():
            assert monotonic() < until
            self.answers()

    def answers(self) -> bool:
        """Tell whether the server answers somebody else."""
        request = b"GET /api/health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
        return said(self.address, request).startswith(b"HTTP/1.1 200")

    def token(self, name: str, role: Role) -> str:
        """Return a new token."""
        return Tokens(self.settings.data).create(name, role)

    def watch(
        self,
        token: str | None = None,
        *,
        twin: UUID | str = TWIN,
        query: str = "",
        protocols: Sequence[str] = (PROTOCOL,),
        **options: Any,
    ) -> Client:
        """Begin to watch."""
        headers = {} if token is None else {"Authorization": f"Bearer {token}"}
        socket = connect(
            f"ws://{self.address[0]}:{self.address[1]}/api/twins/{twin}/live{query}",
            subprotocols=[Subprotocol(one) for one in protocols],
            additional_headers={**headers, **options.pop("headers", {})},
            compression=None,
            proxy=None,
            open_timeout=LONG_S,
            **options,
        )
        return Client(self._open.enter_context(socket))


@contextmanager
def theatre(app: FastAPI, settings: Settings) -> Iterator[Theatre]:
    """Serve, and put a stage where the twins are; clients leave when the server has stopped."""
    with ExitStack() as opened, running(app, settings) as address:
        server: Server = app.state.server
        twins, stage = server.twins, Stage()
        server.twins = cast("Twins", stage)  # of which tickets ask whether there is one
        server.hub = Hub(stage, Mirror, settings, server.metrics, server.door.knows)
        try:
            yield Theatre(address, app, settings, stage, opened)
        finally:
            server.twins = twins


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return replace(settings, timeouts=Timeouts(stopping=2.0, watching=1.0))


@pytest.fixture
def opened(app: FastAPI, settings: Settings) -> Iterator[Theatre]:
    """A server that everybody on this machine may use."""
    with theatre(app, settings) as opened:
        yield opened


@pytest.fixture
def guarded(settings: Settings, store: Any) -> Iterator[Theatre]:
    """A server that asks for tokens."""
    settings = replace(settings, allowed_hosts=("twins.example",))
    with theatre(create_app(settings, store=store), settings) as guarded:
        yield guarded
