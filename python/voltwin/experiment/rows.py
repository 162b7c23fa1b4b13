"""The rows of finished runs: variant and replication, all KPIs, and what else is kept."""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import pyarrow as pa

VARIANT, REPLICATION, TOTAL = "variant", "replication", "total"
# Tables that may be kept besides: what a row of each stands for.
KEPT = {"by_region": "region", "by_hour": "hour", "by_station": "station"}
# Of fleets, with all columns, as they have others than the network; the first has one row.
KEPT_OF_FLEETS = {"fleet": None, "fleet_by_class": "vehicle_class", "fleet_by_hour": "hour"}
PLACES: Mapping[str, str | None] = {**KEPT, **KEPT_OF_FLEETS}
_NUMBER = {"unit": "", "meaning": "number of the variant, counted from 0"}


def run_rows(
    variant: int, tables: Mapping[str, pa.Table], measures: Sequence[str], kept: Sequence[str]
) -> pa.Table:
    """Return a row per run.

    Args:
        variant: its number.
        tables: KPI tables of some of its replications, as `Prepared.run` gives them.
        measures: columns of the kept tables, where they have them; of fleets, all are kept.
        kept: tables of which the measures become columns such as `by_hour.lost_share`, lists with
            an item per row of the table.
    """
    total = tables[TOTAL]
    runs = total.num_rows
    field = pa.field(VARIANT, pa.int32(), metadata=_NUMBER)
    rows = total.add_column(0, field, pa.array(np.full(runs, variant, np.int32)))
    for name in kept:
        for measure in _wanted(name, tables[name], measures):
            rows = _with_lists(rows, f"{name}.{measure}", tables[name], measure)
    return rows


def _wanted(kept: str, table: pa.Table, measures: Sequence[str]) -> Iterator[str]:
    """Yield the columns that are kept of a table."""
    if kept in KEPT_OF_FLEETS:
        naming = (REPLICATION, KEPT_OF_FLEETS[kept])
        yield from (name for name in table.column_names if name not in naming)
    else:
        yield from (name for name in measures if name in table.column_names)


def _with_lists(rows: pa.Table, called: str, table: pa.Table, measure: str) -> pa.Table:
    values = table.column(measure).combine_chunks().cast(pa.float64())
    lists = pa.FixedSizeListArray.from_arrays(values, len(values) // rows.num_rows)
    field = pa.field(called, lists.type, metadata=table.schema.field(measure).metadata)
    return rows.append_column(field, lists)
