"""A horizontal axis of local time, in days since 1970, with ticks where people expect them."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from voltwin.report.steps import Times

_HOUR, _DAY = 1.0 / 24.0, 1.0


def days(times: "Times") -> npt.NDArray[np.float64]:
    """Return times as days since 1970."""
    return np.asarray(times.astype("datetime64[s]").astype(np.int64) / 86400.0)


def set_time_axis(axes: "Axes", first: float, last: float) -> None:
    """Let the horizontal axis reach from `first` to `last` [days since 1970]."""
    from matplotlib import dates
    from matplotlib.ticker import FuncFormatter

    axes.set_xlim(first, last)
    locator, label = _ticks(last - first)
    axes.xaxis.set_major_locator(locator)
    axes.xaxis.set_major_formatter(
        FuncFormatter(lambda at, _: label(dates.num2date(at).replace(tzinfo=None)))
    )


def _ticks(span: float) -> tuple[Any, Callable[[datetime], str]]:
    """Return where ticks stand on an axis of this many days, and what is written there."""
    from matplotlib import dates

    if span <= 3 * _HOUR:
        return dates.MinuteLocator(byminute=(0, 15, 30, 45)), _time
    if span <= 15 * _HOUR:
        return dates.HourLocator(), _time
    if span <= 3 * _DAY:
        return dates.HourLocator(byhour=(0, 6, 12, 18)), _time
    if span <= 10 * _DAY:
        return dates.DayLocator(), lambda at: f"{at:%a} {at.day} {at:%b}"
    if span <= 35 * _DAY:
        return dates.WeekdayLocator(dates.MO), lambda at: f"{at:%a} {at.day} {at:%b}"
    if span <= 130 * _DAY:
        return dates.WeekdayLocator(dates.MO, interval=2), lambda at: f"{at.day} {at:%b %Y}"
    if span <= 400 * _DAY:
        return dates.MonthLocator(), _month
    if span <= 1300 * _DAY:
        return dates.MonthLocator(bymonth=(1, 4, 7, 10)), _month
    return dates.YearLocator(), lambda at: f"{at.year}"


def _time(at: datetime) -> str:
    return f"{at:%H:%M}" if at.hour or at.minute else f"{at:%a} {at.day} {at:%b}"


def _month(at: datetime) -> str:
    return f"{at:%b}\n{at.year}" if at.month == 1 else f"{at:%b}"
