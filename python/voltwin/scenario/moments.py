"""Moments of a run: a duration from its start, or a local date and time."""

import re
from datetime import datetime, timedelta
from typing import Annotated, Any

from pydantic import BeforeValidator, PlainSerializer

from voltwin.scenario.durations import format_duration, parse_duration
from voltwin.scenario.model import plain_number

_DATE = re.compile(r"\s*[0-9]{4}-[0-9]{2}-[0-9]{2}")
_EXAMPLES = "a duration from the start such as 1d 6h, or a local time such as 2026-01-06 07:30"


def parse_moment(value: Any) -> float | datetime:
    """Return a moment: seconds from the start, or a date and time, as it is given.

    Raises:
        ValueError: it is neither; the message says what would be.
    """
    value = plain_number(value)
    if isinstance(value, str) and _DATE.match(value):
        try:
            value = datetime.fromisoformat(value.strip())
        except ValueError:
            raise ValueError(f"must be {_EXAMPLES}; there is no such day or time") from None
    if isinstance(value, datetime):
        return value
    try:
        return parse_duration(value)
    except ValueError as error:
        if "finite" in str(error):
            raise
        raise ValueError(f"must be {_EXAMPLES}") from None


def seconds_after(start: datetime, moment: float | datetime) -> float:
    """Return when a moment is [s], counted from a run's start; below 0 if it is before.

    A date and time without an offset from UTC is local time, as the start's is.
    """
    if not isinstance(moment, datetime):
        return moment
    local = moment if moment.tzinfo else moment.replace(tzinfo=start.tzinfo)
    # Not by way of UTC, which the first and the last hours of the calendar do not have.
    between = local.replace(tzinfo=None) - start.replace(tzinfo=None)
    return (between - (_offset(local) - _offset(start))).total_seconds()


def _offset(moment: datetime) -> timedelta:
    return moment.utcoffset() or timedelta()


def _written(moment: float | datetime) -> str:
    return moment.isoformat() if isinstance(moment, datetime) else format_duration(moment)


Moment = Annotated[
    float | datetime,
    BeforeValidator(parse_moment, json_schema_input_type=float | str),
    PlainSerializer(_written, return_type=str, when_used="json"),
]
