"""A server that is killed, whenever it is, loses no job that it has accepted, and doubles none."""

import json
import random
import signal
import subprocess
import threading
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from uuid import UUID

from tests.server.jobs.workplace import until

from voltwin.bench.processes import VOLTWIN
from voltwin.store import schema
from voltwin.store.opening import open_store
from voltwin.store.records import Status
from voltwin_server.jobs.job import ending_of
from voltwin_server.models.example_scenario import SCENARIO

MOMENTS = 20  # at which the server is killed
LATEST_S = 3.0  # of them, from when it listens; some, from when it is started
A_FEW = 2  # runs that are asked for each time
REPLICATIONS = 200  # some 0.3 s
SERVE = [*VOLTWIN, "serve", "--port", "0", "--workers", "1"]


class Client:
    """Asks for one run after another, each with a seed of its own, and remembers the answers."""

    def __init__(self) -> None:
        self.accepted: dict[str, int] = {}  # seeds by the id of the run
        self._seed = 0

    def ask(self, url: str) -> None:
        """Ask for a few runs, as far as the server lives."""
        with suppress(OSError, ValueError):  # torn off in the middle of an answer
            for _ in range(A_FEW):
                self._seed += 1
                body = {"scenario": SCENARIO, "seed": self._seed, "replications": REPLICATIONS}
                self.accepted[post(f"{url}/api/runs", body)["id"]] = self._seed


def post(url: str, body: Any) -> Any:
    request = urllib.request.Request(
        url, json.dumps(body).encode(), {"Content-Type": "application/json"}
    )
    with urllib.request.urlopen(request, timeout=60) as answer:
        return json.loads(answer.read())


@contextmanager
def served(data: Path) -> Iterator[tuple[subprocess.Popen[str], list[str]]]:
    """Start a server, and give it with the list in which its URL will be."""
    command = [*SERVE, "--data", str(data)]
    urls: list[str] = []
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as server:

        def read() -> None:
            assert server.stdout
            for line in server.stdout:
                if "http://" in line and not urls:
                    urls.append(next(word for word in line.split() if word.startswith("http://")))

        reader = threading.Thread(target=read)
        reader.start()
        try:
            yield server, urls
        finally:
            server.kill()
            reader.join()


def killed_after(data: Path, seconds: float, client: Client, *, from_start: bool) -> None:
    """Serve, have runs asked for, and kill the server with SIGKILL some time after it listens, or
    after its start."""
    with served(data) as (server, urls):
        killer = threading.Timer(seconds, server.send_signal, [signal.SIGKILL])
        if not from_start:
            until(lambda: bool(urls))
        killer.start()
        until(lambda: bool(urls) or server.poll() is not None)
        if urls:
            client.ask(urls[0])
        server.wait()
        killer.join()


def test_twenty_kills_lose_no_accepted_job_and_double_none(tmp_path: Path) -> None:
    client, moments = Client(), random.Random(7)
    for number in range(MOMENTS):
        seconds = moments.uniform(0.0, LATEST_S)
        killed_after(tmp_path, seconds, client, from_start=number % 5 == 0)
    assert len(client.accepted) > MOMENTS / 2

    store = open_store(tmp_path / "store")
    with served(tmp_path) as (server, _):
        until(lambda: all(ending_of(folder) for folder in (tmp_path / "jobs").iterdir()))
        server.send_signal(signal.SIGTERM)
        assert server.wait(60) == 0

    runs = {str(run.id): run for run in store.runs(limit=100_000)}
    assert client.accepted.keys() <= runs.keys()
    assert Counter(run.status for run in runs.values()) == {Status.COMPLETED: len(runs)}
    assert len({run.recipe for run in runs.values()}) == len(runs)  # nothing is there twice
    folders = {folder.name for folder in (tmp_path / "jobs").iterdir()}
    assert folders == {str(run.experiment_id) for run in runs.values()}
    for run in runs.values():
        assert store.replications(run.id) == list(range(REPLICATIONS))
    totals = store.query(
        f"SELECT run_id, count(*) AS rows FROM {schema.TOTALS.name} GROUP BY run_id"
    )
    rows = {UUID(str(row["run_id"])): row["rows"] for row in totals.to_pylist()}
    assert rows == {run.id: REPLICATIONS for run in runs.values()}
    store.close()
