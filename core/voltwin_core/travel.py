"""Drives between numbered places: distance, duration by the hour of departure, energy.

Distance and free duration of every pair of places are worked out before the run; the speed of the
hour in which a drive departs holds to its end.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from voltwin_core.calendar import Clock, hour_of, hour_of_week
from voltwin_core.jit import kernel
from voltwin_core.record import F64, I32, Record, Table, as_array

Floats = npt.NDArray[np.float64]


class Drive(Record):
    """The drive from one place to another: both numbers in one line of the processor's cache."""

    km: F64
    seconds: F64  # at relative speed 1 [s]


class Roads(Record):
    """One row: how the matrix of drives is laid out, and the speed of the hours."""

    places: I32  # rows and columns of the matrix
    first_speed: I32  # first of 168 relative speeds in the shared numbers, by hour of the week


class Travel(NamedTuple):
    """All that drives are made of."""

    clock: Table[Clock]
    roads: Table[Roads]
    drives: Table[Drive]  # from a to b at a * places + b
    numbers: Floats

    @property
    def km(self) -> Floats:
        """Distances of all drives [km]."""
        return np.asarray(as_array(self.drives)["km"])

    @property
    def seconds(self) -> Floats:
        """Free durations of all drives [s]."""
        return np.asarray(as_array(self.drives)["seconds"])


def all_drives(km: Floats, seconds: Floats) -> Table[Drive]:
    """Return the table of drives between places.

    Args:
        km: distance from each place to each, shape (places, places) [km].
        seconds: likewise, at relative speed 1 [s].
    """
    table = Drive.table(km.size)
    as_array(table)["km"] = km.ravel()
    as_array(table)["seconds"] = seconds.ravel()
    return table


@kernel
def travel_km(travel: Travel, a: int, b: int) -> float:
    """Return the distance of the drive from place `a` to place `b` [km]."""
    return travel.drives[a * travel.roads[0].places + b].km


@kernel
def relative_speed(travel: Travel, t: float) -> float:
    """Return the relative speed of the hour of the week that holds `t` [s]."""
    return speed_in(travel, hour_of(travel.clock, t))


@kernel
def speed_in(travel: Travel, hour: int) -> float:
    """Return the relative speed of an hour, counted as by `calendar.hour_of`."""
    of_week = hour_of_week(travel.clock, hour)
    return float(travel.numbers[travel.roads[0].first_speed + of_week])


@kernel
def travel_s(travel: Travel, a: int, b: int, speed_factor: float, t: float) -> float:
    """Return how long the drive from place `a` to place `b` takes that departs at `t` [s].

    Args:
        travel: the network of places.
        a, b: places.
        speed_factor: of the vehicle; 1 drives as the matrices say.
        t: departure [s].
    """
    return travel_s_in(travel, a, b, speed_factor, hour_of(travel.clock, t))


@kernel
def travel_s_in(travel: Travel, a: int, b: int, speed_factor: float, hour: int) -> float:
    """Return the same for a departure in an hour, counted as by `calendar.hour_of` [s]."""
    free_s = travel.drives[a * travel.roads[0].places + b].seconds
    return free_s / (speed_in(travel, hour) * speed_factor)


@kernel
def drive_kwh(km: float, kwh_per_km: float, factor: float) -> float:
    """Return the energy of a drive [kWh]: distance x consumption x a factor with mean 1."""
    return km * kwh_per_km * factor
