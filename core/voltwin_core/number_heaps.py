"""Heaps of numbers, several over one table: the lowest comes first.

Each is a binary heap in its own range, so that it takes whichever numbers come, as many as it has
room for; `number_sets` holds numbers that are known beforehand.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from voltwin_core.jit import kernel
from voltwin_core.record import I64, Record, Table, as_array


class HeapRange(Record):
    """One heap: `count` numbers of the shared ones from `first` on, the lowest first."""

    first: I64
    count: I64
    room: I64


class NumberHeaps(NamedTuple):
    """All heaps of a kind."""

    ranges: Table[HeapRange]
    numbers: npt.NDArray[np.int32]


@kernel
def put(heaps: NumberHeaps, i: int, number: int) -> None:
    """Put a number into heap `i`, which must have room."""
    of, numbers = heaps.ranges[i], heaps.numbers
    place = of.count
    of.count += 1
    while place > 0:
        parent = (place - 1) >> 1
        above = numbers[of.first + parent]
        if above < number:
            break
        numbers[of.first + place] = above
        place = parent
    numbers[of.first + place] = number


@kernel
def take_lowest(heaps: NumberHeaps, i: int) -> int:
    """Take the lowest number out of heap `i`, which is not empty, and return it."""
    of, numbers = heaps.ranges[i], heaps.numbers
    lowest = int(numbers[of.first])
    of.count -= 1
    last, place = numbers[of.first + of.count], 0
    while True:
        child = 2 * place + 1
        if child >= of.count:
            break
        if child + 1 < of.count and numbers[of.first + child + 1] < numbers[of.first + child]:
            child += 1
        below = numbers[of.first + child]
        if last < below:
            break
        numbers[of.first + place] = below
        place = child
    numbers[of.first + place] = last
    return lowest


def empty_heaps(room: npt.NDArray[np.int64]) -> NumberHeaps:
    """Return heaps, all empty, with room for that many numbers each."""
    ranges = HeapRange.table(len(room))
    rows = as_array(ranges)
    rows["room"] = room
    rows["first"] = np.cumsum(room) - room
    return NumberHeaps(ranges, np.zeros(max(1, int(room.sum())), np.int32))
