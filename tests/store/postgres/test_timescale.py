"""TimescaleDB, where it is found: events as columns by the day of their run. The suite that all
stores are held against runs on it, too."""

from collections.abc import Iterator

import pytest
from tests.store import servers
from tests.store.postgres import small_run

from voltwin.store.postgres import PostgresStore
from voltwin.store.postgres.extensions import Extension
from voltwin.store.records import Status
from voltwin.store.schema import EVENTS

_ROWS = 5_000
_CHUNKS = (
    "SELECT count(*) AS n FROM timescaledb_information.chunks "
    "WHERE hypertable_name = 'telemetry_events'"
)


@pytest.fixture
def columns() -> Iterator[PostgresStore]:
    """Give a store with TimescaleDB."""
    with servers.empty_store("timescaledb") as url:
        store = PostgresStore(url)
        yield store
        store.close()


def test_events_are_a_hypertable_by_run(columns: PostgresStore) -> None:
    found = columns.query(
        "SELECT column_name::text AS by FROM timescaledb_information.dimensions "
        "WHERE hypertable_name = 'telemetry_events'"
    )
    assert found["by"].to_pylist() == ["run_id"]
    assert columns.about()["notes"] == []


def test_columns_have_the_names_and_types_of_the_schema(columns: PostgresStore) -> None:
    assert columns.query("SELECT * FROM telemetry_events").column_names == EVENTS.schema.names


def test_rows_come_back_before_and_after_they_are_kept_as_columns(columns: PostgresStore) -> None:
    run_id = small_run.running(columns)
    columns.write(small_run.chunk(run_id, "a", events=small_run.events(run_id, _ROWS)))
    before = columns.table(EVENTS.name, run_id)
    assert columns.tidy()
    assert columns.table(EVENTS.name, run_id).equals(before)
    columns.write(small_run.chunk(run_id, "b", events=small_run.events(run_id, 3, first=_ROWS)))
    assert columns.table(EVENTS.name, run_id).num_rows == _ROWS + 3


def test_a_cancelled_run_leaves_no_row_and_no_chunk(columns: PostgresStore) -> None:
    kept, gone = small_run.running(columns), small_run.running(columns)
    for run_id in (kept, gone):
        columns.write(small_run.chunk(run_id, "a", events=small_run.events(run_id, _ROWS)))
    columns.set_status(gone, Status.CANCELLED)
    assert small_run.counted(columns, gone) == {}
    assert small_run.counted(columns, kept) == {EVENTS.name: _ROWS}
    columns.delete_experiment(kept)
    columns.tidy()
    assert columns.query(_CHUNKS)["n"].to_pylist() == [0]


@pytest.mark.parametrize(
    ("version", "usable"),
    [("2.19.3", False), ("2.22.1", False), ("2.23.0", True), ("2.28.0", True), ("3.0", True)],
)
def test_versions_that_know_no_chunks_by_identity_are_not_used(version: str, usable: bool) -> None:
    one = Extension("timescaledb", version, version)
    assert one.is_usable is usable
    assert (one.note(has_part=True) is None) is usable


def test_an_extension_that_the_database_lacks_is_told() -> None:
    note = Extension("timescaledb", None, "2.28.0").note(has_part=False)
    assert note
    assert "CREATE EXTENSION timescaledb" in note
