"""Interventions of a scenario into tables: its script, and what it needs in unobserved pools."""

import copy
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from voltwin.scenario.derived import is_about
from voltwin.scenario.interventions import AnyIntervention, Observation, Somewhere, Truck
from voltwin.scenario.moments import seconds_after
from voltwin.scenario.scenario import Scenario
from voltwin.scenario.tables.growing import Rows
from voltwin.scenario.tables.inventory import Inventory
from voltwin.scenario.tables.script import Script
from voltwin.scenario.tables.unobserved import Growth, Place, Unobserved
from voltwin_core.station.script import NOT_SEEN, Disturbances


class Scripted:
    """What interventions make of the tables of a network.

    It is never changed: with more interventions it is another one, which shares what was filled.
    """

    def __init__(self, scenario: Scenario, stations: Rows, inventory: Inventory) -> None:
        """Put all interventions.

        Args:
            scenario: with the interventions.
            stations: the rows of `Station` without them.
            inventory: without them; what they need in unobserved pools is added to a copy of it.
        """
        self._scenario, self._stations = scenario, stations
        self._number = {station.id: i for i, station in enumerate(scenario.stations)}
        self._all_of: dict[str, list[int]] = defaultdict(list)  # variants of one, compared
        for i, station in enumerate(scenario.stations):
            self._all_of[station.id].append(i)
        self._types = {kind.id: i for i, kind in enumerate(scenario.battery_types)}
        self.inventory = inventory.copy()
        self.script = Script(
            *(stations[name] for name in ("first_charger", "chargers", "first_bay", "bays"))
        )
        own = stations["inventory"].tolist()
        self._unobserved = Unobserved(
            [
                Place(station.racks, batteries, station.bays)
                for station, batteries in zip(scenario.stations, own, strict=True)
            ]
        )
        self._put_all(scenario.interventions)

    def extended(self, more: Iterable[AnyIntervention]) -> "Scripted":
        """Return what these interventions and more behind them make of the tables."""
        other = copy.copy(self)
        other.inventory, other.script = self.inventory.copy(), self.script.copy()
        other._unobserved = self._unobserved.copy()
        other._put_all(more)
        return other

    def _put_all(self, interventions: Iterable[AnyIntervention]) -> None:
        for what in interventions:
            at = seconds_after(self._scenario.start, what.at)
            if isinstance(what, Truck):
                self._put_truck(what, at)
                continue
            for number in self._numbers_of(what):
                if isinstance(what, Observation):
                    self._put_observation(what, at, number)
                else:
                    self.script.put(what, at, number)
        self.lines = self.script.fill_lines()

    def _numbers_of(self, what: AnyIntervention) -> Sequence[int]:
        """Return the numbers of the stations that something is done to."""
        if not isinstance(what, Somewhere | Truck):  # there may be very many
            return self._all_of.get(what.station, ())
        stations = enumerate(self._scenario.stations)
        return [number for number, station in stations if is_about(what, station)]

    def _put_truck(self, what: Truck, at: float) -> None:
        origin, to, kind = self._number[what.origin], self._number[what.to], self._type_of(what)
        self.script.put_truck(at, origin, to, what.travel, (kind, what.batteries))
        self._grow(self._unobserved.truck_leaves(origin, kind, what.batteries))

    def _put_observation(self, what: Observation, at: float, station: int) -> None:
        battery_type = self._type_of(what)
        kind, chargers = self._scenario.battery_types[battery_type], what.chargers or {}
        counts = (
            NOT_SEEN if count is None else count
            for count in (what.ready, what.not_ready, what.waiting)
        )
        soc = 0.5 * kind.ready_soc if what.soc is None else what.soc
        on_chargers = sum(not isinstance(seen, str) for seen in chargers.values())
        batteries = (what.ready or 0) + (what.not_ready or 0) + on_chargers
        self._grow(self._unobserved.observe(station, battery_type, batteries, what.waiting))
        seen = battery_type, *counts, soc
        self.script.put_observation(at, station, seen, chargers, self._unobserved.racks[station])

    def _type_of(self, what: Truck | Observation) -> int:
        """Return the number of the battery type; the only one, if none is named."""
        return self._types[what.battery_type] if what.battery_type else 0

    def _grow(self, growths: Iterator[Growth]) -> None:
        for growth in growths:
            self.inventory.add_unobserved(growth)

    def fill_stations(self) -> Rows:
        """Return the rows of `Station`."""
        rows = self._stations.copy()
        rows["racks"] = self._unobserved.racks
        return rows

    def fill_disturbances(self, faults: Sequence[tuple[int, ...]]) -> Rows:
        """Return each station's part of the script, and the laws of its faults."""
        numbers = np.arange(len(self._stations))
        first, end = (np.searchsorted(self.lines["station"], numbers + i) for i in (0, 1))
        rows = np.zeros(len(numbers), Disturbances.dtype)
        rows["first_line"], rows["lines"] = first, end - first
        names = "charger_works", "charger_fails", "bay_works", "bay_fails"
        for name, laws in zip(names, zip(*faults, strict=True), strict=True):
            rows[name] = laws
        return rows
