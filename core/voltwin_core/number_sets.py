"""Sets of small numbers, several over one table: one bit a member, in words of 64.

Made for "the lowest of those that ...": joining, leaving and the lowest member are a few
instructions without a branch that depends on who else is in the set.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from voltwin_core.bits import NO_BITS, ONE, WORD_BITS, bit, has_bit, lowest_bit, without_lowest
from voltwin_core.jit import inlined
from voltwin_core.record import I64, Record, Table, as_array


class SetRange(Record):
    """One set: its words are those of the shared ones from `first` on."""

    first: I64
    low: I64  # no word before it has a bit
    count: I64  # members


class NumberSets(NamedTuple):
    """All sets of a world."""

    ranges: Table[SetRange]
    words: npt.NDArray[np.uint64]


@inlined
def add(sets: NumberSets, i: int, number: int) -> None:
    """Put `number`, which is not in set `i`, into it."""
    of = sets.ranges[i]
    word = of.first + number // WORD_BITS
    sets.words[word] |= bit(number % WORD_BITS)
    of.low = min(of.low, word)
    of.count += 1


@inlined
def lowest(sets: NumberSets, i: int) -> int:
    """Return the lowest number in set `i`, which is not empty."""
    of = sets.ranges[i]
    while sets.words[of.low] == NO_BITS:
        of.low += 1
    return int((of.low - of.first) * WORD_BITS + lowest_bit(sets.words[of.low]))


@inlined
def take_lowest(sets: NumberSets, i: int) -> int:
    """Take the lowest number out of set `i`, which is not empty, and return it."""
    number, of = lowest(sets, i), sets.ranges[i]
    sets.words[of.low] = without_lowest(sets.words[of.low])
    of.count -= 1
    return number


@inlined
def take(sets: NumberSets, i: int, number: int) -> None:
    """Take `number`, which is in set `i`, out of it."""
    of = sets.ranges[i]
    sets.words[of.first + number // WORD_BITS] ^= bit(number % WORD_BITS)
    of.count -= 1


@inlined
def discard(sets: NumberSets, i: int, number: int) -> None:
    """Take `number` out of set `i`, if it is in it."""
    of, place = sets.ranges[i], number % WORD_BITS
    word = of.first + number // WORD_BITS
    of.count -= has_bit(sets.words[word], place)
    sets.words[word] &= ~bit(place)


@inlined
def next_above(sets: NumberSets, i: int, number: int) -> int:
    """Return the lowest number above `number`, -1 or more, in set `i`, where there is one."""
    word, place = (number + 1) // WORD_BITS, (number + 1) % WORD_BITS
    first = sets.ranges[i].first
    rest = sets.words[first + word] & ~(bit(place) - ONE)
    while rest == NO_BITS:
        word += 1
        rest = sets.words[first + word]
    return int(word * WORD_BITS + lowest_bit(rest))


def empty_sets(sizes: npt.NDArray[np.int64]) -> NumberSets:
    """Return sets, all empty, one for the numbers below each of the sizes."""
    words = -(-sizes // WORD_BITS)
    ranges = SetRange.table(len(sizes))
    rows = as_array(ranges)
    rows["first"] = rows["low"] = np.cumsum(words) - words
    return NumberSets(ranges, np.zeros(int(words.sum()), np.uint64))
