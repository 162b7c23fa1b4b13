"""Stations of a scenario into the numbered tables of `voltwin_core.station.parameters`."""

import math
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import numpy as np

from voltwin.scenario.battery_type import BatteryType
from voltwin.scenario.derived import is_about, whole_demand
from voltwin.scenario.interventions import Observation, Truck
from voltwin.scenario.moments import seconds_after
from voltwin.scenario.scenario import Scenario
from voltwin.scenario.station import Station
from voltwin.scenario.tables.fleet import FleetTables
from voltwin.scenario.tables.inventory import Inventory
from voltwin.scenario.tables.laws import Laws
from voltwin.scenario.tables.prices import Prices
from voltwin.scenario.tables.schedules import Schedules
from voltwin.scenario.tables.script import Script
from voltwin.scenario.tables.shelf import Shelf
from voltwin.scenario.tables.sources import Sources
from voltwin.scenario.tables.unobserved import Growth, Place, Unobserved
from voltwin.scenario.tables.wear import Wear
from voltwin_core.calendar import HOUR_S, WEEK_S, Clock
from voltwin_core.charging import Knot
from voltwin_core.demand import Source, Surge
from voltwin_core.distributions import NEVER, Distribution
from voltwin_core.draws import entity_key
from voltwin_core.station import parameters as core
from voltwin_core.station.script import NOT_SEEN, Disturbances, Line, Sight
from voltwin_core.station.script import Observation as ObservationRow
from voltwin_core.station.script import Truck as TruckRow

_POLICIES = {"lose": core.LOSE, "wait": core.WAIT, "divert": core.DIVERT}
_ORDERS = {"fifo": core.FIFO, "lowest_soc": core.LOWEST_SOC, "highest_soc": core.HIGHEST_SOC}
_INVENTORY = list(core.Station.dtype.names or ()).index("inventory")
_EPOCH = datetime(1970, 1, 1)
_MONDAY = datetime(1970, 1, 5)


def parameters(scenario: Scenario) -> core.Parameters:
    """Return the tables of a valid scenario, numbered as in docs/model.md §2."""
    return _Network(scenario).tables()


