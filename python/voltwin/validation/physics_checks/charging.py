"""Charging by the closed forms of the core, against quadrature and the formula of a textbook."""

import math
from collections.abc import Iterator

import numpy as np

from voltwin.validation.physics_checks.charging_run import in_a_run
from voltwin.validation.physics_checks.deviations import apart, cases, largest
from voltwin.validation.physics_checks.random_charges import random_charges
from voltwin.validation.physics_checks.slow_charging import seconds_between, soc_then
from voltwin.validation.physics_checks.tables import knots_of
from voltwin.validation.trust.check import Check
from voltwin.validation.trust.effort import Effort
from voltwin.validation.trust.verdict import Sample, Verdict
from voltwin_core.charging import soc_after, time_to
from voltwin_core.set_point import held_seconds, held_soc

CLOSED = 1e-10  # relative, of a time: both sides are good to 1e-12
SOC = 1e-10
_SEED = 301


def times(effort: Effort) -> Iterator[Verdict]:
    """Yield verdicts on how long charges take, and where they are by then."""
    many = cases(effort, 20_000, quick=1000)
    sample, few = _sample(_SEED, many), many // 10
    yield largest("time from SoC to SoC", _off_in_time(many), CLOSED, sample)
    sample = _sample(_SEED + 1, few)
    yield largest("SoC after a time", _off_in_soc(few), SOC, sample)
    sample = Sample(_SEED + 2, f"{many:,} charges")
    source = "E/P ((k - s0) + (1 - k) log((1 - k)/(1 - s1)))"
    yield largest("time by the textbook", _off_the_textbook(many), 1e-12, sample, source=source)
    yield from in_a_run(effort)


def _sample(seed: int, count: int) -> Sample:
    return Sample(seed, f"{count:,} curves")


def _off_in_time(count: int) -> Iterator[float]:
    for curve, kwh, u, soc, target in random_charges(_SEED, count):
        got = time_to(*knots_of(curve), kwh, u, soc, target)
        yield apart(got, seconds_between(curve, kwh, u, soc, target))


def _off_in_soc(count: int) -> Iterator[float]:
    of = np.random.default_rng(_SEED)
    for curve, kwh, u, soc, target in random_charges(_SEED + 1, count):
        seconds = of.uniform(0.0, 1.1) * time_to(*knots_of(curve), kwh, u, soc, 1.0)
        got = soc_after(*knots_of(curve), kwh, u, soc, seconds, target)
        yield abs(got - min(soc_then(curve, kwh, u, soc, seconds), target))


def _off_the_textbook(count: int) -> Iterator[float]:
    """Constant power P up to the knee k, then P (1 - s)/(1 - k), which falls exponentially."""
    of = np.random.default_rng(_SEED + 2)
    for _ in range(count):
        kw, knee = of.uniform(1.0, 300.0), of.uniform(0.3, 0.9)
        soc, target = of.uniform(0.0, knee), of.uniform(knee, 0.999)
        curve = (0.0, kw), (knee, kw), (1.0, 0.0)
        taper = (1.0 - knee) * math.log((1.0 - knee) / (1.0 - target))
        expected = 3600.0 * 52.6 / kw * (knee - soc + taper)
        yield apart(time_to(*knots_of(curve), 52.6, 1e9, soc, target), expected)


def held(effort: Effort) -> Iterator[Verdict]:
    """Yield verdicts on charges of aged batteries that are derated and held at a set-point."""
    many = cases(effort, 20_000, quick=1000)
    sample = _sample(_SEED + 3, many)
    yield largest("time from SoC to SoC", _off_when_held(many), CLOSED, sample)
    sample = _sample(_SEED + 4, many // 10)
    yield largest("SoC after a time", _off_in_held_soc(many // 10), SOC, sample)


def _off_when_held(count: int) -> Iterator[float]:
    of = np.random.default_rng(_SEED + 3)
    for curve, kwh, u, soc, target in random_charges(_SEED + 3, count):
        derating, soh = of.uniform(0.3, 1.0), of.uniform(0.5, 1.0)
        pace = derating / soh
        got = held_seconds(*knots_of(curve), kwh, u, derating, pace, soc, target)
        derated = tuple((s, derating * kw) for s, kw in curve)
        yield apart(got, seconds_between(derated, kwh * soh, u, soc, target))


def _off_in_held_soc(count: int) -> Iterator[float]:
    of = np.random.default_rng(_SEED + 4)
    for curve, kwh, u, soc, target in random_charges(_SEED + 4, count):
        derating, soh = of.uniform(0.3, 1.0), of.uniform(0.5, 1.0)
        derated = tuple((s, derating * kw) for s, kw in curve)
        seconds = of.uniform(0.0, 1.1) * seconds_between(derated, kwh * soh, u, soc, 1.0)
        knots = knots_of(curve)
        got = held_soc(*knots, kwh, u, derating, derating / soh, soc, seconds, target)
        yield abs(got - min(soc_then(derated, kwh * soh, u, soc, seconds), target))


_QUADRATURE = "quadrature of ds / P(s)"
CHECK = Check(
    "charge-times",
    "physics",
    "time and state of charge on any piecewise-linear curve",
    _QUADRATURE,
    times,
    seconds=8.0,
)
CHECK_HELD = Check(
    "set-points",
    "physics",
    "the same below a set-point, derated and aged",
    _QUADRATURE,
    held,
    seconds=4.0,
)
