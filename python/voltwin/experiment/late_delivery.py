"""Results of a finished experiment that have not all reached its store, from its journal.

What the store lacks is written, whatever has become of the outbox; all of it, if the experiment was
given up there meanwhile, as its writer had not been heard of, so that its rows have vanished.
Nothing is simulated.
"""

import json
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import UUID

import pyarrow as pa

from voltwin.experiment.courses import course_of
from voltwin.experiment.folder import OUTBOX, RESULT, opened
from voltwin.experiment.in_store import first_run
from voltwin.experiment.journal import Journal
from voltwin.experiment.plan import Plan
from voltwin.experiment.runs import Runs
from voltwin.experiment.saved import read_plan, read_result
from voltwin.experiment.sink import IntoStore, Target
from voltwin.experiment.spans import Chunk
from voltwin.experiment.store_file import Stored, read_stored
from voltwin.experiment.storing import streamed
from voltwin.experiment.storing_work import DoesChunks
from voltwin.run_folder.folder_error import FolderError
from voltwin.scenario.text_files import write_at_once
from voltwin.store.interface import Store, StoreError, StoreUnavailableError, UnknownIdError
from voltwin.store.records import RunRecord, Status


def deliver_experiment(store: Store, folder: Path) -> int:
    """Have a store get what it lacks of the experiment in a folder, and return how many parts that
    were.

    Args:
        store: that the experiment was begun in.
        folder: of the experiment.

    Raises:
        FolderError: the folder holds no experiment, one that is not finished, or a damaged one; or
            another process writes to it.
        StoreUnavailableError: the store does not answer; what is left stays.
        StoreError: the experiment was begun in no store or in another, was ended there on purpose,
            or the store refuses a part; what is left stays.
    """
    stored, record = _begun_in(folder), read_result(folder)
    known = _known(store, stored.experiment_id)
    if known.status is Status.COMPLETED:
        shutil.rmtree(folder / OUTBOX, ignore_errors=True)
        return 0
    plan = read_plan(folder)
    with opened(folder, plan, resume=True, shard=None, mixed=True) as journal:
        runs = _all_runs(plan, journal, record)
        whole = replace(plan, variants=tuple(runs.variants))
        with streamed(Target(store, stored, None, folder), whole, journal) as sink:
            assert isinstance(sink, IntoStore)
            sink.begin()
            said = sink.end(record["seconds"], runs.complete())
    _refuse_incomplete(sink, store)
    write_at_once(folder / RESULT, json.dumps({**record, **said}, indent=1) + "\n")
    return sink.parts


def _begun_in(folder: Path) -> Stored:
    stored = read_stored(folder)
    if stored is None:
        raise StoreError(
            f"{folder}: this experiment was begun in no store; give the command that it was done "
            "with once more, with --resume and --store"
        )
    return stored


def _known(store: Store, experiment_id: UUID) -> RunRecord:
    known = first_run(store, experiment_id)
    if known is None:
        raise UnknownIdError(
            f"there is no experiment {experiment_id} in the store; is {store.url} the store in "
            "which it was begun?"
        )
    return known


def _all_runs(plan: Plan, journal: Journal, record: Mapping[str, Any]) -> Runs:
    """Return the runs of a finished experiment, with the variants that followed from results:
    whoever asks once more for the same runs adds them.

    Raises:
        FolderError: some are not in the journal any more.
    """
    runs = Runs(plan, _NoMore(), journal, lambda done, wanted: None)
    if runs.finished < record["runs"]:
        raise _gone()
    if plan.more_runs:
        course_of(plan)(runs)
    return runs


def _refuse_incomplete(sink: IntoStore, store: Store) -> None:
    """Say why some is left.

    Raises:
        StoreUnavailableError: the store did not answer.
        StoreError: it refused.
    """
    if sink.waiting and sink.refusal is None:
        raise StoreUnavailableError(f"{store.url}: does not answer; what is left stays")
    if sink.waiting:
        raise StoreError(f"{sink.refusal} (what is left stays)")


def _gone() -> FolderError:
    return FolderError(
        "some of its finished runs are not in the folder's chunks any more; give the command that "
        "it was done with once more, with --resume, and they are simulated again"
    )


class _NoMore:
    """An executor that has nothing done: all runs are there."""

    threads = threads_of_chunk = 1

    def results(
        self, work: DoesChunks, chunks: Iterator[Chunk]
    ) -> Iterator[tuple[Chunk, pa.Table]]:
        """Refuse to have anything done.

        Raises:
            FolderError: always.
        """
        raise _gone()
        yield

    def close(self) -> None:
        """There is nothing to let go of."""