class _Network:
    """Tables being filled, station by station."""

    def __init__(self, scenario: Scenario) -> None:
        self._scenario = scenario
        self._numbers: Shelf[float] = Shelf()
        self._laws = Laws(self._numbers)
        self._sources = Sources(whole_demand(scenario), self._laws, self._numbers)
        self._schedules = Schedules()
        self._knots: Shelf[tuple[float, float]] = Shelf()
        self._fleet = FleetTables(scenario, self._laws, self._numbers)
        self._inventory = Inventory(scenario.battery_types, rings=scenario.fleet is None)
        self._wear = Wear(self._numbers)
        self._prices = Prices(scenario, self._numbers)
        self._types = [self._battery_type(kind) for kind in scenario.battery_types]
        self._chargers: list[tuple[int, float, float]] = []
        self._bays = 0
        self._faults: list[tuple[int, ...]] = []
        self._stations = [
            self._station(number, station) for number, station in enumerate(scenario.stations)
        ]
        for kind, vehicles in self._fleet.vehicles_of_classes:
            self._inventory.add_fleet(kind, vehicles)
        self._number = {station.id: i for i, station in enumerate(scenario.stations)}
        self._batteries, self._vehicles = self._inventory.batteries, self._inventory.vehicles
        self._unobserved = Unobserved([self._place(*of) for of in enumerate(scenario.stations)])
        self._events = self._interventions()
        self._script = self._events.fill()

    def tables(self) -> core.Parameters:
        """Return what has been filled."""
        rows = [self._sources.row(station) for station in self._scenario.stations]
        clock = Clock.adopt(np.array([_clock(self._scenario)], Clock.dtype))
        laws, numbers = Distribution.adopt(self._laws.fill()), self._numbers.fill(np.float64)
        return core.Parameters(
            settings=core.Settings.adopt(np.array([self._settings()], core.Settings.dtype)),
            clock=clock,
            battery_types=core.BatteryType.adopt(np.array(self._types, core.BatteryType.dtype)),
            stations=core.Station.adopt(self._fill_stations()),
            pools=core.Pool.adopt(self._inventory.fill_pools()),
            chargers=core.Charger.adopt(np.array(self._chargers, core.Charger.dtype)),
            batteries=core.Battery.adopt(self._inventory.fill_batteries()),
            vehicles=core.Vehicle.adopt(self._inventory.fill_vehicles()),
            sources=Source.adopt(np.array(rows, Source.dtype)),
            surges=Surge.adopt(self._sources.surges.fill(Surge.dtype)),
            steps=self._schedules.fill(),
            knots=Knot.adopt(self._knots.fill(Knot.dtype)),
            distributions=laws,
            disturbances=Disturbances.adopt(self._disturbances()),
            script=Line.adopt(self._script),
            trucks=TruckRow.adopt(np.array(self._trucks(), TruckRow.dtype)),
            observations=ObservationRow.adopt(self._events.fill_observations()),
            sights=Sight.adopt(self._events.fill_sights()),
            numbers=numbers,
            fleet=self._fleet.fill(clock, laws, numbers),
        )

    def _settings(self) -> tuple[Any, ...]:
        scenario, phase = self._scenario, _clock(self._scenario)[1]
        hours = math.ceil((phase + scenario.horizon) / HOUR_S)
        warm_up = int((phase + scenario.warm_up) // HOUR_S) if scenario.warm_up else 0
        own = self._vehicles, self._batteries
        return len(self._types), hours, warm_up, scenario.target_wait, *own

    def _battery_type(self, kind: BatteryType) -> tuple[Any, ...]:
        knots, cool = kind.charge_curve.knots(), kind.cool_down
        thermal = cool.thermal
        return (
            kind.capacity_kwh,
            kind.ready_soc,
            kind.full_soc,
            self._laws.put(kind.arrival_soc, 0.0, math.nextafter(kind.ready_soc, 0.0)),
            self._knots.put(knots),
            len(knots),
            cool.minimum,
            thermal.time_constant if thermal else 0.0,
            thermal.start_c if thermal else 0.0,
            thermal.return_c if thermal else 0.0,
            *self._wear.row(kind),
        )

    def _station(self, number: int, station: Station) -> tuple[Any, ...]:
        first_charger, first_bay = len(self._chargers), self._bays
        for group in station.chargers:
            self._chargers += [(number, group.power_kw, group.efficiency)] * group.count
        self._bays += station.bays
        self._faults.append(self._fault_laws(station))
        first_battery, first_vehicle = self._inventory.batteries, self._inventory.vehicles
        self._inventory.add(number, station)
        vehicles = self._inventory.vehicles - first_vehicle
        inventory = self._inventory.batteries - first_battery - vehicles
        return (
            entity_key("station", station.id),
            first_charger,
            len(self._chargers) - first_charger,
            first_bay,
            station.bays,
            first_battery,
            inventory,
            first_vehicle,
            vehicles,
            min(station.queue_places, core.UNLIMITED_PLACES),
            _POLICIES[station.policy],
            _ORDERS[station.charge_order],
            self._laws.put(station.swap_time),
            NEVER if station.patience is None else self._laws.put(station.patience),
            *self._schedules.weekly(station.grid_limit_kw),
            *self._schedules.opening(station.opening_hours),
            *self._schedules.weekly(station.ambient_c),
            station.most_diversions,
            core.SHARE if station.grid_rule == "share" else core.ADMIT,
            *self._prices.row(station),
            inventory if station.racks is None else station.racks,
        )

    def _fault_laws(self, station: Station) -> tuple[int, ...]:
        laws: list[int] = []
        for faults in (station.charger_faults, station.bay_faults):
            none = NEVER, NEVER
            laws += (self._laws.put(faults.mtbf), self._laws.put(faults.mttr)) if faults else none
        return tuple(laws)

    def _place(self, number: int, station: Station) -> Place:
        return Place(station.racks, int(self._stations[number][_INVENTORY]), station.bays)

    def _fill_stations(self) -> np.ndarray[Any, Any]:
        rows = np.array(self._stations, core.Station.dtype)
        rows["racks"] = self._unobserved.racks
        return rows

    def _interventions(self) -> Script:
        """Return the script of all interventions; what they need in unobserved pools is added."""
        rows = np.array(self._stations, core.Station.dtype)
        script = Script(rows["first_charger"], rows["chargers"], rows["first_bay"], rows["bays"])
        for what in self._scenario.interventions:
            at = seconds_after(self._scenario.start, what.at)
            if isinstance(what, Truck):
                self._put_truck(script, what, at)
            elif isinstance(what, Observation):
                for number, station in enumerate(self._scenario.stations):
                    if station.id == what.station:  # variants of one, where they are compared
                        self._put_observation(script, what, at, number)
            else:
                for number, station in enumerate(self._scenario.stations):
                    if is_about(what, station):
                        script.put(what, at, number)
        return script

    def _put_truck(self, script: Script, what: Truck, at: float) -> None:
        origin, to = self._number[what.origin], self._number[what.to]
        script.put_truck(at, origin, to, what.travel)
        self._grow(self._unobserved.truck_leaves(origin, self._type_of(what), what.batteries))

    def _put_observation(self, script: Script, what: Observation, at: float, station: int) -> None:
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
        script.put_observation(at, station, seen, chargers, self._unobserved.racks[station])

    def _type_of(self, what: Truck | Observation) -> int:
        """Return the number of the battery type; the only one, if none is named."""
        ids = [kind.id for kind in self._scenario.battery_types]
        return ids.index(what.battery_type) if what.battery_type else 0

    def _grow(self, growths: Iterator[Growth]) -> None:
        for growth in growths:
            self._inventory.add_unobserved(growth)

    def _trucks(self) -> list[tuple[int, int]]:
        """Return battery type and count of each truck."""
        trucks = (what for what in self._scenario.interventions if isinstance(what, Truck))
        return [(self._type_of(truck), truck.batteries) for truck in trucks]

    def _disturbances(self) -> np.ndarray[Any, Any]:
        """Return each station's part of the script, and its faults."""
        numbers = np.arange(len(self._stations))
        first, end = (np.searchsorted(self._script["station"], numbers + i) for i in (0, 1))
        rows = np.zeros(len(numbers), Disturbances.dtype)
        rows["first_line"], rows["lines"] = first, end - first
        names = "charger_works", "charger_fails", "bay_works", "bay_fails"
        for name, laws in zip(names, zip(*self._faults, strict=True), strict=True):
            rows[name] = laws
        return rows


def _clock(scenario: Scenario) -> tuple[int, float, float, float]:
    start = scenario.start.replace(tzinfo=None)
    seconds = int((start - _EPOCH).total_seconds())
    week_phase = (start - _MONDAY).total_seconds() % WEEK_S
    return seconds // 3600, float(seconds % 3600), week_phase, scenario.horizon
