"""What a row of the event log says of a battery or a vehicle at a station; see docs/model.md §5."""

import math

from voltwin.history.state import (
    AWAY,
    IN_RACK,
    ON_CHARGER,
    QUEUED,
    BatteryNow,
    Charge,
    StationNow,
    VehicleNow,
)
from voltwin_core.jit import kernel
from voltwin_core.station.events import (
    ROW_AGED,
    ROW_BATTERY_SEEN,
    ROW_BATTERY_UNSEEN,
    ROW_CHARGER_OUT,
    ROW_CLAIMED,
    ROW_COOLED,
    ROW_DERATED,
    ROW_FULL,
    ROW_LOADED,
    ROW_PLACED,
    ROW_READY,
    ROW_RESUMED,
    ROW_SET_POINT,
    ROW_SOC_SEEN,
    ROW_SUSPENDED,
    ROW_SWAP_BEGIN,
    ROW_SWAP_END,
    ROW_UNLOADED,
    ROW_UNPLUGGED,
    ROW_WAIT_BATTERY,
    ROW_WAIT_BAY,
)


@kernel
def count_battery(battery: BatteryNow, station: StationNow, sign: int, most_kw: float) -> None:
    """Count a battery in at its station, or out (sign -1), as it is.

    Args:
        battery: that is counted.
        station: where it is.
        sign: 1 or -1.
        most_kw: that its charger would draw without a limit [kW].
    """
    if battery.place == QUEUED:
        station.waiting += sign
    elif battery.place == IN_RACK:
        station.ready += sign
    elif battery.place == ON_CHARGER:
        station.on_chargers += sign
        if battery.ready:
            station.ready += sign
        else:
            station.charging += sign
        unpowered = battery.cool and not battery.powered
        throttled = flows(battery) and battery.set_point_kw < most_kw * battery.derating
        if battery.suspended or unpowered or throttled:
            station.held += sign


@kernel
def flows(battery: BatteryNow) -> bool:
    """Return whether power flows into a battery."""
    is_powered = battery.cool and battery.powered and not battery.suspended
    return battery.place == ON_CHARGER and is_powered != 0


@kernel
def move_battery(battery: BatteryNow, kind: int, soc: float, power_kw: float, full: float) -> None:
    """Let a row about a battery hold for it; where a charge begins is for its caller to note.

    Args:
        battery: that the row is about.
        kind: of row.
        soc: of the row.
        power_kw: of the row [kW].
        full: SoC from which on a battery of its type is ready.
    """
    if kind in (ROW_SWAP_BEGIN, ROW_LOADED, ROW_BATTERY_UNSEEN):
        battery.place = AWAY
    elif kind == ROW_SWAP_END:
        battery.place = QUEUED
    elif kind in (ROW_UNLOADED, ROW_FULL, ROW_UNPLUGGED):
        battery.place = IN_RACK
    elif kind == ROW_BATTERY_SEEN:
        battery.place = IN_RACK if soc >= full else QUEUED
    elif kind == ROW_CHARGER_OUT:
        battery.place = IN_RACK if battery.ready else QUEUED
    elif kind == ROW_PLACED:
        _begin_charge(battery)
    else:
        _go_on(battery, kind, soc, power_kw)


@kernel
def _begin_charge(battery: BatteryNow) -> None:
    battery.place = ON_CHARGER
    battery.ready = battery.cool = battery.suspended = 0
    battery.powered = 1
    battery.derating = 1.0
    battery.set_point_kw = math.inf


@kernel
def _go_on(battery: BatteryNow, kind: int, soc: float, power_kw: float) -> None:
    """Let a row hold that changes how a charge goes on."""
    if kind == ROW_AGED:
        battery.soh = soc
    elif kind == ROW_DERATED:
        battery.derating = soc
    elif kind == ROW_COOLED:
        battery.cool = 1
        battery.powered = battery.suspended or power_kw > 0.0
    elif kind == ROW_SET_POINT:
        battery.set_point_kw = power_kw
        battery.powered = power_kw > 0.0
    elif kind == ROW_SOC_SEEN:
        battery.ready = 0
        if battery.cool and not battery.suspended:
            battery.powered = power_kw > 0.0
    elif kind == ROW_READY:
        battery.ready = 1
    elif kind == ROW_SUSPENDED:
        battery.suspended = 1
    elif kind == ROW_RESUMED:
        battery.suspended = 0


@kernel
def move_vehicle(vehicle: VehicleNow, station: StationNow, kind: int) -> None:
    """Let a row about a vehicle at a station hold for both.

    Args:
        vehicle: that the row is about.
        station: where it is.
        kind: of row: one with which it joins a line, claims a battery, or leaves.
    """
    station.queue -= vehicle.in_line
    station.claims -= vehicle.claims
    vehicle.in_line = kind in (ROW_WAIT_BATTERY, ROW_WAIT_BAY, ROW_CLAIMED)
    vehicle.claims = kind in (ROW_WAIT_BAY, ROW_CLAIMED)
    station.queue += vehicle.in_line
    station.claims += vehicle.claims


@kernel
def is_limited(station: StationNow) -> bool:
    """Return whether the grid limit holds charges back: of batteries on chargers, or of the next
    one in the queue, beside an idle charger on which it might start at this price."""
    if station.held > 0:
        return True
    idle = station.chargers - station.chargers_out - station.on_chargers
    unclaimed = station.ready - station.claims
    may_start = station.reserve < 0 or station.cheap != 0 or unclaimed < station.reserve
    return station.waiting > 0 and idle > 0 and may_start


@kernel
def close_charge(battery: BatteryNow, number: int, t: float, charge: Charge) -> None:
    """Write down the stretch of a charge that ends at `t` [s]."""
    charge.begin, charge.end = battery.since, t
    charge.soc, charge.soh = battery.soc, battery.soh
    charge.derating, charge.set_point_kw = battery.derating, battery.set_point_kw
    charge.station, charge.charger = battery.station, battery.charger
    charge.battery, charge.ready = number, battery.ready
    battery.since = math.nan
