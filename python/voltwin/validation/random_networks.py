"""Random networks over the whole space of configurations, corners and ties on purpose included.

A network is a pure function of a `Scope`, so that the CLI and the property test draw from one
generator.
"""

import math
from dataclasses import replace
from itertools import accumulate
from random import Random
from typing import NamedTuple

from voltwin.validation.network import (
    QUARTER_S,
    Arrivals,
    Curve,
    Law,
    Network,
    Site,
    Steps,
    Type,
    empirical,
    exponential,
    fixed,
    folded,
    logit_normal,
    lognormal,
    normal,
    triangular,
    uniform,
)
from voltwin.validation.random_charging import (
    age,
    charge_when,
    derating,
    grid_rule,
    heat,
    prices,
)
from voltwin.validation.random_cities import random_city
from voltwin.validation.random_disturbances import random_faults, random_interventions
from voltwin.validation.scope import Frame, Scope
from voltwin_core.calendar import HOUR_S
from voltwin_core.station.parameters import (
    DIVERT,
    FIFO,
    HIGHEST_SOC,
    LOSE,
    LOWEST_SOC,
    UNLIMITED_PLACES,
    WAIT,
)

__all__ = ["Scope", "random_network"]

_MOST_HORIZON_S = 6 * 86400.0
_FLEET, _DIVERTED = "fleet", "diverted"

# Reservations are compared in whole milliwatts (1e-6 kW): some powers are whole, some fall between
# two, as does the sum of what is rounded up, and one is below the first.
_BETWEEN_KW = 4e-7
_POWERS_KW = (
    (60.0,),
    (30.0, 60.0, 150.0),
    (7.3, 22.1, 49.9),
    (36.0000004, 59.9999999, 842.1052631579),
    (52.6315789474, 120.0000007, 33.3333333333, _BETWEEN_KW),
)
_PEAKS_KW = (20.0, 60.0, 100.0, 150.0, 36.0000004, 99.9999996, 842.1052631579)


class _Plant(NamedTuple):
    """What decides how many arrivals a station can serve."""

    chargers: tuple[tuple[float, float], ...]
    shares: tuple[float, ...]
    charge_s: float  # about what a battery is away from the stock [s]
    per_s: float  # arrivals


def random_network(scope: Scope) -> Network:
    """Return the network of a scope."""
    source = scope.source("network")
    stations = source.choice((1, 1, 2, 3, source.randint(4, 20)))
    types = [1, 1, 2, 3][source.randrange(4)]
    arrivals = source.choice((200, 400, 700, 1000)) * scope.arrivals
    kinds = tuple(_type(scope, i) for i in range(min(types, scope.battery_types)))
    plants = [_plant(scope, i, kinds) for i in range(min(stations, scope.stations))]
    frame = _frame(scope, arrivals / max(sum(plant.per_s for plant in plants), 1e-4))
    drivers = _drivers(scope)
    warm_up = source.randint(0, 3) if scope.has("calendar", source, 0.5) else 0
    hours = math.ceil((frame.phase_s + frame.horizon_s) / HOUR_S)
    sites = tuple(
        _with_drivers(_site(scope, i, kinds, plant, frame), i, scope, drivers)
        for i, plant in enumerate(plants)
    )
    return Network(
        types=kinds,
        sites=sites,
        horizon_s=frame.horizon_s,
        first_hour=frame.first_hour,
        phase_s=frame.phase_s,
        warm_up_hours=min(warm_up, hours),
        target_wait_s=source.choice((0.0, 60.0, 300.0)),
        city=random_city(scope, len(plants), kinds, frame, lives=drivers == _FLEET)
        if drivers
        else None,
        prices=prices(scope, frame),
        interventions=tuple(
            what
            for i, site in enumerate(sites)
            for what in random_interventions(scope, i, site, frame)
        ),
    )


def _drivers(scope: Scope) -> str:
    """Return who drives: nobody, a fleet, or vehicles that stations divert."""
    source = scope.source("drivers")
    drivers = source.choice((_FLEET, _FLEET, _DIVERTED))
    return drivers if scope.has("drivers", source, 0.4) else ""


def _with_drivers(site: Site, number: int, scope: Scope, drivers: str) -> Site:
    """Return a station as it is where vehicles drive: it may divert; a fleet takes the place of
    its own arrivals."""
    source = scope.source("diverts", number)
    if not drivers:
        return site
    if source.random() < 0.5:
        site = replace(site, policy=DIVERT, most_diversions=source.choice((1, 2, 5)))
    if drivers == _FLEET:
        nobody = (0,) * len(site.ring)
        return replace(site, arrivals=Arrivals(times=()), ring=nobody)
    return replace(site, ring=tuple(vehicles and vehicles + 40 for vehicles in site.ring))


