"""The slow twin of `fleet_from_log`: one row after another, one vehicle at a time, plain Python."""

import math
from collections import Counter, defaultdict
from typing import Any

import numpy as np
import pyarrow as pa

from voltwin.kpis.cells import Floats, Integers
from voltwin_core.fleet.cells import FLEET_COUNTS, FLEET_SUMS
from voltwin_core.record import as_array
from voltwin_core.station.parameters import Parameters

COUNTED = {
    "trip": "trips",
    "trip_cancelled": "trips_cancelled",
    "to_station": "drives_to_stations",
    "stranded": "stranded",
    "towed": "towed",
    "swap_end": "swaps",
    "diverted": "diverted",
    **dict.fromkeys(("lost_closed", "lost_stockout", "lost_queue_full", "reneged"), "lost"),
}


class FleetTwin:
    """An observer who knows what each battery held when it was last told."""

    def __init__(self, parameters: Parameters) -> None:
        self._fleet = parameters.fleet
        self._places = int(as_array(parameters.fleet.travel.roads)["places"][0])
        self._classes = as_array(parameters.fleet.vehicles)["vehicle_class"].tolist()
        self._phase_s = float(as_array(parameters.clock)["phase_s"][0])
        self._hours = int(as_array(parameters.settings)["hours"][0])
        batteries = as_array(parameters.batteries)
        self._nominal = as_array(parameters.battery_types)["capacity_kwh"][
            batteries["battery_type"]
        ].tolist()
        self._soh: list[float] = batteries["soh"].tolist()
        self._soc: dict[int, float] = {}
        self.counts: Counter[tuple[int, int, str]] = Counter()
        self.terms: defaultdict[tuple[int, int, str], list[float]] = defaultdict(list)

    def on_row(self, row: dict[str, Any]) -> None:
        kind, battery, soc = row["kind"], row["battery"], row["soc"]
        if kind == "aged":
            self._soh[battery] = soc
        elif kind == "swap_begin":
            self._soc[battery] = soc
        elif kind == "parked":
            self._soc[battery] = soc
            begun_kwh = soc * self._nominal[battery] * self._soh[battery]
            self.terms[*self._cell(row), "begun_kwh"].append(begun_kwh)
        elif kind in COUNTED and row["vehicle"] < len(self._classes):  # no unobserved one
            self._on_drive(row)
            self._soc[battery] = soc

    def _on_drive(self, row: dict[str, Any]) -> None:
        kind, battery = row["kind"], row["battery"]
        cell = self._cell(row)
        self.counts[*cell, COUNTED[kind]] += 1
        kwh = (row["soc"] - self._soc[battery]) * self._nominal[battery] * self._soh[battery]
        if kind in ("trip", "to_station", "diverted"):
            km = float(self._fleet.travel.km[row["origin"] * self._places + row["destination"]])
            self.terms[*cell, "trip_km" if kind == "trip" else "station_km"].append(km)
            self.terms[*cell, "driven_kwh"].append(-kwh)
        if kind == "towed":
            self.terms[*cell, "towed_kwh"].append(kwh)

    def _cell(self, row: dict[str, Any]) -> tuple[int, int]:
        """Return class and hour of a row."""
        hour = math.floor((self._phase_s + row["time"]) / 3600.0)
        return self._classes[row["vehicle"]], min(hour, self._hours - 1)


def slow_fleet(log: pa.Table, parameters: Parameters) -> tuple[Integers, Floats]:
    """Return what `fleet_counts` and `fleet_sums` return."""
    twin = FleetTwin(parameters)
    for row in log.to_pylist():
        twin.on_row(row)
    shape = len(parameters.fleet.classes), int(as_array(parameters.settings)["hours"][0])
    counts = np.zeros((*shape, len(FLEET_COUNTS)), np.int64)
    sums = np.zeros((*shape, len(FLEET_SUMS)))
    for (of, hour, name), number in twin.counts.items():
        counts[of, hour, FLEET_COUNTS.index(name)] = number
    for (of, hour, name), terms in twin.terms.items():
        sums[of, hour, FLEET_SUMS.index(name)] = math.fsum(terms)
    return counts, sums
