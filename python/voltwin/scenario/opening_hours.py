"""Opening hours: `24h`, `06:00-22:30` (every day), or by days with spans that may pass midnight.

A span belongs to the day on which it begins: `fri: "18:00-02:00"` ends on Saturday.
"""

import math
import re
from collections.abc import Mapping
from typing import Annotated, Any, TypeAlias

from pydantic import PlainValidator

from voltwin.scenario.model import AS_IT_IS
from voltwin.scenario.week import (
    DAY_S,
    DAYS,
    WEEK_S,
    each_day_once,
    format_clock,
    parse_clock,
)
from voltwin.scenario.weekly import Steps, fold

Spans: TypeAlias = str | tuple[str, ...]
Hours: TypeAlias = Spans | dict[str, Spans]

_ALWAYS = ("24h", "24hr", "24hrs", "24/7", "always", "open")
_CLOSED = "closed"
_BETWEEN = re.compile(r"\s*(?:-|–|~|to)\s*")  # noqa: RUF001 - people type the en dash


def parse_hours(value: Any) -> Hours:
    """Return opening hours in the form in which they are given, every span checked.

    Raises:
        ValueError: they are none; the message says what would be.
    """
    if isinstance(value, Mapping):
        each_day_once(list(value))
        return {str(key): _parse_day(spans) for key, spans in value.items()}
    return _parse_day(value)


def _parse_day(value: Any) -> Spans:
    if isinstance(value, list | tuple):
        for span in value:
            _span(span)
        return tuple(str(span) for span in value)
    _span(value)
    return str(value)


def _span(text: object) -> tuple[int, int]:
    """Return (begin, length) of a span in seconds from midnight; closed has length 0."""
    word = str(text).strip().lower()
    if word in _ALWAYS:
        return 0, DAY_S
    if word == _CLOSED:
        return 0, 0
    ends = _BETWEEN.split(word)
    if not isinstance(text, str) or len(ends) != 2:
        raise ValueError('must be "24h", "closed", a span such as "06:00-22:30", or such by days')
    begin, end = parse_clock(ends[0]), parse_clock(ends[1])
    if begin == DAY_S:
        raise ValueError(f'"{text}" begins at 24:00; write 00:00 of the next day')
    if begin == end:
        raise ValueError(f'"{text}" is empty; write "24h" or "closed"')
    return begin, (end - begin) % DAY_S or DAY_S


def opening_steps(hours: Hours) -> Steps:
    """Return the opening hours as weekly steps: 1 opens, 0 closes, in turn."""
    by_day: list[Spans] = [""] * 7
    if isinstance(hours, dict):
        for key, named in each_day_once(list(hours)).items():
            for day in named:
                by_day[day] = hours[str(key)]
    else:
        by_day = [hours] * 7
    return _steps_of(
        (day * DAY_S + begin, length)
        for day, spans in enumerate(by_day)
        for begin, length in (
            _span(span) for span in ([spans] if isinstance(spans, str) else spans)
        )
        if length
    )


def _steps_of(spans: Any) -> Steps:
    """Return the steps of the union of (begin, length) spans on the circle of the week."""
    change: dict[int, int] = {0: 0}
    for begin, length in spans:
        change[begin] = change.get(begin, 0) + 1
        end = begin + length
        if end > WEEK_S:
            change[0] += 1
        end = (end - 1) % WEEK_S + 1  # Sunday's midnight is the end of the week, not its start
        change[end] = change.get(end, 0) - 1
    change.pop(WEEK_S, None)
    steps, spans_open = [], 0
    for at in sorted(change):
        spans_open += change[at]
        steps.append((at, 1.0 if spans_open else 0.0))
    return fold(steps)


def hours_of_steps(steps: Steps) -> Hours:
    """Return weekly steps, as of `opening_steps`, as opening hours by days."""
    if len(steps) == 1:
        return "24h" if steps[0][1] else _CLOSED
    spans: list[list[str]] = [[] for _ in DAYS]
    for (at, is_open), (until, _) in zip(steps, [*steps[1:], steps[0]], strict=True):
        if is_open:
            _add_span(spans, at, until if until > at else until + WEEK_S)
    return {day: tuple(of_day) or _CLOSED for day, of_day in zip(DAYS, spans, strict=True)}


def _add_span(spans: list[list[str]], begin: float, end: float) -> None:
    """Add a span of the week [s] to those of its days, cut at midnights."""
    first, last = int(begin // DAY_S), math.ceil(end / DAY_S)
    for day in range(first, last):
        opens = format_clock(begin % DAY_S) if day == first else "00:00"
        closes = format_clock(end % DAY_S) if day == last - 1 and end % DAY_S else "24:00"
        spans[day % 7].append(f"{opens}-{closes}")


Given: TypeAlias = str | list[str] | dict[str, str | list[str]]
OpeningHours = Annotated[Hours, PlainValidator(parse_hours, json_schema_input_type=Given), AS_IT_IS]
