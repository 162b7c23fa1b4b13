"""Hundreds who watch the moving city live: how late frames come, whatever others do not take."""

import subprocess
import sys
from contextlib import ExitStack
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event, Thread

import numpy as np

from voltwin.bench.served import Client, served
from voltwin.bench.watching import Seen
from voltwin.scenario import templates

WATCHERS, STALLED, SECONDS = 300, 30, 600.0
SETTLING_S = 10.0  # after which frames count: all clients have begun by then
SPEED = 60
_PROCESSES = 2  # of clients
_SAMPLE_S = 1.0
_NEEDED = ("fastapi", "pebble", "prometheus_client", "uvicorn", "websockets")
_LONG_S = 120.0
_KIB, _MIB = 2**10, 2**20


def p95_ms() -> tuple[float, str]:
    """Return how late the frames of those come who take them, 95th percentile [ms]."""
    if lacking := [name for name in _NEEDED if find_spec(name) is None]:
        return float("nan"), f"not measured: {', '.join(lacking)} missing"
    return measured(templates.moving_city(), WATCHERS, STALLED, SETTLING_S, SECONDS)


def measured(
    city: str, watchers: int, stalled: int, settling: float, seconds: float
) -> tuple[float, str]:
    """Return the same of a city, and the other figures in words.

    Args:
        city: its scenario, as YAML.
        watchers: clients in all.
        stalled: of them, those that take nothing.
        settling: after which frames are counted [s].
        seconds: for how long [s].
    """
    times = (settling, seconds)
    most = f"sockets_per_token={2 * watchers}"
    with served("--limit", most) as client, Size(client.process_id) as size:
        scenario = client.posted("/api/scenarios", city.encode(), "application/yaml")
        twin = client.made("/api/twins", {"from": {"scenario": scenario["id"]}})
        commands = f"/api/twins/{twin['id']}/commands"
        client.made(commands, {"do": "seek", "at": "7h"})
        client.made(commands, {"do": "speed", "speed": SPEED})
        client.made(commands, {"do": "play"})
        seen = _watched(client, f"/api/twins/{twin['id']}/live", (watchers, stalled), times)
    return 1e3 * float(np.percentile(seen.late, 95)), _told(seen, size, watchers, stalled)


def _watched(
    client: Client, path: str, clients: tuple[int, int], times: tuple[float, float]
) -> Seen:
    """Let processes watch, each some of the clients, and return what they saw."""
    with TemporaryDirectory() as folder, ExitStack() as stack:
        files, running = [], []
        for part in range(_PROCESSES):
            files.append(Path(folder) / f"{part}.npz")
            counts = [str(_part(of, part)) for of in (clients[0] - clients[1], clients[1])]
            arguments = [
                client.host,
                str(client.port),
                path,
                *counts,
                *map(str, times),
                str(files[-1]),
            ]
            command = [sys.executable, "-m", "voltwin.bench.watching", *arguments]
            running.append(stack.enter_context(subprocess.Popen(command)))
        for one in running:
            if one.wait(sum(times) + _LONG_S):
                raise RuntimeError("clients have failed")
        return Seen.of(files)


def _part(count: int, part: int) -> int:
    """Return how many of some a process has."""
    return count * (part + 1) // _PROCESSES - count * part // _PROCESSES


class Size(Thread):
    """How much memory a process has, sampled."""

    def __init__(self, process: int) -> None:
        """Begin with no samples of a process."""
        super().__init__(daemon=True)
        self._file = Path(f"/proc/{process}/statm")
        self._samples: list[float] = []
        self._done = Event()

    def __enter__(self) -> "Size":
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._done.set()
        self.join()

    def run(self) -> None:
        """Sample once a second."""
        while not self._done.wait(_SAMPLE_S):
            pages = int(self._file.read_text().split()[1])
            self._samples.append(pages * 4 * _KIB / _MIB)

    def first_and_last(self) -> tuple[float, float]:
        """Return the median of the first tenth that comes after a fifth, and of the last [MiB]."""
        samples = self._samples
        some = max(1, len(samples) // 10)
        begin = 2 * some
        return float(np.median(samples[begin : begin + some])), float(np.median(samples[-some:]))


def _told(seen: Seen, size: Size, watchers: int, stalled: int) -> str:
    """Return the other figures in words."""
    first, last = size.first_and_last()
    behind = int(seen.numbers.max() - seen.numbers.min())
    rate = seen.frames / seen.seconds
    kb = seen.sizes / seen.seconds / _KIB
    return (
        f"{watchers} clients, {stalled} of them stalled (let go of {seen.let_go} times), "
        f"{seen.seconds:.0f} s at x{SPEED}: median {1e3 * np.median(seen.late):.0f} ms, latest "
        f"{1e3 * seen.late.max():.0f} ms; {rate.min():.1f} to {rate.max():.1f} frames/s, "
        f"{behind} frames between first and last at the end, {seen.skipped.sum()} of "
        f"{seen.frames.sum():,} left out; {kb.mean():.1f} KiB/s a client; server {first:.0f} MiB "
        f"after a fifth of the time, {last:.0f} at the end"
    )
