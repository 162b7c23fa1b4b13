"""Newton cooling, heating by I²R, and derating: the primitives, and all of it in a run."""

import math
from collections.abc import Iterator

import numpy as np

from voltwin.validation.network import Curve, Steps
from voltwin.validation.physics_checks.deviations import apart, cases, largest
from voltwin.validation.physics_checks.slow_cooling import celsius_then, cool_at, relaxed
from voltwin.validation.physics_checks.tables import knots_of, table_of
from voltwin.validation.physics_checks.warm_run import in_a_run
from voltwin.validation.trust.check import Check
from voltwin.validation.trust.effort import Effort
from voltwin.validation.trust.judging import at_most
from voltwin.validation.trust.verdict import Sample, Verdict
from voltwin.validation.trust.worst import worst
from voltwin_core.calendar import Clock, Step
from voltwin_core.charging import soc_after, time_to
from voltwin_core.thermal import cool_from, derating_at, temperature_after, warmed_by

KELVIN = 1e-8  # that a temperature may be off
SECONDS = 1e-3  # that the end of a cool-down may be off
PHASE_S = 2.0 * 86400.0 + 5.5 * 3600.0  # runs start on a Wednesday at half past five
HORIZON_S = 3.0 * 86400.0
_SEED = 321
_TAUS_S = 300.0, 1800.0, 7200.0, 40_000.0
_NEAR = 1e-3  # [K] an ambient that just touches the start temperature: either answer is right


def cooling(effort: Effort) -> Iterator[Verdict]:
    """Yield the verdicts on temperatures."""
    many = cases(effort, 4000, quick=200)
    sample = Sample(_SEED, f"{many:,} ambients: constant, by the hour, uneven")
    yield largest("temperature later", _off_later(many), KELVIN, sample, unit="K")
    sample = sample._replace(seed=_SEED + 1)
    yield largest("time of cool-down", _off_when_cool(many), SECONDS, sample, unit="s")
    sample = Sample(_SEED + 2, f"{many:,} charges")
    yield largest("warming, steady power", _off_warmed(many), 1e-8, sample)
    sample = Sample(_SEED + 3, f"{many:,} tables of factors")
    yield largest("derating", _off_derated(many), 1e-14, sample)
    yield mean_power()
    yield from in_a_run(effort)


def clock() -> tuple[int, float, float, float]:
    """Return the row that says where in the week a run starts and how far it goes."""
    return 0, PHASE_S % 3600.0, PHASE_S, HORIZON_S


def random_ambient(of: np.random.Generator) -> Steps:
    """Return a weekly schedule: constant, by the hour, or with a few changes anywhere [°C]."""
    kind, middle = int(of.integers(3)), float(of.integers(-10, 46))
    if kind == 0:
        return ((0.0, middle),)
    if kind == 1:
        swing = of.uniform(0.0, 15.0)
        hours = np.arange(168)
        warmth = middle + swing * np.sin(2.0 * math.pi * (hours - 9) / 24.0)
        return tuple(zip((3600.0 * hours).tolist(), warmth.tolist(), strict=True))
    changes = np.sort(of.choice(604_800, int(of.integers(2, 10)), replace=False))
    return tuple((float(at), float(of.integers(-10, 46))) for at in changes)


def _off_later(count: int) -> Iterator[float]:
    of = np.random.default_rng(_SEED)
    for _ in range(count):
        ambient, tau = random_ambient(of), float(of.choice(_TAUS_S))
        t0, celsius = of.uniform(0.0, HORIZON_S), of.uniform(-20.0, 60.0)
        t = t0 + of.uniform(0.0, 2.0 * 86400.0)
        steps, clocks = table_of(Step, ambient), table_of(Clock, [clock()])
        got = temperature_after(steps, 0, len(ambient), clocks, tau, t0, celsius, t)
        yield abs(got - celsius_then(ambient, PHASE_S, tau, t0, celsius, t))


