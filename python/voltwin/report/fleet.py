"""The classes of a fleet, side by side."""

from typing import TYPE_CHECKING

import pyarrow as pa

from voltwin.report.table_text import as_text, numbers_as_text

if TYPE_CHECKING:
    from voltwin.kpis.kpi_tables import KpiTables

_SHOWN = (
    *("vehicle_class", "vehicles", "trips_per_vehicle_day", "km_per_vehicle_day"),
    *("swaps_per_vehicle_day", "kwh_per_km", "station_km_share", "swaps", "lost", "diverted"),
    *("trips_cancelled", "stranded"),
)
_RARE = ("diverted", "trips_cancelled", "stranded")


def fleet_classes(kpis: "KpiTables") -> pa.Table:
    """Return what is shown of each class, as texts; columns of what is rare only where it was."""
    table = kpis.fleet_by_class.select(_SHOWN)
    table = table.drop_columns([name for name in _RARE if not any(table[name].to_pylist())])
    rows = as_text(table).rows
    names = [name.replace("_", " ") for name in table.column_names]
    fields = [pa.field(names[0], pa.string()), *map(numbers_as_text, names[1:])]
    values = list(zip(*rows, strict=True))
    return pa.table(dict(zip(names, values, strict=True)), schema=pa.schema(fields))
