"""Chunks: as a whole and once, whoever writes at the same time."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import psycopg
import pytest
from tests.store.postgres import small_run

from voltwin.store.interface import Chunk, StoreError, UnknownIdError
from voltwin.store.postgres import PostgresStore
from voltwin.store.records import Status
from voltwin.store.uuid7 import uuid7


def test_of_many_who_write_a_chunk_at_once_one_does(store: PostgresStore) -> None:
    run_id, writers = small_run.running(store), 6
    chunk = small_run.chunk(run_id, "a", events=small_run.events(run_id, 500))
    together = Barrier(writers)

    def write(_: int) -> bool:
        together.wait()
        return store.write(chunk)

    with ThreadPoolExecutor(writers) as threads:
        assert sorted(threads.map(write, range(writers))) == [False] * (writers - 1) + [True]
    assert small_run.counted(store, run_id) == {"telemetry_events": 500}


def test_a_run_that_is_cancelled_while_others_write_leaves_no_row(store: PostgresStore) -> None:
    run_id, writers = small_run.running(store), 4
    together = Barrier(writers + 1)

    def write(number: int) -> None:
        together.wait()
        try:
            for part in range(20):
                rows = small_run.events(run_id, 50)
                store.write(small_run.chunk(run_id, f"{number}/{part}", events=rows))
        except StoreError as error:
            assert "has ended" in str(error)  # noqa: PT017 - either is right

    with ThreadPoolExecutor(writers) as threads:
        done = [threads.submit(write, number) for number in range(writers)]
        together.wait()
        store.set_status(run_id, Status.CANCELLED)
        for one in done:
            one.result()
    assert small_run.counted(store, run_id) == {}


def test_a_chunk_with_a_wrong_table_leaves_nothing(store: PostgresStore) -> None:
    run_id = small_run.running(store)
    good, wrong = small_run.totals(run_id, 0), small_run.totals(run_id, 1, arivals=1)
    with pytest.raises(StoreError, match='no column "arivals"; did you mean "arrivals"'):
        store.write(Chunk(run_id, "a", {"kpi_totals": good, "kpi_hours": wrong}))
    with pytest.raises(StoreError, match='no table "kpi_total"; did you mean'):
        store.write(Chunk(run_id, "a", {"kpi_totals": good, "kpi_total": good}))
    with pytest.raises(StoreError, match="each row must have a value of replication"):
        store.write(Chunk(run_id, "a", {"kpi_totals": good.drop(["replication"])}))
    assert store.write(small_run.chunk(run_id, "a", totals=good))


def test_rows_of_a_run_of_others_are_refused(store: PostgresStore) -> None:
    one, other = small_run.running(store), small_run.running(store)
    with pytest.raises(UnknownIdError, match=str(other)):
        store.write(small_run.chunk(one, "a", totals=small_run.totals(other, 0)))
    with pytest.raises(UnknownIdError):
        store.write(small_run.chunk(uuid7(), "a", totals=small_run.totals(one, 0)))
    rows = small_run.totals(one, 0).drop(["run_id"]).append_column("run_id", [["no identity"]])
    with pytest.raises(StoreError, match="run_id"):
        store.write(small_run.chunk(one, "a", totals=rows))


def test_writers_of_one_experiment_do_not_wait_for_each_other(
    store: PostgresStore, url: str
) -> None:
    """While one of them is in the middle of a chunk, another writes its own."""
    run_id = small_run.running(store)
    with psycopg.connect(url) as slow:
        number = int.from_bytes(run_id.bytes[8:], "big", signed=True)
        slow.execute("SELECT pg_advisory_xact_lock_shared(%s::bigint)", (number,))
        slow.execute("INSERT INTO written_chunks (owner, key) VALUES (%s, 'slow')", (run_id,))
        assert store.write(small_run.chunk(run_id, "a", totals=small_run.totals(run_id, 0)))
        slow.rollback()


def test_a_writer_is_heard_of_by_its_chunks(store: PostgresStore, url: str) -> None:
    run_id = small_run.running(store)
    with psycopg.connect(url, autocommit=True) as other:
        other.execute("UPDATE simulation_runs SET alive_at = 'epoch'")
        store.write(small_run.chunk(run_id, "a", totals=small_run.totals(run_id, 0)))
        ((age,),) = other.execute("SELECT clock_timestamp() - alive_at FROM simulation_runs")
    assert age.total_seconds() < 60


def test_a_seed_that_fits_no_column_is_refused(store: PostgresStore) -> None:
    from dataclasses import replace

    run = replace(small_run.record(store.add_scenario(small_run.city()).id), seed=2**64)
    with pytest.raises(StoreError, match="must be at most 9223372036854775807"):
        store.add_runs([run])


def test_local_time_of_a_run_is_kept(store: PostgresStore) -> None:
    from dataclasses import replace
    from datetime import timedelta, timezone

    run = small_run.record(store.add_scenario(small_run.city()).id)
    start = run.sim_start.astimezone(timezone(timedelta(hours=5, minutes=30)))
    store.add_runs([replace(run, sim_start=start)])
    assert store.run(run.id).sim_start.utcoffset() == timedelta(hours=5, minutes=30)
