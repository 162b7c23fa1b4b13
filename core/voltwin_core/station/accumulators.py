"""Sums that KPIs are made of, kept beside the handlers; docs/model.md §6 defines each.

The cell of (station, hour) that an event falls into is kept in the station's state and moved on by
`enter_hour`. A state is booked to the end of the hour when it begins, and what is left is taken
back when it ends: nobody has to know when it began.
"""

from typing import TYPE_CHECKING

from voltwin_core.calendar import HOUR_S, MARGIN_S, hour_of, hour_start
from voltwin_core.jit import inlined, kernel
from voltwin_core.ladder import Ladder, rung_at, soc_on
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
    from voltwin_core.station.state import ChargerState
    from voltwin_core.station.world import World


@inlined
def enter_hour(w: "World", s: int, t: float) -> None:
    """Bring the station's hour to that of `t`."""
    if t >= w.stations[s].hour_end - MARGIN_S:
        go_on_to_hour(w, s, hour_by(w, t))


@kernel
def go_on_to_hour(w: "World", s: int, hour: int) -> None:
    """Bring the station to a local hour: for each one that begins, every battery is booked as
    staying in its state to its end. Those that leave take back what is left of it."""
    station, last = w.stations[s], cell(w, s, hour)
    while station.cell < last:
        station.cell += 1
        first = station.cell * len(STATES)
        for state in range(len(STATES)):
            w.state_s[first + state] += HOUR_S * w.in_state[s * len(STATES) + state]
    station.hour_end = hour_start(w.parameters.clock, hour + 1)


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
    w.counts[w.stations[s].cell * len(COUNTS) + ARRIVALS] += 1


@kernel
def count_loss(w: "World", s: int, v: int, reason: int) -> None:
    """Count a loss in the hour in which the vehicle arrived; `reason` is a column of COUNTS."""
    w.counts[w.vehicles[v].cell * len(COUNTS) + reason] += 1


@inlined
def count_swap(w: "World", s: int, v: int) -> None:
    """Count a swap, with its wait, in the hour in which the vehicle arrived."""
    vehicle, settings = w.vehicles[v], w.parameters.settings[0]
    arrived = vehicle.cell
    w.stations[s].swaps += 1
    w.counts[arrived * len(COUNTS) + SWAPS] += 1
    w.counts[arrived * len(COUNTS) + WITHIN_TARGET] += vehicle.wait_s <= settings.target_wait_s
    w.sums[arrived * len(SUMS) + WAIT_S] += vehicle.wait_s
    if arrived >= cell(w, s, settings.warm_up_hours):
        w.wait_bins[s * WAIT_BINS + wait_bin(vehicle.wait_s)] += 1


@inlined
def count_handed(w: "World", s: int, kwh: float) -> None:
    """Book energy that a vehicle takes with it [kWh]."""
    w.sums[w.stations[s].cell * len(SUMS) + HANDED_KWH] += kwh


@inlined
def count_returned(w: "World", s: int, kwh: float) -> None:
    """Book energy that a vehicle leaves behind [kWh]."""
    w.sums[w.stations[s].cell * len(SUMS) + RETURNED_KWH] += kwh


@kernel
def count_fade(w: "World", s: int, kwh: float) -> None:
    """Book energy that is gone with a battery's capacity [kWh]."""
    w.sums[w.stations[s].cell * len(SUMS) + FADE_KWH] += kwh


@inlined
def set_battery_state(w: "World", s: int, b: int, state: int) -> None:
    """Battery `b` is in another state from now on."""
    if w.control[0].booking:
        station, former = w.stations[s], int(w.batteries[b].state)
        _book_state(w, s, former, state, station.cell, station.hour_end - station.now)
        _count_state(w, s, former, state)
    w.batteries[b].state = state


@inlined
def set_battery_state_since(w: "World", s: int, b: int, former: int, state: int, t: float) -> None:
    """Battery `b` has been in another state than its former one since `t`, which may lie hours
    back."""
    if w.control[0].booking:
        at, rest_s = w.stations[s].cell, w.stations[s].hour_end - t
        while rest_s > HOUR_S:
            _book_state(w, s, former, state, at, HOUR_S)
            at -= 1
            rest_s -= HOUR_S
        _book_state(w, s, former, state, at, rest_s)
        _count_state(w, s, former, state)
    w.batteries[b].state = state


