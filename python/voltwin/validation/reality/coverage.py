"""Verdicts on intervals and bands that should hold what they are made for a known share of times.

Each log counts once, so that what is measured is independent. Intervals of one log tell of one
another; those of one parameter in many logs do not.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.optimize import brentq
from scipy.stats import binom

from voltwin.validation.trust.judging import at_most, statistical
from voltwin.validation.trust.power import CHANCE, SEEN, Estimate
from voltwin.validation.trust.verdict import Sample, Verdict

_WHY = "a log has few hours and days to tell from"


class Allowed(NamedTuple):
    """How far a share of times may be off by what is known of the method: it holds so much less, or
    so much more."""

    less: float
    more: float


def held_shares(
    what: str, share: float, of_logs: npt.ArrayLike, sample: Sample, allowed: Allowed, width: float
) -> Verdict:
    """Return the verdict on the share of times that something holds, one value of each log: the
    interval of their mean has to hold a share that is allowed."""
    found = Estimate.of(of_logs)
    nearest = float(np.clip(found.mean, share - allowed.less, share + allowed.more))
    verdict = statistical(what, nearest, found, sample, width=width, why_wide=_WHY)
    return replace(verdict, expected=share, catches=found.catches + max(allowed))


def least_held(
    what: str, missed: Mapping[str, Sequence[bool]], share: float, sample: Sample
) -> Verdict:
    """Return the verdict on how often the intervals of that parameter miss it which miss it most.

    What it catches is the share of times missed that is seen nine times of ten.

    Args:
        what: is looked at.
        missed: of each parameter, whether the interval of each log does not hold it.
        share: of times that a right interval misses, at most.
        sample: the logs.

    Raises:
        ValueError: there are so few logs that all of them may miss.
    """
    times = {name: int(np.count_nonzero(of_logs)) for name, of_logs in missed.items()}
    worst = max(times, key=lambda name: times[name])
    logs = len(missed[worst])
    most = int(binom.isf(CHANCE / len(missed), logs, share))
    if most >= logs:
        raise ValueError(f"{what}: {logs} logs are too few")
    seen = float(brentq(lambda of: binom.sf(most, logs, of) - SEEN, share, 1.0 - 1e-9))
    named = sample._replace(sizes=f"{sample.sizes}; most often {worst}")
    verdict = at_most(what, times[worst] / logs, most / logs, sample=named, chance=CHANCE)
    return replace(verdict, catches=seen)
