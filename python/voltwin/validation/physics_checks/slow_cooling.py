"""The slow twin of a battery's temperature: dT/dt = (rise - (T - ambient)) / tau in small steps.

By Runge and Kutta's rule of fourth order, a thousand steps in tau, each with one ambient. `rise` is
by how much a charge would warm the battery above the ambient in the end.
"""

import math
from collections.abc import Iterator
from itertools import pairwise

from voltwin.validation.network import Steps
from voltwin_core.calendar import WEEK_S

_STEPS_IN_TAU = 1000


def changes_after(
    ambient: Steps, phase_s: float, t0: float, until: float
) -> list[tuple[float, float]]:
    """Return (time, ambient) from `t0` to past `until`, written out week by week.

    Args:
        ambient: (second of the week, °C from then on).
        phase_s: second of the week at which time 0 is.
        t0, until: times [s].
    """
    weeks = range(-1, math.ceil((phase_s + until) / WEEK_S) + 2)
    steps = [(week * WEEK_S + at - phase_s, value) for week in weeks for at, value in ambient]
    now = max(step for step in steps if step[0] <= t0)
    return [(t0, now[1]), *(step for step in steps if step[0] > t0)]


def relaxed(celsius: float, towards: float, tau_s: float, seconds: float) -> float:
    """Return the temperature after a time in which nothing around the battery changes."""
    steps = max(1, math.ceil(_STEPS_IN_TAU * seconds / tau_s))
    z = seconds / tau_s / steps
    kept = 1.0 - z + z * z / 2.0 - z * z * z / 6.0 + z * z * z * z / 24.0  # in each of them
    return float(towards + (celsius - towards) * kept**steps)


def celsius_then(
    ambient: Steps,
    phase_s: float,
    tau_s: float,
    t0: float,
    celsius: float,
    t: float,
    rise: float = 0.0,
) -> float:
    """Return the temperature at `t` of a battery that had `celsius` at `t0` [°C].

    Args:
        ambient, phase_s: see `changes_after`.
        tau_s: time constant [s].
        t0, celsius, t: times [s] and temperature [°C].
        rise: above the ambient that a charge leads to in the end [K].
    """
    for begin, end, around in _spells(ambient, phase_s, t0, t):
        celsius = relaxed(celsius, around + rise, tau_s, end - begin)
    return celsius


def cool_at(
    ambient: Steps,
    phase_s: float,
    tau_s: float,
    t0: float,
    celsius: float,
    start: float,
    horizon_s: float,
) -> float:
    """Return when the start temperature is first reached, by bisection within the step of the
    ambient that reaches it; infinity if none that begins before the horizon does [s].

    Args: as of `celsius_then`; `start` is the temperature to be reached [°C].
    """
    if celsius <= start:
        return t0
    for begin, end, around in _spells(ambient, phase_s, t0, horizon_s + WEEK_S):
        if begin >= horizon_s:
            return math.inf
        after = relaxed(celsius, around, tau_s, end - begin)
        if after <= start:
            return begin + _reached(celsius, around, tau_s, start, end - begin)
        celsius = after
    return math.inf


def _reached(celsius: float, around: float, tau_s: float, start: float, longest: float) -> float:
    low, high = 0.0, longest
    while high - low > 1e-8:
        middle = (low + high) / 2.0
        cool = relaxed(celsius, around, tau_s, middle) <= start
        low, high = (low, middle) if cool else (middle, high)
    return high


def _spells(
    ambient: Steps, phase_s: float, t0: float, t: float
) -> Iterator[tuple[float, float, float]]:
    """Yield (begin, end, ambient) of the times between `t0` and `t` in which it stays."""
    steps = changes_after(ambient, phase_s, t0, t)
    for (begin, around), (end, _) in pairwise(steps):
        if begin < t:
            yield begin, min(end, t), around
