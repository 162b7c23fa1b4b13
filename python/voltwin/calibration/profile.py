"""The rate of arrivals by hour of the week, with its uncertainty.

Counts of an hour of the week are Poisson given its rate, and the rates of an hour of the day on all
working days (or on all days of the weekend) are a Gamma sample around their mean: the Gamma-Poisson
model of Clayton and Kaldor (1987), Biometrics 43(3), doi:10.2307/2532003. So an hour that was seen
often follows its own counts, and a thin one the same hour of other days. How alike the days are,
the shape of that Gamma law, is estimated from the counts (empirical Bayes), and is all that is
chosen here: nothing is smoothed from one hour into the next, where shops open and trains arrive.

Counts that scatter more than Poisson ones, by a day factor say, weigh as much less: both counts and
hours are divided by the variance over mean of an hour's count. Intervals are Gamma ones with the
mean and variance of the rate; the latter has the part of the mean that the rate is drawn towards
(Morris 1983, Journal of the American Statistical Association 78(381),
doi:10.1080/01621459.1983.10477920).
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from voltwin.calibration.counts import HOURS, Counts
from voltwin.calibration.log import Floats, Integers

WEEK_H = 168
LEVEL = 0.95  # of all intervals
_TAIL = (1.0 - LEVEL) / 2.0
_LEAST_ALIKE, _MOST_ALIKE = 0.5, 1e5  # shapes of the Gamma law that are tried

GROUP: Integers = np.array([hour % HOURS + HOURS * (hour // 120) for hour in range(WEEK_H)])
_GROUPS = 2 * HOURS
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


class Profile(NamedTuple):
    """Arrivals per hour at all stations together, by hour of the week from Monday 00:00 on.

    `low` and `high` hold the rate with 95 %; NaN where nothing was seen of the hour.
    """

    rate: Floats
    low: Floats
    high: Floats
    counted: Integers  # arrivals
    seen_h: Floats  # hours that the log covers
    own: Floats  # weight of the hour's own counts, 0 to 1; the rest is that of its group
    filled: tuple[str, ...]  # how hours were filled that the log does not cover, sentences

    @property
    def mean(self) -> float:
        """Arrivals per hour in the mean of the week."""
        return float(self.rate.mean())

    @property
    def freedom(self) -> Floats:
        """How many degrees of freedom the fit takes of each hour's counts, 0 to 1.

        An hour that follows its own counts with weight w, and else the mean of its group of m, is a
        linear smoother H of them; 2 tr H - tr H'H, what its residuals lack, is 1 - (1 - w)^2
        (1 - 1/m) for each hour (Hastie and Tibshirani 1990, Generalized Additive Models, 3.5).
        """
        some = self.seen_h > 0.0
        members = np.maximum(np.bincount(GROUP, some, _GROUPS)[GROUP], 1.0)
        return np.where(some, 1.0 - (1.0 - self.own) ** 2 * (1.0 - 1.0 / members), 0.0)

    @property
    def factors(self) -> Floats:
        """The profile with a mean of 1."""
        return self.rate / self.mean if self.mean else np.ones(WEEK_H)


def weekly(values: npt.NDArray[np.generic], weekday: Integers) -> Floats:
    """Return sums by hour of the week of values by day and hour."""
    sums = np.zeros((7, HOURS))
    np.add.at(sums, weekday, values)
    return sums.reshape(-1)


def fit_profile(counts: Counts, spread: float = 0.0) -> Profile:
    """Return the profile of a log.

    Args:
        counts: of at least one arrival.
        spread: variance of the random factor of an hour's count, that of its day included.
    """
    number = weekly(counts.hours, counts.weekday)
    seen = weekly(counts.seen, counts.weekday)
    of_group, seen_of_group = _by_group(number), _by_group(seen)
    with np.errstate(divide="ignore", invalid="ignore"):
        usual = of_group / seen_of_group  # NaN where a group was never seen
    scatter = 1.0 + spread * np.nan_to_num(usual)[GROUP]
    found = _shrunk(number / scatter, seen / scatter, usual[GROUP])
    rate = np.where(seen_of_group[GROUP] > 0.0, found.mean, np.nan)
    expected = float(np.nansum(rate * seen))
    rate = rate * (number.sum() / expected)
    low, high = _interval(found, seen_of_group[GROUP])
    rate, filled = _without_gaps(rate, usual)
    return Profile(
        rate, low, high, number.astype(np.int64), seen, found.own, (*filled, *_days_unseen(seen))
    )


class _Posterior(NamedTuple):
    mean: Floats
    variance: Floats
    own: Floats


def _by_group(values: Floats) -> Floats:
    found: Floats = np.bincount(GROUP, values, _GROUPS).astype(np.float64)
    return found


def _shrunk(number: Floats, seen: Floats, usual: Floats) -> _Posterior:
    """Return mean and variance of each rate, given those of its group."""
    usual = np.nan_to_num(usual)
    shape = _alike(number, seen, usual)
    expected = usual * seen
    with np.errstate(divide="ignore", invalid="ignore"):
        own = expected / (shape + expected)
        prior = np.where(usual > 0.0, shape / usual, 0.0)
        mean = np.where(usual > 0.0, (shape + number) / (prior + seen), 0.0)
        within = np.where(usual > 0.0, mean / (prior + seen), 0.0)
        weight = 1.0 / (usual / seen + usual * usual / shape)
    weight = np.where((seen > 0.0) & (usual > 0.0), weight, 0.0)
    of_group = _by_group(weight)[GROUP]
    with np.errstate(divide="ignore"):
        of_mean = np.where(of_group > 0.0, 1.0 / of_group, 0.0)
    return _Posterior(mean, within + (1.0 - own) ** 2 * of_mean, own)


def _alike(number: Floats, seen: Floats, usual: Floats) -> float:
    """Return the shape of the Gamma law of rates around those of their group: negative binomial
    likelihood, adjusted for the means that are estimated (Cox and Reid 1987)."""
    from scipy.optimize import minimize_scalar
    from scipy.special import gammaln

    expected = usual * seen
    kept = expected > 0.0
    count, mean, group = number[kept], expected[kept], GROUP[kept]

    def loss(log_shape: float) -> float:
        shape = float(np.exp(log_shape))
        likelihood = (
            gammaln(count + shape)
            - gammaln(shape)
            - shape * np.log1p(mean / shape)
            + count * (np.log(mean) - np.log(shape + mean))
        )
        weight = np.bincount(group, mean / (1.0 + mean / shape), _GROUPS)
        adjusted = 0.5 * np.log(weight[weight > 0.0]).sum()
        return float(adjusted - likelihood.sum())

    bounds = np.log(_LEAST_ALIKE), np.log(_MOST_ALIKE)
    return float(np.exp(minimize_scalar(loss, bounds=bounds, method="bounded").x))


def _interval(found: _Posterior, seen_of_group: Floats) -> tuple[Floats, Floats]:
    """Return where each rate lies with 95 %; above 0 too where none came."""
    from scipy.stats import gamma

    low = np.full(WEEK_H, np.nan)
    high = np.full(WEEK_H, np.nan)
    some = (seen_of_group > 0.0) & (found.mean > 0.0)
    scale = found.variance[some] / found.mean[some]
    shape = found.mean[some] / scale
    low[some] = gamma.ppf(_TAIL, shape, scale=scale)
    high[some] = gamma.isf(_TAIL, shape, scale=scale)
    none = (seen_of_group > 0.0) & (found.mean == 0.0)
    low[none] = 0.0
    high[none] = -np.log(_TAIL) / seen_of_group[none]
    return low, high


def _without_gaps(rate: Floats, usual: Floats) -> tuple[Floats, list[str]]:
    """Return rates with those of hours that the log does not cover filled, and sentences.

    Args:
        rate: by hour of the week, NaN where neither the hour nor its group was seen.
        usual: rates by group.
    """
    other = usual[(GROUP + HOURS) % _GROUPS]
    rate = np.where(np.isnan(rate), other, rate)
    gap = np.isnan(rate)
    if not gap.any():
        return rate, []
    known = np.flatnonzero(~gap)
    hours = sorted({int(hour) % HOURS for hour in np.flatnonzero(gap)})
    note = (
        f"Nothing was seen of {hour_ranges(hours)}: there the rate is on a line between the hours "
        "beside."
    )
    return np.interp(np.arange(WEEK_H), known, rate[known], period=WEEK_H), [note]


def _days_unseen(seen: Floats) -> list[str]:
    """Return which days of the week were never seen, a sentence."""
    of_days = seen.reshape(7, HOURS).sum(axis=1) > 0.0
    missing = [name for name, found in zip(WEEKDAYS, of_days, strict=True) if not found]
    if not missing:
        return []
    if len(missing) > 3:
        seen_days = [f"{name}s" for name in WEEKDAYS if name not in missing]
        return [f"Only {' and '.join(seen_days)} are in the log: other days are taken from them."]
    return [f"No {' or '.join(missing)} is in the log: taken from the other days."]


def hour_ranges(hours: list[int]) -> str:
    """Return hours of the day as ranges of the clock.

    >>> hour_ranges([2, 3, 4, 20])
    '02:00-05:00, 20:00-21:00'
    """
    ranges: list[list[int]] = []
    for hour in hours:
        if ranges and ranges[-1][1] == hour:
            ranges[-1][1] = hour + 1
        else:
            ranges.append([hour, hour + 1])
    return ", ".join(f"{low:02}:00-{high:02}:00" for low, high in ranges)
