"""Telling a store every now and then that whoever writes into it is still there."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Event, Thread
from uuid import UUID

from voltwin.store.interface import LEASE_S, Store, StoreError
from voltwin.store.records import Status

_EVERY_S = LEASE_S / 5.0  # several may go astray
_PATIENCE_S = 5.0  # with a beat under way at the end: the store may hang


@contextmanager
def heartbeat(store: Store, experiment: UUID) -> Iterator[None]:
    """Keep the runs of an experiment, or one that stands alone, from being given up meanwhile: each
    chunk that is written does so, but a chunk may take longer than a lease."""
    over = Event()

    def beat() -> None:
        while not over.wait(_EVERY_S):
            with suppress(StoreError):  # away, or ended: whoever writes will know which
                store.set_status(experiment, Status.RUNNING)

    thread = Thread(target=beat, name="store-heartbeat", daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join(_PATIENCE_S)
