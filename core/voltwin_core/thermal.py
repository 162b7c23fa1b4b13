"""Newton cooling of a battery towards an ambient temperature that changes by the hour.

dT/dt = -(T - ambient) / tau, with the ambient constant between two steps of a weekly schedule.
"""

import math

from voltwin_core.calendar import Clock, Step, step_at, step_time, step_value
from voltwin_core.jit import inlined, kernel
from voltwin_core.record import Table


@kernel
def temperature_after(
    steps: Table[Step],
    first: int,
    count: int,
    clock: Table[Clock],
    tau_s: float,
    t0: float,
    celsius: float,
    t: float,
) -> float:
    """Return the temperature at `t` [°C] of a battery that had `celsius` at `t0` [s].

    Args:
        steps, first, count: the ambient [°C] as a weekly schedule.
        clock: local time of the run.
        tau_s: time constant [s].
        t0, celsius: when the temperature was known, and what it was.
        t: when it is asked for, not before `t0`.
    """
    k = step_at(steps, first, count, clock, t0)
    while t0 < t:
        ambient = step_value(steps, first, count, k)
        k += 1
        end = min(t, step_time(steps, first, count, clock, k))
        celsius = cooled_to(ambient, tau_s, celsius, end - t0)
        t0 = end
    return celsius


@kernel
def cooled_at(
    steps: Table[Step],
    first: int,
    count: int,
    clock: Table[Clock],
    tau_s: float,
    t0: float,
    celsius: float,
    start_celsius: float,
) -> float:
    """Return when a battery of `celsius` at `t0` has cooled to `start_celsius` [s].

    Within one step: tau * log((T0 - Ta) / (Tstart - Ta)). A step whose ambient is not below the
    start temperature is a wait; not reached before the run's horizon is infinity.
    """
    k = step_at(steps, first, count, clock, t0)
    while celsius > start_celsius:
        if t0 >= clock[0].horizon_s:
            return math.inf
        ambient = step_value(steps, first, count, k)
        k += 1
        end = step_time(steps, first, count, clock, k)
        if ambient < start_celsius:
            reached = t0 + cooling_s(ambient, tau_s, celsius, start_celsius)
            if reached <= end:
                return reached
        celsius = cooled_to(ambient, tau_s, celsius, end - t0)
        t0 = end
    return t0


@inlined
def cooled_to(ambient: float, tau_s: float, celsius: float, seconds: float) -> float:
    """Return the temperature [°C] after `seconds` at one ambient."""
    return ambient + (celsius - ambient) * math.exp(-seconds / tau_s)


@inlined
def cooling_s(ambient: float, tau_s: float, celsius: float, to_celsius: float) -> float:
    """Return how long cooling to `to_celsius`, above the ambient, takes [s]."""
    return tau_s * math.log((celsius - ambient) / (to_celsius - ambient))
