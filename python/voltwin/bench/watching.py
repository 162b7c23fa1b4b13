"""Clients that watch a twin, many in one process: what they are sent is timed, and not decoded.

Run as a program, it says when all clients have had a frame, is told when to begin to count (by the
wall's clock), watches for some seconds from then on, and writes what came into a file (`Seen`):
    python -m voltwin.bench.watching HOST PORT PATH WATCHERS STALLED SECONDS FILE
"""

import asyncio
import json
import math
import os
import socket
import sys
from dataclasses import dataclass, field
from pathlib import Path
from time import time
from typing import Any

import numpy as np
import numpy.typing as npt

from voltwin.frames.layout import HEADER, HEADER_FIELDS

PROTOCOL = "voltwin.live.1"
ACKNOWLEDGE = 4  # each of so many frames that come, whatever their numbers
READY = "ready"
_SMALL = 4096  # of a stalled client's receive buffer [bytes]
_AGAIN_S = 0.5
_NAMES = [name for name, *_ in HEADER_FIELDS]
_NUMBER, _SINCE, _WALL = (_NAMES.index(name) for name in ("number", "since", "wall"))


@dataclass
class Span:
    """The time of which frames count, by the wall's clock [s]; it is told when all have begun."""

    begins: float = math.inf
    ends: float = math.inf


@dataclass
class Watcher:
    """What one client is sent, from the time on at which frames count.

    Attributes:
        number: of its last frame.
        size: of all frames and messages [bytes].
        late: from the making of each frame to its receipt [s].
        skipped: frames that were left out for it.
    """

    number: int = 0
    size: int = 0
    skipped: int = 0
    late: list[float] = field(default_factory=list)

    async def watch(self, url: str, span: Span) -> None:
        """Take frames and acknowledge every fourth, until the end of the time that counts."""
        from websockets.asyncio.client import connect
        from websockets.typing import Subprotocol

        taken = 0
        async with connect(
            url,
            subprotocols=[Subprotocol(PROTOCOL)],
            compression=None,
            max_size=None,
            proxy=None,
            open_timeout=60,
            ping_interval=None,
        ) as own:
            while (now := time()) < span.ends:
                try:
                    async with asyncio.timeout(min(_AGAIN_S, span.ends - now)):
                        got = await own.recv()
                except TimeoutError:
                    continue
                taken += self._take(got, time(), span.begins)
                if taken == ACKNOWLEDGE:
                    taken = 0
                    await own.send(json.dumps({"do": "ack", "frame": self.number}))

    def _take(self, got: str | bytes, now: float, begins: float) -> bool:
        """Note what came, and return whether it is a frame."""
        counts = now >= begins
        self.size += len(got) * counts
        if isinstance(got, str):
            return False
        head = HEADER.unpack_from(got)
        if counts:
            self.late.append(now - head[_WALL])
            self.skipped += head[_NUMBER] - self.number - 1
        self.number = head[_NUMBER]
        return True


async def _stall(host: str, port: int, path: str, span: Span) -> int:
    """Open a socket and take nothing, again each time that the server lets go of it; return how
    often it did."""
    loop, let_go = asyncio.get_running_loop(), 0
    while time() < span.ends:
        with socket.socket() as own:
            own.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, _SMALL)
            own.setblocking(False)
            await loop.sock_connect(own, (host, port))
            await loop.sock_sendall(own, _handshake(host, port, path))
            while time() < span.ends and _is_held(own):
                await asyncio.sleep(_AGAIN_S)
            let_go += time() < span.ends
    return let_go


def _is_held(own: socket.socket) -> bool:
    """Return whether the server still has a connection, without reading from it."""
    import select

    poll = select.poll()
    poll.register(own, select.POLLHUP | select.POLLERR | select.POLLRDHUP)
    return not poll.poll(0)


def _handshake(host: str, port: int, path: str) -> bytes:
    lines = (
        f"GET {path} HTTP/1.1",
        f"Host: {host}:{port}",
        "Upgrade: websocket",
        "Connection: Upgrade",
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
        "Sec-WebSocket-Version: 13",
        f"Sec-WebSocket-Protocol: {PROTOCOL}",
    )
    return "".join(f"{line}\r\n" for line in (*lines, "")).encode()


@dataclass(frozen=True)
class Seen:
    """What clients were sent.

    Attributes:
        late: from the making of a frame to its receipt, all frames of all clients [s].
        frames: that each client took.
        skipped: that were left out for each.
        numbers: of the last frame of each.
        sizes: of all that each was sent [bytes].
        let_go: how often stalled clients were let go of.
        seconds: for which was counted [s].
    """

    late: npt.NDArray[np.float64]
    frames: npt.NDArray[np.int64]
    skipped: npt.NDArray[np.int64]
    numbers: npt.NDArray[np.int64]
    sizes: npt.NDArray[np.int64]
    let_go: int
    seconds: float

    @classmethod
    def of(cls, files: list[Path]) -> "Seen":
        """Return what the clients of several processes were sent."""
        parts = [dict(np.load(file)) for file in files]
        joined: dict[str, Any] = {
            name: np.concatenate([part[name] for part in parts])
            for name in ("late", "frames", "skipped", "numbers", "sizes")
        }
        let_go = sum(int(part["let_go"]) for part in parts)
        return cls(**joined, let_go=let_go, seconds=float(parts[0]["seconds"]))


async def _watch_all(
    url: tuple[str, int, str], count: int, stalled: int, seconds: float
) -> dict[str, Any]:
    host, port, path = url
    span = Span()
    watchers = [Watcher() for _ in range(count)]
    address = f"ws://{host}:{port}{path}"
    let_go = asyncio.gather(*(_stall(host, port, path, span) for _ in range(stalled)))
    watching = asyncio.gather(*(watcher.watch(address, span) for watcher in watchers))
    while not all(watcher.number for watcher in watchers) and not watching.done():
        await asyncio.sleep(_AGAIN_S)
    print(READY, flush=True)
    span.begins = float(await asyncio.to_thread(input))
    span.ends = span.begins + seconds
    await watching
    return {
        "late": np.concatenate([np.asarray(one.late) for one in watchers]),
        "frames": np.asarray([len(one.late) for one in watchers]),
        "skipped": np.asarray([one.skipped for one in watchers]),
        "numbers": np.asarray([one.number for one in watchers]),
        "sizes": np.asarray([one.size for one in watchers]),
        "let_go": np.asarray(sum(await let_go)),
        "seconds": np.asarray(seconds),
    }


def main(arguments: list[str]) -> None:
    """Watch as the arguments say, and write what came."""
    host, port, path, count, stalled, seconds, file = arguments
    url = (host, int(port), path)
    watching = _watch_all(url, int(count), int(stalled), float(seconds))
    seen = asyncio.run(watching)
    partial = Path(f"{file}.partial.npz")
    np.savez(partial, **seen)
    os.replace(partial, file)


if __name__ == "__main__":
    main(sys.argv[1:])
