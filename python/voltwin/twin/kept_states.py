"""Kept states of a twin, in the order of time, within a budget of memory.

Over the budget, the state goes whose absence leaves the smallest gap, the oldest of several: so the
old ones become sparser first, and seeks stay about as quick everywhere.
"""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator

from voltwin_bindings.kept_state import Block, KeptState


class KeptStates:
    """States by time; the first one, of the start, and the last one are never thinned out."""

    def __init__(self, first: KeptState, budget_bytes: int) -> None:
        """Begin with the state at the start of the run."""
        self.budget_bytes = budget_bytes
        self._states: list[KeptState] = []
        self._blocks: Counter[Block] = Counter()  # by how many states have them
        self.bytes = 0  # that all of them take
        self._put(0, first)

    def __len__(self) -> int:
        """Return how many states there are."""
        return len(self._states)

    def __iter__(self) -> Iterator[KeptState]:
        """Yield them in the order of time."""
        return iter(self._states)

    def before(self, at: float) -> KeptState:
        """Return the last state at a time [s] or before it."""
        return self._states[bisect_right(self._states, at, key=_now) - 1]

    def wants(self, at: float, apart_s: float) -> bool:
        """Tell whether a state at a time [s] should be put here.

        Args:
            at: the time.
            apart_s: how far apart states need not be closer [s].
        """
        i = bisect_left(self._states, at, key=_now)
        if i == len(self._states):
            return at - self._states[i - 1].now >= apart_s
        before, after = self._states[i - 1].now, self._states[i].now
        if after == at or min(at - before, after - at) < apart_s:
            return False
        # In a full ladder it would have to outlive another one.
        return self.bytes < 0.9 * self.budget_bytes or after - before > self._least_gap()[0]

    def put(self, state: KeptState) -> None:
        """Keep a state; over the budget, others go."""
        i = bisect_left(self._states, state.now, key=_now)
        if i < len(self._states) and self._states[i].now == state.now:
            self._drop(i)
        self._put(i, state)
        self.thin_out()

    def put_all(self, states: Iterable[KeptState]) -> None:
        """Keep several."""
        for state in states:
            self.put(state)

    def drop_after(self, at: float) -> None:
        """Forget the states after a time [s]: they are of another course of things."""
        while self._states[-1].now > at:
            self._drop(len(self._states) - 1)

    def thin_out(self) -> None:
        """Let states go until the others are within the budget."""
        while self.bytes > self.budget_bytes and len(self._states) > 2:
            self._drop(self._least_gap()[1])

    def _least_gap(self) -> tuple[float, int]:
        """Return the smallest gap that a state would leave [s], and which it is."""
        times = [state.now for state in self._states]
        gaps = [(times[i + 1] - times[i - 1], i) for i in range(1, len(times) - 1)]
        return min(gaps, default=(0.0, 0))

    def _put(self, i: int, state: KeptState) -> None:
        self._states.insert(i, state)
        self.bytes += state.own_bytes
        for block in state.blocks:
            if block is not None:
                self.bytes += 0 if self._blocks[block] else block.bytes
                self._blocks[block] += 1

    def _drop(self, i: int) -> None:
        state = self._states.pop(i)
        self.bytes -= state.own_bytes
        for block in state.blocks:
            if block is not None:
                self._blocks[block] -= 1
                if not self._blocks[block]:
                    del self._blocks[block]
                    self.bytes -= block.bytes


def _now(state: KeptState) -> float:
    return state.now
