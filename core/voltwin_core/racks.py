"""Racks: batteries that are ready and on no charger, the best first by (SoC high, number low).

Each rack is a binary heap in its own range of one shared table, so that it takes whichever
batteries come, as many as it has room for. The order decides alone: two engines that keep it in
another structure hand out the same batteries.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from voltwin_core.jit import inlined
from voltwin_core.record import F64, I32, I64, Record, Table, as_array


class RackRange(Record):
    """One rack: `count` entries of the shared table from `first` on, the best one first."""

    first: I64
    count: I64
    room: I64


class Racked(Record):
    """A battery in a rack."""

    soc: F64
    battery: I32


class Racks(NamedTuple):
    """All racks of a world."""

    ranges: Table[RackRange]
    entries: Table[Racked]


@inlined
def put(racks: Racks, i: int, battery: int, soc: float) -> None:
    """Put a battery into rack `i`, which must have room."""
    of, entries = racks.ranges[i], racks.entries
    place = of.count
    of.count += 1
    while place > 0:
        parent = (place - 1) >> 1
        above = entries[of.first + parent]
        if not _is_better(soc, battery, above.soc, above.battery):
            break
        _move(racks, of.first + parent, of.first + place)
        place = parent
    entry = entries[of.first + place]
    entry.soc = soc
    entry.battery = battery


@inlined
def take_best(racks: Racks, i: int) -> int:
    """Take the best battery out of rack `i`, which is not empty, and return it."""
    of, entries = racks.ranges[i], racks.entries
    best = int(entries[of.first].battery)
    of.count -= 1
    last = entries[of.first + of.count]
    soc, battery = last.soc, last.battery
    place = 0
    while True:
        child = 2 * place + 1
        if child >= of.count:
            break
        below = entries[of.first + child]
        if child + 1 < of.count:
            right = entries[of.first + child + 1]
            if _is_better(right.soc, right.battery, below.soc, below.battery):
                child, below = child + 1, right
        if not _is_better(below.soc, below.battery, soc, battery):
            break
        _move(racks, of.first + child, of.first + place)
        place = child
    entry = entries[of.first + place]
    entry.soc = soc
    entry.battery = battery
    return best


@inlined
def _is_better(soc: float, battery: int, other_soc: float, other: int) -> bool:
    return soc > other_soc or (soc == other_soc and battery < other)


@inlined
def _move(racks: Racks, place: int, to: int) -> None:
    racks.entries[to].soc = racks.entries[place].soc
    racks.entries[to].battery = racks.entries[place].battery


def empty_racks(room: npt.NDArray[np.int64]) -> Racks:
    """Return racks, all empty, with room for that many batteries each."""
    ranges = RackRange.table(len(room))
    rows = as_array(ranges)
    rows["room"] = room
    rows["first"] = np.cumsum(room) - room
    return Racks(ranges, Racked.table(max(1, int(room.sum()))))
