"""A server that is killed, whenever it is, loses no job that it has accepted, and doubles none."""

import json
import random
import signal
import subprocess
import threading
import urllib.request
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, NamedTuple
from uuid import UUID

import pytest
from tests.server.jobs.workplace import until
from tests.store.stores import STORES

from voltwin.bench.processes import VOLTWIN
from voltwin.experiment.folder import CHUNKS
from voltwin.experiment.lock import LOCK
from voltwin.store import schema
from voltwin.store.interface import Store
from voltwin.store.opening import open_store
from voltwin.store.records import Status
from voltwin_server.jobs.job import ending_of
from voltwin_server.models.example_scenario import SCENARIO

REPLICATIONS = 300  # some 0.5 s, in several chunks
SERVE = [*VOLTWIN, "serve", "--no-demo", "--port", "0", "--workers", "1"]


class Client:
    """Asks for one run after another, each with a seed of its own, and remembers the answers."""

    def __init__(self) -> None:
        self.accepted: dict[str, int] = {}  # seeds by the id of the run
        self._seed = 0

    def ask(self, url: str) -> None:
        """Ask for a run, as far as the server lives."""
        with suppress(OSError, ValueError):  # torn off in the middle of an answer
            self._seed += 1
            body = {"scenario": SCENARIO, "seed": self._seed, "replications": REPLICATIONS}
            self.accepted[post(f"{url}/api/runs", body)["id"]] = self._seed


class When(NamedTuple):
    """After what the server is killed, and how long after that at most [s]."""

    what: Callable[["Work"], bool]
    latest_s: float


class Work:
    """What servers, one after another, have done of their jobs, as their folders tell."""

    def __init__(self, data: Path, client: Client) -> None:
        self._jobs, self._client = data / "jobs", client
        self._accepted = 0
        self._workers: set[int] = set()  # those of former servers
        self._chunks = 0

    def begin(self) -> None:
        """Look from now on at what another server does."""
        self._workers = set(self._under_way())
        self._chunks, self._accepted = self._written(), len(self._client.accepted)

    def is_accepted(self) -> bool:
        """Return whether it has accepted a run."""
        return len(self._client.accepted) > self._accepted

    def is_under_way(self) -> bool:
        """Return whether this server works, or was killed while it worked, on a job."""
        return bool(set(self._under_way()) - self._workers)

    def is_half_written(self) -> bool:
        """Return whether it has written some results of a job, and not all."""
        return self.is_under_way() and self._written() > self._chunks

    def _unfinished(self) -> Iterator[Path]:
        if self._jobs.exists():
            yield from (one for one in self._jobs.iterdir() if ending_of(one) is None)

    def _under_way(self) -> Iterator[int]:
        """Yield the processes that have unfinished jobs; who is killed leaves its number there."""
        for folder in self._unfinished():
            with suppress(OSError, ValueError):
                yield json.loads((folder / LOCK).read_text())["pid"]

    def _written(self) -> int:
        return sum(len(list((one / CHUNKS).glob("0*"))) for one in self._unfinished())


MOMENTS_OF = (
    When(lambda work: True, 2.0),  # from its start: before it listens, or a little later
    When(Work.is_under_way, 0.5),
    When(Work.is_accepted, 0.05),
    When(Work.is_half_written, 0.1),
)


class Place(NamedTuple):
    """Where servers are killed.

    Attributes:
        data: their folder.
        store: that they write to.
        moments: how often one is killed.
        words: by which they are told of the store.
    """

    data: Path
    store: Store
    moments: int
    words: tuple[str, ...]


def post(url: str, body: Any) -> Any:
    request = urllib.request.Request(
        url, json.dumps(body).encode(), {"Content-Type": "application/json"}
    )
    with urllib.request.urlopen(request, timeout=60) as answer:
        return json.loads(answer.read())


@contextmanager
def served(data: Path, *words: str) -> Iterator[tuple[subprocess.Popen[str], list[str]]]:
    """Start a server, and give it with the list in which its URL will be."""
    command = [*SERVE, "--data", str(data), *words]
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


def killed(place: Place, work: Work, client: Client, when: When, seconds: float) -> None:
    """Serve, have a run asked for, and kill the server with SIGKILL some time after something."""
    work.begin()
    with served(place.data, *place.words) as (server, urls):

        def kill() -> None:
            until(lambda: when.what(work) or server.poll() is not None)
            threading.Event().wait(seconds)
            server.send_signal(signal.SIGKILL)

        killer = threading.Thread(target=kill)
        killer.start()
        until(lambda: bool(urls) or server.poll() is not None)
        if urls:
            client.ask(urls[0])
        server.wait()
        killer.join()


@pytest.fixture(params=[("embedded", 20), ("postgresql", 4)], ids=lambda param: param[0])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    """Give a folder of servers, and their store."""
    kind, moments = request.param
    with STORES[kind](tmp_path) as url:
        store = open_store(url)
        yield Place(tmp_path / "served", store, moments, ("--store", url))
        store.close()


def test_kills_lose_no_accepted_job_and_double_none(place: Place) -> None:
    client, moments = Client(), random.Random(7)
    work = Work(place.data, client)
    under_way = half_written = 0
    for number in range(place.moments):
        when = MOMENTS_OF[number % len(MOMENTS_OF)]
        killed(place, work, client, when, moments.uniform(0.0, when.latest_s))
        under_way += work.is_under_way()
        half_written += work.is_half_written()
    assert len(client.accepted) >= place.moments / 2
    assert under_way >= place.moments / 4  # kills that found a job, a process at work on it,
    assert half_written >= place.moments / 10  # some between its first results and its last
    with served(place.data, *place.words) as (server, _):
        until(lambda: all(ending_of(folder) for folder in (place.data / "jobs").iterdir()))
        server.send_signal(signal.SIGTERM)
        assert server.wait(60) == 0
    assert_all_there_once(place, client)


def assert_all_there_once(place: Place, client: Client) -> None:
    """Assert that a store has what a client has been promised, all of it once and nothing else."""
    store = place.store
    runs = {str(run.id): run for run in store.runs(limit=100_000)}
    assert client.accepted.keys() <= runs.keys()
    assert Counter(run.status for run in runs.values()) == {Status.COMPLETED: len(runs)}
    assert len({run.recipe for run in runs.values()}) == len(runs)  # nothing is there twice
    folders = {folder.name for folder in (place.data / "jobs").iterdir()}
    assert folders == {str(run.experiment_id) for run in runs.values()}
    for run in runs.values():
        assert store.replications(run.id) == list(range(REPLICATIONS))
    totals = store.query(
        f"SELECT run_id, count(*) AS rows FROM {schema.TOTALS.name} GROUP BY run_id"
    )
    rows = {UUID(str(row["run_id"])): row["rows"] for row in totals.to_pylist()}
    assert rows == {run.id: REPLICATIONS for run in runs.values()}
