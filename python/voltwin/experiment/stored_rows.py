"""Rows of an experiment's runs as rows of a store's tables."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import pyarrow as pa

from voltwin.experiment.long_tables import by_place, scalars
from voltwin.experiment.places import places_of
from voltwin.experiment.plan import Plan
from voltwin.store.rows.kpi_rows import kpi_rows_of_runs


def kpi_rows_of_experiment(
    rows: pa.Table, plan: Plan, run_ids: Sequence[UUID]
) -> dict[str, pa.Table]:
    """Return rows of an experiment's runs as rows of a store's tables, by the tables' names.

    Args:
        rows: a row per run, as the experiment's journal holds them.
        plan: of the experiment.
        run_ids: of its variants, by number.
    """
    tables = {"total": scalars(rows)}
    for kept in plan.kept:
        tables[kept] = by_place(rows, kept, places_of(plan, kept))
    ids = pa.array([str(one) for one in run_ids])
    return dict(
        kpi_rows_of_runs(name, table, _runs_of(table, ids)) for name, table in tables.items()
    )


def _runs_of(table: pa.Table, ids: Any) -> Any:
    variant: Any = table.column("variant").combine_chunks().cast(pa.int32())
    return pa.DictionaryArray.from_arrays(variant, ids)
