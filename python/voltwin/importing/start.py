"""When the run starts: local date and time, with the fixed UTC offset of the hours in the table."""

import re
from datetime import datetime, timedelta, timezone
from typing import NamedTuple

from pydantic import TypeAdapter, ValidationError

from voltwin.scenario.errors import ScenarioError
from voltwin.scenario.messages import no_zone_name
from voltwin.scenario.scenario import LocalStart

_MONDAY = datetime(2026, 1, 5)
_OFFSET = re.compile(r"(?:UTC|GMT)?\s*([+-]?)([0-9]{1,2})(?::?([0-5][0-9]))?", re.IGNORECASE)
_MOST = timedelta(hours=14)
_LOCAL = (
    "Hours of profiles, opening hours and tariffs are local time at this fixed offset: "
    "there is no daylight saving time within a run."
)


class Start(NamedTuple):
    """The start of the run, how it was chosen, and what that means."""

    time: datetime
    chosen: str
    meaning: str = _LOCAL


def choose_start(start: str | None, utc_offset: str | None, mean_lon: float | None) -> Start:
    """Return the start that the options tell, or a Monday at UTC.

    Args:
        start: local date and time, with its UTC offset or without.
        utc_offset: such as "+08:00".
        mean_lon: of the stations [degrees east], for a hint where no offset is told.

    Raises:
        ScenarioError: one of them is none, or they contradict.
    """
    offset = None if utc_offset is None else offset_of(utc_offset)
    if start is None:
        time = _MONDAY.replace(tzinfo=offset or timezone.utc)  # noqa: UP017 - beside timezone(...)
        if offset is not None:
            return Start(time, f"a Monday; UTC offset as told, {utc_offset}")
        return Start(time, f"a Monday; no UTC offset was told, so UTC{_hint(mean_lon)}")
    time = _with_offset(start, offset)
    if offset is not None and time.utcoffset() != offset.utcoffset(None):
        raise ScenarioError([f'start: "{start}" and the UTC offset {utc_offset} contradict'])
    return Start(time, "as told")


def _with_offset(start: str, offset: timezone | None) -> datetime:
    try:
        local = datetime.fromisoformat(start.strip())
    except ValueError:
        local = None
    if local is not None and local.tzinfo is None and offset is not None:
        start = local.replace(tzinfo=offset).isoformat()
    elif local is not None and local.tzinfo is None:
        text = f'start: "{start}" has no UTC offset; add one, such as {start}+01:00'
        raise ScenarioError([text])
    try:
        return TypeAdapter(LocalStart).validate_python(start.strip())
    except ValidationError as error:
        why = error.errors()[0]["ctx"]["error"]
        raise ScenarioError([f'start: given "{start}", {why}']) from None


def offset_of(text: str) -> timezone:
    """Return the offset from UTC that a text such as `+08:00` is.

    Raises:
        ScenarioError: it is none.
    """
    if text.strip().upper() in ("Z", "UTC", "GMT"):
        return timezone(timedelta(0))
    match = _OFFSET.fullmatch(text.strip())
    if match:
        size = timedelta(hours=int(match[2]), minutes=int(match[3] or 0))
        if size <= _MOST:
            return timezone(-size if match[1] == "-" else size)
    allowed = "must be hours and minutes from UTC, such as +08:00"
    raise ScenarioError([f'utc_offset: given "{text}", {allowed}{no_zone_name(text)}'])


def _hint(mean_lon: float | None) -> str:
    """Return by how much the sun differs from UTC at a longitude, if it does."""
    hours = 0 if mean_lon is None else round(mean_lon / 15.0)
    return f". By the longitudes, the sun is at about UTC{hours:+d} there" if hours else ""
