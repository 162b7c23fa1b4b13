"""A process that writes chunks to a store, one after another, and tells of each that is done.

python -m tests.store.embedded.writer FOLDER RUN CHUNKS
"""

import sys
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pyarrow as pa

from voltwin.store.embedded import EmbeddedStore
from voltwin.store.interface import Chunk
from voltwin.store.schema import EVENTS, TOTALS

EVENTS_OF_CHUNK = 50
_START = datetime(2026, 1, 5, tzinfo=UTC)


def chunk(run: UUID, number: int) -> Chunk:
    """Return a replication's events and KPIs."""
    own, count = str(run), EVENTS_OF_CHUNK
    events: dict[str, Any] = {
        "time": [_START + timedelta(seconds=second) for second in range(count)],
        "run_id": [own] * count,
        "replication": [number] * count,
        "number": list(range(count)),
        "time_s": [float(second) for second in range(count)],
        "event_type": ["arrival", "swap_begin"] * (count // 2),
    }
    totals: dict[str, Any] = {"run_id": [own], "replication": [number], "arrivals": [count]}
    tables = {EVENTS.name: pa.table(events), TOTALS.name: pa.table(totals)}
    return Chunk(run, f"replication {number}", tables)


def main(folder: str, run: UUID, chunks: int) -> None:
    """Write chunks, printing a line for each: its number, and whether it was new."""
    store = EmbeddedStore(folder)
    for number in range(chunks):
        print(number, int(store.write(chunk(run, number))), flush=True)


if __name__ == "__main__":
    main(sys.argv[1], UUID(sys.argv[2]), int(sys.argv[3]))