def _frame(scope: Scope, aim_s: float) -> Frame:
    """Return a start and a horizon near the one aimed at."""
    source = scope.source("frame")
    ties = scope.has("ties", source, 0.5)
    first_hour = 490_000 + source.randrange(100_000)
    phase_s = source.choice((0.0, 900.0, 1234.0, 3599.0))
    horizon_s = min(max(aim_s, 1800.0), _MOST_HORIZON_S)
    grid = source.choice((0.0, QUARTER_S, HOUR_S))
    if not scope.has("calendar", source, 0.7):
        return Frame(first_hour, 0.0, HOUR_S * math.ceil(horizon_s / HOUR_S), ties)
    if grid:
        horizon_s = (phase_s + horizon_s) // grid * grid + grid - phase_s
    return Frame(first_hour, phase_s, horizon_s, ties)


# --- battery types ------------------------------------------------------------------------------


def _type(scope: Scope, number: int) -> Type:
    source = scope.source("type", number)
    ready = source.choice((0.5, 0.8, 0.8, 0.95))
    full = source.choice((ready, min(0.99, ready + 0.15), 0.99))
    if not scope.has("types", source, 0.9):
        return Type(ready_soc=0.8, full_soc=full if full >= 0.8 else 0.9)
    peak = source.choice(_PEAKS_KW)
    hours = source.choice((0.0, 0.2, 0.5, 0.5, 1.0, 2.0))
    tau, start = _thermal(scope, number)
    return Type(
        capacity_kwh=max(1e-9, hours * peak),
        ready_soc=ready,
        full_soc=full,
        curve=_curve(source, peak),
        arrival_soc=_arrival_soc(source, ready),
        cool_minimum_s=_cool_down_s(scope, number),
        cool_tau_s=tau,
        cool_start_c=start,
        return_c=start + source.choice((-5.0, 0.0, 3.0, 15.0)),
        heat_c_per_kw2=heat(scope, number, peak) if tau else 0.0,
        derating=derating(scope, number, start) if tau else (),
        **age(scope, number),
    )


def _curve(source: Random, peak: float) -> Curve:
    knee = source.choice((0.2, 0.6, 0.8))
    return source.choice(
        (
            ((0.0, peak), (1.0, peak)),
            ((0.0, peak), (knee, peak), (1.0, 0.0)),
            ((0.0, 0.4 * peak), (0.3, peak), (0.8, 0.6 * peak), (1.0, 0.1 * peak)),
            ((0.1, 0.2 * peak), (0.4, 0.2 * peak), (0.85, peak), (0.95, 0.5 * peak)),
            ((0.0, peak), (0.5, peak * (1.0 + 1e-13)), (1.0, peak)),  # a slope of a few ulps
        )
    )


def _arrival_soc(source: Random, ready: float) -> Law:
    return source.choice(
        (
            fixed(0.2),
            fixed(0.0),
            fixed(1.0),  # just below ready
            uniform(0.0, ready),
            normal(0.2, 0.3),  # now and then below 0 or above ready
            Law(normal(0.2, 0.1).kind, 0.2, 0.1, low=0.1, span=0.8),
            logit_normal(0.2, 0.6),
            empirical(0.1, 0.1, 0.2, 0.2, 0.5),  # equal ones on purpose
            Law(exponential(0.2).kind, 0.2, shift=ready, scale=-1.0),
            triangular(0.0, 0.1, 0.6),
        )
    )


def _cool_down_s(scope: Scope, number: int) -> float:
    source = scope.source("cool-down", number)
    seconds = source.choice((60.0, 300.0, 900.0))
    return seconds if scope.has("cool-down", source, 0.6) else 0.0


def _thermal(scope: Scope, number: int) -> tuple[float, float]:
    """Return time constant [s] and start temperature [°C]; 0 and 0 for no thermal model."""
    source = scope.source("thermal", number)
    tau, start = source.choice((60.0, 900.0, 3600.0)), source.choice((25.0, 30.0, 30.0, 38.0))
    return (tau, start) if scope.has("ambient", source, 0.5) else (0.0, 0.0)


# --- stations -----------------------------------------------------------------------------------


def _plant(scope: Scope, number: int, kinds: tuple[Type, ...]) -> _Plant:
    source = scope.source("plant", number)
    count = source.choice((0, 1, 1, 1, 2, 2, 2, 3, 3, 4, 4, 5, 6, 8))
    powers = source.choice(_POWERS_KW)
    chargers = tuple(
        (source.choice(powers), source.choice((1.0, 0.95, 0.9, 0.873))) for _ in range(count)
    )
    weights = [source.choice((0.0, 0.2, 1.0, 1.0)) for _ in range(3)][: len(kinds)]
    weights = weights if any(weights) else [1.0] * len(kinds)
    shares = tuple(weight / sum(weights) for weight in weights)
    charge_s = sum(
        share * _charge_s(kind, chargers) for kind, share in zip(kinds, shares, strict=True)
    )
    load = source.choice((0.0, 0.2, 0.5, 0.8, 0.8, 1.1, 1.1, 1.6, 3.0, 10.0))
    return _Plant(chargers, shares, charge_s, load * max(count, 1) / max(charge_s, 120.0))


