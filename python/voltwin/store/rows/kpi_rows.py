"""KPI tables, of runs or of experiments, as rows of a store's tables."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias
from uuid import UUID

import numpy as np
import pyarrow as pa

from voltwin.store.rows.checked_rows import as_type
from voltwin.store.schema import KPI_TABLES, Table

if TYPE_CHECKING:
    from voltwin.experiment.plan import Plan

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
    target, count = KPI_TABLES[name], table.num_rows
    given: dict[str, Array] = {
        _CALLED.get(column, column): table.column(column) for column in table.column_names
    }
    if "replication" not in given:
        given["replication"] = pa.array(np.full(count, replication, np.int32))
    every: Array = pa.array(np.zeros(count, np.int32))
    given["run_id"] = pa.DictionaryArray.from_arrays(every, pa.array([str(run_id)]))
    return target.name, _rows(target, given, count)


def kpi_rows_of_experiment(
    rows: pa.Table, plan: "Plan", run_ids: Sequence[UUID]
) -> dict[str, pa.Table]:
    """Return rows of an experiment's runs as rows of a store's tables, by the tables' names.

    Args:
        rows: a row per run, as the experiment's journal holds them.
        plan: of the experiment.
        run_ids: of its variants, by number.
    """
    from voltwin.experiment.long_tables import by_place, scalars
    from voltwin.experiment.outcome import places_of

    tables = {"total": scalars(rows)}
    for kept in plan.kept:
        tables[kept] = by_place(rows, kept, places_of(plan, kept))
    ids = pa.array([str(one) for one in run_ids])
    return dict(_of_variants(name, table, ids) for name, table in tables.items())


def _of_variants(name: str, table: pa.Table, ids: Array) -> tuple[str, pa.Table]:
    target = KPI_TABLES[name]
    given: dict[str, Array] = {
        _CALLED.get(column, column): table.column(column) for column in table.column_names
    }
    variant = table.column("variant").combine_chunks().cast(pa.int32())
    given["run_id"] = pa.DictionaryArray.from_arrays(variant, ids)
    return target.name, _rows(target, given, table.num_rows)


def _rows(target: Table, given: Mapping[str, Any], count: int) -> pa.Table:
    """Return rows of a table: columns that are not given are null, others are left out."""
    columns = [
        as_type(given[of.name], of.type) if of.name in given else pa.nulls(count, of.type)
        for of in target.schema
    ]
    return pa.Table.from_arrays(columns, schema=target.schema)
