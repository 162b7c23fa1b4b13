"""How much hours differ beside their day: the variance of a Gamma factor of each hour.

Given the factor D of its day, an hour's count with expected value m is negative binomial around
m D. The likelihood of a day is the product over its hours, integrated over D by Gauss and Hermite's
rule around the most likely log D of that day, as wide as the likelihood is there (Liu and Pierce
1994, Biometrika 81(3), doi:10.1093/biomet/81.3.624). It is adjusted for the rates of the hours of
the week, each as much as it follows its own counts (Cox and Reid 1987).
"""

from typing import NamedTuple

import numpy as np

from voltwin.calibration.likelihood import NO_SPREAD, Spread, best_spread
from voltwin.calibration.log import Floats, Integers

LEAST_DAYS = 14  # of which hours are compared
_MOST_ROWS = 3000  # days of stations; those with most arrivals tell most
_NODES = 15
_NEWTON = 6
_ROUNDS = 2  # of day factor and jitter in turn


class Spreads(NamedTuple):
    """Of the factors of days and of hours."""

    day: Spread
    hour: Spread


class _Rows(NamedTuple):
    """Days of stations: counts and what the profile says of them, shape (rows, 24)."""

    count: Floats
    expected: Floats
    hour: Integers  # of the week
    own: Floats  # weight of each hour's own counts, by hour of the week


def fit_spreads(
    counts: Integers, expected: Floats, weekday: Integers, own: Floats, day: Spread
) -> Spreads:
    """Return the variances of the factors of days and hours together.

    Args:
        counts: arrivals, shape (days, 24, stations).
        expected: what the profile says, of the same shape.
        weekday: of each day.
        own: how much each hour of the week follows its own counts.
        day: factor of days, were there no jitter.
    """
    if len(counts) < LEAST_DAYS:
        return Spreads(day, NO_SPREAD)
    rows = _rows(counts, expected, weekday, own)
    of_day, hour = day.variance, NO_SPREAD
    for _ in range(_ROUNDS):
        held = of_day
        hour = best_spread(lambda v, d=held: _likelihood(rows, d, v), _likelihood(rows, held, 0.0))
        if not hour.is_noticed:
            return Spreads(day, hour)
        jitter = hour.variance
        day = best_spread(
            lambda v, j=jitter: _likelihood(rows, v, j), _likelihood(rows, 0.0, jitter)
        )
        of_day = day.variance
    return Spreads(day, hour)


def _rows(counts: Integers, expected: Floats, weekday: Integers, own: Floats) -> _Rows:
    days, hours, stations = counts.shape
    of_week = weekday[:, None] * hours + np.arange(hours)
    count = counts.transpose(0, 2, 1).reshape(-1, hours)
    mean = expected.transpose(0, 2, 1).reshape(-1, hours)
    hour = np.repeat(of_week, stations, axis=0)
    total = mean.sum(axis=1)
    kept = np.sort(np.argsort(-total, kind="stable")[:_MOST_ROWS])
    kept = kept[total[kept] > 0.0]
    return _Rows(count[kept].astype(np.float64), mean[kept], hour[kept], own)


def _likelihood(rows: _Rows, of_day: float, of_hour: float) -> float:
    """Return the logarithm of the likelihood of both variances, adjusted."""
    logs = _fixed_part(rows, of_hour).sum()
    if of_day == 0.0:
        logs += _moving_part(rows, of_hour, np.zeros((len(rows.count), 1))).sum()
    else:
        logs += _over_days(rows, of_day, of_hour).sum()
    return float(logs) - _adjustment(rows, of_day, of_hour)


def _fixed_part(rows: _Rows, of_hour: float) -> Floats:
    """Return what no factor of a day changes, of each row."""
    from scipy.special import gammaln, xlogy

    count, expected = rows.count, rows.expected
    found = xlogy(count, expected) - gammaln(count + 1.0)
    if of_hour:
        shape = 1.0 / of_hour
        found += gammaln(count + shape) - gammaln(shape) - count * np.log(shape)
    return np.asarray(found.sum(axis=1))


def _moving_part(rows: _Rows, of_hour: float, log_factor: Floats) -> Floats:
    """Return what the logarithm of the day's factor changes, shape (rows, nodes)."""
    mean = rows.expected[:, None, :] * np.exp(log_factor)[:, :, None]
    if of_hour:
        lost = (rows.count + 1.0 / of_hour)[:, None, :] * np.log1p(of_hour * mean)
    else:
        lost = mean
    found: Floats = rows.count.sum(axis=1)[:, None] * log_factor - lost.sum(axis=2)
    return found


def _over_days(rows: _Rows, of_day: float, of_hour: float) -> Floats:
    """Return the logarithm of the integral over the factor of the day, of each row."""
    from scipy.special import gammaln, logsumexp

    node, weight = np.polynomial.hermite.hermgauss(_NODES)
    middle, width = _peak(rows, of_day, of_hour)
    log_factor = middle[:, None] + np.sqrt(2.0) * width[:, None] * node
    shape = 1.0 / of_day
    law = shape * (log_factor - np.expm1(log_factor))
    law += shape * np.log(shape) - shape - gammaln(shape)
    inner = _moving_part(rows, of_hour, log_factor) + law
    scaled = inner + np.log(weight) + node * node
    return np.asarray(logsumexp(scaled, axis=1) + np.log(np.sqrt(2.0) * width))


def _peak(rows: _Rows, of_day: float, of_hour: float) -> tuple[Floats, Floats]:
    """Return the most likely logarithm of each day's factor, and the width of its likelihood."""
    total, usual = rows.count.sum(axis=1), rows.expected.sum(axis=1)
    middle = np.log((1.0 / of_day + total) / (1.0 / of_day + usual))
    for _ in range(_NEWTON):
        factor = np.exp(middle)
        mean = rows.expected * factor[:, None]
        calm = 1.0 / (1.0 + of_hour * mean)
        slope = ((rows.count - mean) * calm).sum(axis=1) + (1.0 - factor) / of_day
        bend = (mean * calm).sum(axis=1) + factor / of_day
        middle = middle + np.clip(slope / bend, -1.0, 1.0)
    return middle, 1.0 / np.sqrt(bend)


def _adjustment(rows: _Rows, of_day: float, of_hour: float) -> float:
    """Return what is taken off for the rates that are estimated."""
    calm = rows.expected / (1.0 + of_hour * rows.expected)
    of_hours = np.bincount(rows.hour.ravel(), calm.ravel(), len(rows.own))
    some = of_hours > 0.0
    day = rows.hour[:, 0] // rows.hour.shape[1]
    calm_day = 1.0 / (1.0 / calm.sum(axis=1) + of_day)
    of_days = np.bincount(day, calm_day)
    logs = (rows.own[some] * np.log(of_hours[some])).sum() + np.log(of_days[of_days > 0.0]).sum()
    return 0.5 * float(logs)
