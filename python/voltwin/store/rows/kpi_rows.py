"""KPI tables of runs as rows of a store's tables."""

from collections.abc import Mapping
from typing import Any, TypeAlias
from uuid import UUID

import numpy as np
import pyarrow as pa

from voltwin.store.rows.checked_rows import as_type
from voltwin.store.schema import KPI_TABLES, Table

Array: TypeAlias = Any  # of Arrow, whose stubs know too little of what its functions return

_CALLED = {"station": "station_id"}  # columns that stores call otherwise


def kpi_rows(
    name: str, table: pa.Table, *, run_id: UUID, replication: int | None
) -> tuple[str, pa.Table]:
    """Return the name of a store's table, and a KPI table as its rows.

    Args:
        name: of the KPI table: one of `schema.KPI_TABLES`.
        table: of one run; or of several replications, with their numbers in a column `replication`.
        run_id: of the run.
        replication: of the run, unless the table says it.
    """
    count = table.num_rows
    if "replication" not in table.column_names:
        numbers: Array = pa.array(np.full(count, replication, np.int32))
        table = table.append_column("replication", numbers)
    every: Array = pa.array(np.zeros(count, np.int32))
    return kpi_rows_of_runs(
        name, table, pa.DictionaryArray.from_arrays(every, pa.array([str(run_id)]))
    )


def kpi_rows_of_runs(name: str, table: pa.Table, runs: Array) -> tuple[str, pa.Table]:
    """Return the name of a store's table, and a KPI table of several runs as its rows.

    Args:
        name: of the KPI table.
        table: of replications, with their numbers.
        runs: the id of each row's run, as a dictionary of texts.
    """
    target = KPI_TABLES[name]
    given: dict[str, Array] = {
        _CALLED.get(column, column): table.column(column) for column in table.column_names
    }
    return target.name, _rows(target, {**given, "run_id": runs}, table.num_rows)


def _rows(target: Table, given: Mapping[str, Any], count: int) -> pa.Table:
    """Return rows of a table: columns that are not given are null, others are left out."""
    columns = [
        as_type(given[of.name], of.type) if of.name in given else pa.nulls(count, of.type)
        for of in target.schema
    ]
    return pa.Table.from_arrays(columns, schema=target.schema)
