"""Trips of a fleet: when a parked vehicle departs, where to, and how much energy a drive takes.

Departures of a parked vehicle are a non-homogeneous Poisson stream with a rate by the hour of the
week, drawn by inverting its cumulated rate (Çinlar, "Introduction to Stochastic Processes", 1975).
Destinations are looked up by a guide table (Chen and Asau, "On generating random variates from an
empirical distribution", AIIE Transactions 6, 1974).
"""

import math

import numpy as np
import numpy.typing as npt

from voltwin_core.calendar import HOURS_PER_WEEK, MARGIN_S, hour_of, hour_of_week, hour_start
from voltwin_core.distributions import NEVER, draw
from voltwin_core.draws import INITIAL_SOC, TRIP_ENERGY
from voltwin_core.fleet.parameters import Fleet
from voltwin_core.jit import inlined, kernel

Floats = npt.NDArray[np.float64]


@kernel
def next_departure(fleet: Fleet, vehicle_class: int, t: float, exponential: float) -> float:
    """Return when a vehicle departs that is parked from `t` on [s]; infinite for not in the run.

    Args:
        fleet: its tables.
        vehicle_class: number of the vehicle's class.
        t: since when it is parked [s].
        exponential: unit exponential of this departure, the cumulated rate that it waits for.
    """
    hour = hour_of(fleet.clock, t)
    return departure_from(fleet, vehicle_class, t, hour, exponential)[0]


@inlined
def departure_from(
    fleet: Fleet, vehicle_class: int, t: float, hour: int, exponential: float
) -> tuple[float, int]:
    """Return the same, for who is parked from `t` in an hour on, and the hour of the departure;
    hours are counted as by `calendar.hour_of`."""
    clock, first = fleet.clock, fleet.classes[vehicle_class].first_rate
    horizon = clock[0].horizon_s
    of_week = hour_of_week(clock, hour)
    while t < horizon:
        rate = float(fleet.numbers[first + of_week])
        hour += 1
        of_week = of_week + 1 if of_week < HOURS_PER_WEEK - 1 else 0
        end = hour_start(clock, hour)
        used = rate * (end - t)
        if exponential <= used and rate > 0.0:
            at = min(t + exponential / rate, end)
            if at >= horizon:
                break
            return at, hour - 1 if at < end - MARGIN_S else hour_of(clock, at)
        exponential -= used
        t = end
    return math.inf, hour


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
    return destination_in(fleet, place, hour_of(fleet.clock, t), u)


@kernel
def destination_in(fleet: Fleet, place: int, hour: int, u: float) -> int:
    """Return the same for a departure in an hour, counted as by `calendar.hour_of`."""
    extent = fleet.extent[0]
    table = int(fleet.table_of_hour[hour_of_week(fleet.clock, hour)])
    row = table * extent.zones + fleet.places[place].zone
    zone = int(fleet.guides[row * extent.sections + int(u * extent.sections)])
    while fleet.cumulative[row * extent.zones + zone] <= u:  # the last share is 1, above any u
        zone += 1
    return zone


def sections(zones: int) -> int:
    """Return into how many sections a guide cuts [0, 1): a power of two, so that the section of a
    draw is exact, of about one zone each."""
    return 1 << max(0, zones - 1).bit_length()


def guides(cumulative: Floats) -> npt.NDArray[np.int16]:
    """Return for each row of shares and each section of [0, 1) the zone at its begin: the first
    one whose cumulated share exceeds it. From there a draw is a step or two from its zone.

    Args:
        cumulative: shares summed up to 1, shape (tables, zones, zones).

    Raises:
        ValueError: there are more zones than a guide can number.
    """
    zones = cumulative.shape[1]
    if zones > np.iinfo(np.int16).max:
        raise ValueError(f"{zones:,} zones: at most {np.iinfo(np.int16).max:,} are possible")
    of_row = sections(zones)
    rows = np.arange(zones)[:, None] * (of_row + 1)
    found = np.empty((len(cumulative), zones, of_row), np.int16)
    for table, shares in zip(found, cumulative, strict=True):
        # A zone is passed from the first section on that begins at its cumulated share or above.
        passed_from = np.ceil(shares * of_row).astype(np.int64)
        passed = np.bincount((rows + passed_from).ravel(), minlength=zones * (of_row + 1))
        table[:] = np.cumsum(passed.reshape(zones, of_row + 1), axis=1)[:, :of_row]
    return found.ravel()


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
