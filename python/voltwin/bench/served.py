"""What clients of a server wait for: `voltwin serve` as a process of its own, asked over HTTP."""

import json
import re
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.client import HTTPConnection
from importlib.util import find_spec
from queue import Queue
from statistics import median
from tempfile import TemporaryDirectory
from threading import Thread
from time import perf_counter, sleep
from typing import Any

from voltwin.bench.processes import VOLTWIN
from voltwin.scenario import demo_city, templates

_ROUNDS = 7
_PAIRS, _STATIONS = 10, 50
_YAML, _JSON = "application/yaml", "application/json"
_NEEDED = ("fastapi", "pebble", "prometheus_client", "uvicorn")
_ADDRESS = re.compile(r"http://([0-9.]+):([0-9]+)")
_READY_S, _LONG_S = 0.2, 300.0


class Client:
    """Asks a server over one connection."""

    def __init__(self, host: str, port: int, process_id: int) -> None:
        """Connect when something is asked of a server, which is a process."""
        self.host, self.port, self.process_id = host, port, process_id
        self._connection = HTTPConnection(host, port, timeout=_LONG_S)

    def close(self) -> None:
        """Let go of the connection."""
        self._connection.close()

    def ask(self, method: str, path: str, body: bytes = b"", kind: str = _JSON) -> Iterator[bytes]:
        """Yield the lines of an answer as they come.

        Raises:
            RuntimeError: the answer is a problem.
        """
        headers = {"Content-Type": kind} if body else {}
        self._connection.request(method, path, body or None, headers)
        answer = self._connection.getresponse()
        if answer.status >= 400:
            raise RuntimeError(f"{method} {path}: {answer.read().decode()}")
        yield from answer
        answer.close()

    def is_ready(self) -> bool:
        """Return whether all processes of the server have been started."""
        try:
            return bool(self.got("/api/ready"))
        except RuntimeError:
            return False

    def got(self, path: str) -> Any:
        """Return what is at a path."""
        return json.loads(b"".join(self.ask("GET", path)))

    def made(self, path: str, fields: Any) -> Any:
        """Return the answer to a body in JSON."""
        return self.posted(path, json.dumps(fields).encode())

    def posted(self, path: str, body: bytes, kind: str = _JSON) -> Any:
        """Return the answer to a body."""
        return json.loads(b"".join(self.ask("POST", path, body, kind)))


class Said(Thread):
    """Reads what a server says, so that it never waits for a reader."""

    def __init__(self, server: "subprocess.Popen[str]") -> None:
        """Begin to read."""
        super().__init__(daemon=True)
        self._server = server
        self._lines: Queue[str] = Queue()
        self.start()

    def run(self) -> None:
        """Read until the server ends."""
        assert self._server.stderr
        for line in self._server.stderr:
            self._lines.put(line)
        self._lines.put("")

    def address(self) -> tuple[str, int]:
        """Return where the server listens, as soon as it says so.

        Raises:
            RuntimeError: it has ended instead.
        """
        said = []
        while line := self._lines.get(timeout=_LONG_S):
            said.append(line)
            if found := _ADDRESS.search(line):
                return found[1], int(found[2])
        raise RuntimeError("".join(said))


@contextmanager
def served(*options: str) -> Iterator[Client]:
    """Start a server with a folder of its own, and give a client of it when all is warm.

    Args:
        options: of `voltwin serve`.
    """
    with (
        TemporaryDirectory() as folder,
        subprocess.Popen(
            [*VOLTWIN, "serve", "--no-demo", "--port", "0", "--data", folder, *options],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        ) as server,
    ):
        said = Said(server)
        try:
            with closing(Client(*said.address(), server.pid)) as client:
                while not client.is_ready():
                    sleep(_READY_S)
                yield client
        finally:
            server.terminate()
            said.join()


def week() -> tuple[float, str]:
    """Return what it takes from the demo city as YAML to the KPIs of its week [s]."""
    if missing := _missing():
        return missing
    with served() as client:
        _week(client, 0)
        times = [_week(client, seed) for seed in range(1, 1 + _ROUNDS)]
    return median(times), f"scenario, run, its end, its KPIs: four requests, median of {_ROUNDS}"


def _week(client: Client, seed: int) -> float:
    begun = perf_counter()
    city = client.posted("/api/scenarios", templates.demo_city().encode(), _YAML)
    run = client.posted("/api/runs", _json(scenario_id=city["id"], seed=seed))
    ended = client.got(f"/api/runs/{run['id']}?wait=60")
    kpis = client.got(f"/api/runs/{run['id']}/kpis")
    seconds = perf_counter() - begun
    if ended["status"] != "COMPLETED" or kpis["replications"] != [0]:
        raise RuntimeError(f"the run has no KPIs: {ended['error']}")
    return seconds


def what_if() -> tuple[float, str]:
    """Return what it takes to be told all of what a difference does, the base being known [ms]."""
    if missing := _missing():
        return missing
    with served() as client:
        city = demo_city(stations=_STATIONS, seed=7).model_dump_json(by_alias=True)
        base = client.posted("/api/scenarios", city.encode())["id"]
        _what_if(client, base, 1)
        times = [_what_if(client, base, 1 + more) for more in range(1, 1 + _ROUNDS)]
    first, last = (1e3 * median(each) for each in zip(*times, strict=True))
    return last, f"{_PAIRS} pairs, a first point after {first:.0f} ms, median of {_ROUNDS}"


def _what_if(client: Client, base: str, more: int) -> tuple[float, float]:
    """Return when the first line came, and the last [s]."""
    changes = [f"stations[*].chargers += {more}"]
    body = _json(scenario_id=base, changes=changes, until="1d", replications=_PAIRS)
    begun = perf_counter()
    came = [perf_counter() - begun for _ in client.ask("POST", "/api/what-if", body)]
    return came[0], came[-1]


def _json(**fields: object) -> bytes:
    return json.dumps(fields).encode()


def _missing() -> tuple[float, str] | None:
    """Return that nothing can be measured, and why; None where it can."""
    lacking = [name for name in _NEEDED if find_spec(name) is None]
    if not lacking:
        return None
    return float(
        "nan"
    ), f"not measured: {', '.join(lacking)} missing; pip install 'voltwin[server]'"
