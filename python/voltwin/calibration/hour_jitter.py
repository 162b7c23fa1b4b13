"""How much hours differ beside their day: the variance of a Gamma factor of each hour.

Given the factor D of its day, an hour's count with expected value m is negative binomial around
m D. The likelihood of a day is the product over its hours, integrated over D by Gauss and Hermite's
rule around the most likely log D of that day, as wide as the likelihood is there (Liu and Pierce
1994, Biometrika 81(3), doi:10.1093/biomet/81.3.624). It is adjusted for the rates of the hours of
the week, by the degrees of freedom that these take (Cox and Reid 1987).
"""

from functools import cache
from typing import NamedTuple

import numpy as np

from voltwin.calibration.likelihood import NO_SPREAD, Spread, best_spread
from voltwin.calibration.log import Floats, Integers

LEAST_DAYS = 14  # of which hours are compared
_MOST_ROWS = 3000  # days of stations; those with most arrivals tell most
_NODES = 15
_NEWTON = 6


class Spreads(NamedTuple):
    """Of the factors of days and of hours."""

    day: Spread
    hour: Spread


class _Rows(NamedTuple):
    """Days of stations: counts and what the profile says of them, shape (rows, 24)."""

    number: Floats
    expected: Floats
    hour: Integers  # of the week
    freedom: Floats  # that the profile takes of each hour of the week


def fit_spreads(
    counts: Integers,
    expected: Floats,
    weekday: Integers,
    freedom: Floats,
    day: Spread,
    *,
    with_intervals: bool = True,
) -> Spreads:
    """Return the variances of the factors of days and hours together.

    Args:
        counts: arrivals, shape (days, 24, stations).
        expected: what the profile says, of the same shape.
        weekday: of each day.
        freedom: degrees of it that the profile takes of each hour of the week.
        day: factor of days, were there no jitter.
        with_intervals: look for them, too.
    """
    if len(counts) < LEAST_DAYS:
        return Spreads(day, NO_SPREAD)
    rows = _rows(counts, expected, weekday, freedom)
    hour = _hour(rows, day.variance, with_interval=False)
    if not hour.is_noticed:
        return Spreads(day, _hour(rows, day.variance, with_interval=with_intervals))
    of_day = _day(rows, hour.variance, with_interval=False).variance
    hour = _hour(rows, of_day, with_interval=with_intervals)
    return Spreads(_day(rows, hour.variance, with_interval=with_intervals), hour)


def _day(rows: _Rows, of_hour: float, *, with_interval: bool) -> Spread:
    """Return the variance of days, given that of hours."""
    none = _likelihood(rows, 0.0, of_hour)
    return best_spread(lambda v: _likelihood(rows, v, of_hour), none, with_interval=with_interval)


def _hour(rows: _Rows, of_day: float, *, with_interval: bool) -> Spread:
    """Return the variance of hours, given that of days."""
    none = _likelihood(rows, of_day, 0.0)
    return best_spread(lambda v: _likelihood(rows, of_day, v), none, with_interval=with_interval)


def _rows(counts: Integers, expected: Floats, weekday: Integers, freedom: Floats) -> _Rows:
    _, hours, stations = counts.shape
    of_week = weekday[:, None] * hours + np.arange(hours)
    count = counts.transpose(0, 2, 1).reshape(-1, hours)
    mean = expected.transpose(0, 2, 1).reshape(-1, hours)
    hour = np.repeat(of_week, stations, axis=0)
    total = mean.sum(axis=1)
    kept = np.sort(np.argsort(-total, kind="stable")[:_MOST_ROWS])
    kept = kept[total[kept] > 0.0]
    return _Rows(count[kept].astype(np.float64), mean[kept], hour[kept], freedom)


def _likelihood(rows: _Rows, of_day: float, of_hour: float) -> float:
    """Return the logarithm of the likelihood of both variances, adjusted."""
    logs = _fixed_part(rows, of_hour).sum()
    if of_day == 0.0:
        logs += _moving_part(rows, of_hour, np.zeros((len(rows.number), 1))).sum()
    else:
        logs += _over_days(rows, of_day, of_hour).sum()
    return float(logs) - _adjustment(rows, of_day, of_hour)


def _fixed_part(rows: _Rows, of_hour: float) -> Floats:
    """Return what no factor of a day changes, of each row."""
    from scipy.special import gammaln, xlogy

    count, expected = rows.number, rows.expected
    found = xlogy(count, expected) - gammaln(count + 1.0)
    if of_hour:
        shape = 1.0 / of_hour
        found += gammaln(count + shape) - gammaln(shape) - count * np.log(shape)
    return np.asarray(found.sum(axis=1))


def _moving_part(rows: _Rows, of_hour: float, log_factor: Floats) -> Floats:
    """Return what the logarithm of the day's factor changes, shape (rows, nodes)."""
    mean = rows.expected[:, None, :] * np.exp(log_factor)[:, :, None]
    if of_hour:
        mean = (rows.number + 1.0 / of_hour)[:, None, :] * np.log1p(of_hour * mean)
    found: Floats = rows.number.sum(axis=1)[:, None] * log_factor - mean.sum(axis=2)
    return found


def _over_days(rows: _Rows, of_day: float, of_hour: float) -> Floats:
    """Return the logarithm of the integral over the factor of the day, of each row."""
    from scipy.special import gammaln, logsumexp

    node, weight = _rule()
    middle, width = _peak(rows, of_day, of_hour)
    log_factor = middle[:, None] + np.sqrt(2.0) * width[:, None] * node
    shape = 1.0 / of_day
    law = shape * (log_factor - np.expm1(log_factor))
    law += shape * np.log(shape) - shape - gammaln(shape)
    inner = _moving_part(rows, of_hour, log_factor) + law
    scaled = inner + np.log(weight) + node * node
    return np.asarray(logsumexp(scaled, axis=1) + np.log(np.sqrt(2.0) * width))


@cache
def _rule() -> tuple[Floats, Floats]:
    """Return nodes and weights of Gauss and Hermite."""
    return np.polynomial.hermite.hermgauss(_NODES)


def _peak(rows: _Rows, of_day: float, of_hour: float) -> tuple[Floats, Floats]:
    """Return the most likely logarithm of each day's factor, and the width of its likelihood."""
    total, usual = rows.number.sum(axis=1), rows.expected.sum(axis=1)
    middle = np.log((1.0 / of_day + total) / (1.0 / of_day + usual))
    for _ in range(_NEWTON):
        factor = np.exp(middle)
        mean = rows.expected * factor[:, None]
        calm = 1.0 / (1.0 + of_hour * mean)
        slope = ((rows.number - mean) * calm).sum(axis=1) + (1.0 - factor) / of_day
        bend = (mean * calm).sum(axis=1) + factor / of_day
        middle = middle + np.clip(slope / bend, -1.0, 1.0)
    return middle, 1.0 / np.sqrt(bend)


def _adjustment(rows: _Rows, of_day: float, of_hour: float) -> float:
    """Return what is taken off for the rates that are estimated."""
    calm = rows.expected / (1.0 + of_hour * rows.expected)
    of_hours = np.bincount(rows.hour.ravel(), calm.ravel(), len(rows.freedom))
    some = of_hours > 0.0
    day = rows.hour[:, 0] // rows.hour.shape[1]
    calm_day = 1.0 / (1.0 / calm.sum(axis=1) + of_day)
    of_days = np.bincount(day, calm_day)
    logs = (rows.freedom[some] * np.log(of_hours[some])).sum() + np.log(
        of_days[of_days > 0.0]
    ).sum()
    return 0.5 * float(logs)