@inlined
def _book_state(w: "World", s: int, former: int, state: int, at: int, rest_s: float) -> None:
    """Move the rest of the hour of cell `at` from one state to another; elsewhere is not booked."""
    first = at * len(STATES)
    if former >= 0:
        w.state_s[first + former] -= rest_s
    if state >= 0:
        w.state_s[first + state] += rest_s


@inlined
def _count_state(w: "World", s: int, former: int, state: int) -> None:
    first = s * len(STATES)
    if former >= 0:
        w.in_state[first + former] -= 1
    if state >= 0:
        w.in_state[first + state] += 1


@kernel
def take_back_rest(w: "World", s: int, t: float) -> None:
    """Take back what is booked beyond `t`, which lies in the station's hour."""
    first, rest_s = w.stations[s].cell * len(STATES), w.stations[s].hour_end - t
    for state in range(len(STATES)):
        w.state_s[first + state] -= rest_s * w.in_state[s * len(STATES) + state]


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
def slot_of(w: "World", t: float) -> int:
    """Return the 15-minute slot of local time that holds `t` [s]; rounding may give the one before
    it, which then ends at `t`."""
    return int((w.parameters.clock[0].phase_s + t) * (1.0 / SLOT_S))


@inlined
def slot_start(w: "World", slot: int) -> float:
    """Return when a slot begins [s]."""
    return slot * SLOT_S - w.parameters.clock[0].phase_s


@inlined
def book_drawn(
    w: "World", s: int, slot: int, drawn_kwh: float, before_kwh: float, charged_kwh: float
) -> None:
    """Add what several chargers drew up to now, in `slot` and in the one before; battery side it
    was `charged_kwh` in all [kWh]."""
    if not w.control[0].booking:
        return
    slots = w.parameters.settings[0].hours * SLOTS_PER_HOUR
    if before_kwh > 0.0:
        w.grid_kwh[s * slots + slot - 1] += before_kwh
    w.grid_kwh[s * slots + min(slot, slots - 1)] += drawn_kwh
    w.stations[s].charged_kwh += charged_kwh


@inlined
def book_energy(w: "World", s: int, c: int, t: float, soc: float) -> None:
    """Add what charger `c` drew from its anchor up to `t`, where the SoC is `soc`, slot by slot."""
    if not w.control[0].booking:
        return
    charger, rungs = w.chargers[c], w.ladders.rungs
    slots = w.parameters.settings[0].hours * SLOTS_PER_HOUR
    first_slot = s * slots
    slot = slot_of(w, charger.since)
    before, end = charger.soc, slot_start(w, slot + 1)
    ladder = w.ladders.ladders[charger.ladder]
    rung = int(ladder.first)
    while end < t:
        if charger.held:
            reached = soc_after_s(w, c, max(0.0, end - charger.since))
        else:
            at_s = _ladder_s(charger, ladder, end)
            rung = rung_at(rungs, rung, ladder.first + ladder.rungs, at_s)
            reached = soc_on(rungs[rung], at_s)
        w.grid_kwh[first_slot + slot] += (reached - before) * charger.kwh
        before = reached
        slot += 1
        end += SLOT_S
    w.grid_kwh[first_slot + min(slot, slots - 1)] += (soc - before) * charger.kwh
    capacity_kwh = w.batteries[charger.battery].capacity_kwh
    w.stations[s].charged_kwh += (soc - charger.soc) * capacity_kwh


@inlined
def _ladder_s(charger: "ChargerState", ladder: Ladder, t: float) -> float:
    """Return how far up its ladder a charge is at `t` [s]. One that has become ready without an
    event is read from there on as if it had an anchor there, which is the same but for rounding:
    so its energy has the bits that it has with the event."""
    ready_s = ladder.ready_s + (t - charger.ready_at) * charger.pace
    since_s = charger.since_s + max(0.0, t - charger.since) * charger.pace
    return ready_s if t > charger.ready_at else since_s
