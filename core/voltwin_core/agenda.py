"""Which of several event lists is next: a tournament between their next events.

Parts of a model that affect each other share one order of events, and each keeps its own list. The
leaves of a tournament hold when the next event of each list is due; every inner node knows the
winner below it, so a list that has changed plays again on its way up only. Several tournaments
share the tables, one for each group of lists.
"""

import math
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from voltwin_core.jit import inlined, kernel
from voltwin_core.record import F64, I64, Record, Table, as_array


class Tournament(Record):
    """One tournament: node 1 is the root, node `leaves` + i the leaf of list i."""

    first_leaf: I64  # in the table of leaves
    first_node: I64  # in the table of winners
    leaves: I64  # a power of two; those without a list are never due


class Due(Record):
    """The next event of a list."""

    time: F64  # infinite when none is pending [s]
    key: I64  # see `event_list.event_key`


class Agenda(NamedTuple):
    """All tournaments of a world."""

    tournaments: Table[Tournament]
    leaves: Table[Due]
    winners: npt.NDArray[np.int32]  # number of the leaf, by inner node


@inlined
def winner(agenda: Agenda, i: int) -> int:
    """Return the list of tournament `i` whose event is next."""
    of = agenda.tournaments[i]
    return int(agenda.winners[of.first_node + 1]) if of.leaves > 1 else 0


@kernel
def set_due(agenda: Agenda, i: int, leaf: int, time: float, key: int) -> None:
    """Write when the next event of a list is due, and let it play."""
    of, leaves = agenda.tournaments[i], agenda.leaves
    due = leaves[of.first_leaf + leaf]
    due.time = time
    due.key = key
    node = (of.leaves + leaf) >> 1
    while node > 0:
        left, right = _winner_at(agenda, i, 2 * node), _winner_at(agenda, i, 2 * node + 1)
        better = right if _is_before(agenda, i, right, left) else left
        agenda.winners[of.first_node + node] = better
        node >>= 1


@inlined
def _winner_at(agenda: Agenda, i: int, node: int) -> int:
    of = agenda.tournaments[i]
    if node >= of.leaves:
        return int(node - of.leaves)
    return int(agenda.winners[of.first_node + node])


@inlined
def _is_before(agenda: Agenda, i: int, leaf: int, other: int) -> bool:
    first = agenda.tournaments[i].first_leaf
    one, two = agenda.leaves[first + leaf], agenda.leaves[first + other]
    return one.time < two.time or (one.time == two.time and one.key < two.key)


def empty_agenda(sizes: npt.NDArray[np.int64]) -> Agenda:
    """Return tournaments between that many lists each, nothing due in any of them."""
    tournaments = Tournament.table(len(sizes))
    rows = as_array(tournaments)
    rows["leaves"] = [1 << max(0, int(size) - 1).bit_length() for size in sizes]
    rows["first_leaf"] = rows["first_node"] = np.cumsum(rows["leaves"]) - rows["leaves"]
    total = int(rows["leaves"].sum())
    leaves = Due.table(total)
    as_array(leaves)["time"] = math.inf
    winners = np.zeros(total, np.int32)
    for i in range(len(sizes)):
        _play_all(Agenda(tournaments, leaves, winners), i)
    return Agenda(tournaments, leaves, winners)


def _play_all(agenda: Agenda, i: int) -> None:
    """Let the lowest number win where nothing is due."""
    first, leaves = (
        int(as_array(agenda.tournaments)[name][i]) for name in ("first_node", "leaves")
    )
    for node in range(leaves - 1, 0, -1):
        below = 2 * node
        agenda.winners[first + node] = (
            below - leaves if below >= leaves else agenda.winners[first + below]
        )
