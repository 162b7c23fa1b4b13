"""A scenario made ready for replications: its tables are made once."""

from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from queue import Empty, SimpleQueue

import numpy as np
import pyarrow as pa

from voltwin.kpis.balances import BalanceError, check
from voltwin.kpis.columns import numbered
from voltwin.kpis.from_world import cells_from_world
from voltwin.kpis.tables import Kpis, Names
from voltwin.kpis.terms import Terms
from voltwin.scenario import Scenario, parameters
from voltwin_bindings.engine import EngineError, RingEmptyError
from voltwin_bindings.kernel_engine import KernelEngine
from voltwin_bindings.readings import battery_columns, vehicles_inside
from voltwin_bindings.replicas import Replicas, ReplicationError, Series, Worker
from voltwin_core.draws import run_key

_MOST_BYTES = 1 << 24  # of readings that are looked at together: more leave the cache
_MOST_TOGETHER = 256
_SHARES = 8  # that a thread's work comes in, so that no thread waits long for the last one


class Prepared:
    """All that replications of a scenario have in common; several threads may run some at once."""

    def __init__(
        self, scenario: Scenario, seed: int, end_s: float, tables: Sequence[str] = ("total",)
    ) -> None:
        """Make the tables of a scenario.

        Args:
            scenario: known to be valid.
            seed: of all draws.
            end_s: where each replication ends [s].
            tables: what is wanted of each: `total`, `by_region`, `by_station`, `by_hour`; of a
                fleet, whose replications are read one by one, `fleet` and the like, too.
        """
        self._seed, self._end_s, self._tables = seed, end_s, tuple(tables)
        self.names = Names.of(scenario)
        self._terms = Terms.of(scenario)
        self._parameters = parameters(scenario)
        self._idle: SimpleQueue[Worker] = SimpleQueue()

    @cached_property
    def _replicas(self) -> Replicas:
        return Replicas(self._parameters)

    def parts(self, numbers: Sequence[int], threads: int) -> list[Sequence[int]]:
        """Share replications out into parts that are run and read together: for one thread as few
        as may be, for several so many that none waits long for the last one."""
        size = 1
        if len(numbers) > 1 and self._replicas.may_be_read_together:
            in_cache = _MOST_BYTES // self._replicas.read_bytes
            shares = 1 if threads == 1 else threads * _SHARES
            size = max(1, min(in_cache, _MOST_TOGETHER, -(-len(numbers) // shares)))
        return [numbers[first : first + size] for first in range(0, len(numbers), size)]

    def run(self, numbers: Sequence[int]) -> dict[str, pa.Table]:
        """Return the KPI tables of some replications; the number is the first column of each.

        Raises:
            EngineError: a replication cannot go on, or a balance is violated.
        """
        worker = self._worker()
        try:
            series = worker.run([run_key(self._seed, number) for number in numbers], self._end_s)
        except ReplicationError as error:
            raise self._told(error.cause, numbers[error.number]) from error
        finally:
            self._idle.put(worker)
        return self._read(series, numbers)

    def run_alone(self, number: int, threads: int) -> dict[str, pa.Table]:
        """Return the KPI tables of one replication, as `run` does; threads share its stations.

        Raises:
            EngineError: it cannot go on, or a balance is violated.
        """
        key = run_key(self._seed, number)
        engine = KernelEngine(self._parameters, key, log=False, threads=threads)
        try:
            engine.advance(self._end_s)
        except RingEmptyError as error:
            raise self._told(error, number) from error
        with engine.closed() as world:
            return self._read(Series(world, 1), [number])

    def _told(self, error: RingEmptyError, number: int) -> EngineError:
        reason = error.message(f'"{self.names.stations[error.station]}"')
        return EngineError(f"replication {number}: {reason}")

    def _worker(self) -> Worker:
        try:
            return self._idle.get_nowait()
        except Empty:
            return self._replicas.worker()

    def _read(self, series: Series, numbers: Sequence[int]) -> dict[str, pa.Table]:
        world, names = series.world, _repeated(self.names, len(numbers))
        cells = cells_from_world(world, self._end_s)
        stations = [f"{name} in replication {r}" for r in numbers for name in self.names.stations]
        balances = check(
            cells, battery_columns(world), vehicles_inside(world), world.parameters, stations
        )
        if not balances.ok:
            message = f"a balance is violated, please report this:\n{balances.message}"
            raise BalanceError(message)
        kpis = Kpis(cells, world.parameters, names, self._terms, networks=len(numbers))
        found = {name: kpis.table(name) for name in self._tables}
        return {
            name: numbered(table, np.repeat(numbers, table.num_rows // len(numbers)))
            for name, table in found.items()
        }


def _repeated(names: Names, times: int) -> Names:
    """Return what stations are called when the network stands there so many times."""
    return replace(
        names,
        stations=list(names.stations) * times,
        names=list(names.names) * times,
        regions=list(names.regions) * times,
    )
