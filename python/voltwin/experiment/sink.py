"""Where an experiment's rows go besides its journal: into a store while runs go on, or nowhere."""

import math
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import Any

import numpy as np
import pyarrow as pa

from voltwin.experiment.in_store import (
    base_of,
    chunk_of,
    first_run,
    register_variants,
    without_variants,
)
from voltwin.experiment.journal import Journal, run_keys
from voltwin.experiment.plan import Plan
from voltwin.experiment.rows import VARIANT
from voltwin.experiment.spans import REPLICATION_BITS, Keys, key
from voltwin.experiment.store_file import Stored, write_stored
from voltwin.experiment.storing_work import DoesChunks, StoringWork, is_stored
from voltwin.experiment.variant import Variant
from voltwin.experiment.work import Work
from voltwin.store.endings import PATIENCE_S, ending, was_given_up
from voltwin.store.interface import Store, StoreError, StoreUnavailableError
from voltwin.store.outbox.files import StatusChange
from voltwin.store.outbox.outbox import Outbox
from voltwin.store.outbox.words import delivering
from voltwin.store.records import RunRecord, ScenarioRecord, Status
from voltwin.store.uuid7 import derived

_RETRY_S = 5.0  # until a store that did not answer is asked to know variants once more


@dataclass(frozen=True)
class Target:
    """The store that an experiment is written into.

    Attributes:
        store: that answers.
        stored: what is kept of it beside the journal.
        for_workers: URL by which workers of a cluster reach it; None if they cannot.
        folder: of the experiment; None in memory.
    """

    store: Store
    stored: Stored
    for_workers: str | None
    folder: Path | None


class Nowhere:
    """A sink that keeps nothing."""

    words = ""

    def shared(self, work: Work) -> DoesChunks:
        """Return what is given to those who do chunks: the work as it is."""
        return work

    def begin(self) -> None:
        """Keep nothing."""

    def add(self, rows: pa.Table) -> None:
        """Keep nothing."""

    def add_variants(self, variants: Sequence[Variant], first: int) -> None:
        """Keep nothing."""

    def end(self, seconds: float, replications: int) -> dict[str, Any]:
        """Keep nothing, and return nothing for the record."""
        return {}


