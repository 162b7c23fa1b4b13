"""How well demand that was fitted to some days foretells others.

Each hour and each day that was held out has a forecast: many draws of the fitted demand. Against a
plain rival: Poisson, with the mean count of the hour of the week before. Of both it is told

- which share of what came the central bands of 50, 80 and 95 % hold. Counts are whole numbers, and
  bands of them hold more than they say; so of a count that lies at the edge of a band that part of
  its probability counts which is within (the probability integral transform for counts: Czado,
  Gneiting and Held 2009, Biometrics 65(4), doi:10.1111/j.1541-0420.2009.01191.x). A right forecast
  then has 50, 80 and 95 % in the mean.
- the continuous ranked probability score, in arrivals: the mean distance of draws and count less
  half that of draws from each other, proper, and smaller for the better forecast (Gneiting and
  Raftery 2007, doi:10.1198/016214506000001437). From m draws without bias (Ferro 2014,
  doi:10.1002/qj.2270); of a Poisson law in closed form (Wei and Held 2014,
  doi:10.1007/s11749-014-0380-8).

Their difference is paired: its interval is Student's t over the days that were held out.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from voltwin.calibration.counts import Counts
from voltwin.calibration.demand import Demand, expected
from voltwin.calibration.log import Floats
from voltwin.calibration.profile import weekly

Kept = npt.NDArray[np.bool_]

DRAWS = 1000
BANDS = (0.5, 0.8, 0.95)


class Score(NamedTuple):
    """Of forecasts of one kind, of an hour or of a day."""

    measure: str
    n: int  # forecasts
    coverage: tuple[float, ...]  # by BANDS
    rival_coverage: tuple[float, ...]
    crps: float  # [arrivals]
    rival_crps: float
    difference: float  # crps - rival_crps: below 0 where the fit is the better one
    low: float  # of its 95 % interval
    high: float


class HeldOut(NamedTuple):
    """Days that were held out, with what was foretold of them."""

    counts: Counts
    draws: Floats  # arrivals of all stations, shape (draws, days, 24)
    rival: Floats  # mean arrivals, shape (days, 24)

    @property
    def of_days(self) -> Floats:
        """Draws of day totals, shape (draws, days)."""
        return np.asarray(self.draws.sum(axis=2))


def held_out(demand: Demand, before: Counts, after: Counts, seed: int) -> HeldOut:
    """Return forecasts of some days.

    Args:
        demand: fitted to `before`.
        before: counts that the rival has its means from.
        after: the days to foretell.
        seed: of the draws.
    """
    return HeldOut(after, drawn(demand, after, seed), _rival(before, after))


def joined(parts: Sequence[HeldOut]) -> HeldOut:
    """Return parts that follow one another as one."""
    counts = [part.counts for part in parts]
    n, seen = (np.concatenate([getattr(of, name) for of in counts]) for name in ("n", "seen"))
    return HeldOut(
        Counts(counts[0].first_day, n, seen, counts[0].stations),
        np.concatenate([part.draws for part in parts], axis=1),
        np.concatenate([part.rival for part in parts]),
    )


def drawn(demand: Demand, counts: Counts, seed: int, draws: int = DRAWS) -> Floats:
    """Return draws of the arrivals at all stations in the hours that counts cover.

    Each station has its own factors of days and hours, as in a scenario.
    """
    rng = np.random.default_rng(seed)
    mean = demand.expected(counts)
    days, hours = mean.shape
    by_hour = demand.hour_variance > 0.0
    factor = np.zeros((draws, days, hours if by_hour else 1))
    for share in demand.share:
        of_day = _gamma(rng, demand.day_variance, (draws, days, 1))
        of_hour = _gamma(rng, demand.hour_variance, factor.shape) if by_hour else 1.0
        factor += share * of_day * of_hour
    return rng.poisson(mean * factor).astype(np.float64)


def _gamma(rng: np.random.Generator, variance: float, shape: tuple[int, ...]) -> Floats:
    if variance == 0.0:
        return np.ones(shape)
    return rng.gamma(1.0 / variance, variance, shape)


def _rival(before: Counts, after: Counts) -> Floats:
    """Return the mean count of each hour of the week; of all hours where none was seen."""
    number, seen = weekly(before.hours, before.weekday), weekly(before.seen, before.weekday)
    all_hours = number.sum() / seen.sum()
    rate = np.where(seen > 0.0, number / np.maximum(seen, 1e-9), all_hours)
    return expected(rate, after)


def scores(found: HeldOut) -> list[Score]:
    """Return the scores of hours, and of days."""
    hours = found.counts.hours.astype(np.float64)
    covered = found.counts.seen > 0.0
    of_hours = _score("hour", found.draws, hours, found.rival, covered)
    whole = found.counts.whole
    if not whole.any():
        return [of_hours]
    totals, rival = hours.sum(axis=1)[:, None], found.rival.sum(axis=1)[:, None]
    draws = found.of_days[:, :, None]
    return [of_hours, _score("day", draws, totals, rival, whole[:, None])]


def _score(measure: str, draws: Floats, came: Floats, rival: Floats, kept: Kept) -> Score:
    """Return the score of what came, shape (days, columns); a day is a row."""
    from scipy.stats import poisson

    ours, theirs = crps_of_draws(draws, came), crps_of_poisson(rival, came)
    below, at = _pit(draws, came)
    rival_pit = np.asarray(poisson.cdf(came - 1.0, rival)), np.asarray(poisson.cdf(came, rival))
    means = [np.mean(of[kept]) for of in (ours, theirs)]
    low, high = _interval(_by_day(ours - theirs, kept))
    return Score(
        measure,
        int(kept.sum()),
        tuple(coverage(below[kept], at[kept], band) for band in BANDS),
        tuple(coverage(rival_pit[0][kept], rival_pit[1][kept], band) for band in BANDS),
        float(means[0]),
        float(means[1]),
        float(means[0] - means[1]),
        low,
        high,
    )


def crps_of_draws(draws: Floats, came: Floats) -> Floats:
    """Return the score of draws, shape (draws, ...), for what came, shape (...)."""
    number = len(draws)
    ordered = np.sort(draws, axis=0)
    rank = 2.0 * np.arange(1, number + 1) - number - 1.0
    apart = np.tensordot(rank, ordered, axes=1) / (number * (number - 1.0))
    found: Floats = np.abs(draws - came).mean(axis=0) - apart
    return found


def crps_of_poisson(mean: Floats, came: Floats) -> Floats:
    """Return the score of Poisson forecasts."""
    from scipy.special import ive
    from scipy.stats import poisson

    spread = mean * (ive(0, 2.0 * mean) + ive(1, 2.0 * mean))
    below, at = poisson.cdf(came, mean), poisson.pmf(came, mean)
    return np.asarray((came - mean) * (2.0 * below - 1.0) + 2.0 * mean * at - spread)


def _pit(draws: Floats, came: Floats) -> tuple[Floats, Floats]:
    """Return the shares of draws below what came, and of those not above it."""
    return (draws < came).mean(axis=0), (draws <= came).mean(axis=0)


def pit(found: HeldOut) -> tuple[Floats, Floats]:
    """Return, of each hour held out, which share of its forecast lies below what came, and which
    share not above."""
    hours, covered = found.counts.hours.astype(np.float64), found.counts.seen > 0.0
    below, at = _pit(found.draws, hours)
    return below[covered], at[covered]


def coverage(below: Floats, at: Floats, band: float) -> float:
    """Return which share of what came lies within a central band.

    Args:
        below: probability of less than came.
        at: probability of at most what came.
        band: probability within.
    """
    low, high = (1.0 - band) / 2.0, (1.0 + band) / 2.0
    width = np.maximum(at - below, 1e-12)
    within = np.minimum(at, high) - np.maximum(below, low)
    exact = (below >= low) & (below <= high)
    return float(np.mean(np.where(at > below, np.clip(within / width, 0.0, 1.0), exact)))


def _by_day(values: Floats, kept: Kept) -> Floats:
    """Return the mean of each day that has any."""
    number = kept.sum(axis=1)
    sums = np.where(kept, values, 0.0).sum(axis=1)
    some = number > 0
    return np.asarray(sums[some] / number[some])


def _interval(values: Floats) -> tuple[float, float]:
    from voltwin.statistics.intervals import mean_interval

    found = mean_interval(values)
    return float(found.low), float(found.high)
