"""Arrivals that are given otherwise: by the law of their gaps, or one by one."""

import math
from collections.abc import Iterator
from typing import Any

import numpy as np
from scipy.stats import gamma, lognorm, triang, uniform

from voltwin.validation.demand_checks.asked import Floats
from voltwin.validation.demand_checks.goodness import of_worst
from voltwin.validation.demand_checks.runs import (
    DAY_S,
    Row,
    Streams,
    arrivals,
    scenario_of,
    turned_away,
)
from voltwin.validation.trust.check import Check
from voltwin.validation.trust.effort import Effort
from voltwin.validation.trust.judging import exact, statistical
from voltwin.validation.trust.power import Estimate
from voltwin.validation.trust.verdict import Sample, Verdict

# --- gaps -----------------------------------------------------------------------------------------

SEED = 621
STATIONS = {Effort.QUICK: 66, Effort.FULL: 528}  # as many of each law
GAPS = {Effort.QUICK: 1000, Effort.FULL: 5000}  # the first of each station, whatever they are
_MEAN_S, _SD_S = 300.0, 150.0
_ROOM = 1.25  # how much longer a run is than these gaps on average: 15 standard errors
_WIDTHS = {Effort.QUICK: (0.06, "a quick run has few gaps"), Effort.FULL: (0.01, "")}

_SIGMA = math.sqrt(math.log1p((_SD_S / _MEAN_S) ** 2))
_MEDIAN_S = _MEAN_S * math.exp(-_SIGMA * _SIGMA / 2.0)
# As a scenario has it, and by SciPy.
LAWS: tuple[tuple[Row, Any], ...] = (
    ({"kind": "gamma", "mean": _MEAN_S, "sd": _SD_S}, gamma(4.0, scale=_MEAN_S / 4.0)),
    ({"kind": "lognormal", "mean": _MEAN_S, "sd": _SD_S}, lognorm(_SIGMA, scale=_MEDIAN_S)),
    ({"kind": "triangular", "low": 0, "mode": 300, "high": 600}, triang(0.5, 0.0, 600.0)),
)


def renewal_arrivals(effort: Effort) -> Iterator[Verdict]:
    """Yield the verdicts on stations whose gaps have a law."""
    many, count = STATIONS[effort], GAPS[effort]
    scenario = scenario_of(
        [turned_away(number, gap=LAWS[number % len(LAWS)][0]) for number in range(many)],
        horizon=_ROOM * count * _MEAN_S,
    )
    yield from verdicts_on(first_gaps(arrivals(scenario, SEED), many, count), effort)


def first_gaps(found: Streams, stations: int, count: int) -> Floats:
    """Return the first gaps of each station [s], shape (stations, count). All that arrived before
    the end of the run would leave out long gaps.

    Raises:
        ValueError: A station has fewer.
    """
    ends = np.searchsorted(found.station, np.arange(stations), side="right")
    begins = np.append(0, ends[:-1])
    if (ends - begins < count).any():
        raise ValueError(f"a station has fewer than {count} gaps")
    times = found.time[begins[:, None] + np.arange(count)]
    return np.diff(times, axis=1, prepend=0.0)


def verdicts_on(gaps: Floats, effort: Effort) -> Iterator[Verdict]:
    """Yield the verdicts on gaps of stations, of each law in turn [s]."""
    many, count = gaps.shape
    sample = Sample(SEED, f"{many} stations of {len(LAWS)} laws x {count:,} gaps", "nothing")
    laws = [LAWS[number % len(LAWS)][1] for number in range(many)]
    pairs = list(zip(gaps, laws, strict=True))
    means = [of.mean() / law.mean() for of, law in pairs]
    variances = [((of - law.mean()) ** 2).mean() / law.var() for of, law in pairs]
    width, why_wide = _WIDTHS[effort]
    for what, values in (
        ("mean gap / that of its law", means),
        ("variance / that of the law", variances),
    ):
        estimate = Estimate.of(values)
        yield statistical(what, 1.0, estimate, sample, width=width, why_wide=why_wide)
    kinds = len(LAWS)
    shares = [
        np.asarray(law.cdf(gaps[number::kinds].ravel())) for number, (_, law) in enumerate(LAWS)
    ]
    yield of_worst("gaps, distance of law", shares, uniform.cdf, sample)


# --- times ----------------------------------------------------------------------------------------

SEED_TIMES = 631
_TIMES = 5000


def traces(_effort: Effort) -> Iterator[Verdict]:
    """Yield the verdict on stations that are given their times of arrival."""
    given = times_given()
    scenario = scenario_of(
        [turned_away(number, trace=times) for number, times in enumerate(given)],
        horizon=DAY_S,
        demand={"multiplier": 3.0, "surges": [{"from": 0, "to": DAY_S, "factor": 2.0}]},
    )
    found = arrivals(scenario, SEED_TIMES)
    differing = 0
    for number, times in enumerate(given):
        came = found.time[found.station == number].tolist()
        expected = [time for time in times if time < DAY_S]
        differing += abs(len(came) - len(expected))
        differing += sum(one != other for one, other in zip(came, expected, strict=False))
    sample = Sample(SEED_TIMES, f"{sum(map(len, given)):,} times")
    yield exact("arrivals that differ", 0.0, float(differing), 0.0, sample=sample)


def times_given() -> list[list[float]]:
    """Return times of some stations [s]: by chance, to the last bit; by the second, where many
    fall together; at the start and the end of the run; none."""
    source = np.random.default_rng(SEED_TIMES)
    by_chance = np.sort(source.uniform(0.0, 1.1 * DAY_S, _TIMES))
    by_second = np.sort(source.integers(0, 3600, _TIMES)).astype(np.float64)
    ends = [0.0, 0.0, 5e-324, math.nextafter(DAY_S, 0.0), DAY_S]
    return [by_chance.tolist(), by_second.tolist(), ends, []]


CHECK = Check(
    "renewal-arrivals",
    "demand",
    "arrivals whose gaps have a law: gamma, lognormal, triangular",
    "SciPy's distributions; bound on the distance: Massart (1990)",
    renewal_arrivals,
    seconds=1.0,
)
CHECK_OF_TRACES = Check(
    "traces", "demand", "arrivals at times that are given", "the times themselves", traces
)
