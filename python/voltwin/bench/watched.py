"""Hundreds who watch the moving city live, some of whom take nothing: what the others see, and what
the server's processes have in memory meanwhile. Each thing that may go wrong is a figure."""

import subprocess
import sys
from contextlib import ExitStack
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from time import time

from voltwin.bench.memory import Memory
from voltwin.bench.served import Client, served
from voltwin.bench.watched_figures import FIGURES, Watched
from voltwin.bench.watching import READY, Seen
from voltwin.scenario import templates

WATCHERS, STALLED = 300, 30
SETTLING_S = 10.0  # after all clients have had a frame, before frames count
SPEED = 60
_PROCESSES = 2  # of clients
_NEEDED = ("fastapi", "pebble", "prometheus_client", "uvicorn", "websockets")
_LONG_S = 120.0


def figure(name: str, seconds: float) -> tuple[float, str]:
    """Return a figure of those who watch for so long [s]; all figures are of one measurement.

    Args:
        name: of FIGURES.
        seconds: for how long frames count [s].
    """
    if lacking := [of for of in _NEEDED if find_spec(of) is None]:
        return float("nan"), f"not measured: {', '.join(lacking)} missing"
    return FIGURES[name](_of_moving_city(seconds))


@cache
def _of_moving_city(seconds: float) -> Watched:
    return watched(templates.moving_city(), WATCHERS, STALLED, SETTLING_S, seconds)


def watched(city: str, watchers: int, stalled: int, settling: float, seconds: float) -> Watched:
    """Return what is seen of a city, and what that takes.

    Args:
        city: its scenario, as YAML.
        watchers: clients in all.
        stalled: of them, those that take nothing.
        settling: after which frames are counted [s].
        seconds: for how long [s].
    """
    most = f"sockets_per_token={2 * watchers}"
    with served("--limit", most) as client:
        scenario = client.posted("/api/scenarios", city.encode(), "application/yaml")
        twin = client.made("/api/twins", {"from": {"scenario": scenario["id"]}})
        commands = f"/api/twins/{twin['id']}/commands"
        # To the end and back: what a twin keeps of its past to be sought in is all there by then.
        for at in (twin["horizon_s"], "7h"):
            client.made(commands, {"do": "seek", "at": at})
        client.made(commands, {"do": "speed", "speed": SPEED})
        client.made(commands, {"do": "play"})
        with Memory(client.process_id) as memory:
            live = f"/api/twins/{twin['id']}/live"
            seen, begins = _watched(client, live, (watchers, stalled), (settling, seconds))
    counts = (watchers, stalled)
    return Watched(seen, *memory.since(begins), counts, f"{seconds:.0f} s at x{SPEED}")


def _watched(
    client: Client, path: str, clients: tuple[int, int], times: tuple[float, float]
) -> tuple[Seen, float]:
    """Let processes watch, each some of the clients, and return what they saw, and since when [s
    since 1970]: all count the frames of the same time."""
    settling, seconds = times
    with TemporaryDirectory() as folder, ExitStack() as stack:
        files, running = [], []
        for part in range(_PROCESSES):
            files.append(Path(folder) / f"{part}.npz")
            counts = [str(_part(of, part)) for of in (clients[0] - clients[1], clients[1])]
            address = [client.host, str(client.port), path]
            arguments = [*address, *counts, str(seconds), str(files[-1])]
            command = [sys.executable, "-m", "voltwin.bench.watching", *arguments]
            process = subprocess.Popen(
                command, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
            )
            running.append(stack.enter_context(process))
        begins = _begun(running, settling)
        for one in running:
            if one.wait(sum(times) + _LONG_S):
                raise RuntimeError("clients have failed")
        return Seen.of(files), begins


def _begun(running: "list[subprocess.Popen[str]]", settling: float) -> float:
    """Tell clients when to begin to count, as soon as all of them have had a frame, and return it
    [s since 1970]."""
    for one in running:
        assert one.stdout is not None
        if one.stdout.readline().strip() != READY:
            raise RuntimeError("clients have failed")
    begins = time() + settling
    for one in running:
        assert one.stdin is not None
        one.stdin.write(f"{begins}\n")
        one.stdin.flush()
    return begins


def _part(count: int, part: int) -> int:
    """Return how many of some a process has."""
    return count * (part + 1) // _PROCESSES - count * part // _PROCESSES
