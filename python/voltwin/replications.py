"""Many replications of one scenario: what each of them gives, in one call and on all processors."""

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from queue import Empty, SimpleQueue

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from voltwin.arguments import end_of_run, valid_scenario, whole
from voltwin.kpis.balances import check
from voltwin.kpis.columns import numbered
from voltwin.kpis.from_world import cells_from_world
from voltwin.kpis.tables import Kpis, Names
from voltwin.kpis.terms import Terms
from voltwin.scenario import Scenario, parameters
from voltwin.simulation import BalanceError, names_in
from voltwin_bindings.engine import EngineError
from voltwin_bindings.readings import battery_columns, vehicles_inside
from voltwin_bindings.replicas import Replicas, ReplicationError, Series, Worker
from voltwin_core.draws import run_key

_MOST_BYTES = 1 << 24  # of readings that are looked at together: more leave the cache
_MOST_TOGETHER = 256
_SHARES = 8  # that a thread's work comes in, so that no thread waits long for the last one


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
    threads = _threads(threads)
    work = _Work(valid, seed, end, by_station)
    parts = work.parts(numbers, threads)
    tables: list[dict[str, pa.Table]] = []
    for done in _on_threads(work, parts, threads):
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


def _threads(threads: int | None) -> int:
    if threads is None:
        return os.cpu_count() or 1
    if whole("threads", threads) == 0:
        raise ValueError("threads: at least one is needed")
    return int(threads)


def _on_threads(
    work: "_Work", parts: list[list[int]], threads: int
) -> Iterator[dict[str, pa.Table]]:
    """Yield what the parts give, in their order."""
    if min(threads, len(parts)) == 1:
        yield from map(work.run, parts)
        return
    pool = ThreadPoolExecutor(min(threads, len(parts)))
    try:
        yield from pool.map(work.run, parts)
    finally:
        pool.shutdown(cancel_futures=True)


class _Work:
    """All that replications have in common, and the workers that are idle."""

    def __init__(self, scenario: Scenario, seed: int, end_s: float, by_station: bool) -> None:
        self._seed, self._end_s, self._by_station = seed, end_s, by_station
        self._names, self._terms = names_in(scenario), Terms.of(scenario)
        self._replicas = Replicas(parameters(scenario))
        self._idle: SimpleQueue[Worker] = SimpleQueue()

    def parts(self, numbers: list[int], threads: int) -> list[list[int]]:
        """Share replications out into parts that are run and read together."""
        size = 1
        if self._replicas.may_be_read_together:
            in_cache = _MOST_BYTES // self._replicas.read_bytes
            size = min(in_cache, _MOST_TOGETHER, -(-len(numbers) // (threads * _SHARES)))
        size = max(size, 1)
        return [numbers[first : first + size] for first in range(0, len(numbers), size)]

    def run(self, numbers: list[int]) -> dict[str, pa.Table]:
        """Return the KPI tables of some replications."""
        worker = self._worker()
        try:
            series = worker.run([run_key(self._seed, number) for number in numbers], self._end_s)
        except ReplicationError as error:
            station = self._names.stations[error.cause.station]
            reason = error.cause.message(f'"{station}"')
            raise EngineError(f"replication {numbers[error.number]}: {reason}") from error
        finally:
            self._idle.put(worker)
        return self._read(series, numbers)

    def _worker(self) -> Worker:
        try:
            return self._idle.get_nowait()
        except Empty:
            return self._replicas.worker()

    def _read(self, series: Series, numbers: list[int]) -> dict[str, pa.Table]:
        world, names = series.world, _repeated(self._names, len(numbers))
        cells = cells_from_world(world, self._end_s)
        stations = [f"{name} in replication {r}" for r in numbers for name in self._names.stations]
        balances = check(
            cells, battery_columns(world), vehicles_inside(world), world.parameters, stations
        )
        if not balances.ok:
            message = f"a balance is violated, please report this:\n{balances.message}"
            raise BalanceError(message)
        kpis = Kpis(cells, world.parameters, names, self._terms, networks=len(numbers))
        tables = {"total": numbered(kpis.total, np.array(numbers))}
        if self._by_station:
            each = np.repeat(numbers, len(self._names.stations))
            tables["by_station"] = numbered(kpis.by_station, each)
        return tables


def _repeated(names: Names, times: int) -> Names:
    """Return what stations are called when the network stands there so many times."""
    return replace(
        names,
        stations=list(names.stations) * times,
        names=list(names.names) * times,
        regions=list(names.regions) * times,
    )
