"""A rule of thumb for what a station needs, from its demand: bays, chargers, batteries."""

import math
from typing import NamedTuple

import numpy as np

from voltwin.scenario.battery_type import BatteryType
from voltwin.scenario.station import Chargers

_BUSIEST_BAY = 0.75  # share of the peak hour in which a bay is in use
_SPREAD = 0.8  # of the square root of the peak's arrivals: square-root staffing
_STEPS = 2000  # of the state of charge, in the integral of a charge's time


class Size(NamedTuple):
    """What a station has."""

    bays: int
    chargers: int
    batteries: int


def sized(
    peak_per_hour: float, charge_h: float, swap_s: float, *, luck: float = 1.0, least: int = 1
) -> Size:
    """Return the size of a station for its peak hour.

    Bays are in use for three quarters of the peak hour. Chargers are as many as charge at the same
    time in the mean of the peak hour (Little's law), and 0.8 times the square root of its arrivals
    more, as arrivals vary by chance. Batteries are one for each charger, and a quarter more in the
    racks, at least 3.

    Args:
        peak_per_hour: arrivals in the peak hour of the week [1/h].
        charge_h: from the charger's place to full [h].
        swap_s: mean swap time [s].
        luck: the planner's, a factor of the chargers that the mean needs.
        least: chargers.
    """
    need = peak_per_hour * charge_h * luck + _SPREAD * math.sqrt(peak_per_hour)
    chargers = max(least, math.ceil(need))
    bays = max(1, math.ceil(peak_per_hour * swap_s / 3600.0 / _BUSIEST_BAY))
    return Size(bays, chargers, batteries_for(chargers))


def batteries_for(chargers: int) -> int:
    """Return the batteries of a station with so many chargers."""
    return chargers + max(3, round(0.25 * chargers))


def charge_hours(
    kind: BatteryType, charger: Chargers, arrival_soc: float, until_soc: float | None = None
) -> float:
    """Return how long a battery is on a charger: least cool-down, then charged to full [h].

    Args:
        kind: of the battery.
        charger: whose power and efficiency bound the charge.
        arrival_soc: where the charge begins.
        until_soc: where it ends, unless that is full.
    """
    curve = np.array(kind.charge_curve.knots())
    span = max(0.0, (kind.full_soc if until_soc is None else until_soc) - arrival_soc)
    soc = arrival_soc + span * (np.arange(_STEPS) + 0.5) / _STEPS
    power_kw = np.minimum(charger.power_kw, np.interp(soc, curve[:, 0], curve[:, 1]))
    grid_kwh = kind.capacity_kwh * span / charger.efficiency
    return kind.cool_down.minimum / 3600.0 + grid_kwh * float(np.mean(1.0 / power_kw))