def _off_when_cool(count: int) -> Iterator[float]:
    of = np.random.default_rng(_SEED + 1)
    for _ in range(count):
        ambient, tau = random_ambient(of), float(of.choice(_TAUS_S))
        t0, celsius = of.uniform(0.0, HORIZON_S), of.uniform(20.0, 60.0)
        start = of.uniform(10.0, 40.0)
        if any(abs(around - start) < _NEAR for _, around in ambient):
            continue
        steps, clocks = table_of(Step, ambient), table_of(Clock, [clock()])
        got = cool_from(steps, 0, len(ambient), clocks, tau, t0, celsius, t0, start)
        expected = cool_at(ambient, PHASE_S, tau, t0, celsius, start, HORIZON_S)
        yield 0.0 if got == expected else abs(got - expected)


def _off_warmed(count: int) -> Iterator[float]:
    of = np.random.default_rng(_SEED + 2)
    for _ in range(count):
        tau, c_per_kw2 = of.uniform(300.0, 40_000.0), of.uniform(1e-4, 1e-2)
        kwh, seconds = of.uniform(0.1, 60.0), of.uniform(60.0, 7200.0)
        kw = 3600.0 * kwh / seconds
        expected = relaxed(0.0, c_per_kw2 * kw * kw, tau, seconds)
        yield apart(warmed_by(tau, c_per_kw2, kwh, seconds), expected)


def _off_derated(count: int) -> Iterator[float]:
    of = np.random.default_rng(_SEED + 3)
    for _ in range(count):
        points = int(of.integers(1, 7))
        at = np.sort(of.choice(np.arange(-40, 81), points, replace=False)).astype(float)
        factors = of.uniform(0.05, 1.0, points)
        numbers, celsius = np.column_stack([at, factors]).ravel(), of.uniform(-50.0, 90.0)
        got = derating_at(np.concatenate([[9.0], numbers]), 1, points, celsius)
        yield apart(got, float(np.interp(celsius, at, factors)))


# A charge of the kind that the twin sees: 60 kWh at up to 100 kW, which would warm it by 25 K.
_CURVE: Curve = ((0.0, 100.0), (0.6, 100.0), (1.0, 5.0))
_KWH, _TAU_S, _C_PER_KW2 = 60.0, 5400.0, 0.0025
_MOST_K = 2.0


def mean_power() -> Verdict:
    """Return the verdict on what it costs to take the mean power of a charge for its power."""
    sample = Sample(sizes="60 kWh, 100 kW falling to 5 kW")
    off = worst(abs(warmed_by_mean(soc) - warmed_by_steps(soc)) for soc in (0.7, 0.9, 0.99))
    return at_most("warming, falling power", off, _MOST_K, unit="K", sample=sample)


def warmed_by_mean(target: float) -> float:
    """Return by how much the charge warms the battery from a tenth to a SoC, as the twin says."""
    seconds = _seconds(0.1, target)
    return warmed_by(_TAU_S, _C_PER_KW2, (target - 0.1) * _KWH, seconds)


def warmed_by_steps(target: float) -> float:
    """Return the same by small steps, each with its own power."""
    seconds, steps, warm, soc = _seconds(0.1, target), 5000, 0.0, 0.1
    table = knots_of(_CURVE)
    for _ in range(steps):
        later = soc_after(*table, _KWH, 1e9, soc, seconds / steps, 1.0)
        kw = 3600.0 * (later - soc) * _KWH / (seconds / steps)
        warm = relaxed(warm, _C_PER_KW2 * kw * kw, _TAU_S, seconds / steps)
        soc = later
    return warm


def _seconds(soc: float, target: float) -> float:
    return time_to(*knots_of(_CURVE), _KWH, 1e9, soc, target)


CHECK = Check(
    "cool-down",
    "physics",
    "temperature, cool-down by the hour's ambient, heat of charging, derating",
    "Newton's law and I²R in small steps (Runge and Kutta)",
    cooling,
    seconds=2.0,
)
