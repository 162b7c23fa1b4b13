"""Drives between numbered places: distance, duration by the hour of departure, energy.

Distance and free duration of every pair of places are worked out before the run; the speed of the
hour in which a drive departs holds to its end.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from voltwin_core.calendar import Clock, hour_of, hour_of_week
from voltwin_core.jit import kernel
from voltwin_core.record import I32, Record, Table


class Roads(Record):
    """One row: how the matrices are laid out, and the speed of the hours."""

    places: I32  # rows and columns of the matrices
    first_speed: I32  # first of 168 relative speeds in the shared numbers, by hour of the week


class Travel(NamedTuple):
    """All that drives are made of. A matrix holds the drive from a to b at a * places + b."""

    clock: Table[Clock]
    roads: Table[Roads]
    km: npt.NDArray[np.float64]  # [km]
    seconds: npt.NDArray[np.float64]  # at relative speed 1 [s]
    numbers: npt.NDArray[np.float64]


@kernel
def travel_km(travel: Travel, a: int, b: int) -> float:
    """Return the distance of the drive from place `a` to place `b` [km]."""
    return float(travel.km[a * travel.roads[0].places + b])


@kernel
def relative_speed(travel: Travel, t: float) -> float:
    """Return the relative speed of the hour of the week that holds `t` [s]."""
    hour = hour_of_week(travel.clock, hour_of(travel.clock, t))
    return float(travel.numbers[travel.roads[0].first_speed + hour])


@kernel
def travel_s(travel: Travel, a: int, b: int, speed_factor: float, t: float) -> float:
    """Return how long the drive from place `a` to place `b` takes that departs at `t` [s].

    Args:
        travel: the network of places.
        a, b: places.
        speed_factor: of the vehicle; 1 drives as the matrices say.
        t: departure [s].
    """
    free = travel.seconds[a * travel.roads[0].places + b]
    return float(free / (relative_speed(travel, t) * speed_factor))


@kernel
def drive_kwh(km: float, kwh_per_km: float, factor: float) -> float:
    """Return the energy of a drive [kWh]: distance x consumption x a factor with mean 1."""
    return km * kwh_per_km * factor
