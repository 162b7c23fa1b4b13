"""Having an experiment's results streamed into a store: from opening it to the last row."""

import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import UUID

from voltwin.experiment.folder import OUTBOX
from voltwin.experiment.in_store import first_run
from voltwin.experiment.journal import Journal
from voltwin.experiment.plan import Plan
from voltwin.experiment.sink import IntoStore, Nowhere, Target, refuse_ended
from voltwin.experiment.store_file import Stored, read_stored
from voltwin.scenario.errors import ScenarioError
from voltwin.store.heartbeat import heartbeat
from voltwin.store.interface import Store, StoreError
from voltwin.store.opened import AnyStore, lasting_url, opened
from voltwin.store.outbox.outbox import Outbox
from voltwin.store.records import Status
from voltwin.store.uuid7 import uuid7


@contextmanager
def target(folder: Path | None, how: Mapping[str, Any]) -> Iterator[Target | None]:
    """Give the store that an experiment goes into, if any: the one that is named, or the one that
    it was begun in. It answers, and nothing has been written yet.

    Args:
        folder: of the experiment; None in memory.
        how: see `conduct.How`.

    Raises:
        StoreError: it does not answer, or cannot be used.
        FolderError: what the folder says of a store is damaged.
    """
    former = read_stored(folder) if folder and how.get("resume") else None
    named: AnyStore | None = how.get("store")
    if named is None and former:
        named = former.store
    if named is None:
        yield None
        return
    with opened(named) as store:
        wanted = how.get("experiment_id") or _gone_on_with(store, former) or uuid7()
        url = named if isinstance(named, str) else store.url
        # A folder is for one machine: locks of files do not hold across a network.
        reached = url if how.get("ray") is not None and "://" in url else None
        yield Target(store, Stored(lasting_url(store), wanted), reached, folder)


def _gone_on_with(store: Store, former: Stored | None) -> UUID | None:
    """Return which experiment of a store is gone on with: the former, unless that was another
    store, or it has ended there for good."""
    if former is None or former.store != lasting_url(store):
        return None
    known = first_run(store, former.experiment_id)
    if known and known.status is Status.FAILED:  # given up, perhaps, as nobody was heard of
        store.add_runs([replace(known, status=Status.PENDING, error=None)])
        known = first_run(store, former.experiment_id)
    try:
        refuse_ended(known)
    except StoreError:
        return None
    return former.experiment_id


@contextmanager
def streamed(target: Target | None, plan: Plan, journal: Journal) -> Iterator[IntoStore | Nowhere]:
    """Give where rows go besides the journal. If what is done meanwhile fails, so do the runs in
    the store, and their rows vanish; not if it may be gone on with.

    Args:
        target: where they are written.
        plan: of the experiment.
        journal: of the experiment.
    """
    if target is None:
        yield Nowhere()
        return
    folder = _outbox_of(target)
    sink = IntoStore(target, Outbox(target.store, folder), plan, journal)
    try:
        with heartbeat(target.store, target.stored.experiment_id):
            yield sink
    except BaseException as error:
        sink.give_up(None if target.folder and _may_be_gone_on_with(error) else error)
        shutil.rmtree(folder, ignore_errors=True)  # the journal has it all
        raise
    if not sink.waiting:
        shutil.rmtree(folder, ignore_errors=True)


def _outbox_of(target: Target) -> Path:
    """Return the folder of what waits for the store; what a former process has left there is known
    to the journal."""
    if target.folder is None:
        return Path(tempfile.gettempdir()) / f"voltwin-{OUTBOX}-{target.stored.experiment_id}"
    shutil.rmtree(target.folder / OUTBOX, ignore_errors=True)
    return target.folder / OUTBOX


def _may_be_gone_on_with(error: BaseException) -> bool:
    """Return whether an experiment that was ended by an error would not end so again."""
    from voltwin_bindings.engine import EngineError  # late: who resumes may run nothing

    return not isinstance(error, EngineError | ScenarioError)
