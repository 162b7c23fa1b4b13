"""Where trips lead: shares of destinations by origin and hour of the week, summed up."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from voltwin.scenario.fleet.model import Fleet
from voltwin.scenario.fleet.trips import Gravity, OriginDestination
from voltwin.scenario.fleet.zone import Zone
from voltwin.scenario.weekly import hourly_values

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int32]


def destinations(fleet: Fleet, km: Floats) -> tuple[Ints, Floats]:
    """Return (table of each hour of the week, shares of destinations summed up).

    Args:
        fleet: valid.
        km: distance between zones, shape (zones, zones) [km].

    Returns:
        168 numbers of tables, and an array of shape (tables, origins, destinations) whose rows rise
        to exactly 1.
    """
    if isinstance(fleet.trips, Gravity):
        of_hour, weights = _gravity(fleet.trips, fleet.zones, km)
    else:
        of_hour, weights = _counted(fleet.trips, fleet.zones)
    return of_hour.astype(np.int32), _summed_up(weights)


def attractions(zones: Sequence[Zone]) -> Floats:
    """Return the attraction of each zone by hour of the week, shape (zones, 168)."""
    return np.array([hourly_values(zone.attraction) for zone in zones], np.float64)


def _gravity(
    gravity: Gravity, zones: Sequence[Zone], km: Floats
) -> tuple[npt.NDArray[np.int64], Floats]:
    """Return attraction x exp(-km / scale), the nearest that attracts at a factor of 1: so far-off
    zones keep shares where all are far off."""
    pulls, of_hour = np.unique(attractions(zones), axis=1, return_inverse=True)
    own = np.eye(len(zones), dtype=bool) & (len(zones) > 1)
    weights = np.empty((pulls.shape[1], len(zones), len(zones)))
    for table, pull in enumerate(pulls.T):
        away = np.where(own | (pull <= 0.0), np.inf, km)
        fall = np.exp((away.min(axis=1, keepdims=True) - away) / gravity.scale_km)
        weights[table] = pull * fall
    return of_hour.reshape(-1), weights


def _counted(
    trips: OriginDestination, zones: Sequence[Zone]
) -> tuple[npt.NDArray[np.int64], Floats]:
    """Return counted trips, those of a band added up. An origin without trips in a band has those
    of all hours; one without any goes where all trips go."""
    number = {zone.id: i for i, zone in enumerate(zones)}
    hours = np.array([flow[3] if len(flow) == 4 else 0 for flow in trips.flows])
    begins = trips.bands or range(168)
    distinct, table = np.unique(_bands(hours, begins), return_inverse=True)
    weights = np.zeros((len(distinct), len(zones), len(zones)))
    origin = np.array([number[flow[0]] for flow in trips.flows])
    destination = np.array([number[flow[1]] for flow in trips.flows])
    np.add.at(weights, (table, origin, destination), [flow[2] for flow in trips.flows])
    if len(zones) > 1:
        weights[:, np.arange(len(zones)), np.arange(len(zones))] = 0.0
    whole = weights.sum(axis=0)
    everywhere = np.where(np.eye(len(zones), dtype=bool) & (len(zones) > 1), 0.0, whole.sum(axis=0))
    flat = ~everywhere.any(axis=1)  # the only destination there is has no other to go to
    everywhere[flat] = 1.0 - np.eye(len(zones))[flat]
    whole = np.where(whole.any(axis=1, keepdims=True), whole, everywhere)
    weights = np.where(weights.any(axis=2, keepdims=True), weights, whole)
    if not any(len(flow) == 4 for flow in trips.flows):
        return np.zeros(168, np.int64), weights
    band = _bands(np.arange(168) % (24 if trips.hours_of == "day" else 168), begins)
    known = np.searchsorted(distinct, band).clip(max=len(distinct) - 1)
    counted = distinct[known] == band
    if not counted.all():  # bands without any count have the trips of all hours
        weights = np.concatenate([weights, whole[None]])
    return np.where(counted, known, len(distinct)), weights


def _bands(hours: npt.NDArray[np.int64], begins: Sequence[int]) -> npt.NDArray[np.int64]:
    """Return the number of each hour's band; the last band goes on to the first's begin."""
    return (np.searchsorted(begins, hours, side="right") - 1) % len(begins)


def _summed_up(weights: Floats) -> Floats:
    """Return cumulated shares; what follows the last destination with a share is exactly 1."""
    summed = np.cumsum(weights, axis=2)
    return np.asarray(summed / summed[:, :, -1:])
