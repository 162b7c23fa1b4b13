"""The classes of a fleet, side by side."""

from typing import TYPE_CHECKING

import pyarrow as pa

if TYPE_CHECKING:
    from voltwin.kpis.kpi_tables import KpiTables

_SHOWN = (
    *("vehicle_class", "vehicles", "trips_per_vehicle_day", "km_per_vehicle_day"),
    *("swaps_per_vehicle_day", "kwh_per_km", "station_km_share", "swaps", "lost", "diverted"),
    *("trips_cancelled", "stranded"),
)


def fleet_classes(kpis: "KpiTables") -> pa.Table:
    """Return what is shown of each class, without columns in which nothing happened."""
    table = kpis.fleet_by_class.select(_SHOWN)
    idle = ("diverted", "trips_cancelled", "stranded")
    return table.drop_columns([name for name in idle if not any(table[name].to_pylist())])
