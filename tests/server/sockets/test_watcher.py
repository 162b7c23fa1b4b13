"""One watcher in an event loop: whoever sends much lets others have their turn."""

import asyncio
from collections.abc import Mapping
from pathlib import Path
from typing import Any, cast

from starlette.websockets import WebSocket

from voltwin_server.access.callers import Caller, Role
from voltwin_server.settings import Settings
from voltwin_server.sockets import endings
from voltwin_server.sockets.line import FLOODED
from voltwin_server.sockets.watcher import Watcher

MANY = 2000


class View:
    number = 0

    def since(self, number: int) -> bytes:
        return b""

    async def scene(self) -> str:
        return "{}"

    async def command(self, what: Mapping[str, Any], by: str) -> Mapping[str, Any]:
        return {}


class Full:
    """A socket on which all has come already: to receive it is to wait for nothing."""

    def __init__(self, last: dict[str, Any]) -> None:
        self.scope: dict[str, Any] = {}
        self.heard = 0
        self._last = last

    async def receive(self) -> dict[str, Any]:
        self.heard += 1
        text = '{"do":"key"}'
        return {"type": "websocket.receive", "text": text} if self.heard <= MANY else self._last

    async def send(self, message: dict[str, Any]) -> None:
        pass


async def ended(socket: Full, tmp_path: Path) -> tuple[endings.Ending, list[int]]:
    """Return how a socket ends, and how many messages had been heard at each turn of another."""
    caller, turns = Caller("Eve", Role.VIEWER), list[int]()
    watcher = Watcher(cast("WebSocket", socket), View(), caller, Settings(tmp_path))
    watching = asyncio.create_task(watcher.watch())
    while not watching.done():
        turns.append(socket.heard)
        await asyncio.sleep(0)
    return await watching, turns


def test_others_have_their_turn_while_one_is_heard(tmp_path: Path) -> None:
    ending, turns = asyncio.run(ended(Full({"type": "websocket.disconnect"}), tmp_path))
    assert ending is endings.LEFT
    between = [after - before for before, after in zip(turns, turns[1:], strict=False)]
    assert max(between) <= 8


def test_too_many_messages_are_a_reason_of_their_own(tmp_path: Path) -> None:
    flooded = {"type": "websocket.receive", FLOODED: True}
    socket = Full(flooded)
    socket.heard = MANY
    assert asyncio.run(ended(socket, tmp_path))[0] is endings.FLOODED
