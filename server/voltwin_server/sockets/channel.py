"""A twin that somebody watches: its newest frame, and all who watch it."""

import asyncio
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from voltwin_server.logs import FIELDS, LOG
from voltwin_server.sockets import endings
from voltwin_server.sockets.commanding import encoded
from voltwin_server.sockets.contract import Mirror, Twins
from voltwin_server.sockets.endings import Ending
from voltwin_server.sockets.watcher import Watcher
from voltwin_server.twins.ends import End

_NEWEST = ("state", "kpis")  # messages of which who comes later needs the last


class Channel:
    """Hears a twin once, and passes on what it hears to everybody.

    A frame is kept as what it changes, and encoded once for all who have had the same one before.
    """

    def __init__(self, twin: UUID, twins: Twins, mirror: Mirror) -> None:
        """Begin to listen.

        Args:
            twin: to which.
            twins: that there are.
            mirror: that holds nothing yet.

        Raises:
            ProblemError: there is no such twin.
        """
        self.guests = 0  # who watch, or are about to
        self.watchers: set[Watcher] = set()
        self.ending: Ending | None = None
        self._twin, self._twins, self._mirror = twin, twins, mirror
        self._scene: asyncio.Task[str] | None = None
        self._newest: dict[str, str] = {}
        self._watching = twins.watch(twin, self)

    @property
    def number(self) -> int:
        """Return the number of the newest frame; 0 before there is one."""
        return self._mirror.number

    def since(self, number: int) -> bytes:
        """Return the frame of all that has changed since one that was sent."""
        return self._mirror.since(number)

    async def scene(self) -> str:
        """Return the first message, asked for once."""
        if self._scene is None:
            self._scene = asyncio.create_task(self._ask_scene())
        return await asyncio.shield(self._scene)

    async def command(self, what: Mapping[str, Any], by: str) -> Mapping[str, Any]:
        """Have the twin do something."""
        return await self._twins.command(self._twin, what, by=by)

    def join(self, watcher: Watcher) -> None:
        """Let somebody watch, who is told at once where the twin is."""
        self.watchers.add(watcher)
        if self.ending is not None:  # since somebody came
            watcher.end(self.ending)
        for text in self._newest.values():
            watcher.say(text)

    def close(self) -> None:
        """Listen no more."""
        self._watching.close()
        if self._scene is not None:
            self._scene.cancel()

    def frame(self, frame: bytes) -> None:
        """Take a frame of the twin."""
        try:
            self._mirror.take(frame)
        except ValueError:
            LOG.exception("a frame does not fit", extra={FIELDS: {"twin": self._twin}})
            self._end(endings.CRASHED)
            return
        for watcher in self.watchers:
            watcher.frame()

    def message(self, message: Mapping[str, Any]) -> None:
        """Take a message of the twin."""
        text, kind = encoded(message), message["kind"]
        if kind in _NEWEST:
            self._newest[kind] = text
        for watcher in self.watchers:
            if kind == "did":
                watcher.did(message, text)
            else:
                watcher.say(text)

    def ended(self, reason: str, end: End) -> None:
        """Let everybody go: nothing more comes of the twin."""
        self._end(endings.twin_ended(reason, end))

    def _end(self, ending: Ending) -> None:
        self.ending = ending
        for watcher in self.watchers:
            watcher.end(ending)

    async def _ask_scene(self) -> str:
        return encoded({**await self._twins.ask(self._twin, "scene"), "kind": "scene"})
