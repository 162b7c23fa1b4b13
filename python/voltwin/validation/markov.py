"""Markov chains given by their moves: which states there are, and the share of time in each.

shares = stationary(0, lambda n: [(1 - n, (2.0, 3.0)[n])])  # on and off: {0: 0.6, 1: 0.4}

A chain in continuous time is a function from a state to where it may go, and at which rates. From a
first state all others are found; then the balance equations p Q = 0 with sum p = 1 are solved by
sparse LU factorisation (SuperLU, by way of SciPy), exact to rounding.
"""

from collections.abc import Callable, Hashable, Iterable
from typing import Any, TypeVar

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.linalg import spsolve

State = TypeVar("State", bound=Hashable)
Moves = Callable[[State], Iterable[tuple[State, float]]]

_MOST_STATES = 100_000


def stationary(first: State, moves: Moves[State]) -> dict[State, float]:
    """Return the share of time that a chain spends in each of its states in the long run.

    Args:
        first: a state that the chain comes back to, from wherever it goes.
        moves: from a state, as (to, rate); one of rate 0 never happens.

    Raises:
        ValueError: the chain has too many states to be solved, perhaps infinitely many.
    """
    number = {first: 0}
    jumps: list[tuple[int, int, float]] = []  # from, to, rate
    waiting = [first]
    while waiting:
        state = waiting.pop()
        for to, rate in moves(state):
            if rate > 0.0 and to not in number:
                number[to] = len(number)
                waiting.append(to)
            if rate > 0.0:
                jumps.append((number[state], number[to], rate))
        if len(number) > _MOST_STATES:
            raise ValueError(f"the chain has more than {_MOST_STATES} states; is it infinite?")
    return dict(zip(number, _solved(jumps, len(number)), strict=True))


def _solved(jumps: list[tuple[int, int, float]], states: int) -> list[float]:
    """Return the solution of the balance equations: into each state as often as out of it. The
    equation of state 0 follows from the others, and gives way to the sum, which is 1."""
    equations = [(0, n, 1.0) for n in range(states)]  # row, column, value
    for n, to, rate in jumps:
        equations += [(to, n, rate)] if to else []
        equations += [(n, n, -rate)] if n else []
    rows, columns, values = zip(*equations, strict=True)
    matrix: Any = coo_array((values, (rows, columns)), shape=(states, states)).tocsc()
    sums = np.zeros(states)
    sums[0] = 1.0
    return [float(share) for share in np.atleast_1d(spsolve(matrix, sums))]
