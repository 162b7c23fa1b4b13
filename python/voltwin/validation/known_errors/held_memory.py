"""How much memory a run holds as time goes on, its log being handed out block by block.

What Python and NumPy hold is counted by `tracemalloc`, what Arrow holds by Arrow itself; kernels
allocate nothing. The same in every run but for a few ten thousand bytes, as libraries fill their
caches, which long runs make nothing of.
"""

import gc
import tracemalloc
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

import pyarrow as pa

from voltwin_bindings.kernel_engine import KernelEngine
from voltwin_core.draws import run_key
from voltwin_core.record import as_array
from voltwin_core.station.parameters import Parameters

QUARTERS = 4
_BLOCKS = 100  # of a quarter


class Held(NamedTuple):
    """What a run holds at the end of a quarter, once the log up to there is handed out."""

    bytes: int
    rows: int  # of the log, up to there


def held_by_quarter(tables: Parameters, seed: int) -> list[Held]:
    """Return what a run holds at the end of each of its quarters, all of which it has begun."""
    horizon_s = float(as_array(tables.clock)["horizon_s"][0])
    found, rows = [], 0
    with _traced():
        engine = KernelEngine(tables, run_key(seed, 0))
        for block in range(1, QUARTERS * _BLOCKS + 1):
            engine.advance(horizon_s * block / (QUARTERS * _BLOCKS))
            rows += sum(len(batch) for batch in engine.drain())
            if block % _BLOCKS == 0:
                gc.collect()
                now, _ = tracemalloc.get_traced_memory()
                found.append(Held(now + pa.total_allocated_bytes(), rows))
    return found


def grown_by_row(held: list[Held]) -> float:
    """Return how many bytes more are held at the end than after the first quarter, for each row
    that was written between; no number where none was."""
    first, last = held[0], held[-1]
    rows = last.rows - first.rows
    return (last.bytes - first.bytes) / rows if rows else float("nan")


@contextmanager
def _traced() -> Iterator[None]:
    """Trace what is allocated; go on with it if it was traced before."""
    before = tracemalloc.is_tracing()
    tracemalloc.start()
    try:
        yield
    finally:
        if not before:
            tracemalloc.stop()