def _charge_s(kind: Type, chargers: tuple[tuple[float, float], ...]) -> float:
    """Return about how long a charge takes, cool-down included [s]."""
    power = max(1.0, sum(kw for kw, _ in chargers) / len(chargers)) if chargers else 60.0
    peak = max(kw for _, kw in kind.curve)
    return kind.cool_minimum_s + 3600.0 * kind.capacity_kwh * 0.7 / min(power, peak)


def _site(scope: Scope, number: int, kinds: tuple[Type, ...], plant: _Plant, f: Frame) -> Site:
    source = scope.source("site", number)
    bays = source.choice((1, 1, 1, 2, 2, 3, 5))
    places = source.choice((0, 1, 2, 3, 4, 8, 8, UNLIMITED_PLACES))
    per_s = max(plant.per_s, 1e-4)
    swap_s = _swap_s(scope, number, 0.5 * bays / per_s, f.tied)
    ring = bays + places + 1 if places < 100 else 400
    return Site(
        inventory=tuple(_stock(scope, number, i, kind) for i, kind in enumerate(kinds)),
        ring=tuple(ring if share else source.choice((0, 2)) for share in plant.shares),
        shares=plant.shares,
        arrivals=_arrivals(scope, number, plant.per_s, f),
        bays=bays,
        chargers=plant.chargers,
        places=places,
        policy=source.choice((LOSE, WAIT, WAIT)),
        charge_order=source.choice((FIFO, LOWEST_SOC, HIGHEST_SOC)),
        swap_s=swap_s,
        patience_s=_patience_s(scope, number, 1.0 / per_s, f.tied),
        limit_kw=_limit_kw(scope, number, plant, f),
        grid_rule=grid_rule(scope, number),
        hours=_hours(scope, number, f),
        ambient_c=_ambient_c(scope, number, f),
        **charge_when(scope, number),
        charger_faults=random_faults(scope, "charger", number, f),
        bay_faults=random_faults(scope, "bay", number, f),
    )


def _stock(scope: Scope, number: int, i: int, kind: Type) -> tuple[float, ...]:
    source = scope.source("stock", number, i)
    count = source.choice((0, 1, 1, 2, 3, 4, 6, 10))
    below = 0.999 * kind.ready_soc
    if not scope.has("stock", source, 0.7):
        return (kind.full_soc,) * max(count, 1)
    few = source.choice(
        (
            (0.0, below),
            (0.3, 0.3),
            (kind.full_soc, 1.0),
            (kind.ready_soc, kind.full_soc, 0.5 * below),
        )
    )
    return tuple(source.choice(few) for _ in range(count))


def _swap_s(scope: Scope, number: int, mean_s: float, tied: bool) -> Law:
    source = scope.source("swap", number)
    mean_s = max(1.0, mean_s * source.choice((0.2, 1.0, 2.0, 3.0)))
    round_s = source.choice((0.0, 0.0, 90.0, 450.0, 900.0))
    laws = (
        fixed(mean_s),
        exponential(mean_s),
        uniform(0.5 * mean_s, 1.5 * mean_s),
        normal(mean_s, mean_s),
        lognormal(mean_s, 0.5),
        triangular(0.5 * mean_s, mean_s, 2.0 * mean_s),
        empirical(0.0, 0.0, mean_s, 2.0 * mean_s),
    )
    law = source.choice(laws)
    if not scope.has("swap times", source, 0.8):
        return fixed(90.0)
    return fixed(round_s) if tied or source.random() < 0.25 else law


def _patience_s(scope: Scope, number: int, gap_s: float, tied: bool) -> Law | None:
    source = scope.source("patience", number)
    mean_s = max(1.0, gap_s * source.choice((0.1, 0.5, 2.0, 8.0)))
    round_s = source.choice((0.0, 60.0, 450.0, 900.0, math.inf))
    law = source.choice((fixed(mean_s), exponential(mean_s), uniform(0.0, 2.0 * mean_s)))
    if not scope.has("patience", source, 0.75):
        return None
    return fixed(round_s) if tied or source.random() < 0.15 else law


