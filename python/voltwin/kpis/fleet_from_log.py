"""The definition of a fleet's KPIs: from an event log to counts and sums by (class, hour)."""

import numpy as np

from voltwin.kpis.cells import Floats, Integers
from voltwin.kpis.latest import soh_at
from voltwin.kpis.rows import Rows
from voltwin.kpis.spread import Calendar
from voltwin.kpis.summed import counted, summed
from voltwin_core.fleet.cells import (
    BEGUN_KWH,
    CANCELLED,
    DRIVEN_KWH,
    FLEET_COUNTS,
    FLEET_SUMS,
    REFUSED,
    SENT_ON,
    SERVED,
    STATION_KM,
    STRANDINGS,
    TO_STATIONS,
    TOWED,
    TOWED_KWH,
    TRIP_KM,
    TRIPS,
)
from voltwin_core.record import as_array
from voltwin_core.station.events import (
    ROW_DIVERTED,
    ROW_LOST_CLOSED,
    ROW_LOST_QUEUE_FULL,
    ROW_LOST_STOCKOUT,
    ROW_PARKED,
    ROW_RENEGED,
    ROW_STRANDED,
    ROW_SWAP_BEGIN,
    ROW_SWAP_END,
    ROW_TO_STATION,
    ROW_TOWED,
    ROW_TRIP,
    ROW_TRIP_CANCELLED,
)
from voltwin_core.station.parameters import Parameters

_COUNTED = {
    TRIPS: (ROW_TRIP,),
    CANCELLED: (ROW_TRIP_CANCELLED,),
    TO_STATIONS: (ROW_TO_STATION,),
    SERVED: (ROW_SWAP_END,),
    REFUSED: (ROW_LOST_CLOSED, ROW_LOST_STOCKOUT, ROW_LOST_QUEUE_FULL, ROW_RENEGED),
    SENT_ON: (ROW_DIVERTED,),
    STRANDINGS: (ROW_STRANDED,),
    TOWED: (ROW_TOWED,),
}
_DRIVES = (ROW_TRIP, ROW_TO_STATION, ROW_DIVERTED)
# Rows that say the SoC of a battery in a vehicle from then on.
_TELL_SOC = (*_DRIVES, ROW_PARKED, ROW_TOWED, ROW_SWAP_BEGIN)


def fleet_counts(rows: Rows, parameters: Parameters) -> Integers:
    """Return counts of events, shape (classes, hours, len(FLEET_COUNTS))."""
    shape = _shape(parameters)
    counts = np.zeros((*shape, len(FLEET_COUNTS)), np.int64)
    if not len(parameters.fleet.vehicles):
        return counts
    own = rows.vehicle < len(parameters.fleet.vehicles)  # others are of unobserved pools
    for column, kinds in _COUNTED.items():
        of = own & np.isin(rows.kind, kinds)
        counts[:, :, column] = counted(_cells(rows, of, parameters), shape)
    return counts


def fleet_sums(rows: Rows, parameters: Parameters) -> Floats:
    """Return distances [km] and energies [kWh], shape (classes, hours, len(FLEET_SUMS))."""
    shape = _shape(parameters)
    sums = np.zeros((*shape, len(FLEET_SUMS)))
    if not len(parameters.fleet.vehicles):
        return sums
    km, kwh = _km(rows, parameters), _gained_kwh(rows, parameters)
    trips = rows.kind == ROW_TRIP
    drives = np.isin(rows.kind, _DRIVES)
    towed, parked = rows.kind == ROW_TOWED, rows.kind == ROW_PARKED
    for column, of, values in (
        (TRIP_KM, trips, km),
        (STATION_KM, drives & ~trips, km),
        (DRIVEN_KWH, drives, -kwh),
        (TOWED_KWH, towed, kwh),
        (BEGUN_KWH, parked, kwh),
    ):
        sums[:, :, column] = summed(_cells(rows, of, parameters), values[of], shape)
    return sums


def _shape(parameters: Parameters) -> tuple[int, int]:
    return len(parameters.fleet.classes), Calendar.of(parameters).hours


def _cells(
    rows: Rows, which: np.ndarray[tuple[int, ...], np.dtype[np.bool_]], parameters: Parameters
) -> tuple[Integers, Integers]:
    """Return class and hour of these rows."""
    of = as_array(parameters.fleet.vehicles)["vehicle_class"][rows.vehicle[which]]
    return of.astype(np.int64), Calendar.of(parameters).hour_of(rows.time[which])


def _km(rows: Rows, parameters: Parameters) -> Floats:
    """Return the distance of each row's drive; of others what is not used."""
    travel = parameters.fleet.travel
    places = int(as_array(travel.roads)["places"][0])
    pair = rows.origin.astype(np.int64) * places + rows.destination
    return np.asarray(travel.km[np.maximum(pair, 0)])


def _gained_kwh(rows: Rows, parameters: Parameters) -> Floats:
    """Return by how much the energy in its battery has risen since the row that told it last, or
    for the first row how much is in it."""
    tell = np.flatnonzero(np.isin(rows.kind, _TELL_SOC))
    tell = tell[np.argsort(rows.battery[tell], kind="stable")]
    gained = np.zeros(len(rows))
    batteries, soc = rows.battery[tell], rows.soc[tell]
    first = np.append(True, batteries[1:] != batteries[:-1])[: len(tell)]
    gained[tell] = soc - np.where(first, 0.0, np.roll(soc, 1))
    battery_type = as_array(parameters.batteries)["battery_type"][batteries]
    nominal_kwh = as_array(parameters.battery_types)["capacity_kwh"][battery_type]
    gained[tell] *= nominal_kwh * soh_at(rows, batteries, tell, parameters)
    return gained
