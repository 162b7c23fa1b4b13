"""A horizontal axis of local time, in days since 1970, with ticks where people expect them."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from voltwin.report.steps import Times

_MONDAY = np.datetime64("1970-01-05", "s")
_MINUTE, _HOUR, _DAY = 60, 3600, 86400


def days(times: "Times") -> npt.NDArray[np.float64]:
    """Return times as days since 1970."""
    return np.asarray(times.astype("datetime64[s]").astype(np.int64) / float(_DAY))


def set_time_axis(axes: "Axes", edges: "Times") -> None:
    """Let the horizontal axis reach from the first to the last of these times."""
    first, last = days(edges[[0, -1]])
    axes.set_xlim(float(first), float(last))
    ticks, labels = ticks_between(edges[0], edges[-1])
    axes.set_xticks(list(days(ticks)), labels)


def ticks_between(first: np.datetime64, last: np.datetime64) -> tuple["Times", list[str]]:
    """Return where ticks stand on an axis from `first` to `last`, and what is written there."""
    span_s = int((last - first) / np.timedelta64(1, "s"))
    for most_s, step_s, label in _STEPS:
        if span_s <= most_s:
            return _labelled(_every(first, last, step_s), label)
    step, label = next((step, label) for most, step, label in _MONTHS if span_s <= most)
    return _labelled(_every_month(first, last, step), label)


def _labelled(ticks: "Times", label: "_Label") -> tuple["Times", list[str]]:
    return ticks, [label(tick) for tick in ticks.tolist()]


def _every(first: np.datetime64, last: np.datetime64, step_s: int) -> "Times":
    """Return the times at whole steps after midnight or, for steps of weeks, after Monday."""
    step = np.timedelta64(step_s, "s")
    begin = _MONDAY - (_MONDAY - first.astype("datetime64[s]")) // step * step
    return np.arange(begin, last.astype("datetime64[s]") + np.timedelta64(1, "s"), step)


def _every_month(first: np.datetime64, last: np.datetime64, step: int) -> "Times":
    """Return the begins of every `step`-th month, January being one of them."""
    months = np.arange(first.astype("datetime64[M]"), last.astype("datetime64[M]") + 1)
    begins = months[months.astype(np.int64) % step == 0].astype("datetime64[s]")
    return np.asarray(begins[(begins >= first) & (begins <= last)])


def _time(at: datetime) -> str:
    return f"{at:%H:%M}" if at.hour or at.minute else _day(at)


def _day(at: datetime) -> str:
    return f"{at:%a} {at.day} {at:%b}"


def _date(at: datetime) -> str:
    return f"{at.day} {at:%b %Y}"


def _month(at: datetime) -> str:
    return f"{at:%b}\n{at.year}" if at.month == 1 else f"{at:%b}"


_Label = Callable[[datetime], str]
# Up to which length of the axis [s], which steps [s], or months, and what is written.
_STEPS: tuple[tuple[int, int, _Label], ...] = (
    (3 * _HOUR, 15 * _MINUTE, _time),
    (15 * _HOUR, _HOUR, _time),
    (3 * _DAY, 6 * _HOUR, _time),
    (10 * _DAY, _DAY, _day),
    (35 * _DAY, 7 * _DAY, _day),
    (130 * _DAY, 14 * _DAY, _date),
)
_MONTHS: tuple[tuple[float, int, _Label], ...] = (
    (400 * _DAY, 1, _month),
    (1300 * _DAY, 3, _month),
    (float("inf"), 12, lambda at: f"{at.year}"),
)
