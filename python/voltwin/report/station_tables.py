"""The tables of regions and of all stations."""

from typing import TYPE_CHECKING, Any

import pyarrow as pa

from voltwin.report.worst import Row, badness
from voltwin.wording.headline import CAUSES, main_cause
from voltwin.wording.quantities import NONE

if TYPE_CHECKING:
    from voltwin.kpis.kpi_tables import KpiTables

MOST_STATIONS = 500
_OUT = ("bay_out_share", "charger_out_share")  # shown where anything was
_MEASURED = (
    *("arrivals", "served_share", "lost", "lost_share", "mostly", "within_target_share"),
    *("wait_p95_s", "bay_utilisation", "charger_utilisation", *_OUT),
    *("grid_kwh", "peak_kw", "margin"),
)


def stations(kpis: "KpiTables") -> pa.Table:
    """Return the stations, the worst first, at most 500."""
    rows = kpis.by_station.to_pylist()
    rows.sort(key=badness, reverse=True)
    return _table(rows[:MOST_STATIONS], ("name", "region", *_MEASURED), kpis.by_station.schema)


def regions(kpis: "KpiTables") -> pa.Table | None:
    """Return the regions; None if there is but one."""
    if kpis.by_region.num_rows < 2:
        return None
    rows = kpis.by_region.to_pylist()
    return _table(rows, ("region", "stations", *_MEASURED), kpis.by_region.schema)


def _table(rows: list[Row], names: tuple[str, ...], schema: pa.Schema) -> pa.Table:
    """Return columns of rows, with their units and meanings, those of them that there are."""
    columns: dict[str, Any] = {}
    fields = []
    if "margin" in schema.names:  # what fits beside each other on a page
        names = tuple(name for name in names if name != "within_target_share")
    names = tuple(name for name in names if name not in _OUT or any(row.get(name) for row in rows))
    for name in names:
        if name == "mostly":
            columns[name] = [_mostly(row) for row in rows]
            fields.append(pa.field(name, pa.string(), metadata={"meaning": "why most are lost"}))
        elif name in schema.names:
            columns[name] = [row[name] if row[name] != "" else "(none)" for row in rows]
            fields.append(schema.field(name))
    return pa.table(columns, schema=pa.schema(fields))


def _mostly(row: Row) -> str:
    cause = main_cause(row)
    return CAUSES[cause][0] if cause else NONE
