"""Whether batteries can ever cool to where charging may begin, in the hours of a run."""

import math
from datetime import datetime

from voltwin.scenario.thermal import Thermal
from voltwin.scenario.weekly import Weekly, weekly_steps

_WEEK_S = 604800.0


def coldest(ambient: Weekly, start: datetime, horizon: float) -> float:
    """Return the lowest ambient in force between start and end of a run [°C].

    Args:
        ambient: by the local hour of the week [°C].
        start: of the run, local.
        horizon: its length [s].
    """
    steps = weekly_steps(ambient)
    if len(steps) == 1 or horizon >= _WEEK_S:
        return min(value for _, value in steps)
    monday = start.replace(hour=0, minute=0, second=0)
    at = start.weekday() * 86400.0 + (start - monday).total_seconds()
    first = max((step for step in steps if step[0] <= at), default=steps[-1])
    later = (value for time, value in steps if (time - at) % _WEEK_S < horizon)
    return min([first[1], *later])


def never_cool(thermal: Thermal, ambient_c: float, horizon: float) -> str:
    """Return why batteries never get cool enough; empty if they do.

    Args:
        thermal: of their type.
        ambient_c: the coldest of the run [°C].
        horizon: of the run [s].
    """
    returned, start = thermal.return_c, thermal.start_c
    if returned <= start:
        warm = f"that wait for a charger warm to above {start:g} °C and never cool again"
        return warm if ambient_c > start else ""
    if ambient_c >= start:
        return f"return at {returned:g} °C and never cool to {start:g} °C"
    needed_s = thermal.time_constant * math.log((returned - ambient_c) / (start - ambient_c))
    if needed_s > horizon:
        needed = f"need {needed_s / 3600.0:.3g} h to cool to {start:g} °C"
        return f"return at {returned:g} °C and {needed}, longer than the run"
    return ""
