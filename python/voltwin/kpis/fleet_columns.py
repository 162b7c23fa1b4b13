"""The columns of KPI tables that are about a fleet; see `voltwin.kpis.columns`."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from voltwin.kpis.cells import Cells, Floats, Integers
from voltwin.kpis.columns import SHARE, Description
from voltwin.kpis.groups import warm_up_hours, window_s
from voltwin.kpis.summed import counted
from voltwin_core.fleet.cells import FLEET_COUNTS, FLEET_SUMS
from voltwin_core.record import as_array
from voltwin_core.station.parameters import Parameters

_DAY_H = 24.0


@dataclass(frozen=True)
class FleetGroups:
    """A fleet's sums over the window, as `Groups` has those of stations; one entry per row."""

    counts: Integers  # (rows, len(FLEET_COUNTS))
    sums: Floats  # (rows, len(FLEET_SUMS))
    vehicles: Integers
    observed_h: Floats

    def count(self, name: str) -> Integers:
        """Return this column of FLEET_COUNTS."""
        return np.asarray(self.counts[:, FLEET_COUNTS.index(name)])

    def sum(self, *names: str) -> Floats:
        """Return the sum of these columns of FLEET_SUMS."""
        return np.asarray(self.sums[:, [FLEET_SUMS.index(name) for name in names]].sum(axis=1))

    @property
    def km(self) -> Floats:
        """All that was driven [km]."""
        return self.sum("trip_km", "station_km")


@dataclass(frozen=True)
class FleetColumn:
    """A column of the tables of a fleet."""

    name: str
    unit: str
    meaning: str
    values: Callable[[FleetGroups], Integers | Floats]  # NaN where undefined


def _count(name: str) -> Callable[[FleetGroups], Integers]:
    return lambda groups: groups.count(name)


def _sum(*names: str) -> Callable[[FleetGroups], Floats]:
    return lambda groups: groups.sum(*names)


def _per(part: Any, whole: Any) -> Floats:
    """Return part / whole, NaN where there is no whole."""
    return np.asarray(np.divide(part, whole, out=np.full(len(part), np.nan), where=whole != 0))


def _per_vehicle_day(groups: FleetGroups, amount: Integers | Floats) -> Floats:
    return _per(amount, groups.vehicles * groups.observed_h / _DAY_H)


FLEET_COLUMNS = (
    FleetColumn(
        "observed_h", "h", "time observed after the warm-up", lambda groups: groups.observed_h
    ),
    FleetColumn("trips", "trips", "trips begun", _count("trips")),
    FleetColumn(
        "trips_cancelled",
        "trips",
        "trips that were not made: too far even with a full battery, or with the one handed out",
        _count("trips_cancelled"),
    ),
    FleetColumn(
        "drives_to_stations",
        "drives",
        "drives from where a vehicle was to the station that it chose",
        _count("drives_to_stations"),
    ),
    FleetColumn("swaps", "vehicles", "vehicles served: their swap has ended", _count("swaps")),
    FleetColumn("lost", "vehicles", "vehicles that left a station without a swap", _count("lost")),
    FleetColumn(
        "diverted",
        "vehicles",
        "no charged battery: on their way to another station",
        _count("diverted"),
    ),
    FleetColumn("stranded", "vehicles", "times that no station was in reach", _count("stranded")),
    FleetColumn(
        "towed", "vehicles", "times that a stranded vehicle was towed home", _count("towed")
    ),
    FleetColumn("trip_km", "km", "distance of the trips begun", _sum("trip_km")),
    FleetColumn(
        "station_km",
        "km",
        "distance of drives to stations, diversions included",
        _sum("station_km"),
    ),
    FleetColumn(
        "station_km_share",
        SHARE,
        "station_km / (trip_km + station_km)",
        lambda groups: _per(groups.sum("station_km"), groups.km),
    ),
    FleetColumn("driven_kwh", "kWh", "energy of all drives begun", _sum("driven_kwh")),
    FleetColumn(
        "towed_kwh", "kWh", "energy charged into batteries of vehicles towed", _sum("towed_kwh")
    ),
    FleetColumn(
        "kwh_per_km",
        "kWh/km",
        "driven_kwh / (trip_km + station_km)",
        lambda groups: _per(groups.sum("driven_kwh"), groups.km),
    ),
    FleetColumn(
        "trips_per_vehicle_day",
        "trips",
        "trips begun by a vehicle on a day, mean",
        lambda groups: _per_vehicle_day(groups, groups.count("trips")),
    ),
    FleetColumn(
        "km_per_vehicle_day",
        "km",
        "distance driven by a vehicle on a day, mean",
        lambda groups: _per_vehicle_day(groups, groups.km),
    ),
    FleetColumn(
        "swaps_per_vehicle_day",
        "swaps",
        "swaps of a vehicle on a day, mean",
        lambda groups: _per_vehicle_day(groups, groups.count("swaps")),
    ),
)

# Columns that name a row.
NAMING: tuple[Description, ...] = (
    ("vehicle_class", "", "id of the vehicle class"),
    ("vehicles", "vehicles", "how many vehicles the row stands for"),
)


def fleet_measured(
    cells: Cells, parameters: Parameters, *, by_class: bool, hourly: bool
) -> dict[str, Any]:
    """Return the columns of FLEET_COLUMNS and `vehicles`, one row for the fleet or per class, by
    the hour or for the whole window; all hours of the first class first."""
    classes = len(parameters.fleet.classes)
    group = np.arange(classes) if by_class else np.zeros(classes, np.int64)
    groups = classes if by_class else 1
    of_vehicle = as_array(parameters.fleet.vehicles)["vehicle_class"].astype(np.int64)
    time_s = window_s(parameters, cells.end_s)
    seen = time_s > 0.0

    def rows(values: Any) -> Any:
        """Return rows of sums by (class, hour from the start, column)."""
        added = np.zeros((groups, *values.shape[1:]), values.dtype)
        np.add.at(added, group, values)
        hours = added[:, warm_up_hours(parameters) :]
        return hours[:, seen].reshape(-1, hours.shape[2]) if hourly else hours.sum(axis=1)

    observed_s = time_s[seen] if hourly else time_s.sum(keepdims=True)
    found = FleetGroups(
        counts=rows(cells.fleet_counts),
        sums=rows(cells.fleet_sums),
        vehicles=np.repeat(counted((group[of_vehicle],), (groups,)), len(observed_s)),
        observed_h=np.tile(observed_s, groups) / 3600.0,
    )
    values = {column.name: column.values(found) for column in FLEET_COLUMNS}
    return {"vehicles": found.vehicles, **values}


def fleet_dictionary() -> list[Description]:
    """Return name, unit and meaning of all columns of the tables of a fleet."""
    columns = [(column.name, column.unit, column.meaning) for column in FLEET_COLUMNS]
    return [*NAMING, *columns]
