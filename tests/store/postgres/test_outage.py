"""A server that is killed in mid-stream: nothing is lost, nothing is there twice."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from threading import Thread
from uuid import UUID

import pytest
from tests.store import servers
from tests.store.postgres import small_run
from tests.store.postgres.proxy import link

from voltwin.bench.processes import VOLTWIN
from voltwin.store.interface import StoreUnavailableError
from voltwin.store.outbox import outbox as module
from voltwin.store.outbox.files import StatusChange, waiting
from voltwin.store.outbox.outbox import Outbox
from voltwin.store.postgres import PostgresStore
from voltwin.store.records import Status
from voltwin.store.schema import EVENTS

_ROWS = 2_000  # of a chunk


@pytest.fixture(scope="module")
def server() -> Iterator[servers.Server]:
    """Give a server that may be killed, with the durability that PostgreSQL has by default."""
    with servers.own_server() as server:
        yield server


@pytest.fixture
def store(server: servers.Server, request: pytest.FixtureRequest) -> Iterator[PostgresStore]:
    """Give a store in a database of its own."""
    name = f"outage_{abs(hash(request.node.name))}"
    server.execute(f"CREATE DATABASE {name}")
    store = PostgresStore(server.url(name))
    store.upgrade()
    yield store
    store.close()


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_LEAST_PAUSE_S", 0.01)
    monkeypatch.setattr(module, "_MOST_PAUSE_S", 0.05)


def put(outbox: Outbox, run_id: UUID, *numbers: int) -> None:
    """Put chunks of events and a replication's KPIs."""
    for number in numbers:
        rows = small_run.events(run_id, _ROWS, first=number * _ROWS)
        kpis = small_run.totals(run_id, number)
        outbox.put(small_run.chunk(run_id, f"events/0/{number}", events=rows, totals=kpis))


def is_whole(store: PostgresStore, run_id: UUID, chunks: int) -> bool:
    """Return whether all rows of so many chunks are there once."""
    numbers = store.table(EVENTS.name, run_id)["number"].to_pylist()
    return numbers == list(range(chunks * _ROWS)) and store.replications(run_id) == [*range(chunks)]


@pytest.mark.parametrize("after", [0, 3, 11])
def test_a_run_goes_on_while_its_server_is_killed_and_started_again(
    server: servers.Server, store: PostgresStore, tmp_path: Path, after: int
) -> None:
    run_id = small_run.running(store)
    with Outbox(store, tmp_path) as outbox:
        put(outbox, run_id, *range(after))
        server.kill()
        put(outbox, run_id, *range(after, 20))
        server.start()
        put(outbox, run_id, *range(20, 25))
        outbox.put(StatusChange(run_id, Status.COMPLETED, compute_time_ms=1.0))
        assert outbox.close() == 0
    assert is_whole(store, run_id, 25)
    assert store.run(run_id).status is Status.COMPLETED
    assert waiting(tmp_path) == []


def test_a_server_killed_again_and_again_loses_nothing(
    server: servers.Server, store: PostgresStore, tmp_path: Path
) -> None:
    run_id = small_run.running(store)
    with Outbox(store, tmp_path) as outbox:
        streaming = Thread(target=put, args=(outbox, run_id, *range(40)))
        streaming.start()
        for _ in range(4):
            server.kill()
            server.start()
        streaming.join()
        assert outbox.close() == 0
    assert is_whole(store, run_id, 40)


def test_a_chunk_whose_commit_was_not_answered_is_written_once(
    server: servers.Server, store: PostgresStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_id = small_run.running(store)
    with link(server.port, cuts=1) as broken:
        through = PostgresStore(store.url.replace(f":{server.port}/", f":{broken.port}/"))
        chunk = small_run.chunk(run_id, "a", events=small_run.events(run_id, _ROWS))
        monkeypatch.setattr(through, "_note", lambda owner: None)  # its COMMIT is not meant
        with pytest.raises(StoreUnavailableError):
            through.write(chunk)
        assert broken.committed.wait(20)
        assert not through.write(chunk)  # it was there
        through.close()
    assert len(store.table(EVENTS.name, run_id)) == _ROWS


def test_a_server_killed_after_commit_was_sent_has_the_chunk_once(
    server: servers.Server,
    store: PostgresStore,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    run_id = small_run.running(store)
    with link(server.port, cuts=1) as broken:
        through = PostgresStore(store.url.replace(f":{server.port}/", f":{broken.port}/"))
        monkeypatch.setattr(through, "_note", lambda owner: None)
        with Outbox(through, tmp_path) as outbox:
            put(outbox, run_id, 0)
            assert broken.committed.wait(20)
            server.kill()
            put(outbox, run_id, 1, 2)
            server.start()
            assert outbox.close() == 0
        through.close()
    assert is_whole(store, run_id, 3)


KILLED = """
import sys
from pathlib import Path
from uuid import UUID
from tests.store.postgres import small_run
from voltwin.store.opening import open_store
from voltwin.store.outbox.outbox import Outbox
run_id = UUID(sys.argv[3])
outbox = Outbox(open_store(sys.argv[1]), Path(sys.argv[2]))
while not outbox.is_away:
    outbox.put(small_run.chunk(run_id, "first", totals=small_run.totals(run_id, 0)))
for number in range(1, 10):
    outbox.put(small_run.chunk(run_id, str(number), totals=small_run.totals(run_id, number)))
print("put", flush=True)
sys.stdin.read()
"""


def test_what_a_killed_process_has_left_is_delivered_by_hand(
    server: servers.Server, store: PostgresStore, tmp_path: Path
) -> None:
    run_id, root = small_run.running(store), Path(__file__).parents[3]
    server.kill()
    command = [sys.executable, "-c", KILLED, store.url, str(tmp_path), str(run_id)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=root
    ) as process:
        assert process.stdout
        assert process.stdout.readline() == b"put\n"
        process.kill()
    server.start()
    deliver = [*VOLTWIN, "db", "deliver", str(tmp_path)]
    done = subprocess.run(
        [*deliver, "--store", store.url], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert store.replications(run_id) == [*range(10)]
    assert waiting(tmp_path) == []
