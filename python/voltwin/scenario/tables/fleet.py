"""The fleet of a scenario into the core's tables: places, classes, vehicles, drives, shares."""

import math
from typing import Any

import numpy as np

from voltwin.scenario import derived
from voltwin.scenario.demand import Diversion
from voltwin.scenario.distributions import MAX_SHAPE, Gamma
from voltwin.scenario.fleet.destinations import destinations
from voltwin.scenario.fleet.vehicle_class import VehicleClass
from voltwin.scenario.mean_gap import mean_gap
from voltwin.scenario.scenario import Scenario
from voltwin.scenario.sizing import charge_hours
from voltwin.scenario.station import Station
from voltwin.scenario.tables.homes import homes
from voltwin.scenario.tables.laws import Laws
from voltwin.scenario.tables.places import drives, stations_by_time
from voltwin.scenario.tables.shelf import Shelf
from voltwin.scenario.travel import GreatCircle
from voltwin.scenario.weekly import hourly_values
from voltwin_core.calendar import Clock
from voltwin_core.distributions import NEVER, Distribution
from voltwin_core.draws import entity_key
from voltwin_core.fleet import parameters as core
from voltwin_core.fleet.trips import guides, sections
from voltwin_core.record import Table
from voltwin_core.travel import Roads, Travel, all_drives

_CHOICES = {
    "nearest": core.NEAREST,
    "nearest_ready": core.NEAREST_READY,
    "least_time": core.LEAST_TIME,
}

_LONG_S = 1e6  # longer swaps do not count for their mean [s]


