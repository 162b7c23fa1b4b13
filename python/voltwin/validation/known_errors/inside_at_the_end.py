"""Whoever is inside when a run ends, or is looked at, is counted: neither served nor lost."""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from voltwin.validation.difference import Columns, columns_of
from voltwin.validation.known_errors.runs import LOST, Run, begun, drained, rows
from voltwin.validation.known_errors.waits import busy
from voltwin.validation.network import parameters
from voltwin.validation.trust.check import Check
from voltwin.validation.trust.counting import none_of
from voltwin.validation.trust.effort import Effort
from voltwin.validation.trust.verdict import Verdict
from voltwin_core.station.cells import ARRIVALS, COUNTS

SEED = 906
_STATIONS = {Effort.QUICK: 10, Effort.FULL: 100}
_LOOKS = 96  # at each station
_LEFT = ("swap_end", "reneged", "diverted", *LOST)  # rows
_GONE = [COUNTS.index(name) for name in ("swaps", "reneged", "diverted", *LOST)]

Integers = npt.NDArray[np.int64]


def come_and_not_left(log: Columns, stations: int) -> Integers:
    """Return how many more vehicles have come to each station than have left it."""
    came, left = (
        np.bincount(log["station"][rows(log, *kinds)], minlength=stations)
        for kinds in (("arrival",), _LEFT)
    )
    return np.asarray(came - left)


def by_sums(done: Run) -> Integers:
    """Return how many vehicles each station has neither served nor lost, by the sums of a run."""
    counts = done.cells().counts.sum(axis=1)
    return np.asarray(counts[:, ARRIVALS] - counts[:, _GONE].sum(axis=1))


def looked_at(effort: Effort) -> Iterator[Verdict]:
    """Yield how often the engine counts others inside than its rows tell, or its sums leave."""
    stations = _STATIONS[effort]
    network = busy(stations)
    engine, inside = begun(network, SEED), np.zeros(stations, np.int64)
    parts, wrong, looks = [], 0, 0
    for n in range(1, _LOOKS + 1):
        engine.advance(network.horizon_s * n / _LOOKS)
        parts.append(drained(engine))
        inside += come_and_not_left(columns_of(parts[-1]), stations)
        wrong += int(np.count_nonzero(engine.inside() != inside))
        looks += int(np.count_nonzero(inside))
    yield none_of(
        "looks that count others inside than the rows",
        wrong,
        looks,
        seed=SEED,
        of_what="looks with vehicles inside",
    )
    done = Run(engine, parameters(network), pa.concat_tables(parts))
    yield none_of(
        "stations whose sums lack who is inside at the end",
        int(np.count_nonzero(by_sums(done) != inside)),
        stations if inside.any() else 0,
        seed=SEED,
        of_what=f"stations, {int(inside.sum())} vehicles inside at the end",
    )


CHECK = Check(
    "inside-at-end",
    "errors",
    "who is inside at the end is counted, and is neither served nor lost",
    "docs/model.md, balances; the error: who has not left is forgotten, or counted as served",
    looked_at,
)
