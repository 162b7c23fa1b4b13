"""Durations: numbers are seconds, text carries its units: 90s, 10min, 2h, 1d, 1w, 1h 30min."""

import math
import re
from typing import Annotated, Any

from pydantic import BeforeValidator, PlainSerializer

from voltwin.scenario.hints import duration_hint
from voltwin.scenario.model import plain_number

SECONDS = {"s": 1, "min": 60, "h": 3600, "d": 86400, "w": 604800}

TEN_YEARS = 10 * 366 * SECONDS["d"]

_EXAMPLES = "a duration such as 90s, 10min, 2h, 1d, 1w or 1h 30min (a plain number is seconds)"
_PART = re.compile(r"\s*([0-9]+(?:\.[0-9]*)?(?:[eE][+-]?[0-9]+)?)\s*(w|d|h|min|s)(?![a-zA-Z])")


def parse_duration(value: Any) -> float:
    """Return a duration [s].

    Raises:
        ValueError: it is none; the message says what would be.
    """
    value = plain_number(value)
    if isinstance(value, str):
        return _finite(_parse_text(value))
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError(f"must be {_EXAMPLES}")
    return _finite(value)


def _parse_text(text: str) -> float:
    seconds, end = 0.0, 0
    while part := _PART.match(text, end):
        seconds += float(part[1]) * SECONDS[part[2]]
        end = part.end()
    if end == 0 or text[end:].strip():
        raise ValueError(f"must be {_EXAMPLES}{duration_hint(text)}")
    return seconds


def _finite(seconds: float) -> float:
    try:
        seconds = float(seconds)
    except OverflowError:
        seconds = math.inf
    if not math.isfinite(seconds) or seconds < 0.0:
        raise ValueError("must be a finite duration, not negative")
    return seconds


def format_duration(seconds: float) -> str:
    """Return a duration [s] as text that `parse_duration` reads back to the same float.

    >>> format_duration(5400)
    '1h 30min'
    """
    if not float(seconds).is_integer() or seconds >= 1e12:
        return f"{float(seconds)!r}s"
    rest = int(seconds)
    if rest and rest % SECONDS["w"] == 0:
        return f"{rest // SECONDS['w']}w"
    parts = []
    for unit in ("d", "h", "min", "s"):
        count, rest = divmod(rest, SECONDS[unit])
        if count:
            parts.append(f"{count}{unit}")
    return " ".join(parts) or "0s"


Duration = Annotated[
    float,
    BeforeValidator(parse_duration, json_schema_input_type=float | str),
    PlainSerializer(format_duration, return_type=str, when_used="json"),
]
