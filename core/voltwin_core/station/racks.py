"""Batteries in their places: the rack of each pool and the charge queue of each station."""

from typing import TYPE_CHECKING

from voltwin_core.jit import inlined, kernel
from voltwin_core.linked import NONE, insert_after, take_head
from voltwin_core.number_sets import add, take_lowest
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


@kernel
def charge_queue(w: "World", s: int) -> int:
    """Return the list that is the station's charge queue."""
    return len(w.pools) + s


@kernel
def put_in_rack(w: "World", s: int, b: int) -> None:
    """Battery `b`, ready and on no charger, takes its place by (SoC high, number low).

    Chargers fill all of a type to the same SoC: those are a set of numbers. The others, there from
    the start, are a line.
    """
    rack, soc = pool_of(w, s, b), w.batteries[b].soc
    if soc == type_of(w, b).full_soc:
        add(w.full_racks, rack, b - w.parameters.stations[s].first_battery)
    else:
        before, links = w.battery_lists.ends[rack].tail, w.battery_lists.links
        while before != NONE and _follows(w.batteries[before].soc, before, soc, b, True):
            before = links[before].before
        insert_after(w.battery_lists, rack, before, b)
    set_battery_state(w, s, b, RACK)


@kernel
def join_charge_queue(w: "World", s: int, b: int) -> None:
    """Battery `b` joins the charge queue at the place that the station's charge order gives it."""
    queue, soc = charge_queue(w, s), w.batteries[b].soc
    order = w.parameters.stations[s].charge_order
    before, links = w.battery_lists.ends[queue].tail, w.battery_lists.links
    if order != FIFO:
        high_first = order == HIGHEST_SOC
        while (
            before != NONE
            and not w.batteries[before].first_in_queue
            and _follows(w.batteries[before].soc, before, soc, b, high_first)
        ):
            before = links[before].before
    insert_after(w.battery_lists, queue, before, b)
    set_battery_state(w, s, b, QUEUED)


@kernel
def join_queue_first(w: "World", s: int, b: int) -> None:
    """Battery `b`, whose charger went out, joins the charge queue before all whose did not."""
    queue, before = charge_queue(w, s), NONE
    after = w.battery_lists.ends[queue].head
    while after != NONE and w.batteries[after].first_in_queue:
        before, after = after, w.battery_lists.links[after].after
    w.batteries[b].first_in_queue = 1
    insert_after(w.battery_lists, queue, before, b)
    set_battery_state(w, s, b, QUEUED)


@inlined
def take_best_in_rack(w: "World", s: int, pool: int) -> int:
    """Take the battery with the highest SoC out of the pool's rack; NONE if it is empty."""
    b = w.battery_lists.ends[pool].head
    if w.full_racks.ranges[pool].count > 0 and (
        b == NONE or w.batteries[b].soc < type_of(w, b).full_soc
    ):
        return w.parameters.stations[s].first_battery + take_lowest(w.full_racks, pool)
    return take_head(w.battery_lists, pool) if b != NONE else NONE


@kernel
def _follows(soc: float, b: int, other_soc: float, other: int, high_first: bool) -> bool:
    """Return whether (soc, b) stands behind (other_soc, other) in a line ordered by SoC."""
    if soc != other_soc:
        return (soc < other_soc) == high_first
    return b > other
