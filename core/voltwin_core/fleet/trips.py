"""Trips of a fleet: when a parked vehicle departs, where to, and how much energy a drive takes.

Departures of a parked vehicle are a non-homogeneous Poisson stream with a rate by the hour of the
week, drawn by inverting its cumulated rate (Çinlar, "Introduction to Stochastic Processes", 1975).
"""

import math

from voltwin_core.calendar import hour_of, hour_of_week, hour_start
from voltwin_core.distributions import NEVER, draw
from voltwin_core.draws import INITIAL_SOC, TRIP_ENERGY
from voltwin_core.fleet.parameters import Fleet
from voltwin_core.jit import kernel


@kernel
def next_departure(fleet: Fleet, vehicle_class: int, t: float, exponential: float) -> float:
    """Return when a vehicle departs that is parked from `t` on [s]; infinite for not in the run.

    Args:
        fleet: its tables.
        vehicle_class: number of the vehicle's class.
        t: since when it is parked [s].
        exponential: unit exponential of this departure, the cumulated rate that it waits for.
    """
    clock, first = fleet.clock, fleet.classes[vehicle_class].first_rate
    horizon = clock[0].horizon_s
    hour = hour_of(clock, t)
    while t < horizon:
        rate = float(fleet.numbers[first + hour_of_week(clock, hour)])
        hour += 1
        end = hour_start(clock, hour)
        used = rate * (end - t)
        if exponential <= used and rate > 0.0:
            at = min(t + exponential / rate, end)
            return at if at < horizon else math.inf
        exponential -= used
        t = end
    return math.inf


@kernel
def destination(fleet: Fleet, place: int, t: float, u: float) -> int:
    """Return the zone that a trip leads to: the first one whose cumulated share exceeds `u`.

    The shares are those of the zone of `place`, in the hour of the week of the departure. A zone
    has no share of its own trips, unless it is the only one.

    Args:
        fleet: its tables.
        place: where the trip begins.
        t: departure [s].
        u: uniform draw in (0, 1).
    """
    zones = fleet.extent[0].zones
    hour = hour_of_week(fleet.clock, hour_of(fleet.clock, t))
    row = (int(fleet.table_of_hour[hour]) * zones + fleet.places[place].zone) * zones
    low, high = 0, zones - 1  # the last share is 1, above any u
    while low < high:
        middle = (low + high) // 2
        if fleet.cumulative[row + middle] > u:
            high = middle
        else:
            low = middle + 1
    return low


@kernel
def energy_factor(fleet: Fleet, key: int, vehicle: int, drive: int) -> float:
    """Return the factor of the energy of a vehicle's drive, counted from 0; 1 without a law.

    Args:
        fleet: its tables.
        key: of the run.
        vehicle: number in the fleet.
        drive: number of the drive among all of the vehicle's, from 0.
    """
    of = fleet.vehicles[vehicle]
    law = fleet.classes[of.vehicle_class].energy_factor
    if law == NEVER:
        return 1.0
    return draw(fleet.distributions, fleet.numbers, law, key, TRIP_ENERGY, of.key, drive)


@kernel
def initial_soc(fleet: Fleet, key: int, vehicle: int) -> float:
    """Return the SoC of a vehicle's battery at the start of the run `key`."""
    of = fleet.vehicles[vehicle]
    law = fleet.classes[of.vehicle_class].initial_soc
    return draw(fleet.distributions, fleet.numbers, law, key, INITIAL_SOC, of.key, 0)
