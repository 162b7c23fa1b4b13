"""Files of an embedded store that somebody has damaged or taken away: said in one sentence."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.store.contract import begun, event_chunks, kpi_chunk

from voltwin.store.embedded import EmbeddedStore
from voltwin.store.embedded.files import RESULTS
from voltwin.store.interface import StoreError, StoreUnavailableError
from voltwin.store.records import RunRecord, Status
from voltwin.store.schema import EVENTS, TOTALS

ASKED: dict[str, Callable[[EmbeddedStore, RunRecord], object]] = {
    "events": lambda store, run: list(store.events(run.id)),
    "table": lambda store, run: store.table(EVENTS.name, run.id),
    "query": lambda store, run: store.query("SELECT sum(time_s) FROM telemetry_events"),
    "query by run": lambda store, run: store.query(
        "SELECT soc FROM telemetry_events WHERE run_id = $run", {"run": run.id}
    ),
}


@pytest.fixture(params=["voltwin-data", "odd [name]"])
def store(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[EmbeddedStore]:
    opened = EmbeddedStore(tmp_path / request.param)
    yield opened
    opened.close()


def missing(file: Path) -> None:
    file.unlink()


def empty(file: Path) -> None:
    file.write_bytes(b"")


def truncated(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-100])


def overwritten(file: Path) -> None:
    content = file.read_bytes()
    file.write_bytes(content[:4] + b"\xff" * (len(content) - 12) + content[-8:])


@pytest.mark.parametrize("asked", ASKED)
@pytest.mark.parametrize("spoil", [missing, empty, truncated])
def test_a_file_that_cannot_be_read_is_named(
    store: EmbeddedStore, asked: str, spoil: Callable[[Path], None]
) -> None:
    run = begun(store)
    store.write(next(event_chunks(run)))
    (file,) = Path(store.url, RESULTS).glob(f"*/{EVENTS.name}*")
    spoil(file)
    how = "missing" if spoil is missing else "damaged"
    with pytest.raises(StoreError) as caught:
        ASKED[asked](store, run)
    assert f"{file}: is {how}; bring it back from a backup" in str(caught.value)
    assert not isinstance(caught.value, StoreUnavailableError)


@pytest.mark.parametrize("asked", ["events", "table"])
def test_so_is_one_with_other_contents(store: EmbeddedStore, asked: str) -> None:
    test_a_file_that_cannot_be_read_is_named(store, asked, overwritten)


def test_a_run_with_a_damaged_file_ends_and_can_be_deleted(store: EmbeddedStore) -> None:
    run = begun(store)
    for chunk in (*event_chunks(run), kpi_chunk(run)):
        store.write(chunk)
    for file in Path(store.url, RESULTS).glob(f"*/{TOTALS.name}*"):
        truncated(file)
    for file in list(Path(store.url, RESULTS).glob(f"*/{EVENTS.name}*"))[:1]:
        truncated(file)
    store.set_status(run.id, Status.COMPLETED)
    assert store.run(run.id).status is Status.COMPLETED
    store.delete_experiment(run.id)
    assert store.runs() == []
