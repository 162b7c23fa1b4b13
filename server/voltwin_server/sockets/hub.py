"""All who watch twins: who comes, who leaves, who must leave."""

import asyncio
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic, perf_counter
from uuid import UUID

from starlette.websockets import WebSocket

from voltwin_server.access.callers import Caller
from voltwin_server.logs import FIELDS, LOG
from voltwin_server.metrics import Metrics
from voltwin_server.request_ids import request_id_of
from voltwin_server.settings import Settings
from voltwin_server.sockets import endings
from voltwin_server.sockets.channel import Channel
from voltwin_server.sockets.contract import Mirror, Twins
from voltwin_server.sockets.endings import Ending
from voltwin_server.sockets.watcher import Watcher

PROTOCOL = "voltwin.live.1"
_CHECK_S = 1.0


class Hub:
    """The watched twins of a server, each heard once for all who watch it. In the event loop."""

    def __init__(
        self,
        twins: Twins,
        mirror: Callable[[], Mirror],
        settings: Settings,
        metrics: Metrics,
        may: Callable[[Caller], bool],
    ) -> None:
        """Begin with nobody.

        Args:
            twins: that can be watched.
            mirror: makes one for a twin.
            settings: of the server.
            metrics: that count sockets.
            may: tells whether somebody may still call the server.
        """
        self._twins, self._mirror, self._settings = twins, mirror, settings
        self._metrics, self._may = metrics, may
        self._channels: dict[UUID, Channel] = {}
        self._checking: asyncio.Task[None] | None = None

    async def watch(self, twin: UUID, socket: WebSocket, caller: Caller) -> None:
        """Let somebody watch a twin until either leaves.

        Args:
            twin: which.
            socket: that has not been accepted.
            caller: who.

        Raises:
            ProblemError: there is no such twin; the socket has not been accepted.
        """
        with self._channel(twin) as channel:
            await socket.accept(PROTOCOL)
            begun, ending = perf_counter(), endings.CRASHED
            watcher = Watcher(socket, channel, caller, self._settings)
            self._metrics.socket_opened()
            channel.join(watcher)
            try:
                ending = await watcher.watch()
            finally:
                channel.watchers.discard(watcher)
                self._note(socket, twin, watcher, ending, perf_counter() - begun)

    @contextmanager
    def _channel(self, twin: UUID) -> Iterator[Channel]:
        """Give what passes on a twin: who comes first begins it, who leaves last ends it."""
        channel = self._channels.get(twin)
        if channel is None or channel.ending is not None:
            channel = self._channels[twin] = Channel(twin, self._twins, self._mirror())
        if self._checking is None:
            self._checking = asyncio.create_task(self._check_all())
        channel.guests += 1
        try:
            yield channel
        finally:
            channel.guests -= 1
            if not channel.guests:
                channel.close()
                if self._channels.get(twin) is channel:
                    del self._channels[twin]

    async def _check_all(self) -> None:
        """End sockets whose token was revoked, or that take nothing, while there are any."""
        try:
            while self._channels:
                await asyncio.sleep(_CHECK_S)
                self._check()
        finally:
            self._checking = None

    def _check(self) -> None:
        now, may = monotonic(), dict[str, bool]()
        for channel in self._channels.values():
            for watcher in channel.watchers:
                watcher.check(now)
                self._metrics.sent(*watcher.line.not_counted())
                caller = watcher.caller
                if caller.digest not in may:
                    may[caller.digest] = self._may(caller)
                if not may[caller.digest]:
                    watcher.end(endings.REVOKED)

    def _note(
        self, socket: WebSocket, twin: UUID, watcher: Watcher, ending: Ending, seconds: float
    ) -> None:
        """Say in the log and in the figures that a socket has ended."""
        line = watcher.line
        self._metrics.sent(*line.not_counted())
        self._metrics.socket_ended(ending.word)
        fields = {
            "request_id": request_id_of(socket),
            "caller": watcher.caller.name,
            "twin": twin,
            "why": ending.word,
            "code": ending.code or "-",
            "seconds": round(seconds, 1),
            "frames": line.frames,
            "messages": line.messages,
            "bytes": line.bytes,
        }
        level = logging.ERROR if ending is endings.CRASHED else logging.INFO
        LOG.log(level, "socket ended", extra={FIELDS: fields})
