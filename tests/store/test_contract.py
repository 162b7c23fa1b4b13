"""What every store promises about results: written once and as a whole, given back as they were."""

import threading
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.store.contract import (
    CITY,
    IDS,
    Results,
    a_run,
    assert_same_log,
    begun,
    begun_experiment,
    event_chunks,
    kpi_chunk,
    kpi_tables,
    log_of,
    results,
    rows_of,
    whole_log,
    write_all,
)

import voltwin
from voltwin.store.interface import Chunk, Store, StoreError, UnknownIdError
from voltwin.store.opening import open_store
from voltwin.store.records import RunRecord, Status
from voltwin.store.rows import event_rows
from voltwin.store.schema import EVENTS, NETWORK_TABLES, STATIONS, TABLES, TOTALS
from voltwin.store.uuid7 import uuid7
from voltwin_bindings.event_log import SCHEMA

STATION_COUNT = len(IDS)
# Examples share a store, each with runs of its own.
examples = settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])


def test_a_chunk_is_new_once(store: Store) -> None:
    run = begun(store)
    for chunk in (*event_chunks(run), kpi_chunk(run)):
        assert store.write(chunk) is True
        assert store.write(chunk) is False
    assert rows_of(store, run)[EVENTS.name] == whole_log().num_rows
    assert rows_of(store, run)[STATIONS.name] == STATION_COUNT


def test_chunks_of_two_owners_may_have_one_key(store: Store) -> None:
    one, other = begun(store), begun(store)
    assert store.write(kpi_chunk(one))
    assert store.write(kpi_chunk(other))
    assert store.replications(one.id) == store.replications(other.id) == [0]


def test_the_log_comes_back_bit_for_bit(store: Store) -> None:
    run = begun(store)
    for replication in (1, 0):
        for chunk in reversed(list(event_chunks(run, replication))):
            store.write(chunk)
    for replication in (0, 1):
        assert_same_log(log_of(store, run, replication), whole_log(replication))
    store.set_status(run.id, Status.COMPLETED)
    assert_same_log(log_of(store, run, 1), whole_log(1))


def test_a_log_that_is_not_stored_is_empty(store: Store) -> None:
    run = begun(store)
    assert list(store.events(run.id)) == []
    store.write(next(event_chunks(run, 1)))
    assert list(store.events(run.id, 0)) == []


def test_kpis_come_back_in_the_order_of_the_city(store: Store) -> None:
    run = begun(store)
    for replication in (1, 0):
        tables = kpi_tables(run, replication)
        backwards = {name: rows[::-1] for name, rows in tables.items()}
        store.write(Chunk(run.id, str(replication), backwards))
    for name, rows in kpi_tables(run, 1).items():
        found = store.table(name, run.id, replication=1)
        assert found.schema.equals(TABLES[name].schema, check_metadata=True)
        assert found.to_pylist() == rows.to_pylist()
        both = store.table(name, run.id)
        assert both.to_pylist() == kpi_tables(run, 0)[name].to_pylist() + rows.to_pylist()
    assert store.replications(run.id) == [0, 1]


def test_events_as_rows_are_in_order(store: Store) -> None:
    run = begun(store)
    chunks = list(event_chunks(run))
    for chunk in chunks[::-1]:
        store.write(chunk)
    wanted = pa.concat_tables(chunk.tables[EVENTS.name] for chunk in chunks)
    found = store.table(EVENTS.name, run.id)
    assert found.schema.equals(EVENTS.schema)
    assert found.to_pylist() == wanted.to_pylist()


def test_what_a_run_has_not_is_an_empty_table(store: Store) -> None:
    run = begun(store)
    for name, table in TABLES.items():
        found = store.table(name, run.id)
        assert found.num_rows == 0
        assert found.schema.equals(table.schema)
    assert store.replications(run.id) == []


