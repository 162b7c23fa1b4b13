"""What is seen of a run where it stands: every station, and every vehicle of the fleet on its way.

live = engine.live()
live.stations["ready"]     # by station number
live.vehicles["place"]     # by vehicle number
"""

from typing import Any, NamedTuple

import numpy as np

from voltwin_core.fleet import state as driver
from voltwin_core.record import as_array
from voltwin_core.station.seeing import Seen, see_stations
from voltwin_core.station.state import IN_BAY
from voltwin_core.station.world import World

Array = np.ndarray[Any, Any]
Columns = dict[str, Array]

# What a vehicle does.
DOING = ("parked", "on_trip", "to_station", "waiting", "served", "retries", "stranded")
PARKED, ON_TRIP, TO_STATION, WAITING, SERVED, RETRIES, STRANDED = range(len(DOING))

# The same by what the kernel keeps. A vehicle that is on a trip may be kept as parked, from the end
# of the trip on; one that seeks a station has found one by the end of the instant.
_BY_STATE = np.zeros(7, np.uint8)
_BY_STATE[driver.ON_TRIP] = ON_TRIP
_BY_STATE[driver.TO_STATION] = TO_STATION
_BY_STATE[driver.INSIDE] = WAITING
_BY_STATE[driver.RETRIES] = RETRIES
_BY_STATE[driver.STRANDED] = STRANDED
_OF_DRIVE = ("origin", "place", "departed_at", "arrives_at")


class Live(NamedTuple):
    """What is seen of a run at a moment. Arrays are copies.

    `stations`, each of shape (stations,): `open` (1, or 0: arrivals are lost), `ready` (batteries
    that may be handed out), `charging` (on chargers and not ready), `waiting` (queued for a
    charger), `bays_busy`, `bays_out` and `chargers_out` (of order), `queue` (vehicles in its
    lines), `swaps` and `lost` (vehicles since the start), all int32, `power_kw` (drawn by all
    chargers, grid side [kW]) and `limit_kw` (grid limit in force [kW], infinite without one),
    float64.

    `vehicles`, each of shape (vehicles,), and nothing without a fleet: `doing` (uint8, a number of
    DOING), `origin` and `place` (int32, numbers of places: zones, then stations), `departed_at` and
    `arrives_at` (float64 [s]), `soc` (float64). A vehicle drives from its origin to its place from
    `departed_at` to `arrives_at`, and is at its place from then on; `soc` is that at the end of
    the drive, as in the event log.
    """

    now: float  # [s]; all events before it have been handled
    stations: Columns
    vehicles: Columns


def live_of(world: World, now: float) -> Live:
    """Return what is seen of a world at `now` [s], when all events before have been handled."""
    return Live(now, _stations(world, now), _vehicles(world, now))


def _stations(world: World, now: float) -> Columns:
    table = Seen.table(len(world.stations))
    see_stations(world, now, table)
    rows = as_array(table)
    columns = {name: rows[name].copy() for name in Seen.dtype.names or ()}
    return {**columns, "limit_kw": as_array(world.stations)["limit_kw"].copy()}


def _vehicles(world: World, now: float) -> Columns:
    if len(world.parameters.fleet.vehicles) == 0:
        return {}
    drivers = as_array(world.drivers)
    vehicles = as_array(world.vehicles)[: len(drivers)]
    columns = {name: drivers[name].copy() for name in _OF_DRIVE}
    doing = _BY_STATE[drivers["doing"]]
    doing[(doing == WAITING) & (vehicles["where"] == IN_BAY)] = SERVED
    on_trip = (doing == PARKED) | (doing == ON_TRIP)
    doing[on_trip] = np.where(columns["arrives_at"] > now, ON_TRIP, PARKED)[on_trip]
    soc = as_array(world.batteries)["soc"][vehicles["battery"]]
    return {"doing": doing, **columns, "soc": soc}
