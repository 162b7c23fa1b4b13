"""Where batteries are and what they hold, counted and added up for the balances.

A block of batteries after another: each of some ten columns in between would take eight bytes a
battery, and a large fleet has more than a million.
"""

from dataclasses import dataclass
from typing import Self

import numpy as np

from voltwin.kpis.cells import Flags, Floats, Integers
from voltwin.kpis.summed import counted, summed
from voltwin_bindings.engine import BatteryColumns
from voltwin_core.record import as_array
from voltwin_core.station.cells import BAY, IN_TRUCK, IN_VEHICLE, STATES, UNOBSERVED
from voltwin_core.station.parameters import Parameters

_BLOCK = 1 << 16  # batteries


@dataclass
class BatterySums:
    """Counts and sums over batteries."""

    at_stations: Integers  # (stations, STATES) batteries in each state
    in_trucks: int
    elsewhere: int  # in vehicles that are in no bay, and unobserved
    begun_kwh: Floats  # (stations,) stored at the start
    stored_kwh: Floats  # (stations,) stored now, but for those in bays
    in_vehicles_kwh: float  # in vehicles now, those in bays included
    largest_kwh: float  # nominal capacity of the largest

    @classmethod
    def of(cls, batteries: BatteryColumns, parameters: Parameters) -> Self:
        """Count and add up all batteries where a run stands."""
        stations = len(parameters.stations)
        sums = cls(
            np.zeros((stations, len(STATES)), np.int64),
            *(0, 0),
            *(np.zeros(stations), np.zeros(stations)),
            *(0.0, 0.0),
        )
        begun = _at_stations_first(parameters)
        for first in range(0, len(begun), _BLOCK):
            sums._add(batteries, parameters, begun, slice(first, first + _BLOCK))
        return sums

    def _add(
        self, batteries: BatteryColumns, parameters: Parameters, begun: Flags, block: slice
    ) -> None:
        rows, shape = as_array(parameters.batteries)[block], self.at_stations.shape
        state, station, soc, soh = (
            batteries[name][block] for name in ("state", "station", "soc", "soh")
        )
        nominal_kwh = as_array(parameters.battery_types)["capacity_kwh"][rows["battery_type"]]
        kwh = soc * nominal_kwh * soh
        self.largest_kwh = max(self.largest_kwh, float(nominal_kwh.max()))

        here = (state >= 0) & (station >= 0)
        self.at_stations += counted((station[here], state[here]), shape)
        self.in_trucks += int(np.count_nonzero(state == IN_TRUCK))
        self.elsewhere += int(np.count_nonzero((state == IN_VEHICLE) | (state == UNOBSERVED)))

        in_bay = state == BAY  # such a battery is returned when its swap ends
        stored, first = here & ~in_bay, begun[block]
        self.stored_kwh += summed((station[stored],), kwh[stored], shape[:1])
        begun_kwh = (rows["soc"] * nominal_kwh * rows["soh"])[first]
        self.begun_kwh += summed((rows["station"][first],), begun_kwh, shape[:1])
        self.in_vehicles_kwh += float(kwh[in_bay | (state == IN_VEHICLE)].sum())


def _at_stations_first(parameters: Parameters) -> Flags:
    """Return which batteries are at a station at the start: all but those in vehicles, and those
    that are unobserved."""
    at_start = np.arange(len(parameters.batteries)) < as_array(parameters.settings)["batteries"][0]
    at_start[as_array(parameters.vehicles)["battery"]] = False
    return np.asarray(at_start)
