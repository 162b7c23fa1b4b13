"""What waits to be done: the oldest first, some of it not before a time."""

import heapq
import time
from threading import Condition
from uuid import UUID


class Queue:
    """Ids that wait; threads take them in the order of the ids."""

    def __init__(self) -> None:
        self._condition = Condition()
        self._now: list[UUID] = []  # a heap
        self._later: list[tuple[float, UUID]] = []  # a heap by time
        self._closed = False

    def __len__(self) -> int:
        """Return how many wait."""
        with self._condition:
            return len(self._now) + len(self._later)

    def put(self, one: UUID, delay_s: float = 0.0) -> None:
        """Let one wait.

        Args:
            one: that is to be taken.
            delay_s: not to be taken before this time has passed [s].
        """
        with self._condition:
            if delay_s > 0.0:
                heapq.heappush(self._later, (time.monotonic() + delay_s, one))
            else:
                heapq.heappush(self._now, one)
            self._condition.notify()

    def remove(self, one: UUID) -> bool:
        """Let one wait no more, and return whether it did."""
        with self._condition:
            before = len(self._now) + len(self._later)
            self._now = [other for other in self._now if other != one]
            self._later = [(at, other) for at, other in self._later if other != one]
            heapq.heapify(self._now)
            heapq.heapify(self._later)
            return len(self._now) + len(self._later) < before

    def take(self) -> UUID | None:
        """Return the next one as soon as there is one; None when the queue is closed."""
        with self._condition:
            while not self._closed:
                wait_s = self._ripened()
                if self._now:
                    return heapq.heappop(self._now)
                self._condition.wait(wait_s)
            return None

    def close(self) -> None:
        """Let all who wait for the next one go."""
        with self._condition:
            self._closed = True
            self._condition.notify_all()

    def _ripened(self) -> float | None:
        """Let those wait no longer whose time has come; return how long the next takes [s]."""
        now = time.monotonic()
        while self._later and self._later[0][0] <= now:
            heapq.heappush(self._now, heapq.heappop(self._later)[1])
        return self._later[0][0] - now if self._later else None
