"""Chargers and bays that go out of order and come back."""

from typing import TYPE_CHECKING

from voltwin_core.jit import kernel
from voltwin_core.linked import NONE
from voltwin_core.number_sets import add, take
from voltwin_core.station.accumulators import book_outage
from voltwin_core.station.cells import BAY_OUT_S, CHARGER_OUT_S
from voltwin_core.station.charge import cut_off
from voltwin_core.station.events import (
    ROW_BAY_IN,
    ROW_BAY_OUT,
    ROW_CHARGER_IN,
    ROW_CHARGER_OUT,
)
from voltwin_core.station.log_rows import NO_VALUE, log_bay, log_charge
from voltwin_core.station.racks import join_queue_first, put_in_rack
from voltwin_core.station.state import IDLE, OUT, OUT_OF_ORDER

if TYPE_CHECKING:
    from voltwin_core.station.world import World


@kernel
def take_charger_out(w: "World", s: int, c: int, reason: int) -> None:
    """Charger `c` does not work, for one reason more.

    If it worked: row `charger_out`; its battery goes to the rack if it counts as ready, else to
    the head of the charge queue; it is not idle.
    """
    charger, outage = w.chargers[c], w.charger_outages[c]
    worked = outage.reasons == 0
    outage.reasons |= reason
    if not worked:
        return
    outage.since = w.stations[s].now
    if charger.battery == NONE:
        log_charge(w, s, ROW_CHARGER_OUT, c, NONE, NO_VALUE, 0.0)
    else:
        b = cut_off(w, s, c, ROW_CHARGER_OUT)
        if charger.ready:
            put_in_rack(w, s, b)
        else:
            join_queue_first(w, s, b)
    charger.mode = OUT
    take(w.idle_chargers, s, c - w.parameters.stations[s].first_charger)


@kernel
def put_charger_back(w: "World", s: int, c: int, reason: int) -> None:
    """One reason less; if that was the last: row `charger_in`, charger `c` is idle."""
    outage = w.charger_outages[c]
    was_out = outage.reasons != 0
    outage.reasons &= ~reason
    if not was_out or outage.reasons != 0:
        return
    book_outage(w, s, CHARGER_OUT_S, outage.since, w.stations[s].now)
    log_charge(w, s, ROW_CHARGER_IN, c, NONE, NO_VALUE, 0.0)
    w.chargers[c].mode = IDLE
    add(w.idle_chargers, s, c - w.parameters.stations[s].first_charger)


@kernel
def take_bay_out(w: "World", s: int, b: int, reason: int) -> None:
    """Bay `b` is to be out, for one reason more; at once if it is free, else after its swap."""
    bay, outage = w.bays[b], w.bay_outages[b]
    outage.reasons |= reason
    if bay.vehicle == NONE:
        w.stations[s].idle_bays -= 1
        leave_bay_out(w, s, b)


@kernel
def leave_bay_out(w: "World", s: int, b: int) -> None:
    """Bay `b`, whose swap has ended, takes no vehicle: row `bay_out`."""
    w.bays[b].vehicle = OUT_OF_ORDER
    w.bay_outages[b].since = w.stations[s].now
    w.stations[s].bays_out += 1
    log_bay(w, s, ROW_BAY_OUT, b)


@kernel
def put_bay_back(w: "World", s: int, b: int, reason: int) -> None:
    """One reason less; if that was the last and it was out: row `bay_in`, bay `b` is free."""
    bay, outage, station = w.bays[b], w.bay_outages[b], w.stations[s]
    outage.reasons &= ~reason
    if outage.reasons != 0 or bay.vehicle != OUT_OF_ORDER:
        return
    book_outage(w, s, BAY_OUT_S, outage.since, station.now)
    log_bay(w, s, ROW_BAY_IN, b)
    bay.vehicle = NONE
    station.bays_out -= 1
    station.idle_bays += 1
    station.lowest_bay = min(station.lowest_bay, b)
