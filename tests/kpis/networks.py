"""Networks for tests of KPIs, put into parameter tables by hand and without a scenario."""

import math
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Any, TypeVar

import numpy as np

from voltwin_core.ageing import NO_AGEING
from voltwin_core.calendar import Clock, Step
from voltwin_core.charging import Knot
from voltwin_core.demand import RENEWAL, TRACE, Source, Surge
from voltwin_core.distributions import EXPONENTIAL, FIXED, NEVER, UNIFORM, Distribution
from voltwin_core.fleet.parameters import no_fleet
from voltwin_core.record import Record, Table
from voltwin_core.station.parameters import (
    ADMIT,
    FIFO,
    NO_RESERVE,
    UNLIMITED_PLACES,
    WAIT,
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

Law = tuple[int, float, float]  # kind and its first two numbers
R = TypeVar("R", bound=Record)

Steps = tuple[tuple[float, float], ...]  # (second of the week, value from then on)


def fixed(value: float) -> Law:
    return FIXED, value, 0.0


def exponential(mean: float) -> Law:
    return EXPONENTIAL, mean, 0.0


def uniform(low: float, high: float) -> Law:
    return UNIFORM, low, high


@dataclass(frozen=True)
class Type:
    capacity_kwh: float = 50.0
    ready_soc: float = 0.8
    full_soc: float = 0.9
    curve: tuple[tuple[float, float], ...] = ((0.0, 60.0), (1.0, 60.0))
    arrival_soc: Law = field(default_factory=lambda: fixed(0.2))
    cool_minimum_s: float = 0.0


@dataclass(frozen=True)
class Site:
    inventory: tuple[tuple[float, ...], ...] = ((0.9,),)  # SoC of each battery, by type
    ring: int = 3  # vehicles of each type
    bays: int = 1
    chargers: tuple[tuple[float, float], ...] = ((60.0, 1.0),)  # power [kW], efficiency
    places: int = UNLIMITED_PLACES
    policy: int = WAIT
    charge_order: int = FIFO
    swap_s: Law = field(default_factory=lambda: fixed(60.0))
    patience_s: Law | None = None
    gap_s: Law | None = None  # between arrivals; if None, they come at `arrivals`
    arrivals: tuple[float, ...] = ()
    limit_kw: Steps = ((0.0, math.inf),)
    hours: Steps = ((0.0, 1.0),)
    charger_faults: tuple[Law, Law] | None = None  # time to a failure, to its repair [s]
    bay_faults: tuple[Law, Law] | None = None


def network(
    sites: tuple[Site, ...],
    types: tuple[Type, ...] = (Type(),),
    *,
    horizon_s: float = 7200.0,
    phase_s: float = 0.0,
    warm_up_hours: int = 0,
    target_wait_s: float = 60.0,
) -> Parameters:
    """Return the parameters of a network that starts on Thursday 1970-01-01 in the hour 00:00."""
    build = _Builder(types)
    for number, site in enumerate(sites):
        build.add(number, site)
    hours = math.ceil((phase_s + horizon_s) / 3600.0)
    clock = rows(Clock, [(0, phase_s, 3 * 86400.0 + phase_s, horizon_s)])
    laws, numbers = rows(Distribution, build.laws), np.array(build.numbers)
    return Parameters(
        settings=rows(
            Settings,
            [
                (
                    len(types),
                    hours,
                    warm_up_hours,
                    target_wait_s,
                    len(build.vehicles),
                    len(build.batteries),
                )
            ],
        ),
        clock=clock,
        battery_types=rows(BatteryType, build.types),
        stations=rows(Station, build.stations),
        pools=rows(Pool, build.pools),
        chargers=rows(Charger, build.chargers),
        batteries=rows(Battery, build.batteries),
        vehicles=rows(Vehicle, build.vehicles),
        sources=rows(Source, build.sources),
        surges=Surge.table(0),
        steps=rows(Step, build.steps),
        knots=rows(Knot, build.knots),
        distributions=laws,
        disturbances=rows(Disturbances, build.disturbances),
        script=Line.table(0),
        trucks=Truck.table(0),
        observations=Observation.table(0),
        sights=Sight.table(0),
        numbers=numbers,
        fleet=no_fleet(clock, laws, numbers),
    )


def rows(record: type[R], values: list[tuple[Any, ...]]) -> Table[R]:
    return record.adopt(np.array(values, record.dtype))


class _Builder:
    """Rows of all tables, station after station."""

    def __init__(self, types: tuple[Type, ...]) -> None:
        self.knots: list[tuple[Any, ...]] = []
        self.types: list[tuple[Any, ...]] = []
        self.stations: list[tuple[Any, ...]] = []
        self.pools: list[tuple[Any, ...]] = []
        self.chargers: list[tuple[Any, ...]] = []
        self.batteries: list[tuple[Any, ...]] = []
        self.vehicles: list[tuple[Any, ...]] = []
        self.sources: list[tuple[Any, ...]] = []
        self.steps: list[tuple[Any, ...]] = []
        self.laws: list[tuple[Any, ...]] = []
        self.disturbances: list[tuple[int, ...]] = []
        self.numbers: list[float] = [1.0] * 168  # the flat profile, then traces
        self.bays = 0
        self.full = [kind.full_soc for kind in types]
        for kind in types:
            first = len(self.knots)
            self.knots += kind.curve
            soc = kind.capacity_kwh, kind.ready_soc, kind.full_soc
            law, curve = self.law(kind.arrival_soc), (first, len(kind.curve))
            self.types.append(
                (*soc, law, *curve, kind.cool_minimum_s, 0.0, 0.0, 0.0, 0.0, 0, 0, NO_AGEING)
            )

    def law(self, law: Law | None) -> int:
        if law is None:
            return NEVER
        self.laws.append((law[0], 0, 0, law[1], law[2], 0.0, 0.0, 1.0, 0.0, 1.0))
        return len(self.laws) - 1

    def schedule(self, steps: Steps) -> tuple[int, int]:
        self.steps += steps
        return len(self.steps) - len(steps), len(steps)

    def add(self, number: int, site: Site) -> None:
        types, stock = len(self.full), [soc for of_type in site.inventory for soc in of_type]
        self.stations.append(
            (
                number + 1,
                *(len(self.chargers), len(site.chargers)),
                *(self.bays, site.bays),
                *(len(self.batteries), len(stock)),
                *(len(self.vehicles), types * site.ring),
                *(site.places, site.policy, site.charge_order),
                *(self.law(site.swap_s), self.law(site.patience_s)),
                *self.schedule(site.limit_kw),
                *self.schedule(site.hours),
                *self.schedule(((0.0, 20.0),)),
                0,
                *(ADMIT, NO_RESERVE, 1, 0, 0),
                len(stock),
            )
        )
        faults = [pair or (None, None) for pair in (site.charger_faults, site.bay_faults)]
        self.disturbances.append((0, 0, *(self.law(law) for pair in faults for law in pair)))
        self.bays += site.bays
        self.chargers += [(number, *charger) for charger in site.chargers]
        for kind, of_type in enumerate(site.inventory):
            self.batteries += [(kind, number, soc, 1.0) for soc in of_type]
        for kind, share in enumerate(accumulate([1 / types] * types)):
            own = len(site.inventory[kind])
            self.pools.append((number, kind, share, len(self.vehicles), site.ring, own))
            for _ in range(site.ring):
                self.vehicles.append((len(self.pools) - 1, len(self.batteries)))
                self.batteries.append((kind, number, self.full[kind], 1.0))
        self.add_source(number, site)

    def add_source(self, number: int, site: Site) -> None:
        kind = TRACE if site.gap_s is None else RENEWAL
        trace = len(self.numbers), len(site.arrivals)
        self.numbers += site.arrivals
        gap = self.law(site.gap_s)
        self.sources.append((number + 1, kind, 0, 0.0, NEVER, NEVER, 0, 0, *trace, gap))
