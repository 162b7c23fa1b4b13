"""Whatever happens to those who write, what is in an embedded store is whole."""

import errno
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from unittest.mock import patch

import pyarrow as pa
import pytest
from tests.store.contract import begun, event_chunks, kpi_chunk, log_of, rows_of, write_all
from tests.store.embedded.writer import EVENTS_OF_CHUNK, chunk

from voltwin.disk import sync
from voltwin.store.embedded import EmbeddedStore, ending, parquet
from voltwin.store.embedded.files import RESULTS
from voltwin.store.embedded.merging import merge_files
from voltwin.store.interface import StoreError, StoreUnavailableError
from voltwin.store.records import RunRecord, Status
from voltwin.store.schema import EVENTS, TOTALS

KILLS = 6
MANY = 10_000


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "voltwin-data"


def writer(folder: Path, run: RunRecord, chunks: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.store.embedded.writer"]
    return subprocess.Popen(
        [*command, str(folder), str(run.id), str(chunks)], stdout=subprocess.PIPE, text=True
    )


def written(store: EmbeddedStore, run: RunRecord) -> int:
    """Return how many chunks are in a store, all of them whole, with nothing between."""
    replications = store.replications(run.id)
    assert replications == list(range(len(replications)))
    found = store.query(
        "SELECT replication, count(*) AS n FROM telemetry_events WHERE run_id = $run "
        "GROUP BY replication ORDER BY replication",
        {"run": run.id},
    )
    assert found["replication"].to_pylist() == replications
    assert set(found["n"].to_pylist()) <= {EVENTS_OF_CHUNK}
    assert store.table(TOTALS.name, run.id).num_rows == len(replications)
    return len(replications)


def on_disk(folder: Path) -> set[str]:
    return {file.relative_to(folder).as_posix() for file in (folder / RESULTS).glob("*/*")}


def test_a_writer_killed_at_any_moment_leaves_whole_chunks(folder: Path) -> None:
    store, moments = EmbeddedStore(folder), random.Random(1)
    run = begun(store)
    before = 0
    for _ in range(KILLS):
        with writer(folder, run, MANY) as process:
            assert process.stdout
            said = [process.stdout.readline()]  # it has begun
            time.sleep(moments.uniform(0.0, 0.15))
            process.send_signal(signal.SIGKILL)
            said += process.stdout.readlines()
        lines = [line.split() for line in said if line.endswith("\n")]
        assert all(new == str(int(int(number) >= before)) for number, new in lines)
        after = written(EmbeddedStore(folder), run)
        assert max(len(lines), before) <= after <= max(len(lines), before) + 1
        before = after
    assert before > 0
    assert store.write(chunk(run.id, before))
    store.set_status(run.id, Status.COMPLETED)
    assert written(store, run) == before + 1
    with patch.object(ending, "LEASE_S", -1.0):
        store.upgrade()
    assert len(on_disk(folder)) == 2  # merged: nothing is left over


def test_two_processes_write_at_once(folder: Path) -> None:
    store = EmbeddedStore(folder)
    run = begun(store)
    processes = [writer(folder, run, 40) for _ in range(2)]
    said = [process.communicate(timeout=60)[0] for process in processes]
    assert [process.returncode for process in processes] == [0, 0]
    new = [line.split()[0] for text in said for line in text.splitlines() if line.endswith(" 1")]
    assert sorted(map(int, new)) == list(range(40))
    assert written(store, run) == 40


def test_a_full_disk_leaves_what_was_there(folder: Path) -> None:
    store = EmbeddedStore(folder)
    run = begun(store)
    write_all(store, run)
    before, files = rows_of(store, run), on_disk(folder)
    calls: list[Path] = []

    def full(path: Path) -> None:
        calls.append(path)
        if len(calls) == 3:  # the second file, before it has its name
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        sync(path)

    both = kpi_chunk(run, 1)
    both.tables.update(next(event_chunks(run, 1)).tables)  # type: ignore[attr-defined]  # a dict
    with (
        patch.object(parquet, "sync", full),
        pytest.raises(StoreUnavailableError, match="No space left on device"),
    ):
        store.write(both)
    assert rows_of(store, run) == before
    assert on_disk(folder) == files
    assert store.write(both)
    assert rows_of(store, run)[TOTALS.name] == 2


def test_a_full_catalogue_leaves_what_was_there(folder: Path) -> None:
    store = EmbeddedStore(folder)
    run = begun(store)
    pages = store._catalogue.one("PRAGMA page_count")[0]
    store._catalogue.one(f"PRAGMA max_page_count = {pages}")
    number = _until_full(store, run)
    assert written(store, run) == number
    assert len(on_disk(folder)) == 2 * number
    store._catalogue.one(f"PRAGMA max_page_count = {pages + 100}")
    assert store.write(chunk(run.id, number))


def _until_full(store: EmbeddedStore, run: RunRecord) -> int:
    """Return how many chunks could be written."""
    for number in range(MANY):
        try:
            store.write(chunk(run.id, number))
        except StoreUnavailableError as error:
            return number if "is full" in str(error) else -1
    return -1


def test_a_merge_that_fails_changes_nothing(folder: Path) -> None:
    store = EmbeddedStore(folder)
    run = begun(store)
    for number in range(3):
        store.write(chunk(run.id, number))
    full = OSError(errno.ENOSPC, "full")
    with patch.object(parquet, "sync", side_effect=full):
        store.set_status(run.id, Status.COMPLETED)
    assert store.run(run.id).status is Status.COMPLETED
    assert written(store, run) == 3
    assert len(on_disk(folder)) == 6


def test_two_who_merge_at_once_lose_nothing(folder: Path) -> None:
    one, other = EmbeddedStore(folder), EmbeddedStore(folder)
    run = begun(one)
    for number in range(3):
        one.write(chunk(run.id, number))
    real = parquet.write

    def meanwhile(*args: object, **names: object) -> None:
        with patch.object(parquet, "write", real):
            merge_files(other._catalogue, run.id)
        real(*args, **names)  # type: ignore[arg-type]  # as they come

    with patch.object(parquet, "write", meanwhile):
        merge_files(one._catalogue, run.id)
    assert written(one, run) == written(other, run) == 3
    assert len(on_disk(folder)) == 2


def test_a_file_that_is_missing_is_an_error_and_not_fewer_rows(folder: Path) -> None:
    store = EmbeddedStore(folder)
    run = begun(store)
    write_all(store, run)
    for path in on_disk(folder):
        (folder / path).unlink()
    asked: tuple[Callable[[], object], ...] = (
        lambda: store.table(TOTALS.name, run.id),
        lambda: log_of(store, run),
        lambda: store.query("SELECT count(*) FROM telemetry_events"),
    )
    for ask in asked:
        with pytest.raises(StoreError, match="is missing"):
            ask()


def test_what_is_left_over_is_deleted_but_not_what_may_be_named_yet(folder: Path) -> None:
    store = EmbeddedStore(folder)
    run = begun(store)
    write_all(store, run)
    files = on_disk(folder)
    place = folder / RESULTS / f"run_id={run.id}"
    for name in (".x.parquet.partial", "kpi_totals-0123.parquet"):
        (place / name).write_bytes(b"half")
    store.upgrade()
    assert len(on_disk(folder)) == len(files) + 2
    for name in (".x.parquet.partial", "kpi_totals-0123.parquet"):
        os.utime(place / name, (1e9, 1e9))
    store.upgrade()
    assert on_disk(folder) == files
    assert rows_of(store, run)[EVENTS.name] == pa.Table.from_batches(store.events(run.id)).num_rows
