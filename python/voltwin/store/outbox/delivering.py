"""Giving what waits in an outbox to its store, item by item and in order."""

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

from voltwin.store.interface import Chunk, Store, StoreError, StoreUnavailableError, UnknownIdError
from voltwin.store.outbox.files import Item, StatusChange, held, number_of, read_item, waiting
from voltwin.store.records import Status


def deliver(store: Store, folder: Path, progress: Callable[[int], None]) -> int:
    """Deliver what an outbox has left in a folder, and return how many items that were.

    Args:
        store: to deliver to.
        folder: of the outbox.
        progress: is told how many are left, after each.

    Raises:
        StoreUnavailableError: the store does not answer; what is left stays.
        StoreError: another process delivers it, an item is missing, or the store refuses one: it
            and those after it stay.
        OSError: the folder cannot be read.
    """
    with held(folder):
        paths = waiting(folder)
        _refuse_gaps(folder, paths)
        for number, path in enumerate(paths, 1):
            try:
                send(store, read_item(path))
            except StoreUnavailableError:
                raise
            except StoreError as error:
                told = f"{error}{_hint(error, store)} ({path} and those after it stay)"
                raise type(error)(told) from None
            path.unlink()
            progress(len(paths) - number)
        return len(paths)


def _refuse_gaps(folder: Path, paths: list[Path]) -> None:
    """Refuse to deliver what comes after an item that is missing."""
    for before, path in pairwise(paths):
        if number_of(path) != number_of(before) + 1:
            raise StoreError(
                f"{folder}: what stood between {before.name} and {path.name} is missing; the rest "
                "would be delivered without it"
            )


def _hint(error: StoreError, store: Store) -> str:
    unknown = isinstance(error, UnknownIdError)
    return f"; is {store.url} the store in which this was begun?" if unknown else ""


def send(store: Store, item: Item) -> None:
    """Have the store take an item.

    Raises:
        StoreError: it does not.
    """
    if isinstance(item, Chunk):
        store.write(item)
        return
    store.set_status(
        item.experiment,
        item.status,
        compute_time_ms=item.compute_time_ms,
        error=item.error,
        replications=item.replications,
    )
    if item.status is Status.COMPLETED:
        _check_completed(store, item)


def _check_completed(store: Store, item: StatusChange) -> None:
    """A final status stays: what was given up meanwhile is not completed by saying so."""
    for run in store.runs(experiment=item.experiment, limit=1):
        if run.status is not Status.COMPLETED:
            why = f": {run.error}" if run.error else ""
            raise StoreError(f"{item.experiment} has ended as {run.status} in the store{why}")
