"""SimPy's environment with absolute times, ranks, and a last word for each event.

SimPy takes the entries of its queue by (time, priority, sequence). What an event sets off at its
own instant (a granted request, a new process, an interrupt) has SimPy's own priorities 0 and 1.
Here everything that waits for its time has a priority above those, so the queue keeps the model's
promise by itself: first all consequences of the event in hand, then the next pending event.

    0, 1                    consequences within SimPy: interrupts and new processes, then the rest
    2                       the last consequence, see `finish_with`
    (rank + 1) << 32 | e    the pending event of this rank and entity e, see `at`

It touches `_queue` and `_eid` of SimPy, which is therefore pinned. SimPy's own way to wait,
`timeout(time - now)`, knows no priority and misses `time` by a rounding error every now and then.
"""

import math
from collections.abc import Callable
from heapq import heappush

import simpy
from simpy.events import Event, EventPriority

LAST = EventPriority(2)


class Pending(Event):
    """An event that happens at its time, unless it is cancelled."""

    _ok = True
    _value = None  # like SimPy's Timeout: it cannot fail and carries nothing

    def cancel(self) -> None:
        """Let nothing follow from this event; its entry in the queue goes by unnoticed."""
        if self.callbacks is not None:
            self.callbacks.clear()


class Environment(simpy.Environment):
    """A SimPy environment that takes pending events by (time, rank, entity)."""

    def at(self, time: float, rank: int, entity: int) -> Pending:
        """Return an event at exactly `time` [s], not before now; at infinity it never happens."""
        event = Pending(self)
        if time < math.inf:
            priority = EventPriority((rank + 1) << 32 | entity)
            heappush(self._queue, (time, priority, next(self._eid), event))
        return event

    def once_obeyed(self) -> Event:
        """Return an event right after all interrupts and new processes of this instant so far."""
        return self.event().succeed()

    def finish_with(self, action: Callable[[Event], None]) -> None:
        """Call `action` at this instant, once all else that follows from the event in hand is done.

        What follows from the action itself is still done before the next pending event is taken.
        """
        event = Pending(self)
        event.callbacks.append(action)
        heappush(self._queue, (self._now, LAST, next(self._eid), event))

    def run_before(self, time: float) -> None:
        """Take all events before `time` [s], with all that follows from them."""
        queue = self._queue
        while queue and queue[0][0] < time:
            self.step()
