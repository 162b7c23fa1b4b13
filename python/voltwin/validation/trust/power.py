"""The statistics of all verdicts: how sure each has to be, and what it can see.

A statistical verdict compares a value of theory with the mean of n independent replications, by
Student's t: it fails if the value lies outside mean ± t(1 - `CHANCE`/2, n - 1) standard errors.

- *How sure.* A run asks many such questions, and a right model should pass all of them. The chance
  of one wrong answer is at most the sum of their chances, dependent or not (Bonferroni), so each
  has `RUN_CHANCE` / `MOST_VERDICTS`: a right model fails a whole run less than once in a thousand.
  The number is fixed, not counted, so that a verdict is the same in a run of few checks; tests see
  that a full run has no more of them.
- *How narrow.* A verdict also fails whose interval is wider than its check allows: it proves too
  little. The spread of a sample is left to chance, too, so samples are so large that half-widths
  are `room` of the widest at most; then those of another seed exceed it less than once in ten
  million (`WIDE_CHANCE`; the spread follows the chi-square law). Tests see to that by the record
  that is kept of a full run.
- *What it can see.* With the standard error s of the verdict, a mean that is wrong by d fails with
  the chance that normal + d/s exceeds t(1 - CHANCE/2, n - 1) sqrt(chi2(n - 1)/(n - 1)), which is
  Student's t off centre (Johnson, Kotz and Balakrishnan 1995, Continuous Univariate Distributions,
  vol. 2, ch. 31). `catches` is the d for which that is nine in ten. With many replications it is
  (t(1 - CHANCE/2) + 1.28) s.

Exact for independent, normal replications. Here they are means over thousands of vehicles, each of
an own station and from its own warm-up on. Skewed ones make the chance larger on one side and
smaller on the other; that fewer verdicts are asked for than the chance is shared among is room for
this, so a run says `RUN_CHANCE`, not the smaller sum of its own chances.
"""

import math
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt
from scipy.optimize import brentq
from scipy.stats import chi2, norm, t

RUN_CHANCE = 1e-3  # of a run that a right model fails, at most
MOST_VERDICTS = 300  # statistical ones, that share it
CHANCE = RUN_CHANCE / MOST_VERDICTS
SEEN = 0.9  # how often the bias that a verdict names is found
WIDE_CHANCE = 1e-7  # that an interval is wider than allowed, by chance
WIDTH = 0.01  # half of an interval, as a share of the value, unless a check says why it is more

_STEPS = 20_000  # of the law of the spread, by equal chance

Floats = npt.NDArray[np.float64]


@cache
def quantile(replications: int, chance: float = CHANCE) -> float:
    """Return how many standard errors a right mean may be off, but for this chance.

    Raises:
        ValueError: there are fewer than two replications.
    """
    if replications < 2:
        raise ValueError(f"given {replications} replications; an interval needs at least 2")
    return float(t.isf(chance / 2.0, replications - 1))


@cache
def room(replications: int, chance: float = WIDE_CHANCE) -> float:
    """Return which share of the widest half-width one may have so that another seed's is wider
    with this chance alone."""
    freedom = replications - 1
    return math.sqrt(freedom / float(chi2.isf(chance, freedom)))


@cache
def seen_bias(replications: int, chance: float = CHANCE, seen: float = SEEN) -> float:
    """Return the bias, in standard errors, that fails a verdict with the chance `seen`.

    The chance is the mean of that of the normal law over the law of the spread.
    """
    freedom = replications - 1
    shares = (np.arange(_STEPS) + 0.5) / _STEPS
    bound = quantile(replications, chance) * np.sqrt(chi2.ppf(shares, freedom) / freedom)

    def missing(bias: float) -> float:
        return float(np.mean(norm.cdf(bias - bound))) - seen

    return float(brentq(missing, 0.0, float(bound[-1]) + 10.0, xtol=1e-9))


@dataclass(frozen=True)
class Estimate:
    """The mean of independent replications, with its standard error."""

    mean: float
    error: float
    replications: int

    @classmethod
    def of(cls, values: npt.ArrayLike) -> "Estimate":
        """Return the estimate from one value per replication."""
        found: Floats = np.asarray(values, np.float64)
        error = float(np.std(found, ddof=1)) / math.sqrt(len(found))
        return cls(float(np.mean(found)), error, len(found))

    @property
    def half_width(self) -> float:
        """Half the width of the interval of a verdict."""
        return quantile(self.replications) * self.error

    @property
    def catches(self) -> float:
        """The smallest bias that a verdict on it sees nine times of ten."""
        return seen_bias(self.replications) * self.error

    def holds(self, value: float) -> bool:
        """Tell whether a value lies within the interval of a verdict."""
        return abs(self.mean - value) <= self.half_width

    def __str__(self) -> str:
        """Return mean and half-width as text."""
        return f"{self.mean:.6g} ± {self.half_width:.2g}"
