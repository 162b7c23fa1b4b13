"""Batteries in their places: the rack of each pool, its chargers where one is ready, and the charge
queue of each station."""

from typing import TYPE_CHECKING

from voltwin_core.jit import inlined, kernel
from voltwin_core.linked import NONE, insert_after
from voltwin_core.number_sets import add, discard
from voltwin_core.station.accumulators import set_battery_state
from voltwin_core.station.cells import QUEUED, RACK
from voltwin_core.station.parameters import FIFO, HIGHEST_SOC

if TYPE_CHECKING:
    from voltwin_core.station.parameters import BatteryType
    from voltwin_core.station.world import World


@kernel
def type_of(w: "World", b: int) -> "BatteryType":
    """Return the type of battery `b`."""
    return w.parameters.battery_types[w.parameters.batteries[b].battery_type]


@kernel
def pool_of(w: "World", s: int, b: int) -> int:
    """Return the pool of battery `b` at station `s`."""
    types = w.parameters.settings[0].battery_types
    return s * types + w.parameters.batteries[b].battery_type


@inlined
def put_in_rack(w: "World", s: int, b: int) -> None:
    """Battery `b`, ready and on no charger, takes its place in the rack: behind those that have its
    SoC or more. Nearly all are full there, so that is the last place."""
    p, soc = pool_of(w, s, b), w.batteries[b].soc
    before = w.racks.ends[p].tail
    while before != NONE and w.batteries[before].soc < soc:
        before = w.racks.links[before].before
    insert_after(w.racks, p, before, b)
    set_battery_state(w, s, b, RACK)


@inlined
def join_ready_chargers(w: "World", s: int, c: int) -> None:
    """The battery on charger `c` counts as ready."""
    p, first = pool_of(w, s, w.chargers[c].battery), w.parameters.stations[s].first_charger
    add(w.ready_chargers, p, c - first)


@inlined
def leave_ready_chargers(w: "World", s: int, c: int) -> None:
    """It does so no more, if it did, or is about to leave the charger."""
    p, first = pool_of(w, s, w.chargers[c].battery), w.parameters.stations[s].first_charger
    discard(w.ready_chargers, p, c - first)


@inlined
def join_charge_queue(w: "World", s: int, b: int) -> None:
    """Battery `b` joins the charge queue at the place that the station's charge order gives it."""
    queue, soc = s, w.batteries[b].soc
    order = w.parameters.stations[s].charge_order
    before, links = w.charge_queues.ends[queue].tail, w.charge_queues.links
    if order != FIFO:
        high_first = order == HIGHEST_SOC
        while (
            before != NONE
            and not w.batteries[before].first_in_queue
            and _follows(w.batteries[before].soc, before, soc, b, high_first)
        ):
            before = links[before].before
    insert_after(w.charge_queues, queue, before, b)
    set_battery_state(w, s, b, QUEUED)


@kernel
def join_queue_first(w: "World", s: int, b: int) -> None:
    """Battery `b`, whose charger went out, joins the charge queue before all whose did not."""
    before, after = NONE, w.charge_queues.ends[s].head
    while after != NONE and w.batteries[after].first_in_queue:
        before, after = after, w.charge_queues.links[after].after
    w.batteries[b].first_in_queue = 1
    insert_after(w.charge_queues, s, before, b)
    set_battery_state(w, s, b, QUEUED)


@kernel
def _follows(soc: float, b: int, other_soc: float, other: int, high_first: bool) -> bool:
    """Return whether (soc, b) stands behind (other_soc, other) in a line ordered by SoC."""
    if soc != other_soc:
        return (soc < other_soc) == high_first
    return b > other
