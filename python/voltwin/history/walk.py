"""One pass along an event log: a line whenever what is seen of a station changes, and a stretch
whenever power has flowed into a battery along one curve."""

import math
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from voltwin.history.at_station import (
    close_charge,
    count_battery,
    flows,
    is_limited,
    move_battery,
    move_vehicle,
)
from voltwin.history.state import BatteryNow, Charge, Seen, StationNow, VehicleNow
from voltwin_core.jit import kernel
from voltwin_core.record import I8, Record, Table
from voltwin_core.station.events import (
    KINDS,
    ROW_AGED,
    ROW_BATTERY_SEEN,
    ROW_BATTERY_UNSEEN,
    ROW_CHARGER_IN,
    ROW_CHARGER_OUT,
    ROW_CLAIMED,
    ROW_CLOSED,
    ROW_COOLED,
    ROW_DERATED,
    ROW_DIVERTED,
    ROW_FULL,
    ROW_LOADED,
    ROW_LOST_CLOSED,
    ROW_LOST_QUEUE_FULL,
    ROW_LOST_STOCKOUT,
    ROW_OPENED,
    ROW_PLACED,
    ROW_PRICE_HIGH,
    ROW_PRICE_LOW,
    ROW_READY,
    ROW_RENEGED,
    ROW_RESUMED,
    ROW_SET_POINT,
    ROW_SOC_SEEN,
    ROW_SOC_SIMULATED,
    ROW_SUSPENDED,
    ROW_SWAP_BEGIN,
    ROW_SWAP_END,
    ROW_UNLOADED,
    ROW_UNPLUGGED,
    ROW_VEHICLE_UNSEEN,
    ROW_WAIT_BATTERY,
    ROW_WAIT_BAY,
)

LOST = (ROW_LOST_CLOSED, ROW_LOST_STOCKOUT, ROW_LOST_QUEUE_FULL, ROW_RENEGED)
_OF_BATTERIES = (
    *(ROW_SWAP_BEGIN, ROW_SWAP_END, ROW_PLACED, ROW_AGED, ROW_DERATED, ROW_COOLED, ROW_READY),
    *(ROW_FULL, ROW_UNPLUGGED, ROW_SUSPENDED, ROW_RESUMED, ROW_SET_POINT, ROW_CHARGER_OUT),
    *(ROW_LOADED, ROW_UNLOADED, ROW_BATTERY_SEEN, ROW_BATTERY_UNSEEN),
    *(ROW_SOC_SIMULATED, ROW_SOC_SEEN),
)
_OF_VEHICLES = (
    *(ROW_WAIT_BATTERY, ROW_WAIT_BAY, ROW_CLAIMED, ROW_SWAP_BEGIN, ROW_DIVERTED),
    *(*LOST, ROW_VEHICLE_UNSEEN),
)
_OF_STATIONS = (
    *(ROW_OPENED, ROW_CLOSED, ROW_PRICE_LOW, ROW_PRICE_HIGH, ROW_CHARGER_OUT, ROW_CHARGER_IN),
    *(*LOST, ROW_SWAP_END),
)


class About(Record):
    """What a kind of row is about."""

    battery: I8
    vehicle: I8
    station: I8


ABOUT = About.table(len(KINDS))
for _kinds, _field in (
    (_OF_BATTERIES, "battery"),
    (_OF_VEHICLES, "vehicle"),
    (_OF_STATIONS, "station"),
):
    np.asarray(ABOUT)[_field][list(_kinds)] = 1


class Columns(NamedTuple):
    """The columns of an event log that are needed."""

    time: npt.NDArray[np.float64]
    kind: npt.NDArray[np.int8]
    station: npt.NDArray[np.int32]
    vehicle: npt.NDArray[np.int32]
    battery: npt.NDArray[np.int32]
    charger: npt.NDArray[np.int32]
    soc: npt.NDArray[np.float64]
    power_kw: npt.NDArray[np.float64]


class Now(NamedTuple):
    """How the rows so far have left everything, and what stays as it is."""

    batteries: Table[BatteryNow]
    vehicles: Table[VehicleNow]
    stations: Table[StationNow]
    shown: Table[Seen]  # of each station, the last line
    ready_soc: npt.NDArray[np.float64]  # of each battery
    charger_kw: npt.NDArray[np.float64]
    about: Table[About]


