"""Stations of a scenario into the numbered tables of `voltwin_core.station.parameters`."""

import math
from datetime import datetime
from typing import Any

import numpy as np

from voltwin.scenario.battery_type import BatteryType
from voltwin.scenario.scenario import Scenario
from voltwin.scenario.station import Station
from voltwin.scenario.tables.fleet import FleetTables
from voltwin.scenario.tables.inventory import Inventory
from voltwin.scenario.tables.laws import Laws
from voltwin.scenario.tables.prices import Prices
from voltwin.scenario.tables.schedules import Schedules
from voltwin.scenario.tables.shelf import Shelf
from voltwin.scenario.tables.sources import Sources
from voltwin.scenario.tables.wear import Wear
from voltwin_core.calendar import HOUR_S, WEEK_S, Clock
from voltwin_core.charging import Knot
from voltwin_core.demand import Source, Surge
from voltwin_core.distributions import NEVER, Distribution
from voltwin_core.draws import entity_key
from voltwin_core.station import parameters as core
from voltwin_core.station.script import Disturbances, Line, Observation, Sight, Truck

_POLICIES = {"lose": core.LOSE, "wait": core.WAIT, "divert": core.DIVERT}
_ORDERS = {"fifo": core.FIFO, "lowest_soc": core.LOWEST_SOC, "highest_soc": core.HIGHEST_SOC}
_EPOCH = datetime(1970, 1, 1)
_MONDAY = datetime(1970, 1, 5)


class Network:
    """Tables without interventions, filled station by station."""

    def __init__(self, scenario: Scenario) -> None:
        """Fill the tables of a valid scenario."""
        self._scenario = scenario
        self._numbers: Shelf[float] = Shelf()
        self._laws = Laws(self._numbers)
        self._schedules = Schedules()
        self._knots: Shelf[tuple[float, float]] = Shelf()
        self._fleet = FleetTables(scenario, self._laws, self._numbers)
        self.inventory = Inventory(scenario.battery_types, rings=scenario.fleet is None)
        self._wear = Wear(self._numbers)
        self._prices = Prices(scenario, self._numbers)
        self._types = [self._battery_type(kind) for kind in scenario.battery_types]
        self._chargers: list[tuple[int, float, float]] = []
        self._bays = 0
        self.faults: list[tuple[int, ...]] = []
        self._stations = [
            self._station(number, station) for number, station in enumerate(scenario.stations)
        ]
        for kind, vehicles in self._fleet.vehicles_of_classes:
            self.inventory.add_fleet(kind, vehicles)

    def fill(self) -> core.Parameters:
        """Return the tables; their streams of arrivals have no surges."""
        streams = Sources(self._scenario.demand, self._laws, self._numbers)
        sources = [streams.row(station) for station in self._scenario.stations]
        # All laws and numbers have been put by now.
        clock = Clock.adopt(np.array([_clock(self._scenario)], Clock.dtype))
        laws, numbers = Distribution.adopt(self._laws.fill()), self._numbers.fill(np.float64)
        return core.Parameters(
            settings=core.Settings.adopt(np.array([self._settings()], core.Settings.dtype)),
            clock=clock,
            battery_types=core.BatteryType.adopt(np.array(self._types, core.BatteryType.dtype)),
            stations=core.Station.adopt(np.array(self._stations, core.Station.dtype)),
            pools=core.Pool.adopt(self.inventory.fill_pools()),
            chargers=core.Charger.adopt(np.array(self._chargers, core.Charger.dtype)),
            batteries=core.Battery.adopt(self.inventory.fill_batteries()),
            vehicles=core.Vehicle.adopt(self.inventory.fill_vehicles()),
            sources=Source.adopt(np.array(sources, Source.dtype)),
            surges=Surge.table(0),
            steps=self._schedules.fill(),
            knots=Knot.adopt(self._knots.fill(Knot.dtype)),
            distributions=laws,
            disturbances=Disturbances.table(len(self._stations)),
            script=Line.table(0),
            trucks=Truck.table(0),
            observations=Observation.table(0),
            sights=Sight.table(0),
            numbers=numbers,
            fleet=self._fleet.fill(clock, laws, numbers),
        )

    def _settings(self) -> tuple[Any, ...]:
        scenario, phase = self._scenario, _clock(self._scenario)[1]
        hours = math.ceil((phase + scenario.horizon) / HOUR_S)
        warm_up = int((phase + scenario.warm_up) // HOUR_S) if scenario.warm_up else 0
        own = self.inventory.vehicles, self.inventory.batteries
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
        self.faults.append(self._fault_laws(station))
        first_battery, first_vehicle = self.inventory.batteries, self.inventory.vehicles
        self.inventory.add(number, station)
        vehicles = self.inventory.vehicles - first_vehicle
        inventory = self.inventory.batteries - first_battery - vehicles
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


def _clock(scenario: Scenario) -> tuple[int, float, float, float]:
    start = scenario.start.replace(tzinfo=None)
    seconds = int((start - _EPOCH).total_seconds())
    week_phase = (start - _MONDAY).total_seconds() % WEEK_S
    return seconds // 3600, float(seconds % 3600), week_phase, scenario.horizon