def _limit_kw(scope: Scope, number: int, plant: _Plant, f: Frame) -> Steps:
    source = scope.source("limit", number)
    total = sum(kw for kw, _ in reversed(plant.chargers))  # by rounding not the sum in order
    one = plant.chargers[0][0] if plant.chargers else 60.0

    part = source.choice((0.3, 0.6, 0.8, 0.87654321)) * total
    just_less, just_more = max(0.0, total - _BETWEEN_KW), one + _BETWEEN_KW

    def value() -> float:
        return source.choice((0.0, one, just_more, part, part, total, just_less, math.inf))

    if not scope.has("limits", source, 0.6):
        return ((0.0, math.inf),)
    return ((0.0, value()),) if source.random() < 0.3 else f.steps(source, value, 10)


def _hours(scope: Scope, number: int, f: Frame) -> Steps:
    source = scope.source("hours", number)
    if not scope.has("hours", source, 0.35):
        return ((0.0, 1.0),)
    return f.steps(source, lambda: source.choice((1.0, 1.0, 0.0)), 6)


def _ambient_c(scope: Scope, number: int, f: Frame) -> Steps:
    source = scope.source("ambient", number)
    mean, swing = source.choice((10.0, 20.0, 28.0)), source.choice((0.0, 5.0, 12.0))
    hourly = tuple(
        (h * HOUR_S, mean - swing * math.cos((h % 24 - 3) * math.pi / 12.0)) for h in range(168)
    )
    odd = f.steps(source, lambda: source.choice((-5.0, 15.0, 29.9, 45.0)), 4)
    if not scope.has("ambient", source, 0.8):
        return ((0.0, 20.0),)
    return source.choice((folded(hourly), odd))


# --- arrivals -----------------------------------------------------------------------------------


def _arrivals(scope: Scope, number: int, per_s: float, f: Frame) -> Arrivals:
    source = scope.source("stream", number)
    form = source.choice(("poisson", "trace", "trace" if f.tied else "renewal", "renewal"))
    if per_s == 0.0:
        return Arrivals()
    if not scope.has("streams", source, 0.8) or form == "poisson":
        return _poisson(scope, number, per_s, f)
    if form == "trace":
        return Arrivals(times=_times(source, per_s, f))
    mean = 1.0 / per_s
    gap = source.choice(
        (
            fixed(QUARTER_S / max(1, round(QUARTER_S * per_s))),
            exponential(mean),
            uniform(0.0, 2.0 * mean),
            normal(mean, mean),  # those below 0 come at once
            lognormal(mean, 0.7),
            empirical(0.0, 0.0, 2.0 * mean, 2.0 * mean),
        )
    )
    return Arrivals(gap=gap)


def _times(source: Random, per_s: float, f: Frame) -> tuple[float, ...]:
    """Return times of arrival: single ones, and crowds at one instant, often at full quarters."""
    most = min(3000, math.ceil(per_s * f.horizon_s))
    mean, grid = 1.0 / per_s, source.choice((QUARTER_S, HOUR_S) if f.tied else (0.0, 60.0))
    gaps = (source.choice((0.0, 0.0, 0.5, 1.5, 3.0)) * mean for _ in range(most))
    times = accumulate(gaps)
    if grid:
        times = accumulate(
            (max(0.0, (f.phase_s + t) // grid * grid - f.phase_s) for t in times), max
        )
    return tuple(times)


def _poisson(scope: Scope, number: int, per_s: float, f: Frame) -> Arrivals:
    source = scope.source("poisson", number)
    hourly = [source.choice((0.0, 0.5, 1.0, 1.0, 2.0)) for _ in range(24)]
    surges = _surges(source, per_s, f)
    factors = source.choice((uniform(0.0, 2.0), lognormal(0.8, 0.6))), exponential(1.0)
    if not scope.has("demand", source, 0.7):
        return Arrivals(per_s=per_s)
    return Arrivals(
        per_s=per_s,
        profile=tuple(hourly * 7) if source.random() < 0.5 else (1.0,) * 168,
        surges=surges if source.random() < 0.5 else (),
        day_factor=factors[0] if source.random() < 0.4 else None,
        hour_jitter=factors[1] if source.random() < 0.4 else None,
    )


def _surges(source: Random, per_s: float, f: Frame) -> tuple[tuple[float, float], ...]:
    """Return steps of surges: none at all, more, and a rush of about 50 arrivals at a huge rate."""
    steps: list[tuple[float, float]] = []
    at = f.moment(source)
    for _ in range(source.randint(1, 3)):
        factor = source.choice((0.0, 0.3, 3.0, 100.0, 1e6))
        length = 50.0 / (per_s * factor) if factor > 1.0 else 0.1 * f.horizon_s
        steps += [(at, factor), (at + length, 1.0)]
        at += length + source.choice((60.0, 0.2 * f.horizon_s))
    return tuple(steps)
