"""Work whose rows are written into a store by whoever does it, as by workers of a cluster.

A chunk that is done again, as after its worker died between writing and answering, is the same
chunk to the store: it is there once. What a worker cannot write is left to whoever has asked.
"""

from dataclasses import dataclass
from time import monotonic
from typing import Protocol
from uuid import UUID

import pyarrow as pa

from voltwin.experiment.in_store import chunk_of
from voltwin.experiment.plan import Plan
from voltwin.experiment.spans import Chunk
from voltwin.store.interface import Store, StoreError

_STORED = b"stored"  # in the metadata of rows: whoever did them has written them
_RETRY_S = 30.0  # until a store that could not be written to is tried again


class DoesChunks(Protocol):
    """Something that does chunks; it can be sent to other processes."""

    def run(self, chunk: Chunk, threads: int = 1) -> pa.Table:
        """Return a row per run of a chunk, in its order."""


@dataclass(frozen=True)
class StoringWork:
    """Work that writes what it has done.

    Attributes:
        work: what is done.
        url: of the store, as whoever does the work opens it.
        plan: what of the experiment's plan rows depend on, see `in_store.without_variants`.
        experiment_id: of the experiment in the store.
    """

    work: DoesChunks
    url: str
    plan: Plan
    experiment_id: UUID

    def run(self, chunk: Chunk, threads: int = 1) -> pa.Table:
        """Return a row per run of a chunk; `is_stored` tells whether the store has them, too.

        Raises:
            EngineError: a run cannot go on.
            ScenarioError: a variant is no valid scenario.
        """
        rows = self.work.run(chunk, threads)
        if not _written(self.url, rows, self.plan, self.experiment_id):
            return rows
        return rows.replace_schema_metadata({**(rows.schema.metadata or {}), _STORED: b"1"})


def is_stored(rows: pa.Table) -> bool:
    """Return whether rows were written by whoever did them."""
    return _STORED in (rows.schema.metadata or {})


def _written(url: str, rows: pa.Table, plan: Plan, experiment_id: UUID) -> bool:
    """Write rows, and return whether that went well."""
    if monotonic() < _not_before.get(url, 0.0):
        return False
    try:
        _store(url).write(chunk_of(rows, plan, experiment_id))
    except (StoreError, ImportError):  # away, ended, or no driver: whoever has asked will know
        _not_before[url] = monotonic() + _RETRY_S
        return False
    return True


_stores: dict[str, Store] = {}  # of this process
_not_before: dict[str, float] = {}


def _store(url: str) -> Store:
    if url not in _stores:
        from voltwin.store.opening import open_store

        _stores[url] = open_store(url)
    return _stores[url]