@examples
@given(st.data())
def test_chunks_cut_in_any_way_and_repeated_are_rows_once(
    store: Store, data: st.DataObject
) -> None:
    run = begun(store)
    whole = {
        name: pa.concat_tables(kpi_tables(run, replication)[name] for replication in range(2))
        for name in kpi_tables(run)
    }
    for number in range(data.draw(st.integers(1, 4))):
        tables = {}
        for name in data.draw(st.sets(st.sampled_from(sorted(whole)))):
            places = st.integers(0, whole[name].num_rows - 1)
            drawn = data.draw(st.lists(places, max_size=6))
            tables[name] = whole[name].take(pa.array(drawn, pa.int64()))
        store.write(Chunk(run.id, f"part {number}", tables))
    store.write(Chunk(run.id, "all", whole))
    for name, rows in whole.items():
        assert store.table(name, run.id).to_pylist() == rows.to_pylist()
    counts = {name: rows.num_rows for name, rows in whole.items()}
    assert rows_of(store, run) == {EVENTS.name: 0, **counts}


@examples
@given(st.data())
def test_events_in_any_order_and_repeated_are_rows_once(store: Store, data: st.DataObject) -> None:
    run, log = begun(store), whole_log().slice(0, 300).combine_chunks()
    cuts = sorted(data.draw(st.sets(st.integers(1, 299), max_size=4)))
    ends = zip([0, *cuts], [*cuts, 300], strict=True)
    parts = [log.slice(begin, end - begin).to_batches()[0] for begin, end in ends]
    chunks = list(event_chunks(run, log=parts))
    for chunk in data.draw(st.permutations(chunks * 2)):
        store.write(chunk)
    assert_same_log(log_of(store, run), log)
    store.set_status(run.id, Status.COMPLETED)
    assert_same_log(log_of(store, run), log)
    assert rows_of(store, run)[EVENTS.name] == 300


def test_a_chunk_of_several_runs(store: Store) -> None:
    runs = begun_experiment(store, 3)
    together = {
        name: pa.concat_tables(kpi_tables(run)[name] for run in runs)
        for name in kpi_tables(runs[0])
    }
    together[EVENTS.name] = pa.concat_tables(
        next(event_chunks(run)).tables[EVENTS.name] for run in runs
    )
    assert store.write(Chunk(runs[0].experiment_id, "one", together))
    for status in (None, Status.COMPLETED):
        if status:
            store.set_status(runs[0].experiment_id, status)
        for run in runs:
            for name, rows in kpi_tables(run).items():
                assert store.table(name, run.id).to_pylist() == rows.to_pylist()
            assert_same_log(log_of(store, run), pa.Table.from_batches(results().log[:1]))
            assert rows_of(store, run)[STATIONS.name] == STATION_COUNT


def test_columns_that_are_missing_are_null(store: Store) -> None:
    run = begun(store)
    few = kpi_tables(run)[STATIONS.name].select(
        ["run_id", "replication", "station_id", "lost_share", "swaps"]
    )
    store.write(Chunk(run.id, "few", {STATIONS.name: few}))
    found = store.table(STATIONS.name, run.id)
    assert found.select(few.column_names).to_pylist() == few.to_pylist()
    assert found["grid_kwh"].null_count == STATION_COUNT


def wrong_chunks(run: RunRecord) -> dict[str, Chunk]:
    rows = kpi_tables(run)[TOTALS.name]
    foreign = kpi_tables(replace(run, id=uuid7()))[TOTALS.name]
    texts = pa.array(["many"] * rows.num_rows)
    at = rows.column_names.index("swaps")
    return {
        "table": Chunk(run.id, "x", {"kpi_total": rows}),
        "column": Chunk(run.id, "x", {TOTALS.name: rows.append_column("swap", rows["swaps"])}),
        "key": Chunk(run.id, "x", {TOTALS.name: rows.drop_columns(["replication"])}),
        "value": Chunk(run.id, "x", {TOTALS.name: rows.set_column(at, "swaps", texts)}),
        "run": Chunk(run.id, "x", {TOTALS.name: foreign}),
        "owner": Chunk(uuid7(), "x", {TOTALS.name: rows}),
    }


