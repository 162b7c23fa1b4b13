"""The runs of an experiment: asked for, they are found in the journal, or done and put there."""

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from time import perf_counter
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from voltwin.experiment.executor import Executor
from voltwin.experiment.journal import Journal, finished
from voltwin.experiment.plan import Plan
from voltwin.experiment.rows import REPLICATION, VARIANT
from voltwin.experiment.sink import IntoStore, Nowhere
from voltwin.experiment.spans import REPLICATION_BITS, Keys, Span, chunks, keys_of, missing
from voltwin.experiment.variant import Variant
from voltwin.experiment.work import SECONDS, Work

Floats = npt.NDArray[np.float64]
Tell = Callable[[int, int], None]  # how many runs are done, of how many

_REPLICATION = (1 << REPLICATION_BITS) - 1  # the part of a key
_CHUNK_S = 1.0  # what a chunk should take: long against its file, short to lose
_LEAST_SHARE = 16  # towards the end chunks become smaller, but not below this part


class Runs:
    """Runs by variant and replication, and what they gave."""

    def __init__(
        self,
        plan: Plan,
        executor: Executor,
        journal: Journal,
        tell: Tell,
        sink: IntoStore | Nowhere | None = None,
    ) -> None:
        """Look up what is finished.

        Args:
            plan: of the experiment.
            executor: has done what is missing.
            journal: keeps what is done.
            tell: told of progress.
            sink: given what the journal has; nothing by default.
        """
        self.plan = plan
        self.variants = list(plan.variants)
        self.journal = journal
        self.new = 0  # runs that this process has had done
        self._executor, self._tell, self._sink = executor, tell, sink or Nowhere()
        self._work = Work(plan.base, plan.seed, plan.until_s, plan.measures, plan.kept)
        self._finished: Keys = finished(journal)
        self._pace_s: float | None = None  # of a run, on one thread

    @property
    def threads(self) -> int:
        """How many runs are under way at once."""
        return self._executor.threads

    @property
    def finished(self) -> int:
        """How many runs are finished, those of former processes included."""
        return len(self._finished)

    def complete(self) -> int:
        """Return how many replications, counted from 0, are finished of each variant at least."""
        variant, replication = np.divmod(self._finished, 1 << REPLICATION_BITS)
        first = np.searchsorted(variant, variant)  # of the same variant
        in_order = variant[replication == np.arange(len(variant)) - first]
        return int(np.bincount(in_order, minlength=len(self.variants)).min())

    def whole(self) -> list[Span]:
        """Return all replications of all variants of the plan."""
        return self.first(self.plan.replications)

    def first(self, count: int) -> list[Span]:
        """Return the first so many replications of all variants there are."""
        return [Span(variant, 0, count) for variant in range(len(self.variants))]

    def missing(self, spans: Sequence[Span]) -> int:
        """Return how many of these runs are not finished."""
        return sum(span.runs for span in missing(spans, self._finished))

    def have(self, spans: Sequence[Span]) -> None:
        """Have these runs done, if they are not, and kept.

        Raises:
            EngineError: a run cannot go on.
            ScenarioError: a variant is no valid scenario.
            OSError: what is done cannot be kept.
        """
        left = missing(spans, self._finished)
        wanted = sum(span.runs for span in spans)
        done = wanted - sum(span.runs for span in left)
        before = self.finished - done
        self._say(done, wanted, before)
        if not left:
            return
        work = self._sink.shared(self._work)
        results = self._executor.results(work, chunks(left, self.variants, self._size))
        try:
            for _, rows in results:
                self._keep(rows)
                self._learn(rows)
                done += rows.num_rows
                self.new += rows.num_rows
                self._say(done, wanted, before)
        finally:
            results.close()  # type: ignore[attr-defined]
        self._finished = np.sort(np.concatenate([self._finished, keys_of(left)]))

    def _say(self, done: int, wanted: int, before: int) -> None:
        """Tell how many of these runs are done; or where others follow from them, how many of all
        there may be.

        Args:
            done: of these.
            wanted: how many these are.
            before: finished runs that are none of these.
        """
        if self.plan.more_runs:
            done, wanted = before + done, self.plan.runs
        self._tell(done, wanted)

    def timed_first(self, spans: Sequence[Span]) -> tuple[pa.Table, float]:
        """Have the first of these runs that is missing done here and now, and return its row and
        how long that took [s]."""
        span = missing(spans, self._finished)[0]._replace(runs=1)
        begun = perf_counter()
        rows = self._work.run(((self.variants[span.variant], span),))
        seconds = perf_counter() - begun
        self._keep(rows)
        self._finished = np.sort(np.concatenate([self._finished, keys_of([span])]))
        self.new += 1
        self._pace_s = seconds
        return rows, seconds

    def _keep(self, rows: pa.Table) -> None:
        self.journal.add(rows)  # first: what a store has missed is written from here
        self._sink.add(rows)

    def values(self, measures: Sequence[str]) -> Floats:
        """Return measures of all finished runs, shape (replications, variants, measures), NaN where
        a run is not done or does not define them."""
        return self._filled(measures, lambda rows: _matrix(rows, measures))

    def kept_values(self, kept: str, measures: Sequence[str]) -> Floats:
        """Return measures by region, station or hour, shape (replications, variants, places,
        measures), NaN as for `values`.

        Args:
            kept: the table, such as "by_hour".
            measures: those that the table has.
        """
        columns = [f"{kept}.{measure}" for measure in measures]
        return self._filled(columns, lambda rows: _lists(rows, columns))

    def since(self, first: int, columns: Sequence[str]) -> Iterator[pa.Table]:
        """Yield the rows of chunks as they were finished, from the first one asked for: who looks
        often need not read all of them each time.

        Args:
            first: the number of chunks that were looked at before.
            columns: besides variant and replication.
        """
        return self.journal.chunks([VARIANT, REPLICATION, *columns], first)

    def add_variants(self, variants: Sequence[Variant]) -> list[int]:
        """Add variants that follow from what runs gave, and return their numbers."""
        first = len(self.variants)
        self.variants += variants
        self._sink.add_variants(variants, first)
        return list(range(first, len(self.variants)))

    def unit(self, measure: str) -> str:
        """Return the unit of a measure."""
        return (self.schema.field(measure).metadata or {}).get(b"unit", b"").decode()

    def has(self, column: str) -> bool:
        """Return whether runs have a column."""
        return column in self.schema.names

    @cached_property
    def schema(self) -> pa.Schema:
        """The columns of runs, once there are any."""
        return next(self.journal.chunks()).schema

    def _filled(self, columns: Sequence[str], read: Callable[[pa.Table], Floats]) -> Floats:
        """Return what is read of each chunk, (runs, ...), by replication and variant."""
        replications = int((self._finished & _REPLICATION).max()) + 1
        found: Floats | None = None
        for rows in self.journal.chunks([VARIANT, REPLICATION, *columns]):
            values = read(rows)
            if found is None:
                found = np.full((replications, len(self.variants), *values.shape[1:]), np.nan)
            variant, replication = (rows.column(i).to_numpy() for i in (0, 1))
            found[replication, variant] = values
        assert found is not None
        return found

    def _size(self, left: int) -> int:
        """Return how many runs the next chunk should have."""
        if self._pace_s is None:
            return 1
        at_once = self._executor.threads_of_chunk
        usual = max(1, round(_CHUNK_S * at_once / max(self._pace_s, 1e-6)))
        share = -(-left // (2 * max(1, self._executor.threads // at_once)))
        return max(1, usual // _LEAST_SHARE, min(usual, share))

    def _learn(self, rows: pa.Table) -> None:
        """Learn from a chunk how long a run takes; what is long past counts less."""
        seconds = float((rows.schema.metadata or {})[SECONDS]) / rows.num_rows
        self._pace_s = seconds if self._pace_s is None else (self._pace_s + seconds) / 2.0


def _matrix(rows: pa.Table, columns: Sequence[str]) -> Floats:
    """Return columns side by side, null as NaN."""
    return np.column_stack([_floats(rows.column(name)) for name in columns])


def _lists(rows: pa.Table, columns: Sequence[str]) -> Floats:
    """Return columns of lists side by side, shape (runs, items of a list, columns)."""
    lists: list[Any] = [rows.column(name).combine_chunks() for name in columns]
    return np.stack([_floats(one.values).reshape(rows.num_rows, -1) for one in lists], axis=-1)


def _floats(column: Any) -> Floats:
    return np.asarray(column.cast(pa.float64()).to_numpy(zero_copy_only=False))
