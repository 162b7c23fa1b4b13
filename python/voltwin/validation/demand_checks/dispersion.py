"""Day factors and hour jitter: counts scatter more than those of a Poisson process, by as much as
is asked for.

With a factor of the date of variance a and one of the hour of variance b, both of mean 1 and
independent, the count of an hour with the mean m has the variance m + m^2 ((1 + a)(1 + b) - 1), and
two hours of one date with the means m and k have the covariance a m k (laws of total variance and
covariance). A Gamma factor of the date alone makes day totals negative binomial (Greenwood and Yule
1920, Journal of the Royal Statistical Society 83).
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

import numpy as np
from scipy.stats import nbinom

from voltwin.scenario import Scenario
from voltwin.validation.demand_checks.asked import HOUR_S, Floats
from voltwin.validation.demand_checks.goodness import of_counts
from voltwin.validation.demand_checks.runs import (
    DAY_S,
    Row,
    arrivals,
    scenario_of,
    turned_away,
)
from voltwin.validation.trust.check import Check
from voltwin.validation.trust.effort import Effort
from voltwin.validation.trust.judging import statistical
from voltwin.validation.trust.power import Estimate
from voltwin.validation.trust.verdict import Sample, Verdict

# Begins within a local day, and ends within one: whole ones alone are counted.
START = datetime.fromisoformat("2026-03-04T16:20:00+05:30")
_TO_MIDNIGHT_S = (7.0 + 40.0 / 60.0) * HOUR_S
DAYS = 28  # whole ones
STATIONS = 512
REPLICATIONS = {Effort.QUICK: 4, Effort.FULL: 64}

DISPERSION = 3.9  # of day totals; what real ones had at most
# The model keeps variances that follow from a dispersion as powers of 1.02. With the first mean day
# total it has nothing to round; with the second as much as there can be, one percent.
DAY_TOTAL = (DISPERSION - 1.0) * 1.02**62
ROUNDED_DAY_TOTAL = DAY_TOTAL * 1.02**0.5
ROUNDED = 0.01 * (DISPERSION - 1.0)  # by as much is the dispersion off
DAY_VARIANCE, HOUR_VARIANCE = 0.3, 0.5
PER_HOUR = 1.0  # of the stations with both
_RISING = tuple(0.25 + hour / 16.0 for hour in range(24))  # a day that is not flat

_WIDTHS = {Effort.QUICK: 0.09, Effort.FULL: 0.022}
_WIDE = "a variance needs many days"


class Days(NamedTuple):
    """Counts of whole local days, and what is expected."""

    counts: Floats  # (station and replication, day, hour)
    expected: Floats  # (hour,)

    @property
    def totals(self) -> Floats:
        """Of days, shape (station and replication, day)."""
        return np.asarray(self.counts.sum(axis=2))

    @property
    def total(self) -> float:
        """Of a day, expected."""
        return float(self.expected.sum())


def scenario(factors: Row, **arrivals_of: object) -> Scenario:
    """Return stations with random factors of their rates."""
    return scenario_of(
        [turned_away(number, **arrivals_of) for number in range(STATIONS)],
        start=START,
        horizon=_TO_MIDNIGHT_S + DAYS * DAY_S + HOUR_S,
        demand={"profile": list(_RISING), **factors},
    )


def counted(of: Scenario, per_hour: Floats, seed: int, replications: int) -> Days:
    """Run a scenario and return the counts of its whole local days."""
    edges: Floats = _TO_MIDNIGHT_S + HOUR_S * np.arange(24 * DAYS + 1, dtype=np.float64)
    parts = [
        arrivals(of, seed, replication).counts(STATIONS, edges)
        for replication in range(replications)
    ]
    return Days(np.concatenate(parts).reshape(-1, DAYS, 24), per_hour)


def over_dispersion(effort: Effort) -> Iterator[Verdict]:
    """Yield the verdicts on stations of which a dispersion is asked, and on ones with both
    factors."""
    shape, many = np.array(_RISING), REPLICATIONS[effort]
    dispersed = scenario({"day_factor": {"dispersion": DISPERSION}}, swaps_per_day=DAY_TOTAL)
    days = counted(dispersed, DAY_TOTAL * shape / shape.sum(), 611, many)
    yield from verdicts_on_dispersed(days, 611, effort)
    rounded = scenario({"day_factor": {"dispersion": DISPERSION}}, swaps_per_day=ROUNDED_DAY_TOTAL)
    days = counted(rounded, ROUNDED_DAY_TOTAL * shape / shape.sum(), 613, many)
    yield verdict_on_rounded(days, 613, effort)
    factors = {
        "day_factor": {"variance": DAY_VARIANCE},
        "hour_jitter": {"variance": HOUR_VARIANCE},
    }
    both = counted(scenario(factors, rate_per_hour=PER_HOUR), PER_HOUR * shape, 612, many)
    yield from verdicts_on_both(both, 612, effort)


def verdicts_on_dispersed(days: Days, seed: int, effort: Effort) -> Iterator[Verdict]:
    """Yield the verdicts on stations whose day totals have a variance of so many times their
    mean, by a Gamma factor of each date."""
    case, sample = f"day totals of {days.total:.3g}, dispersion {DISPERSION}", _sample(days, seed)
    off = days.totals - days.total
    yield _verdict(
        "variance / mean", DISPERSION, (off * off).mean(axis=1) / days.total, sample, effort, case
    )
    yield _verdict(
        "covariance of days / mean",
        0.0,
        (off[:, 1:] * off[:, :-1]).mean(axis=1) / days.total,
        sample,
        effort,
        case,
        scale=DISPERSION,
    )
    successes = days.total / (DISPERSION - 1.0)
    classes = np.arange(int(nbinom.isf(1e-3, successes, 1.0 / DISPERSION)) + 1)
    shares = nbinom.pmf(classes, successes, 1.0 / DISPERSION)
    expected = days.totals.size * np.append(shares, 1.0 - shares.sum())
    found = np.bincount(
        np.minimum(days.totals, len(classes)).astype(np.int64).ravel(), minlength=len(expected)
    )
    what = "day totals, chi-square"
    yield of_counts(what, found.astype(np.float64), expected, sample, case=case)


def verdict_on_rounded(days: Days, seed: int, effort: Effort) -> Verdict:
    """Return the verdict on stations whose variance the model rounds: the interval has to hold a
    dispersion that is off by no more than that."""
    case, off = f"day totals of {days.total:.4g}, dispersion {DISPERSION}", days.totals - days.total
    values = (off * off).mean(axis=1) / days.total
    nearest = float(np.clip(values.mean(), DISPERSION - ROUNDED, DISPERSION + ROUNDED))
    what = "variance / mean, rounded by 1 % at most"
    found = _verdict(what, nearest, values, _sample(days, seed), effort, case)
    assert found.catches is not None
    return replace(found, expected=DISPERSION, catches=found.catches + ROUNDED)


def verdicts_on_both(days: Days, seed: int, effort: Effort) -> Iterator[Verdict]:
    """Yield the verdicts on stations with a factor of each date and one of each hour."""
    a, b, m = DAY_VARIANCE, HOUR_VARIANCE, days.expected
    case, sample = f"day factor of variance {a}, jitter of {b}", _sample(days, seed)
    off = days.counts - m
    variance = m + m * m * ((1.0 + a) * (1.0 + b) - 1.0)
    yield _verdict(
        "hours: variance / mean",
        float(variance.sum() / m.sum()),
        (off * off).mean(axis=1).sum(axis=1) / m.sum(),
        sample,
        effort,
        case,
    )
    early, late = (half.sum(axis=2) for half in np.split(off, 2, axis=2))
    means = [float(half.sum()) for half in np.split(m, 2)]
    yield _verdict(
        "variance of day factor",
        a,
        (early * late).mean(axis=1) / (means[0] * means[1]),
        sample,
        effort,
        case,
    )
    total = days.totals - days.total
    yield _verdict(
        "days: variance / mean",
        1.0 + (a * days.total**2 + (1.0 + a) * b * float((m * m).sum())) / days.total,
        (total * total).mean(axis=1) / days.total,
        sample,
        effort,
        case,
    )


def _sample(days: Days, seed: int) -> Sample:
    many = len(days.counts)
    return Sample(seed, f"{many:,} x {DAYS} days", "the first day, which is not whole")


def _verdict(
    what: str,
    expected: float,
    values: Floats,
    sample: Sample,
    effort: Effort,
    case: str,
    scale: float | None = None,
) -> Verdict:
    return statistical(
        what,
        expected,
        Estimate.of(values),
        sample,
        case=case,
        width=_WIDTHS[effort],
        why_wide=_WIDE,
        scale=scale,
    )


CHECK = Check(
    "over-dispersion",
    "demand",
    "counts under a random factor of each date, and one of each hour",
    "laws of total variance and covariance; Greenwood and Yule (1920)",
    over_dispersion,
    seconds=45.0,
)