@pytest.mark.parametrize("what", ["table", "column", "key", "value", "run", "owner"])
def test_a_chunk_with_a_mistake_leaves_nothing(store: Store, what: str) -> None:
    run = begun(store)
    chunk = wrong_chunks(run)[what]
    good = next(event_chunks(run)).tables
    with pytest.raises(StoreError):
        store.write(Chunk(chunk.owner, chunk.key, {**good, **chunk.tables}))
    assert set(rows_of(store, run).values()) == {0}
    assert store.write(Chunk(run.id, "x", {**good, **kpi_tables(run)}))


def test_messages_name_what_is_wrong(store: Store) -> None:
    chunks = wrong_chunks(begun(store))
    with pytest.raises(StoreError, match=r"kpi_total.*kpi_totals"):
        store.write(chunks["table"])
    with pytest.raises(StoreError, match=r"kpi_totals.*swap\b.*swaps"):
        store.write(chunks["column"])
    with pytest.raises(UnknownIdError, match=str(chunks["owner"].owner)):
        store.write(chunks["owner"])


@pytest.mark.parametrize("status", [Status.COMPLETED, Status.FAILED, Status.CANCELLED])
def test_who_has_ended_is_not_written_to(store: Store, status: Status) -> None:
    run = begun(store)
    write_all(store, run)
    store.set_status(run.id, status)
    for chunk in (kpi_chunk(run, 1), Chunk(run.id, "nothing", {})):
        with pytest.raises(StoreError, match="ended"):
            store.write(chunk)
    assert store.replications(run.id) == ([0] if status is Status.COMPLETED else [])


def test_a_completed_run_still_knows_its_chunks(store: Store) -> None:
    run = begun(store)
    write_all(store, run)
    store.set_status(run.id, Status.COMPLETED)
    assert store.write(kpi_chunk(run)) is False


@pytest.mark.parametrize("status", [Status.FAILED, Status.CANCELLED])
def test_with_failure_all_rows_vanish(store: Store, status: Status) -> None:
    run, other = begun(store), begun(store)
    write_all(store, run, 2)
    write_all(store, other)
    assert min(rows_of(store, run).values()) > 0
    store.set_status(run.id, status, error="no more power")
    assert set(rows_of(store, run).values()) == {0}
    assert store.table(TOTALS.name, run.id).num_rows == 0
    assert list(store.events(run.id)) == []
    assert min(rows_of(store, other).values()) > 0


def test_variants_that_came_later_fail_alone(store: Store) -> None:
    done, *_ = runs = begun_experiment(store, 2)
    together = {
        name: pa.concat_tables(kpi_tables(run)[name] for run in runs) for name in kpi_tables(done)
    }
    store.write(Chunk(done.experiment_id, "both", together))
    store.set_status(done.experiment_id, Status.COMPLETED)
    late = replace(done, id=uuid7(), variant=2)
    store.add_runs([late])
    store.write(kpi_chunk(late))
    store.set_status(done.experiment_id, Status.FAILED)
    assert store.run(done.id).status is Status.COMPLETED
    assert store.run(late.id).status is Status.FAILED
    assert rows_of(store, done)[TOTALS.name] == 1
    assert rows_of(store, late)[TOTALS.name] == 0
    assert store.table(STATIONS.name, runs[1].id).num_rows == STATION_COUNT


def test_rows_are_there_while_the_run_goes_on(store: Store) -> None:
    run = begun(store)
    seen = 0
    for chunk in event_chunks(run):
        store.write(chunk)
        seen += chunk.tables[EVENTS.name].num_rows
        assert rows_of(store, run)[EVENTS.name] == seen
    store.set_status(run.id, Status.COMPLETED)
    assert rows_of(store, run)[EVENTS.name] == seen == log_of(store, run).num_rows


def test_deleting_an_experiment_leaves_others_alone(store: Store) -> None:
    runs, other = begun_experiment(store, 2), begun(store)
    for run in (*runs, other):
        store.write(Chunk(run.experiment_id, f"{run.variant}", kpi_tables(run)))
    store.delete_experiment(runs[0].experiment_id)
    for run in runs:
        with pytest.raises(UnknownIdError, match=str(run.id)):
            store.run(run.id)
        assert set(rows_of(store, run).values()) == {0}
    assert rows_of(store, other)[TOTALS.name] == 1
    with pytest.raises(UnknownIdError):
        store.delete_experiment(runs[0].experiment_id)
    with pytest.raises(UnknownIdError):
        store.write(kpi_chunk(runs[0]))


