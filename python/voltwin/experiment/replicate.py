"""Many replications of one scenario: what each of them gives, in one call and on all processors."""

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from voltwin.arguments import end_of_run, number_of_threads, valid_scenario, whole
from voltwin.experiment.prepared import Prepared
from voltwin.scenario import Scenario


class Replications:
    """What replications of a scenario gave.

    Attributes:
        scenario: what was simulated.
        seed: of all draws.
        replications: their numbers, in the order of the rows.
        until_s: where each ended [s].
        total: a table with a row per replication: its number, and the columns of the KPI table
            `total` of a run.
    """

    def __init__(
        self,
        scenario: Scenario,
        seed: int,
        replications: Sequence[int],
        until_s: float,
        tables: dict[str, pa.Table],
    ) -> None:
        self.scenario = scenario
        self.seed = seed
        self.replications = tuple(replications)
        self.until_s = until_s
        self.total = tables["total"]
        self._tables = tables

    @property
    def by_station(self) -> pa.Table:
        """A row per replication and station.

        Raises:
            ValueError: it was not asked for.
        """
        if "by_station" not in self._tables:
            raise ValueError("stations were not asked for; replicate with by_station=True")
        return self._tables["by_station"]

    def values(self, column: str, *, by_station: bool = False) -> npt.NDArray[np.float64]:
        """Return a column of numbers, NaN where there is none.

        Args:
            column: its name, such as "lost_share".
            by_station: of each station, shape (replications, stations), instead of the network,
                shape (replications,).

        Raises:
            KeyError: there is no such column.
            ValueError: stations were not asked for.
        """
        table = self.by_station if by_station else self.total
        found = table.column(column).to_numpy().astype(np.float64)
        return found.reshape(len(self.replications), -1) if by_station else found

    def __len__(self) -> int:
        return len(self.replications)

    def __repr__(self) -> str:
        return f"<{len(self)} replications of {self.scenario.name!r}, seed {self.seed}>"


def replicate(
    scenario: Scenario | str | os.PathLike[str],
    *,
    seed: int = 1,
    replications: int | Sequence[int] = 30,
    until: float | str | None = None,
    by_station: bool = False,
    threads: int | None = None,
    progress: Callable[[float], None] = lambda done: None,
) -> Replications:
    """Simulate replications of a scenario: quickly, as its tables are made once.

    Each gives the numbers of `run(scenario, seed=seed, replication=...)`, on any number of threads,
    and its balances are checked likewise.

    Args:
        scenario: what is simulated, or the file that it is in.
        seed: of all draws, 0 or more.
        replications: how many, counted from 0; or their numbers.
        until: where to stop, [s] or such as "1d 6h"; the horizon by default.
        by_station: keep the KPIs of each station, too.
        threads: that share the replications; as many as there are processors by default.
        progress: called with the share of the work that is done, from 0 to 1.

    Raises:
        ScenarioError: the scenario is not valid, or the file holds none.
        EngineError: a replication cannot go on, or a balance is violated.
        ValueError: an argument is none of those allowed.
        TypeError: `scenario` is neither a scenario nor a path.
    """
    valid = valid_scenario(scenario)
    seed, numbers = whole("seed", seed), _numbers(replications)
    end = end_of_run(until, valid.horizon) or valid.horizon
    threads = number_of_threads(threads)
    prepared = Prepared(valid, seed, end, ("total", *(("by_station",) if by_station else ())))
    parts = prepared.parts(numbers, threads)
    tables: list[dict[str, pa.Table]] = []
    for done in _on_threads(prepared, parts, threads):
        tables.append(done)
        progress(len(tables) / len(parts))
    joined = {name: pa.concat_tables(part[name] for part in tables) for name in tables[0]}
    return Replications(valid, seed, numbers, end, joined)


def _numbers(replications: int | Sequence[int]) -> list[int]:
    if isinstance(replications, int | np.integer):
        numbers = list(range(whole("replications", replications)))
    else:
        numbers = [whole("replications", number) for number in replications]
    if not numbers:
        raise ValueError("replications: at least one is needed")
    return numbers


def _on_threads(
    prepared: Prepared, parts: Sequence[Sequence[int]], threads: int
) -> Iterator[dict[str, pa.Table]]:
    """Yield what the parts give, in their order."""
    if min(threads, len(parts)) == 1:
        yield from map(prepared.run, parts)
        return
    pool = ThreadPoolExecutor(min(threads, len(parts)))
    try:
        yield from pool.map(prepared.run, parts)
    finally:
        pool.shutdown(cancel_futures=True)
