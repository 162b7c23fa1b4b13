"""Whether a store holds what a run gave."""

from typing import Any
from uuid import UUID

import numpy as np
import pyarrow as pa

from voltwin.kpis.kpi_tables import KpiTables
from voltwin.store.interface import Store
from voltwin.store.schema import KPI_TABLES
from voltwin_bindings.event_log import SCHEMA

CALLED = {"station_id": "station"}  # what KPI tables call what stores call otherwise


def assert_same_events(store: Store, run_id: UUID, log: pa.Table, replication: int = 0) -> None:
    """Assert that a store gives a log back bit for bit."""
    there = pa.Table.from_batches(store.events(run_id, replication), SCHEMA)
    assert bits(there) == bits(log)


def bits(log: pa.Table) -> dict[str, Any]:
    """Return the bytes of each column's values."""
    assert log.schema.equals(SCHEMA, check_metadata=True)
    return {
        name: log.column(name).to_pylist()
        if name == "kind"
        else log.column(name).to_numpy().tobytes()
        for name in log.column_names
    }


def assert_same_kpis(store: Store, run_id: UUID, kpis: KpiTables) -> None:
    """Assert that a store holds the KPIs of a run of one replication."""
    for name, table in KPI_TABLES.items():
        there = store.table(table.name, run_id)
        if name not in kpis.tables:
            assert there.num_rows == 0
            continue
        given = kpis.table(name)
        if "vehicle_class" in given.column_names:  # stores have them by their ids
            given = given.sort_by("vehicle_class")
        assert_same_columns(there, given, without=2)


def assert_same_columns(there: pa.Table, given: pa.Table, *, without: int) -> None:
    """Assert that each column is the one that was given, but for the first ones.

    Args:
        there: what a store holds.
        given: what should stand there; where it has no column, nulls.
        without: how many columns are not compared.
    """
    assert there.num_rows == given.num_rows
    for field in list(there.schema)[without:]:
        called = CALLED.get(field.name, field.name)
        if called not in given.column_names:
            assert there.column(field.name).null_count == there.num_rows
            continue
        one, other = plain(there.column(field.name)), plain(given.column(called))
        assert one.type == other.type or pa.types.is_integer(one.type), field.name
        if pa.types.is_floating(one.type):
            here, above = (np.asarray(of.to_numpy(zero_copy_only=False)) for of in (one, other))
            assert np.array_equal(here, above, equal_nan=True), field.name
            assert one.null_count == other.null_count
        else:
            assert one.to_pylist() == other.to_pylist(), field.name


def plain(column: Any) -> Any:
    """Return a column without its dictionary."""
    column = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    if pa.types.is_dictionary(column.type):
        return column.dictionary_decode()
    return column