@kernel
def walk(rows: Columns, now: Now, lines: Table[Seen], charges: Table[Charge]) -> tuple[int, int]:
    """Go on along a log, and return how many lines and stretches that has left.

    Args:
        rows: that come next.
        now: as the rows before have left it; it goes on with these.
        lines: with room for one a row.
        charges: likewise.
    """
    seen = ended = 0
    for i in range(len(rows.time)):
        s, about = rows.station[i], now.about[rows.kind[i]]
        if s < 0 or not (about.battery or about.vehicle or about.station):
            continue
        station = now.stations[s]
        if about.vehicle and rows.vehicle[i] >= 0:
            move_vehicle(now.vehicles[rows.vehicle[i]], station, rows.kind[i])
        if about.station:
            _move_station(station, rows.kind[i])
        if about.battery and rows.battery[i] >= 0:
            ended += _move_battery(rows, now, i, charges, ended)
        if _has_changed(station, now.shown[s]):
            _write(station, rows.time[i], s, now.shown[s])
            _copy(now.shown[s], lines[seen])
            seen += 1
    return seen, ended


@kernel
def _move_station(station: StationNow, kind: int) -> None:
    """Let a row hold for a station as such."""
    if kind in (ROW_OPENED, ROW_CLOSED):
        station.open = kind == ROW_OPENED
    elif kind in (ROW_PRICE_LOW, ROW_PRICE_HIGH):
        station.cheap = kind == ROW_PRICE_LOW
    elif kind == ROW_CHARGER_OUT:
        station.chargers_out += 1
    elif kind == ROW_CHARGER_IN:
        station.chargers_out -= 1
    elif kind == ROW_SWAP_END:
        station.swaps += 1
    else:
        station.lost += 1


@kernel
def _move_battery(rows: Columns, now: Now, i: int, charges: Table[Charge], ended: int) -> int:
    """Let a row hold for its battery; return 1 if a stretch of its charge has ended."""
    number, t, kind = rows.battery[i], rows.time[i], rows.kind[i]
    battery = now.batteries[number]
    has_ended = 0
    if kind in (ROW_AGED, ROW_DERATED):
        pass
    elif battery.since < t:
        close_charge(battery, number, t, charges[ended])
        has_ended = 1
    else:
        battery.since = math.nan
    count_battery(battery, now.stations[battery.station], -1, _most_kw(now, battery))
    if rows.charger[i] >= 0:
        battery.charger = rows.charger[i]
    battery.station = rows.station[i]
    move_battery(battery, kind, rows.soc[i], rows.power_kw[i], now.ready_soc[number])
    count_battery(battery, now.stations[battery.station], 1, _most_kw(now, battery))
    if flows(battery):
        battery.since, battery.soc = t, rows.soc[i]
    return has_ended


@kernel
def _most_kw(now: Now, battery: BatteryNow) -> float:
    return now.charger_kw[battery.charger] if battery.charger >= 0 else 0.0


@kernel
def _has_changed(station: StationNow, shown: Seen) -> bool:
    return (
        station.ready != shown.ready
        or station.charging != shown.charging
        or station.waiting != shown.waiting
        or station.queue != shown.queue
        or station.swaps != shown.swaps
        or station.lost != shown.lost
        or station.open != shown.open
        or is_limited(station) != (shown.limited != 0)
    )


@kernel
def _write(station: StationNow, t: float, s: int, shown: Seen) -> None:
    """Write what is seen of a station from `t` [s] on."""
    shown.time, shown.station = t, s
    shown.open, shown.queue = station.open, station.queue
    shown.ready, shown.charging, shown.waiting = station.ready, station.charging, station.waiting
    shown.swaps, shown.lost = station.swaps, station.lost
    shown.limited = is_limited(station)


@kernel
def _copy(shown: Seen, line: Seen) -> None:
    line.time, line.station = shown.time, shown.station
    line.open, line.queue = shown.open, shown.queue
    line.ready, line.charging, line.waiting = shown.ready, shown.charging, shown.waiting
    line.swaps, line.lost, line.limited = shown.swaps, shown.lost, shown.limited
