"""The life of every battery, read from the event log: one stay after another, each in one state.

A stay begins with a row about the battery and lasts until the next one, or until the run's end.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from voltwin.kpis.cells import Flags, Floats, Integers
from voltwin.kpis.exchanges import UNSERVED
from voltwin.kpis.latest import latest_row, soh_at
from voltwin.kpis.rows import Numbers, Rows
from voltwin_core.record import F64, I8, I32, I64, Record, as_array
from voltwin_core.station.cells import (
    BAY,
    CHARGING,
    COOLING,
    IN_TRUCK,
    IN_VEHICLE,
    QUEUED,
    RACK,
    SUSPENDED,
    TOPPING,
    UNOBSERVED,
)
from voltwin_core.station.events import (
    ROW_BATTERY_SEEN,
    ROW_BATTERY_UNSEEN,
    ROW_CHARGER_OUT,
    ROW_COOLED,
    ROW_DERATED,
    ROW_DIVERTED,
    ROW_FULL,
    ROW_LOADED,
    ROW_PARKED,
    ROW_PLACED,
    ROW_READY,
    ROW_RESUMED,
    ROW_SET_POINT,
    ROW_SOC_SEEN,
    ROW_SOC_SIMULATED,
    ROW_SUSPENDED,
    ROW_SWAP_BEGIN,
    ROW_SWAP_END,
    ROW_TO_STATION,
    ROW_TOWED,
    ROW_TRIP,
    ROW_UNLOADED,
    ROW_UNPLUGGED,
    ROW_VEHICLE_SEEN,
)
from voltwin_core.station.parameters import Parameters

# Rows after which a battery is always in the same state; after the others it depends.
_STATE_AFTER = {
    ROW_SWAP_BEGIN: IN_VEHICLE,  # the battery taken
    ROW_SWAP_END: QUEUED,  # the battery returned
    ROW_PLACED: COOLING,
    ROW_READY: TOPPING,
    ROW_FULL: RACK,
    ROW_SUSPENDED: SUSPENDED,
    ROW_UNPLUGGED: IN_VEHICLE,
    ROW_LOADED: IN_TRUCK,
    ROW_UNLOADED: RACK,
    ROW_BATTERY_UNSEEN: UNOBSERVED,
    ROW_SOC_SIMULATED: UNOBSERVED,  # for no time: the SoC that was seen has not been charged
    ROW_VEHICLE_SEEN: IN_VEHICLE,
}
_ON_THE_ROAD = (ROW_PARKED, ROW_TRIP, ROW_TO_STATION, ROW_DIVERTED, ROW_TOWED)
_DEPENDS = (
    *(ROW_COOLED, ROW_RESUMED, ROW_SET_POINT, ROW_CHARGER_OUT),
    *(ROW_BATTERY_SEEN, ROW_SOC_SEEN),
)

# Entries without a row of their own, numbered below the kinds of rows.
_START = -1  # every battery at the start of the run
_INTO_BAY = -2  # at `swap_begin`, the battery that the vehicle came with
_OUT_OF_SIGHT = -3  # the battery in a vehicle that goes back into an unobserved pool


class _Entry(Record):
    """What begins a stay."""

    battery: I64
    row: I64  # in the log, -1 before it
    station: I32  # that the battery is at, or was at last
    time: F64  # [s]
    soc: F64
    charger: I32
    power_kw: F64  # as the row has it [kW]
    kind: I8  # a kind of row, or one of the above


Entries = np.ndarray[Any, np.dtype[np.void]]


@dataclass(frozen=True)
class Stays:
    """Stays of all batteries, by battery and in order of time; one entry per stay."""

    battery: Integers
    station: npt.NDArray[np.int32]  # that holds it, where it is in no vehicle
    state: npt.NDArray[np.int8]  # see `voltwin_core.station.cells`
    charger: npt.NDArray[np.int32]  # -1 for none
    begin: Floats  # [s]
    end: Floats  # [s]
    soc: Floats  # as written at its begin; from ring to end of swap that of the ring
    soc_after: Floats  # as written at its end; NaN if it is still under way
    soh: Floats  # state of health at its begin
    derating: Floats  # factor of the charge's power
    set_point_kw: Floats  # the most that it may draw, where power is shared; else infinite [kW]

    def __getitem__(self, which: Flags) -> "Stays":
        return Stays(
            self.battery[which],
            self.station[which],
            self.state[which],
            self.charger[which],
            self.begin[which],
            self.end[which],
            self.soc[which],
            self.soc_after[which],
            self.soh[which],
            self.derating[which],
            self.set_point_kw[which],
        )


def read_stays(rows: Rows, own_battery: Numbers, parameters: Parameters, end_s: float) -> Stays:
    """Return the stays of all batteries from the start of the run up to `end_s` [s].

    Args:
        rows: the log, complete from the start up to `end_s`.
        own_battery: per row, the battery with which the row's vehicle arrived last.
        parameters: for the batteries at the start.
        end_s: where the run stands [s].
    """
    entries = np.concatenate(
        [_at_start(parameters), _of_rows(rows, parameters), _into_bays(rows, own_battery)]
    )
    entries = entries[np.argsort(entries["battery"] * (len(rows) + 1) + entries["row"] + 1)]
    into_bay = np.flatnonzero(entries["kind"] == _INTO_BAY)
    entries["soc"][into_bay] = entries["soc"][into_bay - 1]  # it was in the vehicle until then

    battery, row = entries["battery"], entries["row"]
    placed = latest_row(rows, ROW_PLACED, battery, row)
    derated = latest_row(rows, ROW_DERATED, battery, row)
    granted = latest_row(rows, ROW_SET_POINT, battery, row)
    last = np.append(entries["battery"][1:] != entries["battery"][:-1], True)
    return Stays(
        battery=battery,
        station=entries["station"],
        state=_states(entries, parameters),
        charger=entries["charger"],
        begin=entries["time"],
        end=np.where(last, end_s, np.roll(entries["time"], -1)),
        soc=entries["soc"],
        soc_after=np.where(last, np.nan, np.roll(entries["soc"], -1)),
        soh=soh_at(rows, battery, row, parameters),
        derating=_of_charge(rows.soc, derated, placed, 1.0),
        set_point_kw=_of_charge(rows.power_kw, granted, placed, np.inf),
    )


def _of_charge(values: Floats, row: Integers, placed: Integers, otherwise: float) -> Floats:
    """Return the values of rows that belong to a charge, being later than its row `placed`."""
    if not len(values):
        return np.full(len(row), otherwise)
    return np.where(row > placed, values[row], otherwise)


def _entries(size: int) -> Entries:
    return as_array(_Entry.table(size)).view(np.ndarray)


def _at_start(parameters: Parameters) -> Entries:
    """Return the entries of all batteries but those of a fleet: theirs are the rows `parked`."""
    batteries = as_array(parameters.batteries)
    number = np.flatnonzero(batteries["station"] >= 0)
    batteries = batteries[number]
    entries = _entries(len(number))
    entries["battery"] = number
    entries["row"] = -1
    entries["station"] = batteries["station"]
    entries["soc"] = batteries["soc"]
    entries["charger"] = -1
    entries["kind"] = _START
    return entries


def _of_rows(rows: Rows, parameters: Parameters) -> Entries:
    """Return the entries that rows begin. The battery of a ring keeps its SoC while its vehicle is
    diverted: the swap counts the way. That of a fleet does not."""
    is_fleet = len(parameters.fleet.vehicles) > 0
    kinds = (*_STATE_AFTER, *_DEPENDS, *(_ON_THE_ROAD if is_fleet else ()))
    of_pool = rows.vehicle >= as_array(parameters.settings)["vehicles"][0]
    leaves = of_pool & np.isin(rows.kind, (ROW_SWAP_BEGIN, *UNSERVED))
    about = np.flatnonzero((np.isin(rows.kind, kinds) & (rows.battery >= 0)) | leaves)
    entries = _entries(len(about))
    entries["battery"] = rows.battery[about]
    entries["row"] = about
    entries["station"] = rows.station[about]
    entries["time"] = rows.time[about]
    entries["soc"] = rows.soc[about]
    entries["charger"] = rows.charger[about]
    entries["power_kw"] = rows.power_kw[about]
    entries["kind"] = np.where(leaves[about], _OUT_OF_SIGHT, rows.kind[about])
    return entries


def _into_bays(rows: Rows, own_battery: Numbers) -> Entries:
    begins = np.flatnonzero(rows.kind == ROW_SWAP_BEGIN)
    entries = _entries(len(begins))
    entries["battery"] = own_battery[begins]
    entries["row"] = begins
    entries["station"] = rows.station[begins]
    entries["time"] = rows.time[begins]
    entries["charger"] = -1
    entries["kind"] = _INTO_BAY
    return entries


def _states(entries: Entries, parameters: Parameters) -> npt.NDArray[np.int8]:
    """Return the state that each entry begins."""
    kind = entries["kind"]
    state = np.empty(len(kind), np.int8)
    state[kind == _START] = _states_at_start(parameters)
    state[kind == _INTO_BAY] = BAY
    state[kind == _OUT_OF_SIGHT] = UNOBSERVED
    for row, after in _STATE_AFTER.items():
        state[kind == row] = after
    state[np.isin(kind, _ON_THE_ROAD)] = IN_VEHICLE

    # What happened in this charge so far: each battery's charge begins with its row `placed`.
    # A SoC that was seen in it is below the ready one.
    placed = _latest(kind == ROW_PLACED)
    ready = _latest(kind == ROW_READY) > np.maximum(placed, _latest(kind == ROW_SOC_SEEN))
    cool = _latest(kind == ROW_COOLED) > placed
    suspended = _latest(kind == ROW_SUSPENDED) > np.maximum(placed, _latest(kind == ROW_RESUMED))
    charging = np.where(ready, TOPPING, CHARGING)
    unpowered = suspended | (entries["power_kw"] == 0.0)  # of what is cool
    return np.select(
        [
            (kind == ROW_COOLED) | (kind == ROW_SET_POINT),
            kind == ROW_RESUMED,
            kind == ROW_CHARGER_OUT,
            kind == ROW_BATTERY_SEEN,
            kind == ROW_SOC_SEEN,
        ],
        [
            np.where(unpowered, SUSPENDED, charging),
            np.where(cool, charging, COOLING),
            np.where(ready, RACK, QUEUED),
            np.where(entries["soc"] >= _ready_soc(entries["battery"], parameters), RACK, QUEUED),
            np.select([suspended, ~cool, unpowered], [SUSPENDED, COOLING, SUSPENDED], CHARGING),
        ],
        state,
    ).astype(np.int8)


def _states_at_start(parameters: Parameters) -> npt.NDArray[np.int8]:
    """Return the state of each battery at the start: its place in the inventory, a vehicle, or
    nowhere to be seen."""
    batteries = as_array(parameters.batteries)
    ready_soc = _ready_soc(np.arange(len(batteries)), parameters)
    state = np.where(batteries["soc"] >= ready_soc, RACK, QUEUED).astype(np.int8)
    state[as_array(parameters.vehicles)["battery"]] = IN_VEHICLE
    state[as_array(parameters.settings)["batteries"][0] :] = UNOBSERVED
    return state[batteries["station"] >= 0]


def _ready_soc(battery: Integers, parameters: Parameters) -> Floats:
    battery_type = as_array(parameters.batteries)["battery_type"][battery]
    return np.asarray(as_array(parameters.battery_types)["ready_soc"][battery_type])


def _latest(flags: Flags) -> Integers:
    """Return, per entry, the place of the latest flagged one up to and including it; -1 if none."""
    return np.maximum.accumulate(np.where(flags, np.arange(len(flags)), -1))
