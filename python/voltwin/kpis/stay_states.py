"""In which state a battery is after each row about it; rows that say it depend on those before."""

from typing import Any

import numpy as np
import numpy.typing as npt

from voltwin.kpis.cells import Flags, Floats, Integers
from voltwin_core.record import as_array
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
STATE_AFTER = {
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
ON_THE_ROAD = (ROW_PARKED, ROW_TRIP, ROW_TO_STATION, ROW_DIVERTED, ROW_TOWED)
DEPENDS = (
    *(ROW_COOLED, ROW_RESUMED, ROW_SET_POINT, ROW_CHARGER_OUT),
    *(ROW_BATTERY_SEEN, ROW_SOC_SEEN),
)

# Entries without a row of their own, numbered below the kinds of rows.
START = -1  # every battery at the start of the run
INTO_BAY = -2  # at `swap_begin`, the battery that the vehicle came with
OUT_OF_SIGHT = -3  # the battery in a vehicle that goes back into an unobserved pool

Entries = np.ndarray[Any, np.dtype[np.void]]  # what begins stays, see `stay_entries`


def states(entries: Entries, parameters: Parameters) -> npt.NDArray[np.int8]:
    """Return the state that each entry begins."""
    kind = entries["kind"]
    state = np.empty(len(kind), np.int8)
    state[kind == START] = _states_at_start(parameters)
    state[kind == INTO_BAY] = BAY
    state[kind == OUT_OF_SIGHT] = UNOBSERVED
    for row, after in STATE_AFTER.items():
        state[kind == row] = after
    state[np.isin(kind, ON_THE_ROAD)] = IN_VEHICLE

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
