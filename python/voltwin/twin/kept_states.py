"""Kept states of a twin, in the order of time, within a budget of memory.

Over the budget, the state goes whose absence leaves the smallest gap, the oldest of several: so the
old ones become sparser first, and seeks stay about as quick everywhere.
"""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator

from voltwin_bindings.kept_state import Block, KeptState

_FULL = 0.9  # of the budget: from here on a state has to be worth another one


class KeptStates:
    """States by time. The first one, of the start of the run, always stays."""

    def __init__(self, states: Iterable[KeptState], budget_bytes: int) -> None:
        """Begin with states in the order of time, one at least."""
        self.budget_bytes = budget_bytes
        self.bytes = 0  # that all of them take
        self._states: list[KeptState] = []
        self._blocks: Counter[Block] = Counter()  # by how many states have them
        self._largest = 0  # state so far [B]
        for state in states:
            self._insert(len(self._states), state)
        self.thin_out()

    def __len__(self) -> int:
        """Return how many states there are."""
        return len(self._states)

    def __iter__(self) -> Iterator[KeptState]:
        """Yield them in the order of time."""
        return iter(self._states)

    def until(self, at: float) -> "KeptStates":
        """Return the states up to a time [s], that one included, as others to be added to."""
        return KeptStates((state for state in self if state.now <= at), self.budget_bytes)

    def before(self, at: float) -> KeptState:
        """Return the last state at a time [s] or before it."""
        return self._states[bisect_right(self._states, at, key=_now) - 1]

    def wants(self, at: float, apart_s: float) -> bool:
        """Tell whether a state is worth its memory.

        Args:
            at: where it would stand [s].
            apart_s: closer to others none is worth it [s].
        """
        i = bisect_left(self._states, at, key=_now)
        if self.bytes + self._largest > self.budget_bytes and len(self._states) < 3:
            return False
        if i == len(self._states):
            return at - self._states[i - 1].now >= apart_s
        before, after = self._states[i - 1].now, self._states[i].now
        if min(at - before, after - at) < apart_s:
            return False
        return self.bytes < _FULL * self.budget_bytes or after - before > self._least_gap()[0]

    def put(self, state: KeptState) -> None:
        """Keep a state, in place of one at the same time; over the budget, others go."""
        i = bisect_left(self._states, state.now, key=_now)
        if i < len(self._states) and self._states[i].now == state.now:
            self._drop(i)
        self._insert(i, state)
        self.thin_out()

    def thin_out(self) -> None:
        """Let states go until the others are within the budget."""
        while self.bytes > self.budget_bytes and len(self._states) > 1:
            self._drop(self._least_gap()[1])

    def _least_gap(self) -> tuple[float, int]:
        """Return the smallest gap that a state would leave [s], and which it is: the last one only
        where it is alone with the first."""
        times = [state.now for state in self._states]
        gaps = [(times[i + 1] - times[i - 1], i) for i in range(1, len(times) - 1)]
        return min(gaps, default=(0.0, len(times) - 1))

    def _insert(self, i: int, state: KeptState) -> None:
        self._states.insert(i, state)
        self._largest = max(self._largest, state.own_bytes)
        self.bytes += state.own_bytes
        for block in filter(None, state.blocks):
            self.bytes += 0 if self._blocks[block] else block.bytes
            self._blocks[block] += 1

    def _drop(self, i: int) -> None:
        state = self._states.pop(i)
        self.bytes -= state.own_bytes
        for block in filter(None, state.blocks):
            self._blocks[block] -= 1
            if not self._blocks[block]:
                del self._blocks[block]
                self.bytes -= block.bytes


def _now(state: KeptState) -> float:
    return state.now