class IntoStore:
    """A sink that has rows written into a store, in order and on a thread of its own.

    A store that has gone away does not stop the runs: their rows wait. But variants become known
    only to a store that answers; until then nothing is handed over, as the journal has it all.

    Attributes:
        waiting: how much could not be written by the end.
        parts: how many were handed over to be written.
        refusal: why, if not because the store did not answer.
    """

    def __init__(self, target: Target, outbox: Outbox, plan: Plan, journal: Journal) -> None:
        """Prepare; nothing is written before `begin`.

        Args:
            target: where it is written.
            outbox: of its store.
            plan: of the experiment.
            journal: of the experiment.
        """
        self.waiting = self.parts = 0
        self.refusal: StoreError | None = None
        self._target, self._outbox, self._journal = target, outbox, journal
        self._store, self._experiment = target.store, target.stored.experiment_id
        self._plan, self._common = plan, without_variants(plan)
        self._base: ScenarioRecord | None = None  # none before it has begun
        self._all: list[tuple[int, Sequence[Variant]]] = [(0, plan.variants)]
        self._unknown: list[tuple[int, Sequence[Variant]]] = []  # of them, to the store
        self._is_behind = False
        self._tried_at = -math.inf

    def shared(self, work: Work) -> DoesChunks:
        """Return what is given to those who do chunks: work that writes its rows, if it can."""
        url = self._target.for_workers
        return StoringWork(work, url, self._common, self._experiment) if url else work

    def begin(self) -> None:
        """Have the store know the experiment, and write what the journal has and it lacks.

        Raises:
            StoreError: the experiment has ended there, or the store does not answer.
        """
        if self._target.folder:
            write_stored(self._target.folder, self._target.stored)
        known = first_run(self._store, self._experiment)
        base = base_of(self._store, self._plan, known) if known else None
        self._base = (
            self._store.scenario_record(base) if base else self._store.add_scenario(self._plan.base)
        )
        if known is None or _has_failed(known):  # that was given up, perhaps: not heard of for long
            self._unknown.append((0, self._plan.variants))
            self._register()
            refuse_ended(first_run(self._store, self._experiment))
        self._store.set_status(self._experiment, Status.RUNNING)
        self._write_what_is_missing(is_new=known is None)

    def add(self, rows: pa.Table) -> None:
        """Have the rows of a chunk written, if whoever did them has not."""
        if self._base is None:
            return
        if self._is_behind:
            self._catch_up()
        elif not is_stored(rows):
            self._put(rows)

    def add_variants(self, variants: Sequence[Variant], first: int) -> None:
        """Have the store know more variants, as soon as it answers."""
        self._all.append((first, variants))
        self._unknown.append((first, variants))
        if not self._is_behind:
            try:
                self._register()
            except StoreError as error:
                self._fall_behind(error)

    def end(self, seconds: float, replications: int) -> dict[str, Any]:
        """Have the store told that all is there, wait until it has it, and return what the record
        of the experiment says about that.

        Args:
            seconds: that it took; how long each of several variants did is not known.
            replications: of each variant, at least.
        """
        done = StatusChange(
            self._experiment,
            Status.COMPLETED,
            compute_time_ms=1e3 * seconds if self._plan.kind == "replications" else None,
            replications=replications,
        )
        if self._is_behind:
            self._catch_up(at_once=True)
        if self._is_behind:
            self._outbox.close(0.0)
            self.waiting = sum(rows.num_rows for rows in self._journal.chunks([VARIANT]))
        else:
            self._close(done)
        if self.waiting and self.refusal and self._was_given_up():
            self._begin_again(done)
        waiting = {"waiting": self.waiting} if self.waiting else {}
        where = {"store": self._store.url, "experiment_id": str(self._experiment)}
        words = {"words": self.words} if self.waiting else {}
        return {"stored": {**where, **waiting, **words}}

    def _close(self, done: StatusChange) -> None:
        self._outbox.put(done)
        self.waiting = self._outbox.close(PATIENCE_S)
        self.refusal = self._outbox.refusal

    def _was_given_up(self) -> bool:
        """Return whether others have given the runs up, as nobody had been heard of."""
        with suppress(StoreError):
            known = first_run(self._store, self._experiment)
            return known is not None and was_given_up(known)
        return False

    def _begin_again(self, done: StatusChange) -> None:
        """Have all of it written once more, from the journal."""
        self._unknown = list(self._all)
        self._outbox = self._outbox.emptied()
        try:
            self._register()
            self._store.set_status(self._experiment, Status.RUNNING)
            self._write_what_is_missing()
        except StoreError as error:
            self.refusal = error
            self._outbox.close(0.0)
        else:
            self._close(done)

    @property
    def words(self) -> str:
        """What is to be said if something could not be written by the end."""
        folder, url = self._target.folder, self._store.url
        then = delivering(folder, url) if folder else "begin again"
        return (
            f"the store {url} lacks some of the results "
            f"({self.refusal or 'it does not answer'})\nWhen that is mended: {then}"
        )

    def give_up(self, error: BaseException | None) -> None:
        """Write no more, and have the runs fail in the store if there is a reason.

        Args:
            error: why; None if they may be gone on with.
        """
        with suppress(StoreError, OSError):
            self._outbox.close(0.0)
        if error is not None and self._base:
            with suppress(StoreError):  # gone for long, its lease ends by itself
                status, why = ending(error)
                self._store.set_status(self._experiment, status, error=why)

    def _register(self) -> None:
        assert self._base
        while self._unknown:
            first, variants = self._unknown[0]
            register_variants(
                self._store, self._plan, self._experiment, self._base, variants, first
            )
            self._unknown.pop(0)

    def _fall_behind(self, why: StoreError) -> None:
        self.refusal = None if isinstance(why, StoreUnavailableError) else why
        self._is_behind, self._tried_at = True, monotonic()

    def _catch_up(self, *, at_once: bool = False) -> None:
        """Have what the store has missed written, if it answers again."""
        if not at_once and monotonic() < self._tried_at + _RETRY_S:
            return
        try:
            self._register()
            self._write_what_is_missing()
        except StoreError as error:
            self._fall_behind(error)
        else:
            self._is_behind, self.refusal = False, None

    def _write_what_is_missing(self, *, is_new: bool = False) -> None:
        """Have the journal's rows written that the store lacks: all, if the experiment is new."""
        there: dict[int, Keys] = {}  # keys of runs by their variant
        for rows in self._journal.chunks():
            keys = run_keys(rows)
            missing = np.ones(len(keys), bool)
            for variant in np.unique(keys >> REPLICATION_BITS).tolist():
                if variant not in there:
                    there[variant] = np.empty(0, np.int64) if is_new else self._stored(variant)
                missing &= ~np.isin(keys, there[variant])
            if missing.any():
                self._put(rows.filter(pa.array(missing)))

    def _stored(self, variant: int) -> Keys:
        numbers = self._store.replications(derived(self._experiment, variant))
        return key(variant, np.array(numbers, np.int64))

    def _put(self, rows: pa.Table) -> None:
        self.parts += 1
        self._outbox.wait_for_room()
        self._outbox.put(chunk_of(rows, self._common, self._experiment))


def refuse_ended(run: RunRecord | None) -> None:
    """Refuse to go on with what has ended before it was complete.

    Raises:
        StoreError: it has.
    """
    if run and _has_failed(run):
        why = f": {run.error}" if run.error else ""
        raise StoreError(
            f"experiment {run.experiment_id} has ended as {run.status} in the store{why}; what has "
            "ended there is not gone on with"
        )


def _has_failed(run: RunRecord) -> bool:
    return run.status in (Status.FAILED, Status.CANCELLED)
