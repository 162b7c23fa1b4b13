"""Arrivals by local day, hour and station, and how much of each hour the log covers."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from voltwin.calibration.log import Floats, Integers, Log, Times

HOURS = 24
DAY = np.timedelta64(1, "D")
_HOUR_S = 3600.0
_UNLIKELY = 7.0  # arrivals expected in a gap, of which none came: that happens once in 1,100 times
_LEAST_INNER = 3  # days between the first and the last, to tell what is expected of these


@dataclass(frozen=True)
class Counts:
    """How many came, in the hours that a log covers.

    Attributes:
        first_day: local date of the first row.
        n: arrivals, shape (days, 24, stations).
        seen: share of each hour that the log covers, shape (days, 24).
        stations: ids of the stations; one of no name where the log names none.
    """

    first_day: np.datetime64
    n: npt.NDArray[np.int32]
    seen: Floats
    stations: tuple[str, ...]

    @property
    def days(self) -> int:
        """How many local dates there are, covered or not."""
        return len(self.n)

    @property
    def dates(self) -> Times:
        """The local dates."""
        return self.first_day + np.arange(self.days) * DAY

    @property
    def weekday(self) -> Integers:
        """The day of the week of each date, 0 for Monday."""
        return (self.dates.astype("datetime64[D]").astype(np.int64) + 3) % 7

    @property
    def hours(self) -> Integers:
        """Arrivals at all stations by day and hour."""
        return np.asarray(self.n.sum(axis=2, dtype=np.int64))

    @property
    def whole(self) -> npt.NDArray[np.bool_]:
        """Which days are covered from midnight to midnight."""
        return np.asarray((self.seen >= 1.0).all(axis=1))

    def part(self, days: slice) -> "Counts":
        """Return the counts of some days in a row."""
        n, seen = self.n[days], self.seen[days]
        return Counts(self.dates[days][0], n, seen, self.stations)

    def without(self, days: list[int]) -> "Counts":
        """Return counts in which nothing was seen of some days."""
        n, seen = self.n.copy(), self.seen.copy()
        n[days], seen[days] = 0, 0.0
        return Counts(self.first_day, n, seen, self.stations)

    def as_one(self) -> "Counts":
        """Return the same with all stations taken for one."""
        together = self.n.sum(axis=2, keepdims=True, dtype=np.int32)
        return Counts(self.first_day, together, self.seen, ("",))


def counted(log: Log, begin: np.datetime64 | None, end: np.datetime64 | None) -> Counts:
    """Return the arrivals of a log from a local time to another.

    Args:
        log: with at least one row between them.
        begin: of what the log covers; unless given the midnight before its first row.
        end: of what it covers; unless given the midnight after its last row.

    Raises:
        ValueError: no row lies between them.
    """
    begin = log.at[0].astype("datetime64[D]") if begin is None else begin
    end = log.at[-1].astype("datetime64[D]") + DAY if end is None else end
    begin, end = begin.astype("datetime64[s]"), end.astype("datetime64[s]")
    kept = (log.at >= begin) & (log.at < end)
    if not kept.any():
        raise ValueError(f"no row lies between {begin} and {end}")
    first_day = begin.astype("datetime64[D]")
    last_day = (end - np.timedelta64(1, "s")).astype("datetime64[D]")
    days = int((last_day - first_day) / DAY) + 1
    since_s = (log.at[kept] - first_day.astype("datetime64[s]")).astype(np.int64)
    stations = log.stations or ("",)
    cells = (since_s // int(_HOUR_S)) * len(stations) + log.station[kept]
    n = np.bincount(cells, minlength=days * HOURS * len(stations)).astype(np.int32)
    return Counts(
        first_day,
        n.reshape(days, HOURS, len(stations)),
        _seen(begin, end, first_day, days),
        stations,
    )


def _seen(begin: np.datetime64, end: np.datetime64, first: np.datetime64, days: int) -> Floats:
    """Return the share of each hour between two times."""
    zero = first.astype("datetime64[s]")
    low, high = (float((at - zero).astype(np.int64)) / _HOUR_S for at in (begin, end))
    hour = np.arange(days * HOURS, dtype=np.float64)
    share = np.minimum(hour + 1.0, high) - np.maximum(hour, low)
    return np.asarray(np.clip(share, 0.0, 1.0).reshape(days, HOURS))


def cut_days(log: Log) -> tuple[np.datetime64 | None, np.datetime64 | None]:
    """Return where the log seems to begin and end, where that is not at midnight.

    A first day whose first row comes so late that, by the days between, at least seven arrivals
    should have come before it is cut: the log begins with the next one; and so is such a last day.
    """
    whole = counted(log, None, None)
    inner = whole.hours[1:-1]
    if len(inner) < _LEAST_INNER:
        return None, None
    usual = inner.mean(axis=0)  # by hour of the day
    missing = np.concatenate([[0.0], np.cumsum(usual)])

    def expected_before(at: np.datetime64) -> float:
        hour = float((at - at.astype("datetime64[D]")).astype(np.int64)) / _HOUR_S
        return float(np.interp(hour, np.arange(HOURS + 1), missing))

    begin = end = None
    if expected_before(log.at[0]) >= _UNLIKELY:
        begin = log.at[0].astype("datetime64[D]") + DAY
    if usual.sum() - expected_before(log.at[-1]) >= _UNLIKELY:
        end = log.at[-1].astype("datetime64[D]")
    return begin, end
