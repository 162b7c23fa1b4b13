"""KPI tables of one run, as pyarrow tables; `columns` says what stands in them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from voltwin.kpis.cells import Cells, Integers
from voltwin.kpis.columns import dictionary, measured, table
from voltwin.kpis.fleet_columns import fleet_dictionary, fleet_measured
from voltwin.kpis.groups import cycles, gather, warm_up_hours, window_s
from voltwin.kpis.kpi_tables import FLEET_TABLES, TABLES, KpiTables
from voltwin.kpis.limits import limit_kwh
from voltwin.kpis.money import Books
from voltwin.kpis.money_columns import described, in_money
from voltwin.kpis.spread import Calendar
from voltwin.kpis.terms import Terms
from voltwin.kpis.waits import bin_borders
from voltwin.scenario.scenario import Scenario
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
    vehicle_classes: Sequence[str] = ()  # ids, of a fleet

    @classmethod
    def of(cls, scenario: Scenario) -> "Names":
        """Return what the stations and battery types of a scenario are called."""
        stations, fleet = scenario.stations, scenario.fleet
        return cls(
            stations=[station.id for station in stations],
            names=[station.name or station.id for station in stations],
            regions=[station.region or "" for station in stations],
            battery_types=[battery_type.id for battery_type in scenario.battery_types],
            vehicle_classes=[of.id for of in fleet.classes] if fleet else [],
        )


class Kpis(KpiTables):
    """The KPIs of one run, computed from its cells; with `terms`, money included."""

    def __init__(
        self,
        cells: Cells,
        parameters: Parameters,
        names: Names,
        terms: Terms | None = None,
        *,
        networks: int = 1,
    ) -> None:
        """Prepare the tables.

        Args:
            cells: of the run.
            parameters: of the run.
            names: of what is in it.
            terms: its economics, if there are any.
            networks: so many copies of a network stand side by side, such as replications: `total`
                has a row for each, `by_region`, `by_station` and `by_hour` the rows of each; others
                mean all together.
        """
        super().__init__(
            float(as_array(parameters.settings)["target_wait_s"][0]),
            terms.economics.currency if terms else None,
            has_fleet=len(parameters.fleet.vehicles) > 0,
        )
        self._books = Books(cells, parameters, terms, networks) if terms else None
        self._about_money = described(terms.economics.currency) if terms else []
        self._about_fleet = fleet_dictionary() if self.has_fleet else []
        self.cells = cells
        self.parameters = parameters
        self.names = names
        stations = len(parameters.stations)
        self._each = np.arange(stations)
        self._networks = networks
        self._network = np.repeat(np.arange(networks), stations // networks)  # of each station

    def _make(self, name: str) -> pa.Table:
        return _MAKERS[name](self)

    def _total(self) -> pa.Table:
        networks = self._networks
        measured = self._measured(self._network, networks, network=True)
        stations = np.full(networks, len(self._each) // networks)
        return self._table({"stations": stations, **measured})

    def _by_region(self) -> pa.Table:
        regions = list(dict.fromkeys(self.names.regions))
        place = np.array([regions.index(region) for region in self.names.regions], np.int64)
        group = self._network * len(regions) + place
        groups = self._networks * len(regions)
        stations = np.bincount(group, minlength=groups)
        naming = {"region": regions * self._networks, "stations": stations}
        return self._table({**naming, **self._measured(group, groups)})

    def _by_station(self) -> pa.Table:
        naming = {
            "number": self._each % (len(self._each) // self._networks),
            "station": self.names.stations,
            "name": self.names.names,
            "region": self.names.regions,
        }
        return self._table({**naming, **self._measured(self._each, len(self._each))})

    def _by_hour(self) -> pa.Table:
        measured = self._measured(self._network, self._networks, hourly=True)
        return self._table({"hour": np.tile(self._hours(), self._networks), **measured})

    def _by_station_hour(self) -> pa.Table:
        measured = self._measured(self._each, len(self._each), hourly=True)
        return self._table({**self._stations_by("hour", self._hours()), **measured})

    def _by_slot(self) -> pa.Table:
        slot = self._slots()
        grid_kwh, limit = self.cells.grid_kwh[:, slot], limit_kwh(self.parameters, slot)
        limited = np.isfinite(limit)
        none = ~limited.any(axis=0)
        values = {
            "slot": self._slot_times(slot),
            "grid_kwh": grid_kwh.sum(axis=0),
            "limited_kwh": np.where(none, np.nan, (grid_kwh * limited).sum(axis=0)),
            "limit_kwh": np.where(none, np.nan, np.where(limited, limit, 0.0).sum(axis=0)),
        }
        if self._books:
            price = self._books.slot_prices[slot]
            values |= {"price_per_kwh": price, "energy_cost": price * values["grid_kwh"]}
        return self._table(values)

    def _by_station_slot(self) -> pa.Table:
        slot = self._slots()
        limit = limit_kwh(self.parameters, slot)
        return table(
            {
                **self._stations_by("slot", self._slot_times(slot)),
                "grid_kwh": self.cells.grid_kwh[:, slot].ravel(),
                "limit_kwh": np.where(np.isfinite(limit), limit, np.nan).ravel(),
            }
        )

    def _waits(self) -> pa.Table:
        vehicles = self.cells.wait_bins.sum(axis=0)
        borders, some = bin_borders(), np.flatnonzero(vehicles)
        return table(
            {"from_s": borders[some], "to_s": borders[some + 1], "vehicles": vehicles[some]}
        )

    def _batteries(self) -> pa.Table:
        rows = as_array(self.parameters.batteries)
        return table(
            {
                "battery": np.arange(len(rows)),
                "battery_type": pa.array(self.names.battery_types).take(rows["battery_type"]),
                "station": self._homes(rows["station"]),
                "throughput_kwh": self.cells.throughput_kwh,
                "equivalent_full_cycles": cycles(self.cells, self.parameters),
                "soh": self.cells.soh,
            }
        )

    def _homes(self, station: Integers) -> list[str | None]:
        """Return ids of stations by their numbers, null for -1."""
        names = [*self.names.stations, None]
        return [names[number] for number in station.tolist()]

    def _fleet(self) -> pa.Table:
        return self._of_fleet({}, by_class=False)

    def _fleet_by_class(self) -> pa.Table:
        return self._of_fleet({"vehicle_class": self.names.vehicle_classes}, by_class=True)

    def _fleet_by_hour(self) -> pa.Table:
        return self._of_fleet({"hour": self._hours()}, by_class=False, hourly=True)

    def _fleet_by_class_hour(self) -> pa.Table:
        naming = _pairs("vehicle_class", self.names.vehicle_classes, "hour", self._hours())
        return self._of_fleet(naming, by_class=True, hourly=True)

    def _of_fleet(
        self, naming: dict[str, Any], *, by_class: bool, hourly: bool = False
    ) -> pa.Table:
        values = fleet_measured(self.cells, self.parameters, by_class=by_class, hourly=hourly)
        return table({**naming, **values}, self._about_fleet)

    def _columns(self) -> pa.Table:
        return dictionary(self._about_money, self._about_fleet)

    def _measured(
        self, group: Integers, groups: int, *, hourly: bool = False, network: bool = False
    ) -> dict[str, Any]:
        """Return all columns but those that name the rows, one row per group (and hour)."""
        found = gather(self.cells, self.parameters, group, groups, hourly=hourly, network=network)
        if not self._books:
            return measured(found)
        accounts = self._books.accounts(group, groups, hourly=hourly)
        return measured(found) | in_money(accounts, found)

    def _table(self, values: dict[str, Any]) -> pa.Table:
        return table(values, self._about_money)

    def _stations_by(self, name: str, times: Times) -> dict[str, Any]:
        """Return the columns that name each pair of a station and a time."""
        return _pairs("station", self.names.stations, name, times)

    def _hours(self) -> Times:
        """Return when each observed local hour begins, in local time."""
        seen = np.flatnonzero(window_s(self.parameters, self.cells.end_s) > 0.0)
        return self._local_times((warm_up_hours(self.parameters) + seen) * int(HOUR_S))

    def _slots(self) -> Integers:
        """Return the numbers of the observed slots."""
        calendar = Calendar.of(self.parameters)
        slot = np.arange(warm_up_hours(self.parameters) * SLOTS_PER_HOUR, calendar.slots)
        end = calendar.slot_end(slot)
        return slot[(end > 0.0) & (end - SLOT_S < self.cells.end_s)]

    def _slot_times(self, slot: Integers) -> Times:
        """Return when slots begin, in local time."""
        return self._local_times(slot * int(SLOT_S))

    def _local_times(self, seconds: Integers) -> Times:
        """Return local times, given from the begin of the hour in which the run starts [s]."""
        first = int(as_array(self.parameters.clock)["first_hour"][0])
        since_1970 = first * int(HOUR_S) + seconds
        return since_1970.astype("datetime64[s]").astype("datetime64[ms]")  # as Parquet keeps them


def _pairs(name: str, of: Sequence[str], time: str, times: Times) -> dict[str, Any]:
    """Return the columns that name each pair of a thing and a time, all of a thing in a row."""
    return {
        name: np.repeat(np.array(of, object), len(times)),
        time: np.tile(times, len(of)),
    }


_MAKERS: dict[str, Callable[[Kpis], pa.Table]] = {
    name: getattr(Kpis, f"_{name}") for name in (*TABLES, *FLEET_TABLES)
}
