"""Networks packed into parameter tables, numbered as docs/model.md §2 asks.

Ids are numbers: what a station draws depends on its `key` alone.
"""

import math
from itertools import accumulate
from typing import Any, TypeVar

import numpy as np

from voltwin.scenario.tables.unobserved import Place, Unobserved
from voltwin.validation.city import City, Numbered, fleet_tables, put_numbers
from voltwin.validation.laws import Law
from voltwin.validation.network.description import (
    QUARTER_S,
    Arrivals,
    Network,
    Site,
    Steps,
    Type,
    week_phase_s,
)
from voltwin.validation.scripting import (
    Haul,
    by_station,
    in_turn,
    script,
    sightings,
)
from voltwin_core.ageing import NO_AGEING
from voltwin_core.calendar import HOUR_S, Clock, Step
from voltwin_core.charging import Knot
from voltwin_core.demand import POISSON, RENEWAL, TRACE, Source, Surge
from voltwin_core.distributions import NEVER, Distribution
from voltwin_core.draws import entity_key
from voltwin_core.fleet.parameters import no_fleet
from voltwin_core.linked import NONE
from voltwin_core.record import Record, Table
from voltwin_core.station.parameters import (
    Battery,
    BatteryType,
    Charger,
    Parameters,
    Pool,
    Settings,
    Station,
    Vehicle,
)
from voltwin_core.station.script import Disturbances, Line, Observation, Sight, Truck


def places(network: Network) -> list[Place]:
    """Return how many batteries each station has room for, if that is given."""
    stocks = [sum(map(len, site.inventory)) for site in network.sites]
    return [
        Place(None if site.more_racks is None else stock + site.more_racks, stock, site.bays)
        for site, stock in zip(network.sites, stocks, strict=True)
    ]


def parameters(network: Network) -> Parameters:
    """Return a network as parameter tables."""
    tables = _Tables(network)
    for number, site in enumerate(network.sites):
        tables.add(number, site)
    phase_s, horizon_s = network.phase_s, network.horizon_s
    clock = network.first_hour, phase_s, week_phase_s(network.first_hour, phase_s), horizon_s
    hours = math.ceil((phase_s + horizon_s) / HOUR_S)
    if network.city:
        places = tables.put_city(network.city)
    own = len(tables.vehicles), len(tables.batteries)
    tables.add_unobserved()
    settings = len(network.types), hours, network.warm_up_hours, network.target_wait_s, *own
    clocks, laws = _rows(Clock, [clock]), _rows(Distribution, tables.laws)
    numbers = np.array(tables.numbers)
    fleet = no_fleet(clocks, laws, numbers)
    if network.city:
        fleet = fleet_tables(network.city, clocks, laws, numbers, places)
    lines = tables.script()
    observations, sights = tables.sightings()
    return Parameters(
        settings=_rows(Settings, [settings]),
        clock=clocks,
        battery_types=_rows(BatteryType, tables.types),
        stations=_rows(Station, tables.stations),
        pools=_rows(Pool, tables.pools),
        chargers=_rows(Charger, tables.chargers),
        batteries=_rows(Battery, tables.batteries),
        vehicles=_rows(Vehicle, tables.vehicles),
        sources=_rows(Source, tables.sources),
        surges=_rows(Surge, tables.surges),
        steps=_rows(Step, tables.steps),
        knots=_rows(Knot, tables.knots),
        distributions=laws,
        disturbances=_rows(Disturbances, tables.disturbances(lines)),
        script=_rows(Line, lines),
        trucks=_rows(Truck, [(haul.battery_type, haul.count) for haul in network.hauls]),
        observations=_rows(Observation, observations),
        sights=_rows(Sight, sights),
        numbers=numbers,
        fleet=fleet,
    )


_R = TypeVar("_R", bound=Record)
_Row = tuple[Any, ...]


def _rows(record: type[_R], values: list[_Row]) -> Table[_R]:
    return record.adopt(np.array(values, record.dtype))


