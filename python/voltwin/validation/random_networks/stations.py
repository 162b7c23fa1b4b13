"""Random stations: plant, bays, stock, limits, hours, and how long swaps and patience last."""

import math
from typing import NamedTuple

from voltwin.validation.laws import (
    Law,
    empirical,
    exponential,
    fixed,
    lognormal,
    normal,
    triangular,
    uniform,
)
from voltwin.validation.network import Site, Steps, Type, folded
from voltwin.validation.random_networks.charging import charge_when, grid_rule
from voltwin.validation.random_networks.disturbances import random_faults
from voltwin.validation.random_networks.powers import BETWEEN_KW, POWERS_KW
from voltwin.validation.random_networks.streams import random_arrivals
from voltwin.validation.scope import Frame, Scope
from voltwin_core.calendar import HOUR_S
from voltwin_core.station.parameters import (
    FIFO,
    HIGHEST_SOC,
    LOSE,
    LOWEST_SOC,
    UNLIMITED_PLACES,
    WAIT,
)


class Plant(NamedTuple):
    """What decides how many arrivals a station can serve."""

    chargers: tuple[tuple[float, float], ...]
    shares: tuple[float, ...]
    charge_s: float  # about what a battery is away from the stock [s]
    per_s: float  # arrivals


def random_plant(scope: Scope, number: int, kinds: tuple[Type, ...]) -> Plant:
    """Return chargers, and as many arrivals as load them lightly, fully or far too much."""
    source = scope.source("plant", number)
    count = source.choice((0, 1, 1, 1, 2, 2, 2, 3, 3, 4, 4, 5, 6, 8))
    powers = source.choice(POWERS_KW)
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
    return Plant(chargers, shares, charge_s, load * max(count, 1) / max(charge_s, 120.0))


def _charge_s(kind: Type, chargers: tuple[tuple[float, float], ...]) -> float:
    """Return about how long a charge takes, cool-down included [s]."""
    power = max(1.0, sum(kw for kw, _ in chargers) / len(chargers)) if chargers else 60.0
    peak = max(kw for _, kw in kind.curve)
    return kind.cool_minimum_s + 3600.0 * kind.capacity_kwh * 0.7 / min(power, peak)


def random_site(scope: Scope, number: int, kinds: tuple[Type, ...], plant: Plant, f: Frame) -> Site:
    """Return a station around its plant."""
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
        arrivals=random_arrivals(scope, number, plant.per_s, f),
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


def _limit_kw(scope: Scope, number: int, plant: Plant, f: Frame) -> Steps:
    source = scope.source("limit", number)
    total = sum(kw for kw, _ in reversed(plant.chargers))  # by rounding not the sum in order
    one = plant.chargers[0][0] if plant.chargers else 60.0

    part = source.choice((0.3, 0.6, 0.8, 0.87654321)) * total
    just_less, just_more = max(0.0, total - BETWEEN_KW), one + BETWEEN_KW

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