def test_unknown_runs_are_refused(store: Store) -> None:
    nobody = uuid7()
    for ask in (
        lambda: store.run(nobody),
        lambda: store.table(TOTALS.name, nobody),
        lambda: store.events(nobody),
        lambda: store.replications(nobody),
        lambda: store.set_status(nobody, Status.RUNNING),
    ):
        with pytest.raises(UnknownIdError, match=str(nobody)):
            ask()
    with pytest.raises(StoreError, match="kpi_totals"):
        store.table("kpi_total", begun(store).id)


def test_several_threads_write_one_chunk_once(store: Store) -> None:
    run = begun(store)
    chunks, won = [*event_chunks(run), kpi_chunk(run)], list[bool]()
    start = threading.Barrier(4)

    def write() -> None:
        start.wait()
        for chunk in chunks:
            won.append(store.write(chunk))

    threads = [threading.Thread(target=write) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(won) == len(chunks)
    assert_same_log(log_of(store, run), whole_log())
    assert rows_of(store, run)[STATIONS.name] == STATION_COUNT


def test_what_one_writes_another_reads(store: Store, url: str) -> None:
    other = open_store(url)
    try:
        run = begun(store)
        for chunk in event_chunks(run):
            assert store.write(chunk)
            assert other.write(chunk) is False
        assert_same_log(log_of(other, run), whole_log())
        assert rows_of(other, run)[EVENTS.name] == whole_log().num_rows
        store.set_status(run.id, Status.COMPLETED)
        assert other.run(run.id).status is Status.COMPLETED
        assert_same_log(log_of(other, run), whole_log())
        assert rows_of(other, run)[EVENTS.name] == whole_log().num_rows
        store.delete_experiment(run.id)
        assert rows_of(other, run)[EVENTS.name] == 0
    finally:
        other.close()


def test_reading_goes_on_while_the_run_ends(store: Store) -> None:
    run = begun(store)
    for chunk in event_chunks(run):
        store.write(chunk)
    log = store.events(run.id)
    first = next(log)
    store.set_status(run.id, Status.COMPLETED)
    assert_same_log(pa.Table.from_batches([first, *log]), whole_log())


def test_logs_of_drives_come_back(store: Store) -> None:
    fleet = voltwin.load_scenario("examples/first_fleet.yaml")
    found = Results(0, fleet, "3h")
    scenario = store.add_scenario(fleet)
    run = a_run(scenario.id)
    store.add_runs([run])
    ids = [station.id for station in fleet.stations]
    _write_log(store, run, found.log, ids)
    log = pa.Table.from_batches(found.log)
    assert log["until"].to_pylist() != [None] * log.num_rows
    assert np.isfinite(log["until"].to_numpy()).any()
    assert_same_log(log_of(store, run), log)


def _write_log(
    store: Store, run: RunRecord, log: Sequence[pa.RecordBatch], ids: Sequence[str]
) -> None:
    first = 0
    for part, batch in enumerate(log):
        rows = event_rows(
            batch, run_id=run.id, replication=0, first=first, start=run.sim_start, station_ids=ids
        )
        first += batch.num_rows
        assert store.write(Chunk(run.experiment_id, str(part), {EVENTS.name: rows}))


def test_kpi_tables_are_what_their_names_say() -> None:
    """The tests above would find nothing in tables without rows."""
    run = a_run(uuid7())
    assert {name: rows.num_rows for name, rows in kpi_tables(run).items()} == {
        "kpi_totals": 1,
        "kpi_regions": len({station.region for station in CITY.stations}),
        "kpi_stations": STATION_COUNT,
        "kpi_hours": 5,
    }
    assert len(results().log) > 2
    assert results().log[0].schema.equals(SCHEMA)
    assert set(NETWORK_TABLES) == {"total", "by_region", "by_station", "by_hour"}
    assert len(whole_log()["kind"].unique()) > 5
