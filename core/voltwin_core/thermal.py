"""Newton cooling of a battery towards an ambient temperature that changes by the hour.

dT/dt = -(T - ambient) / tau, with the ambient constant between two steps of a weekly schedule.
Beside it: how charging warms a battery, and how its temperature limits a charge's power.
"""

import math

import numpy as np
import numpy.typing as npt

from voltwin_core.calendar import Clock, Step, step_at, step_time, step_value
from voltwin_core.elementary import exp, expm1, log
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
def cool_from(  # noqa: PLR0913, PLR0917 - an ambient, an anchor, and what is asked for
    steps: Table[Step],
    first: int,
    count: int,
    clock: Table[Clock],
    tau_s: float,
    t0: float,
    celsius: float,
    t: float,
    start_celsius: float,
) -> float:
    """Return when, at `t` or later, a battery of `celsius` at `t0` is at its start temperature or
    below [s].

    Within one step it cools in tau * log((T0 - Ta) / (Tstart - Ta)). A step whose ambient is not
    below the start temperature is a wait; not reached before the run's horizon is infinity.
    """
    k = step_at(steps, first, count, clock, t0)
    while True:
        ambient = step_value(steps, first, count, k)
        k += 1
        end = step_time(steps, first, count, clock, k)
        if celsius > start_celsius:
            if t0 >= clock[0].horizon_s:
                return math.inf
            if ambient < start_celsius:
                reached = t0 + cooling_s(ambient, tau_s, celsius, start_celsius)
                if reached <= end and t <= end:
                    return max(t, reached)
        elif t <= t0:
            return t0
        elif t <= end:
            then = cooled_to(ambient, tau_s, celsius, t - t0)
            if ambient <= start_celsius or then <= start_celsius:
                return t
            celsius, t0 = then, t  # it has warmed while it waited
        celsius = cooled_to(ambient, tau_s, celsius, end - t0)
        t0 = end


@inlined
def cooled_to(ambient: float, tau_s: float, celsius: float, seconds: float) -> float:
    """Return the temperature [°C] after `seconds` at one ambient."""
    return ambient + (celsius - ambient) * exp(-seconds / tau_s)


@inlined
def cooling_s(ambient: float, tau_s: float, celsius: float, to_celsius: float) -> float:
    """Return how long cooling to `to_celsius`, above the ambient, takes [s]."""
    return tau_s * log((celsius - ambient) / (to_celsius - ambient))


@kernel
def warmed_by(tau_s: float, c_per_kw2: float, kwh: float, seconds: float) -> float:
    """Return by how much the heat of a charge warms a battery that also cools [°C].

    The heat of a current I in the resistance R is I^2 R. At power P, I = P / nominal voltage, it
    would raise the battery above its surroundings by c_per_kw2 P^2 in the end, and does so by the
    part 1 - exp(-seconds / tau). Newton's law is linear: this is added to `temperature_after`.

    Args:
        tau_s: time constant of the cooling [s].
        c_per_kw2: steady rise over the square of the power: R tau / (V^2 heat capacity) [K/kW^2].
        kwh: charged [kWh], taken as spread evenly over the time ...
        seconds: ... in which it was charged [s].
    """
    if seconds <= 0.0:
        return 0.0
    kw = 3600.0 * kwh / seconds
    return -(c_per_kw2 * (kw * kw)) * expm1(-seconds / tau_s)


@kernel
def derating_at(numbers: npt.NDArray[np.float64], first: int, points: int, celsius: float) -> float:
    """Return the factor of a charge's power at a temperature, linear between points.

    Args:
        numbers, first, points: (temperature [°C], factor) one after another, temperatures rising;
            beyond the ends the factor stays.
        celsius: of the battery [°C].
    """
    if celsius <= numbers[first]:
        return float(numbers[first + 1])
    for i in range(first, first + 2 * (points - 1), 2):
        if celsius < numbers[i + 2]:
            part = (celsius - numbers[i]) / (numbers[i + 2] - numbers[i])
            return float(numbers[i + 1] + part * (numbers[i + 3] - numbers[i + 1]))
    return float(numbers[first + 2 * points - 1])