class FleetTables:
    """Classes are put before the shared laws and numbers are filled; the rest comes after."""

    def __init__(self, scenario: Scenario, laws: Laws, numbers: Shelf[float]) -> None:
        self._scenario, self._laws, self._numbers = scenario, laws, numbers
        self._drives = derived.with_drives(scenario)
        fleet, types = scenario.fleet, scenario.battery_types
        self._classes: list[tuple[Any, ...]] = []
        self.vehicles_of_classes: list[tuple[int, int]] = []  # battery type, count
        if fleet:
            number = {kind.id: k for k, kind in enumerate(types)}
            kinds = [number[of.battery_type or types[0].id] for of in fleet.classes]
            counts = [of.count for of in fleet.classes]
            self.vehicles_of_classes = list(zip(kinds, counts, strict=True))
            self._classes = [self._class(of, k) for of, k in zip(fleet.classes, kinds, strict=True)]
        elif self._drives:
            self._classes = [self._arrivals_class(k) for k in range(len(types))]
        travel = scenario.travel or GreatCircle()
        self._first_speed = numbers.put(hourly_values(travel.speed_profile)) if self._drives else 0

    def _class(self, of: VehicleClass, kind: int) -> tuple[Any, ...]:
        assert self._scenario.fleet
        shape = derived.factors(of.profile, self._scenario.demand)
        mean = math.fsum(shape) / len(shape)
        per_s = self._scenario.fleet.multiplier * of.trips_per_day / 86400.0
        full = self._scenario.battery_types[kind].full_soc
        rates = [per_s * factor / mean if per_s else 0.0 for factor in shape]
        return (
            kind,
            of.kwh_per_km,
            of.speed_factor,
            of.floor_soc,
            of.threshold_soc,
            _CHOICES[of.choice],
            of.considers,
            of.retry,
            of.tow,
            self._numbers.put(rates),
            self._spread(of.energy_spread),
            self._laws.put(of.initial_soc, of.floor_soc, full),
        )

    def _arrivals_class(self, kind: int) -> tuple[Any, ...]:
        """Return the class of the vehicles that arrive with batteries of a type, and may divert."""
        how = self._scenario.demand.diversion or Diversion()
        rules = 0.0, 0.0, _CHOICES[how.choice], how.considers, 0.0, 0.0
        return kind, how.kwh_per_km, 1.0, *rules, self._numbers.put([0.0] * 168), NEVER, NEVER

    def _spread(self, spread: float) -> int:
        """Return the Gamma law with mean 1 and this standard deviation."""
        if spread == 0.0:
            return NEVER
        return self._laws.put(Gamma(mean=1.0, shape=min(1.0 / (spread * spread), MAX_SHAPE)))

    def fill(self, clock: Table[Clock], laws: Table[Distribution], numbers: Any) -> core.Fleet:
        """Return the tables; laws and numbers are those that `__init__` has put into."""
        if not self._drives:
            return core.no_fleet(clock, laws, numbers)
        fleet, stations = self._scenario.fleet, len(self._scenario.stations)
        zones = len(fleet.zones) if fleet else 0
        km, seconds = drives(self._scenario)
        of_hour, cumulative = np.zeros(168, np.int32), np.zeros((0, zones, zones))
        if fleet:
            of_hour, cumulative = destinations(fleet, km[:zones, :zones])
        roads = np.array([(zones + stations, self._first_speed)], Roads.dtype)
        extent = zones, stations, sections(zones)
        return core.Fleet(
            extent=core.Extent.adopt(np.array([extent], core.Extent.dtype)),
            places=core.Place.adopt(_places(km, zones, stations)),
            classes=core.VehicleClass.adopt(np.array(self._classes, core.VehicleClass.dtype)),
            vehicles=core.FleetVehicle.adopt(self._vehicles()),
            outlooks=core.Outlook.adopt(np.array(self._outlooks(), core.Outlook.dtype)),
            travel=Travel(clock, Roads.adopt(roads), all_drives(km, seconds), numbers),
            order=stations_by_time(seconds, zones).ravel(),
            table_of_hour=of_hour,
            cumulative=np.ascontiguousarray(cumulative).ravel(),
            guides=guides(cumulative),
            clock=clock,
            distributions=laws,
            numbers=numbers,
        )

    def _vehicles(self) -> Any:
        fleet = self._scenario.fleet
        count = sum(vehicles for _, vehicles in self.vehicles_of_classes)
        rows = np.zeros(count, core.FleetVehicle.dtype)
        if fleet is None:
            return rows
        number, first = {zone.id: i for i, zone in enumerate(fleet.zones)}, 0
        for k, of in enumerate(fleet.classes):
            weights = [zone.homes for zone in fleet.zones]
            if of.homes is not None:
                weights = [0.0] * len(number)
                for name, weight in of.homes.items():
                    weights[number[name]] = weight
            part = rows[first : first + of.count]
            keys = (entity_key("vehicle", f"{of.id}/{i}") for i in range(of.count))
            part["key"] = np.fromiter(keys, np.uint64, of.count)
            part["vehicle_class"] = k
            part["home"] = homes(weights, of.count)
            first += of.count
        return rows

    def _outlooks(self) -> list[tuple[float, float]]:
        """Return what is expected of each pool: mean swap time, and charge time to ready."""
        arrival_soc = self._arrival_socs()
        charge_s: dict[Any, float] = {}
        rows = []
        for station in self._scenario.stations:
            swap_s = mean_gap(station.swap_time, _LONG_S)
            for k, soc in enumerate(arrival_soc):
                name = station.chargers, k
                if name not in charge_s:
                    charge_s[name] = self._charge_s(station, k, soc)
                rows.append((swap_s, charge_s[name]))
        return rows

    def _arrival_socs(self) -> list[float]:
        """Return by battery type with which SoC vehicles come: the mean threshold of its classes,
        weighted by their vehicles; without any, the mean of the type's law of arrivals."""
        found = []
        for k, kind in enumerate(self._scenario.battery_types):
            of_type = [
                (of.threshold_soc, of.count)
                for of, row in zip(self._fleet_classes(), self._classes, strict=False)
                if row[0] == k and of.count
            ]
            vehicles = sum(count for _, count in of_type)
            if vehicles:
                found.append(sum(soc * count for soc, count in of_type) / vehicles)
            else:
                found.append(mean_gap(kind.arrival_soc, 1.0))
        return found

    def _fleet_classes(self) -> list[VehicleClass]:
        return self._scenario.fleet.classes if self._scenario.fleet else []

    def _charge_s(self, station: Station, k: int, soc: float) -> float:
        """Return the mean over the station's chargers of the time until ready [s]."""
        kind, chargers = self._scenario.battery_types[k], sum(g.count for g in station.chargers)
        if not chargers:
            return math.inf
        until = kind.ready_soc
        hours = sum(g.count * charge_hours(kind, g, soc, until) for g in station.chargers)
        return 3600.0 * hours / chargers


def _places(km: Any, zones: int, stations: int) -> Any:
    """Return the rows of `Place`; of equally near zones the first."""
    rows = np.zeros(zones + stations, core.Place.dtype)
    rows["zone"] = np.arange(zones + stations)
    rows["station"] = np.arange(zones + stations) - zones
    rows["station"][:zones] = -1
    rows["zone"][zones:] = km[zones:, :zones].argmin(axis=1) if zones else -1
    return rows
