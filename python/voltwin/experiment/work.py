"""What is done for a chunk, wherever that is: on a thread here, or on another machine."""

import hashlib
import os
from collections import OrderedDict
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from threading import Lock
from time import perf_counter
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from voltwin.experiment.comparable import refuse_incomparable
from voltwin.experiment.rows import TOTAL, run_rows
from voltwin.experiment.spans import Chunk, Span
from voltwin.experiment.variant import Variant
from voltwin.scenario.errors import ScenarioError
from voltwin.scenario.scenario import Scenario

if TYPE_CHECKING:
    from voltwin.experiment.prepared import Prepared

SECONDS = b"seconds"  # in the metadata of rows: what the chunk took, all threads together


@dataclass(frozen=True)
class Work:
    """All that chunks have in common; it can be sent to other processes.

    Attributes:
        base: the scenario that variants are children of, known to be valid.
        seed: of all draws.
        until_s: where runs end [s].
        measures: columns of the kept tables.
        kept: KPI tables kept besides `total`.
    """

    base: Scenario
    seed: int
    until_s: float
    measures: tuple[str, ...]
    kept: tuple[str, ...] = ()

    @cached_property
    def digest(self) -> str:
        """What tells this work from any other."""
        own = [self.base.model_dump_json(by_alias=True), self.seed, self.until_s]
        return hashlib.blake2b(repr([*own, self.measures, self.kept]).encode()).hexdigest()

    def run(self, chunk: Chunk, threads: int = 1) -> pa.Table:
        """Return a row per run of a chunk, in its order; see `rows.run_rows`.

        Args:
            chunk: what to run.
            threads: that share it.

        Raises:
            EngineError: a run cannot go on, or a balance is violated; the variant is named.
            ScenarioError: a variant is no valid scenario; it is named.
        """
        parts = self._parts(chunk, threads)
        if threads == 1:
            done = [part() for part in parts]
        else:
            with ThreadPoolExecutor(threads) as pool:
                done = list(pool.map(lambda part: part(), parts))
        rows = pa.concat_tables(table for table, _ in done)
        seconds = sum(taken for _, taken in done)
        return rows.replace_schema_metadata({SECONDS: repr(seconds).encode()})

    def _parts(self, chunk: Chunk, threads: int) -> Iterator[Callable[[], tuple[pa.Table, float]]]:
        for variant, span in chunk:
            whole = range(span.first, span.end)
            shares = self._shares(variant, whole, threads)
            inside = threads if len(shares) == len(whole) == 1 else 1  # of a run
            for numbers in shares:
                yield lambda v=variant, s=span, n=numbers, t=inside: self._timed(v, s, n, t)  # type: ignore[misc]

    def _shares(self, variant: Variant, numbers: range, threads: int) -> list[Any]:
        if threads == 1 or len(numbers) == 1:
            return [numbers]
        return list(self._prepared(variant).parts(numbers, threads))

    def _timed(
        self, variant: Variant, span: Span, numbers: range, threads: int
    ) -> tuple[pa.Table, float]:
        begun = perf_counter()
        rows = self._rows(variant, span, numbers, threads)
        return rows, threads * (perf_counter() - begun)

    def _rows(self, variant: Variant, span: Span, numbers: range, threads: int) -> pa.Table:
        from voltwin_bindings.engine import EngineError  # late: who resumes may run nothing

        try:
            prepared = self._prepared(variant)
            if threads > 1:
                tables = [prepared.run_alone(numbers[0], threads)]
            else:
                tables = [prepared.run(part) for part in prepared.parts(numbers, 1)]
        except EngineError as error:
            raise type(error)(f'variant "{variant.name}": {error}') from error
        except ScenarioError as error:
            raise error.of_variant(variant.name) from error
        return pa.concat_tables(
            run_rows(span.variant, part, self.measures, self.kept) for part in tables
        )

    def _prepared(self, variant: Variant) -> "Prepared":
        def make() -> "Prepared":
            from voltwin.experiment.prepared import Prepared  # late, as above

            scenario = variant.scenario(self.base)
            refuse_incomparable(self.base, scenario)
            return Prepared(scenario, self.seed, self.until_s, (TOTAL, *self.kept))

        differs = tuple(map(str, variant.changes))
        return _LATEST.get((self.digest, variant.name, differs), make)


class _Latest:
    """The scenarios last made ready: a variant's chunks follow one another."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._lock = Lock()
        self._kept: OrderedDict[Any, _Once] = OrderedDict()

    def get(self, key: Any, make: Callable[[], "Prepared"]) -> "Prepared":
        with self._lock:
            once = self._kept.setdefault(key, _Once())
            self._kept.move_to_end(key)
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
        return once.get(make)

    def keep(self, most: int) -> None:
        self._most = most

    def forget(self) -> None:
        with self._lock:
            self._kept.clear()


class _Once:
    """Something that is made by whoever asks first, while others wait."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._made: Prepared | None = None

    def get(self, make: Callable[[], "Prepared"]) -> "Prepared":
        with self._lock:
            if self._made is None:
                self._made = make()
            return self._made


_LATEST = _Latest((os.cpu_count() or 1) + 1)  # one for each thread, and the next one


def keep(most: int) -> None:
    """Keep that many of the scenarios that were made ready last."""
    _LATEST.keep(most)


def forget() -> None:
    """Let go of the scenarios that were made ready last."""
    _LATEST.forget()
