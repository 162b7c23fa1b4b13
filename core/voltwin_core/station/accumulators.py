"""Sums that KPIs are made of, kept beside the handlers; docs/model.md §6 defines each.

The hour of an event is kept in the station's state and moved on by `enter_hour`, so that the
common case, an interval within one hour, is one addition.
"""

import math
from typing import TYPE_CHECKING

from voltwin_core.calendar import MARGIN_S, hour_of, hour_start
from voltwin_core.jit import inlined, kernel
from voltwin_core.station.cells import (
    ARRIVALS,
    COUNTS,
    FADE_KWH,
    HANDED_KWH,
    OUTS,
    RETURNED_KWH,
    SLOT_S,
    SLOTS_PER_HOUR,
    STATES,
    SUMS,
    SWAPS,
    WAIT_BINS,
    WAIT_S,
    WITHIN_TARGET,
    wait_bin,
)
from voltwin_core.station.course import soc_after_s

if TYPE_CHECKING:
    from voltwin_core.station.world import World


@inlined
def enter_hour(w: "World", s: int, t: float) -> None:
    """Bring the station's hour to that of `t`."""
    station = w.stations[s]
    if t >= station.hour_end - MARGIN_S:
        station.hour = hour_by(w, t)
        station.hour_end = hour_start(w.parameters.clock, station.hour + 1)


@kernel
def hour_by(w: "World", t: float) -> int:
    """Return the local hour of `t`; the run's end, and floats that round up to it, belong to its
    last hour."""
    return min(hour_of(w.parameters.clock, t), w.parameters.settings[0].hours - 1)


@inlined
def cell(w: "World", s: int, hour: int) -> int:
    """Return the number of (station, hour) in the accumulators."""
    return s * w.parameters.settings[0].hours + hour


@inlined
def count_arrival(w: "World", s: int) -> None:
    """Count an arrival in its hour."""
    w.counts[cell(w, s, w.stations[s].hour) * len(COUNTS) + ARRIVALS] += 1


@kernel
def count_loss(w: "World", s: int, v: int, reason: int) -> None:
    """Count a loss in the hour in which the vehicle arrived; `reason` is a column of COUNTS."""
    w.counts[cell(w, s, w.vehicles[v].hour) * len(COUNTS) + reason] += 1


@inlined
def count_swap(w: "World", s: int, v: int) -> None:
    """Count a swap, with its wait, in the hour in which the vehicle arrived."""
    vehicle, settings = w.vehicles[v], w.parameters.settings[0]
    arrived = cell(w, s, vehicle.hour)
    w.counts[arrived * len(COUNTS) + SWAPS] += 1
    w.counts[arrived * len(COUNTS) + WITHIN_TARGET] += vehicle.wait_s <= settings.target_wait_s
    w.sums[arrived * len(SUMS) + WAIT_S] += vehicle.wait_s
    if vehicle.hour >= settings.warm_up_hours:
        w.wait_bins[s * WAIT_BINS + wait_bin(vehicle.wait_s)] += 1


@inlined
def count_handed(w: "World", s: int, kwh: float) -> None:
    """Book energy that a vehicle takes with it [kWh]."""
    w.sums[cell(w, s, w.stations[s].hour) * len(SUMS) + HANDED_KWH] += kwh


@inlined
def count_returned(w: "World", s: int, kwh: float) -> None:
    """Book energy that a vehicle leaves behind [kWh]."""
    w.sums[cell(w, s, w.stations[s].hour) * len(SUMS) + RETURNED_KWH] += kwh


@kernel
def count_fade(w: "World", s: int, kwh: float) -> None:
    """Book energy that is gone with a battery's capacity [kWh]."""
    w.sums[cell(w, s, w.stations[s].hour) * len(SUMS) + FADE_KWH] += kwh


@inlined
def set_battery_state(w: "World", s: int, b: int, state: int) -> None:
    """Book the time that battery `b` spent in its state, and begin another."""
    set_battery_state_at(w, s, b, state, w.stations[s].now, w.stations[s].hour)


@inlined
def set_battery_state_at(w: "World", s: int, b: int, state: int, t: float, hour: int) -> None:
    """Do so as of `t` in local hour `hour`."""
    if not w.control[0].booking:
        return
    battery = w.batteries[b]
    book_state(w, s, b, t, hour)
    battery.state = state
    battery.since = t
    battery.since_hour = hour


@inlined
def book_state(w: "World", s: int, b: int, t: float, hour: int) -> None:
    """Add the time since the battery's last change of state up to `t`, in local hour `hour`."""
    battery = w.batteries[b]
    if battery.state < 0:  # in a vehicle or a truck
        return
    begin, h = battery.since, battery.since_hour
    while h < hour:
        end = hour_start(w.parameters.clock, h + 1)
        w.state_s[cell(w, s, h) * len(STATES) + battery.state] += end - begin
        begin = end
        h += 1
    w.state_s[cell(w, s, h) * len(STATES) + battery.state] += t - begin


@kernel
def book_outage(w: "World", s: int, column: int, begin: float, end: float) -> None:
    """Add the time from `begin` to `end` that a charger or bay was out; `column` is one of OUTS."""
    h, last = hour_by(w, begin), hour_by(w, end)
    while h < last:
        hour_end = hour_start(w.parameters.clock, h + 1)
        w.out_s[cell(w, s, h) * len(OUTS) + column] += hour_end - begin
        begin = hour_end
        h += 1
    w.out_s[cell(w, s, h) * len(OUTS) + column] += end - begin


@inlined
def book_energy(w: "World", s: int, c: int, t: float, soc: float) -> None:
    """Add what charger `c` drew from its anchor up to `t`, where the SoC is `soc`, slot by slot."""
    if not w.control[0].booking:
        return
    charger, clock = w.chargers[c], w.parameters.clock
    slots = w.parameters.settings[0].hours * SLOTS_PER_HOUR
    first_slot = s * slots
    slot = int(math.floor((clock[0].phase_s + charger.since) / SLOT_S))
    before, end = charger.soc, (slot + 1) * SLOT_S - clock[0].phase_s
    while end < t:
        reached = soc_after_s(w, c, max(0.0, end - charger.since))
        w.grid_kwh[first_slot + slot] += (reached - before) * charger.kwh
        before = reached
        slot += 1
        end = (slot + 1) * SLOT_S - clock[0].phase_s
    w.grid_kwh[first_slot + min(slot, slots - 1)] += (soc - before) * charger.kwh
    capacity_kwh = w.batteries[charger.battery].capacity_kwh
    w.stations[s].charged_kwh += (soc - charger.soc) * capacity_kwh
