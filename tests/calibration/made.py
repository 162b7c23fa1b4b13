"""Logs of parameters that are known, made by numpy alone."""

import numpy as np

from voltwin.calibration.counts import Counts, counted
from voltwin.calibration.log import Log
from voltwin.scenario.profiles import named_profile

MONDAY = np.datetime64("2026-01-05T00:00:00", "s")


def hourly(
    days: int,
    per_day: float = 200.0,
    *,
    day: float = 0.0,
    hour: float = 0.0,
    profile: str = "commuter",
    seed: int = 1,
) -> np.ndarray:
    """Return counts by day and hour, the first day a Monday."""
    rng = np.random.default_rng(seed)
    week = np.array(named_profile(profile)).reshape(7, 24) * per_day / 24.0
    mean = week[np.arange(days) % 7]
    of_day = rng.gamma(1.0 / day, day, (days, 1)) if day else 1.0
    of_hour = rng.gamma(1.0 / hour, hour, mean.shape) if hour else 1.0
    return rng.poisson(mean * of_day * of_hour)


def times(counts: np.ndarray, seed: int = 1) -> np.ndarray:
    """Return times of arrivals, even within each hour."""
    hours = np.repeat(np.arange(counts.size), counts.ravel())
    seconds = np.random.default_rng(seed).integers(0, 3600, len(hours))
    return MONDAY + (3600 * hours + seconds).astype("timedelta64[s]")


def log_of(counts: np.ndarray, **columns: object) -> Log:
    return Log.of(times(counts), **columns)  # type: ignore[arg-type]  # columns of any kind


def counts_of(counts: np.ndarray) -> Counts:
    """Return counts as calibration has them: whole days, and one station."""
    end = MONDAY + np.timedelta64(len(counts), "D")
    return counted(log_of(counts), MONDAY, end)
