"""Whether numbers have the law that is asked of them, as verdicts with their power.

- *Distance* between the cumulated shares of the numbers and the law (Kolmogorov, Smirnov). A right
  one is above sqrt(log(2/p) / 2n) with the chance p at most, whatever the law and however few the
  numbers are (Massart 1990, Annals of Probability 18). Where the laws are D apart the distance is
  normal about D, with half a standard error of 1/sqrt(n) at most: what is seen nine times of ten
  lies 1.28 of these above the bound.
- *Counts* by class against those expected (Pearson). What is seen is the noncentrality of the
  chi-square law: the sum over classes of (difference of means)^2 / mean.
- *Scores*, standard normal each if all is right, of which the largest counts.

Each verdict fails a right model with the chance that all have, `power.CHANCE`.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import special
from scipy.optimize import brentq
from scipy.stats import chi2, kstest, ncx2, norm

from voltwin.validation.trust.judging import at_most
from voltwin.validation.trust.power import CHANCE, SEEN
from voltwin.validation.trust.verdict import Sample, Verdict
from voltwin.validation.trust.worst import worst

Floats = npt.NDArray[np.float64]
Cumulated = Callable[[Floats], Floats]

# Of the gaps of a process of rate 1: where laws are looked at for their distance.
_GAPS = np.linspace(0.0, 12.0, 2401)


# --- distances of laws ----------------------------------------------------------------------------


def distance(values: npt.ArrayLike, law: Cumulated) -> float:
    """Return how far the cumulated shares of some values are from those of a law, at most."""
    of_all: Any = law  # its stub knows laws of one number alone
    return float(kstest(np.asarray(values, np.float64), of_all, method="asymp").statistic)


def allowed_distance(count: int, tests: int = 1) -> float:
    """Return the distance that so many values of a right law pass with, or the worst of several
    tests of as many values."""
    return math.sqrt(math.log(2.0 * tests / CHANCE) / (2.0 * count))


def seen_distance(count: int, tests: int = 1) -> float:
    """Return the distance between two laws that is seen nine times of ten."""
    return allowed_distance(count, tests) + float(norm.ppf(SEEN)) * 0.5 / math.sqrt(count)


def of_law(what: str, values: npt.ArrayLike, law: Cumulated, sample: Sample) -> Verdict:
    """Return the verdict on values by their distance from a law."""
    return of_worst(what, [np.asarray(values, np.float64)], law, sample)


def of_worst(what: str, groups: Sequence[Floats], law: Cumulated, sample: Sample) -> Verdict:
    """Return the verdict on equally many values in several groups, by the one farthest from a
    law."""
    count, tests = len(groups[0]), len(groups)
    found = worst(distance(values, law) for values in groups)
    limit = allowed_distance(count, tests)
    return _seeing(
        at_most(what, found, limit, sample=sample, chance=CHANCE), seen_distance(count, tests)
    )


def of_unit_gaps(what: str, gaps: Floats, sample: Sample) -> Verdict:
    """Return the verdict on the gaps of what should be a Poisson process of rate 1. Its sample says
    which other processes are seen."""
    seen = seen_distance(len(gaps))
    sees = (
        f"{len(gaps):,} gaps: a rate {100.0 * seen_rate(seen):.1f} % off is seen, or gamma gaps "
        f"of shape 1 ± {seen_shape(seen):.2g}"
    )
    sizes = f"{sample.sizes}, {sees}"
    return of_law(what, gaps, unit_gap_law, sample._replace(sizes=sizes))


def unit_gap_law(gaps: Floats) -> Floats:
    """Return the cumulated shares of the gaps of a Poisson process of rate 1."""
    return np.asarray(-np.expm1(-gaps))


@cache
def seen_rate(seen: float) -> float:
    """Return by what share a rate is wrong where gaps are so far from the law of rate 1.

    Gaps of rate 1 + x are farthest from it at log(1 + x) / x.
    """

    def missing(x: float) -> float:
        at = math.log1p(x) / x
        return math.exp(-at) - math.exp(-(1.0 + x) * at) - seen

    return float(brentq(missing, 1e-9, 100.0))


@cache
def seen_shape(seen: float) -> float:
    """Return how much above 1 the shape of gamma gaps with mean 1 is where they are so far from
    exponential ones; as much below is about as far."""

    def missing(more: float) -> float:
        shape = 1.0 + more
        other = special.gammainc(shape, shape * _GAPS)
        return float(np.abs(other - unit_gap_law(_GAPS)).max()) - seen

    return float(brentq(missing, 1e-9, 100.0))


# --- counts ---------------------------------------------------------------------------------------


def of_counts(
    what: str,
    counted: Floats,
    expected: Floats,
    sample: Sample,
    *,
    sums: int = 1,
    case: str = "",
) -> Verdict:
    """Return the verdict on counts by class: chi-square by its degrees of freedom.

    Args:
        what: was counted.
        counted: by class.
        expected: likewise, each well above 0.
        sample: they are from; what is seen is added to it.
        sums: how many sums of classes are given, which take a degree of freedom each; 0 if all
            are left to chance.
        case: that it is about, if there are several.
    """
    freedom = counted.size - sums
    deviation = float(((counted - expected) ** 2 / expected).sum())
    limit = float(chi2.isf(CHANCE, freedom))
    seen = seen_noncentrality(freedom)
    share = 100.0 * math.sqrt(seen / float(expected.sum()))
    told = sample._replace(
        sizes=f"{sample.sizes}, {counted.size:,} classes: {share:.2g} % off in each is seen"
    )
    found = at_most(
        what, deviation / freedom, limit / freedom, case=case, sample=told, chance=CHANCE
    )
    return _seeing(found, 1.0 + seen / freedom)


@cache
def seen_noncentrality(freedom: int) -> float:
    """Return the noncentrality of a chi-square law that is seen nine times of ten."""
    limit = float(chi2.isf(CHANCE, freedom))

    def missing(noncentrality: float) -> float:
        return float(ncx2.sf(limit, freedom, noncentrality)) - SEEN

    return float(brentq(missing, 1e-6, 2.0 * limit + 100.0))


# --- scores ---------------------------------------------------------------------------------------


def largest_score(what: str, scores: Floats, error: float, sample: Sample) -> Verdict:
    """Return the verdict on the largest of scores, to either side.

    Args:
        what: they are, in the unit of `error`.
        scores: in standard errors, standard normal each; dependent ones may be among them.
        error: one standard error.
        sample: they are from.
    """
    limit = float(norm.isf(CHANCE / (2.0 * scores.size)))
    largest = error * float(np.abs(scores).max())
    found = at_most(what, largest, error * limit, sample=sample, chance=CHANCE)
    return _seeing(found, error * (limit + float(norm.ppf(SEEN))))


def _seeing(verdict: Verdict, seen: float) -> Verdict:
    return replace(verdict, catches=seen)
