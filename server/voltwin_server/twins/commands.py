"""Commands as they are given: checked as far as that goes without the twin."""

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from voltwin.scenario.durations import format_duration
from voltwin.scenario.moments import parse_moment, seconds_after
from voltwin_server.invalid import invalid, of_validation
from voltwin_server.models.commands import Command, Seek
from voltwin_server.twins.record import TwinRecord


def checked(command: Mapping[str, Any], twin: TwinRecord) -> dict[str, Any]:
    """Return the fields of a command, times in seconds.

    Args:
        command: as it was given.
        twin: that it is given to.

    Raises:
        ProblemError: it is none, or cannot be meant for this twin.
    """
    try:
        given = Command.model_validate(command).root
    except ValidationError as error:
        raise of_validation(error.errors(), "body") from None
    fields = given.model_dump()
    if isinstance(given, Seek):
        fields["at"] = moment_of(given.at, twin, "body.at")
    return fields


def moment_of(given: float | str, twin: TwinRecord, place: str) -> float:
    """Return a time of a twin's run [s].

    Args:
        given: in one of the ways in which people say it.
        twin: whose time it is.
        place: in the request, for what is wrong.

    Raises:
        ProblemError: it is none.
    """
    try:
        at = seconds_after(twin.start, parse_moment(given))
    except ValueError as error:
        raise invalid([(place, str(error))]) from None
    if not 0.0 <= at <= twin.horizon_s:
        end = format_duration(twin.horizon_s)
        raise invalid([(place, f"must be in the run, from 0s to {end}")])
    return at
