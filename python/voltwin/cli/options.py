"""Types of options."""

from enum import StrEnum

import typer


class EngineOption(StrEnum):
    """The engines by name."""

    KERNEL = "kernel"
    REFERENCE = "reference"


class DemandOption(StrEnum):
    """The ways of demand that templates show."""

    ARRIVALS = "arrivals"
    FLEET = "fleet"


def duration(text: str) -> float:
    """Return a duration [s] given as 6h, 1d 12h or plain seconds."""
    from voltwin.scenario.durations import parse_duration

    try:
        return parse_duration(float(text) if text.replace(".", "", 1).isdigit() else text)
    except ValueError as error:
        raise typer.BadParameter(str(error)) from error
