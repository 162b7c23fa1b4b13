"""What networks are made of, in plain values, corners included that no scenario file needs."""

import math
from dataclasses import dataclass, field

from voltwin.validation.city import City
from voltwin.validation.laws import Law, fixed
from voltwin.validation.scripting import Haul, Intervention, Observed
from voltwin_core.calendar import HOUR_S, HOURS_PER_WEEK
from voltwin_core.station.parameters import ADMIT, FIFO, NO_RESERVE, UNLIMITED_PLACES, WAIT

Steps = tuple[tuple[float, float], ...]  # (second of the week, value from then on)
Curve = tuple[tuple[float, float], ...]  # (SoC, grid-side power [kW])

QUARTER_S = 900.0  # [s]
_EPOCH_HOUR_OF_WEEK = 72  # 1970-01-01 was a Thursday


@dataclass(frozen=True)
class Type:
    """A battery type."""

    capacity_kwh: float = 50.0
    ready_soc: float = 0.8
    full_soc: float = 0.9
    curve: Curve = ((0.0, 60.0), (1.0, 60.0))
    arrival_soc: Law = field(default_factory=lambda: fixed(0.2))
    cool_minimum_s: float = 0.0
    cool_tau_s: float = 0.0
    cool_start_c: float = 0.0
    return_c: float = 0.0
    heat_c_per_kw2: float = 0.0
    derating: Curve = ()  # (°C, factor)
    ageing: tuple[float, ...] = ()  # a law, see `voltwin_core.ageing`
    soh: float = 1.0


@dataclass(frozen=True)
class Arrivals:
    """A station's stream: renewal if it has `gap`, a trace if `times`, Poisson otherwise."""

    per_s: float = 0.0
    profile: tuple[float, ...] = (1.0,) * HOURS_PER_WEEK
    day_factor: Law | None = None
    hour_jitter: Law | None = None
    surges: tuple[tuple[float, float], ...] = ()  # (second of the run, factor from then on)
    times: tuple[float, ...] | None = None
    gap: Law | None = None


@dataclass(frozen=True)
class Site:
    """A station. Inventory, ring and shares are by battery type."""

    inventory: tuple[tuple[float, ...], ...]  # SoC of each battery
    ring: tuple[int, ...]  # vehicles
    shares: tuple[float, ...]  # of arrivals, summing up to 1
    arrivals: Arrivals
    bays: int = 1
    chargers: tuple[tuple[float, float], ...] = ((60.0, 1.0),)  # power [kW], efficiency
    places: int = UNLIMITED_PLACES
    policy: int = WAIT
    charge_order: int = FIFO
    swap_s: Law = field(default_factory=lambda: fixed(60.0))
    patience_s: Law | None = None
    limit_kw: Steps = ((0.0, math.inf),)
    hours: Steps = ((0.0, 1.0),)
    ambient_c: Steps = ((0.0, 20.0),)
    most_diversions: int = 0
    more_racks: int | None = 0  # than batteries at the start; None: as many as are ever seen
    grid_rule: int = ADMIT
    reserve: int = NO_RESERVE
    price_below: float = 0.0  # what is cheap
    charger_faults: tuple[Law, Law] | None = None  # time to a failure, time to its repair [s]
    bay_faults: tuple[Law, Law] | None = None


@dataclass(frozen=True)
class Network:
    """All that a run is made of but its seed."""

    types: tuple[Type, ...]
    sites: tuple[Site, ...]
    horizon_s: float
    first_hour: int = 0  # local hour of the start, since 1970-01-01T00:00 local
    phase_s: float = 0.0  # seconds of that hour already gone
    warm_up_hours: int = 0
    target_wait_s: float = 300.0
    city: City | None = None
    prices: tuple[float, ...] = ()  # of quarters of an hour, from the begin of the first hour on
    interventions: tuple[Intervention, ...] = ()
    hauls: tuple[Haul, ...] = ()
    observations: tuple[Observed, ...] = ()


def week_phase_s(first_hour: int, phase_s: float) -> float:
    """Return the seconds since Monday 00:00 at which a run starts."""
    return (first_hour + _EPOCH_HOUR_OF_WEEK) % HOURS_PER_WEEK * HOUR_S + phase_s


def folded(steps: Steps) -> Steps:
    """Return weekly steps in order, without those that change nothing on the circle of the week."""
    ordered = sorted(steps)
    kept = tuple(s for i, s in enumerate(ordered) if s[1] != ordered[i - 1][1])
    return kept or ((0.0, ordered[0][1]),)
