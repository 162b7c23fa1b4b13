"""Random streams of arrivals: Poisson with surges and factors, traces with crowds, renewal."""

import math
from itertools import accumulate
from random import Random

from voltwin.validation.laws import empirical, exponential, fixed, lognormal, normal, uniform
from voltwin.validation.network import QUARTER_S, Arrivals
from voltwin.validation.scope import Frame, Scope
from voltwin_core.calendar import HOUR_S


def random_arrivals(scope: Scope, number: int, per_s: float, f: Frame) -> Arrivals:
    """Return the stream of a station, of about so many arrivals per second."""
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
        if at < f.horizon_s:
            steps += [(at, factor), (at + length, 1.0)]
        at += length + source.choice((60.0, 0.2 * f.horizon_s))
    return tuple(steps)
