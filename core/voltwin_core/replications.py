"""Replications in one call: a world is set back to its start and run to its end, again and again.

All that a run changes lies in one piece of memory, so that setting back is one copy.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from voltwin_core.jit import kernel
from voltwin_core.record import I32, I64, Record, Table
from voltwin_core.station.closing import close_books
from voltwin_core.station.world import World
from voltwin_core.swap import PAUSED, REACHED, advance

_MOST_EVENTS = 1 << 23  # of one call, about: a second


class Course(Record):
    """One row: where a series of replications stands."""

    done: I64  # replications that have been run and read
    under_way: I32  # 1: the next one has begun, and the call goes on with it


class Replicating(NamedTuple):
    """What a series of replications needs besides its world. Memory is counted in words."""

    memory: npt.NDArray[np.uint64]  # all that a run of the world changes
    pristine: npt.NDArray[np.uint64]  # the same at the start of a run
    readings: npt.NDArray[np.uint64]  # by replication: the first words of the memory at its end
    keys: npt.NDArray[np.uint64]  # by replication, see `draws.run_key`
    course: Table[Course]


@kernel
def run_replications(w: World, r: Replicating, until: float) -> int:
    """Run those that are left, each up to `until` [s] and its books closed there; return REACHED,
    or why the next one stopped, as `advance` does."""
    course, control, handled = r.course[0], w.control[0], 0
    words = len(r.readings) // len(r.keys)
    while course.done < len(r.keys):
        if course.under_way == 0:
            for i in range(len(r.memory)):
                r.memory[i] = r.pristine[i]
            control.key = r.keys[course.done]
            course.under_way = 1
        status = advance(w, until)
        handled += control.handled
        if status != REACHED:
            return status
        close_books(w, until)
        for i in range(words):
            r.readings[course.done * words + i] = r.memory[i]
        course.under_way = 0
        course.done += 1
        if handled > _MOST_EVENTS:
            return PAUSED
    return REACHED
