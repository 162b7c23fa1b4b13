"""What the store says about the end of jobs."""

from collections.abc import Iterator
from uuid import UUID

from voltwin.store.interface import Store, UnknownIdError
from voltwin.store.records import Status
from voltwin.store.uuid7 import derived

_PAGE = 1000  # runs that are asked for at once


def decided(store: Store, experiment: UUID, status: Status, reason: str) -> Status:
    """Return how an experiment has ended in a store: as is wanted, unless somebody was first."""
    try:
        store.set_status(experiment, status, error=reason)
        return store.run(derived(experiment, 0)).status
    except UnknownIdError:  # a server died before the store knew it
        return status


def unfinished(store: Store) -> Iterator[UUID]:
    """Yield the experiments of a store whose runs have not ended."""
    for status in (Status.PENDING, Status.RUNNING):
        before = None
        while runs := store.runs(status=status, limit=_PAGE, before=before):
            yield from dict.fromkeys(run.experiment_id for run in runs)
            before = runs[-1].id
