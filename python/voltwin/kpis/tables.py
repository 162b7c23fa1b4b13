"""KPI tables of one run, as pyarrow tables; `columns` says what stands in them."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pyarrow as pa

from voltwin.kpis.cells import Cells, Floats, Integers
from voltwin.kpis.columns import dictionary, measured, table
from voltwin.kpis.groups import cycles, gather, warm_up_hours, window_s
from voltwin.kpis.spread import Calendar
from voltwin_core.calendar import HOUR_S
from voltwin_core.record import as_array
from voltwin_core.station.cells import SLOT_S, SLOTS_PER_HOUR
from voltwin_core.station.parameters import Parameters

Times = np.ndarray[tuple[int], np.dtype[np.datetime64]]


@dataclass(frozen=True)
class Names:
    """What stations and battery types are called, in the order of their numbers."""

    stations: Sequence[str]  # ids
    names: Sequence[str]  # of the stations, for people
    regions: Sequence[str]  # of the stations
    battery_types: Sequence[str]  # ids


class Kpis:
    """The KPIs of one run, from the end of the warm-up to where the run stands.

    Each table is computed when it is first asked for. Shares, means and quantiles without
    arrivals, swaps, bays or chargers to speak of are null.
    """

    def __init__(self, cells: Cells, parameters: Parameters, names: Names) -> None:
        self.cells = cells
        self.parameters = parameters
        self.names = names
        stations = len(parameters.stations)
        self._each = np.arange(stations)
        self._all = np.zeros(stations, np.int64)

    @cached_property
    def total(self) -> pa.Table:
        """One row: the network."""
        groups = gather(self.cells, self.parameters, self._all, 1)
        return table({"stations": [len(self._all)], **measured(groups)})

    @cached_property
    def by_region(self) -> pa.Table:
        """One row per region, in the order in which stations name them first."""
        regions = list(dict.fromkeys(self.names.regions))
        group = np.array([regions.index(region) for region in self.names.regions], np.int64)
        groups = gather(self.cells, self.parameters, group, len(regions))
        stations = np.bincount(group, minlength=len(regions))
        return table({"region": regions, "stations": stations, **measured(groups)})

    @cached_property
    def by_station(self) -> pa.Table:
        """One row per station."""
        groups = gather(self.cells, self.parameters, self._each, len(self._each))
        naming = {
            "number": self._each,
            "station": self.names.stations,
            "name": self.names.names,
            "region": self.names.regions,
        }
        return table({**naming, **measured(groups)})

    @cached_property
    def by_hour(self) -> pa.Table:
        """One row per local hour: the network."""
        groups = gather(self.cells, self.parameters, self._all, 1, hourly=True)
        return table({"hour": self._hours(), **measured(groups)})

    @cached_property
    def by_station_hour(self) -> pa.Table:
        """One row per station and local hour."""
        groups = gather(self.cells, self.parameters, self._each, len(self._each), hourly=True)
        hours = self._hours()
        station = np.repeat(np.array(self.names.stations, object), len(hours))
        hour = np.tile(hours, len(self._each))
        return table({"station": station, "hour": hour, **measured(groups)})

    @cached_property
    def by_slot(self) -> pa.Table:
        """One row per 15-minute slot of local time: the energy that the network draws."""
        slots, grid_kwh = self._slots()
        return table({"slot": slots, "grid_kwh": grid_kwh.sum(axis=0)})

    @cached_property
    def by_station_slot(self) -> pa.Table:
        """One row per station and 15-minute slot of local time: the energy that it draws."""
        slots, grid_kwh = self._slots()
        station = np.repeat(np.array(self.names.stations, object), len(slots))
        slot = np.tile(slots, len(self._each))
        return table({"station": station, "slot": slot, "grid_kwh": grid_kwh.ravel()})

    @cached_property
    def batteries(self) -> pa.Table:
        """One row per battery, over the whole run."""
        rows = as_array(self.parameters.batteries)
        return table(
            {
                "battery": np.arange(len(rows)),
                "battery_type": pa.array(self.names.battery_types).take(rows["battery_type"]),
                "station": pa.array(self.names.stations).take(rows["station"]),
                "throughput_kwh": self.cells.throughput_kwh,
                "equivalent_full_cycles": cycles(self.cells, self.parameters),
            }
        )

    @cached_property
    def columns(self) -> pa.Table:
        """The dictionary of all columns: name, unit, meaning."""
        return dictionary()

    def _hours(self) -> Times:
        """Return when each observed local hour begins, in local time."""
        seen = np.flatnonzero(window_s(self.parameters, self.cells.end_s) > 0.0)
        return self._local_times((warm_up_hours(self.parameters) + seen) * int(HOUR_S))

    def _slots(self) -> tuple[Times, Floats]:
        """Return when each observed slot begins, and what each station draws in it [kWh]."""
        calendar = Calendar.of(self.parameters)
        slot = np.arange(warm_up_hours(self.parameters) * SLOTS_PER_HOUR, calendar.slots)
        end = calendar.slot_end(slot)
        seen = slot[(end > 0.0) & (end - SLOT_S < self.cells.end_s)]
        return self._local_times(seen * int(SLOT_S)), self.cells.grid_kwh[:, seen]

    def _local_times(self, seconds: Integers) -> Times:
        """Return local times, given from the begin of the hour in which the run starts [s]."""
        first = int(as_array(self.parameters.clock)["first_hour"][0])
        return (first * int(HOUR_S) + seconds).astype("datetime64[s]")
