"""Whoever is inside when a run ends, or is looked at, is counted: neither served nor lost."""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from voltwin.validation.difference import Columns, columns_of
from voltwin.validation.known_errors.runs import LOST, begun, drained, rows
from voltwin.validation.known_errors.waits import busy
from voltwin.validation.trust.check import Check
from voltwin.validation.trust.counting import none_of
from voltwin.validation.trust.effort import Effort
from voltwin.validation.trust.verdict import Verdict

SEED = 906
_STATIONS = {Effort.QUICK: 10, Effort.FULL: 100}
_LOOKS = 96  # at each station
_LEFT = ("swap_end", "reneged", "diverted", *LOST)

Integers = npt.NDArray[np.int64]


def come_and_not_left(log: Columns, stations: int) -> Integers:
    """Return how many more vehicles have come to each station than have left it."""
    came, left = (
        np.bincount(log["station"][rows(log, *kinds)], minlength=stations)
        for kinds in (("arrival",), _LEFT)
    )
    return np.asarray(came - left)


def looked_at(effort: Effort) -> Iterator[Verdict]:
    """Yield how often the engine counts others inside than its rows tell."""
    stations = _STATIONS[effort]
    network = busy(stations)
    engine, inside = begun(network, SEED), np.zeros(stations, np.int64)
    wrong = looks = 0
    for n in range(1, _LOOKS + 1):
        engine.advance(network.horizon_s * n / _LOOKS)
        inside += come_and_not_left(columns_of(drained(engine)), stations)
        wrong += int(np.count_nonzero(engine.inside() != inside))
        looks += int(np.count_nonzero(inside))
    yield none_of(
        "looks at a station that count others inside than have come and not left",
        wrong,
        looks,
        seed=SEED,
        of_what=f"looks with vehicles inside; {int(inside.sum())} are at the end",
    )


CHECK = Check(
    "inside-at-end",
    "errors",
    "who is inside at the end is counted, and is neither served nor lost",
    "docs/model.md, balances; the error: who has not left is forgotten, or counted as served",
    looked_at,
)