class _Tables:
    """The rows of all tables, station after station."""

    def __init__(self, network: Network) -> None:
        self.network = network
        self.stations: list[_Row] = []
        self.pools: list[_Row] = []
        self.chargers: list[_Row] = []
        self.batteries: list[_Row] = []
        self.vehicles: list[_Row] = []
        self.sources: list[_Row] = []
        self.surges: list[_Row] = []
        self.steps: list[_Row] = []
        self.knots: list[_Row] = []
        self.laws: list[_Row] = []
        self.faults: list[tuple[int, ...]] = []  # by station
        self.numbers: list[float] = [0.0]  # never empty
        self.bays = 0
        self.racks: list[int] = []  # that the station of each observation has by then
        self.types = [self._type(kind) for kind in network.types]

    def _type(self, kind: Type) -> _Row:
        self.knots += kind.curve
        curve = len(self.knots) - len(kind.curve), len(kind.curve)
        soc = kind.capacity_kwh, kind.ready_soc, kind.full_soc, self._law(kind.arrival_soc)
        cooling = kind.cool_minimum_s, kind.cool_tau_s, kind.cool_start_c, kind.return_c
        derating = [value for point in kind.derating for value in point]
        factors = self._numbers(tuple(derating)), len(kind.derating)
        ageing = self._numbers(kind.ageing) if kind.ageing else NO_AGEING
        return *soc, *curve, *cooling, kind.heat_c_per_kw2, *factors, ageing

    def _law(self, law: Law | None) -> int:
        if law is None:
            return NEVER
        numbers = len(law.numbers), self._numbers(law.numbers)
        of_x = law.a, law.b, law.c, law.low, law.span
        self.laws.append((law.kind, *numbers, *of_x, law.shift, law.scale))
        return len(self.laws) - 1

    def _numbers(self, values: tuple[float, ...]) -> int:
        self.numbers += values
        return len(self.numbers) - len(values)

    def _schedule(self, steps: Steps) -> tuple[int, int]:
        self.steps += steps
        return len(self.steps) - len(steps), len(steps)

    def add(self, number: int, site: Site) -> None:
        """Add a station with all that belongs to it."""
        key, stock = entity_key("station", str(number)), sum(map(len, site.inventory))
        chargers = len(self.chargers), len(site.chargers)
        bays, batteries = (self.bays, site.bays), (len(self.batteries), stock)
        vehicles = len(self.vehicles), sum(site.ring)
        rules = site.places, site.policy, site.charge_order
        laws = self._law(site.swap_s), self._law(site.patience_s)
        by_the_week = [self._schedule(s) for s in (site.limit_kw, site.hours, site.ambient_c)]
        prices = site.reserve, *self._prices(site.price_below)
        spans = *chargers, *bays, *batteries, *vehicles
        steps = (n for s in by_the_week for n in s)
        more = site.most_diversions, site.grid_rule, *prices, stock + (site.more_racks or 0)
        self.stations.append((key, *spans, *rules, *laws, *steps, *more))
        self.bays += site.bays
        self.faults.append(self._faults(site))
        self.chargers += [(number, *charger) for charger in site.chargers]
        for kind, of_type in enumerate(site.inventory):
            soh = self.network.types[kind].soh
            self.batteries += [(kind, number, soc, soh) for soc in of_type]
        self._add_pools(number, site)
        self.sources.append((key, *self._source(site.arrivals)))

    def add_unobserved(self) -> None:
        """Add what the observations need in unobserved pools, and in racks that are not given."""
        unobserved, kinds = Unobserved(places(self.network)), self.network.types
        for what in in_turn(self.network.observations, self.network.hauls):
            growths = (
                unobserved.truck_leaves(what.site, what.battery_type, what.count)
                if isinstance(what, Haul)
                else unobserved.observe(what.site, what.battery_type, what.batteries, what.waiting)
            )
            for station, kind, batteries, vehicles in growths:
                pool = station * len(kinds) + kind
                battery = kind, station, kinds[kind].full_soc, kinds[kind].soh
                self.batteries += [battery] * batteries
                for _ in range(vehicles):
                    self.vehicles.append((pool, len(self.batteries)))
                    self.batteries.append(battery)
            if not isinstance(what, Haul):
                self.racks.append(unobserved.racks[what.site])
        racks = unobserved.racks
        self.stations = [(*row[:-1], most) for row, most in zip(self.stations, racks, strict=True)]

    def script(self) -> list[_Row]:
        """Return the lines of the script."""
        of = self.network
        firsts = self._firsts("first_charger"), self._firsts("first_bay")
        return script(of.interventions, of.observations, of.hauls, *firsts)

    def sightings(self) -> tuple[list[_Row], list[_Row]]:
        """Return the rows of observations and of chargers that were seen."""
        return sightings(self.network.observations, self.racks, self._firsts("first_charger"))

    def _firsts(self, name: str) -> list[int]:
        return list(np.array(self.stations, Station.dtype)[name].tolist())

    def disturbances(self, lines: list[_Row]) -> list[_Row]:
        """Return each station's part of the script, and its faults."""
        spans = by_station(lines, len(self.faults))
        return [(*span, *faults) for span, faults in zip(spans, self.faults, strict=True)]

    def _faults(self, site: Site) -> tuple[int, ...]:
        pairs = [pair or (None, None) for pair in (site.charger_faults, site.bay_faults)]
        return tuple(self._law(law) for pair in pairs for law in pair)

    def put_city(self, city: City) -> Numbered:
        """Add the vehicles of a city, each with a battery, and its numbers."""
        for of in city.classes:
            for _ in range(of.count):
                self.vehicles.append((NONE, len(self.batteries)))
                kind = self.network.types[of.battery_type]
                self.batteries.append((of.battery_type, NONE, kind.full_soc, kind.soh))
        return put_numbers(city, self._numbers, self._law)

    def _prices(self, threshold: float) -> tuple[int, int, int]:
        """Return whether it is cheap at the start, and the times at which that changes."""
        phase_s = self.network.phase_s
        cheap = [price < threshold for price in self.network.prices] or [True]
        begins = [QUARTER_S * n - phase_s for n in range(len(cheap))]
        first = sum(begin <= 0.0 for begin in begins) - 1
        times = tuple(
            begins[n]
            for n in range(first + 1, len(cheap))
            if cheap[n] != cheap[n - 1] and begins[n] < self.network.horizon_s
        )
        return int(cheap[first]), self._numbers(times), len(times)

    def _add_pools(self, number: int, site: Site) -> None:
        for kind, (ring, share) in enumerate(zip(site.ring, accumulate(site.shares), strict=True)):
            share_until = 1.0 if not any(site.shares[kind + 1 :]) else share
            stock = len(site.inventory[kind])
            self.pools.append((number, kind, share_until, len(self.vehicles), ring, stock))
            for _ in range(ring):
                self.vehicles.append((len(self.pools) - 1, len(self.batteries)))
                of_type = self.network.types[kind]
                self.batteries.append((kind, number, of_type.full_soc, of_type.soh))

    def _source(self, stream: Arrivals) -> _Row:
        kind = POISSON if stream.gap is None else RENEWAL
        kind = kind if stream.times is None else TRACE
        times = stream.times or ()
        rate = self._numbers(stream.profile), stream.per_s
        factors = self._law(stream.day_factor), self._law(stream.hour_jitter)
        self.surges += stream.surges
        surges = len(self.surges) - len(stream.surges), len(stream.surges)
        trace = self._numbers(times), len(times)
        return kind, *rate, *factors, *surges, *trace, self._law(stream.gap)
