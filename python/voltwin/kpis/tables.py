"""KPI tables of one run, as pyarrow tables; `columns` says what stands in them."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pyarrow as pa

from voltwin.kpis.cells import Cells, Integers
from voltwin.kpis.columns import dictionary, measured, table
from voltwin.kpis.groups import cycles, gather, warm_up_hours, window_s
from voltwin.kpis.money import Books
from voltwin.kpis.money_columns import described, in_money
from voltwin.kpis.spread import Calendar
from voltwin.kpis.terms import Terms
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
    arrivals, swaps, bays or chargers to speak of are null. With `terms` there are columns about
    money; `currency` is None without.
    """

    def __init__(
        self, cells: Cells, parameters: Parameters, names: Names, terms: Terms | None = None
    ) -> None:
        self.cells = cells
        self.parameters = parameters
        self.names = names
        self.currency = terms.economics.currency if terms else None
        self._books = Books(cells, parameters, terms) if terms else None
        self._about_money = described(terms.economics.currency) if terms else []
        stations = len(parameters.stations)
        self._each = np.arange(stations)
        self._all = np.zeros(stations, np.int64)

    @cached_property
    def total(self) -> pa.Table:
        """One row: the network."""
        return self._table({"stations": [len(self._all)], **self._measured(self._all, 1)})

    @cached_property
    def by_region(self) -> pa.Table:
        """One row per region, in the order in which stations name them first."""
        regions = list(dict.fromkeys(self.names.regions))
        group = np.array([regions.index(region) for region in self.names.regions], np.int64)
        stations = np.bincount(group, minlength=len(regions))
        measured = self._measured(group, len(regions))
        return self._table({"region": regions, "stations": stations, **measured})

    @cached_property
    def by_station(self) -> pa.Table:
        """One row per station."""
        naming = {
            "number": self._each,
            "station": self.names.stations,
            "name": self.names.names,
            "region": self.names.regions,
        }
        return self._table({**naming, **self._measured(self._each, len(self._each))})

    @cached_property
    def by_hour(self) -> pa.Table:
        """One row per local hour: the network."""
        return self._table({"hour": self._hours(), **self._measured(self._all, 1, hourly=True)})

    @cached_property
    def by_station_hour(self) -> pa.Table:
        """One row per station and local hour."""
        measured = self._measured(self._each, len(self._each), hourly=True)
        hours = self._hours()
        station = np.repeat(np.array(self.names.stations, object), len(hours))
        hour = np.tile(hours, len(self._each))
        return self._table({"station": station, "hour": hour, **measured})

    @cached_property
    def by_slot(self) -> pa.Table:
        """One row per 15-minute slot of local time: the energy that the network draws."""
        seen = self._slots_seen()
        drawn = self.cells.grid_kwh[:, seen].sum(axis=0)
        values = {"slot": self._slot_begins(seen), "grid_kwh": drawn}
        if self._books:
            price = self._books.slot_prices[seen]
            values |= {"price_per_kwh": price, "energy_cost": price * drawn}
        return self._table(values)

    @cached_property
    def by_station_slot(self) -> pa.Table:
        """One row per station and 15-minute slot of local time: the energy that it draws."""
        seen = self._slots_seen()
        station = np.repeat(np.array(self.names.stations, object), len(seen))
        slot = np.tile(self._slot_begins(seen), len(self._each))
        grid_kwh = self.cells.grid_kwh[:, seen].ravel()
        return table({"station": station, "slot": slot, "grid_kwh": grid_kwh})

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
        return dictionary(self._about_money)

    def _measured(self, group: Integers, groups: int, *, hourly: bool = False) -> dict[str, Any]:
        """Return all columns but those that name the rows, one row per group (and hour)."""
        found = gather(self.cells, self.parameters, group, groups, hourly=hourly)
        if not self._books:
            return measured(found)
        accounts = self._books.accounts(group, groups, hourly=hourly)
        return measured(found) | in_money(accounts, found)

    def _table(self, values: dict[str, Any]) -> pa.Table:
        return table(values, self._about_money)

    def _hours(self) -> Times:
        """Return when each observed local hour begins, in local time."""
        seen = np.flatnonzero(window_s(self.parameters, self.cells.end_s) > 0.0)
        return self._local_times((warm_up_hours(self.parameters) + seen) * int(HOUR_S))

    def _slots_seen(self) -> Integers:
        """Return the numbers of the slots that were observed after the warm-up."""
        calendar = Calendar.of(self.parameters)
        slot = np.arange(warm_up_hours(self.parameters) * SLOTS_PER_HOUR, calendar.slots)
        end = calendar.slot_end(slot)
        return slot[(end > 0.0) & (end - SLOT_S < self.cells.end_s)]

    def _slot_begins(self, slots: Integers) -> Times:
        """Return when slots begin, in local time."""
        return self._local_times(slots * int(SLOT_S))

    def _local_times(self, seconds: Integers) -> Times:
        """Return local times, given from the begin of the hour in which the run starts [s]."""
        first = int(as_array(self.parameters.clock)["first_hour"][0])
        return (first * int(HOUR_S) + seconds).astype("datetime64[s]")
