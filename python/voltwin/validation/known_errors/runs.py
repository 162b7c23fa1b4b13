"""Runs of small networks, with what checks read of them."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from voltwin.kpis.cells import Cells
from voltwin.kpis.from_log import cells_from_log
from voltwin.kpis.from_world import cells_from_world
from voltwin.reference import ReferenceEngine
from voltwin.validation.difference import Columns, columns_of
from voltwin.validation.network import Network, parameters
from voltwin_bindings.event_log import SCHEMA
from voltwin_bindings.kernel_engine import KernelEngine
from voltwin_core.draws import run_key
from voltwin_core.station.events import KINDS
from voltwin_core.station.parameters import Parameters

AnyEngine = KernelEngine | ReferenceEngine

# What runs are made with. Tests put the other one here, whose handlers can be spoiled.
ENGINE: type[AnyEngine] = KernelEngine

LOST = ("lost_closed", "lost_stockout", "lost_queue_full")


@dataclass(frozen=True)
class Run:
    """A run at its horizon."""

    engine: AnyEngine
    parameters: Parameters
    table: pa.Table  # its log

    @cached_property
    def log(self) -> Columns:
        """The columns of the log."""
        return columns_of(self.table)

    def cells(self) -> Cells:
        """Return its sums: those of the kernel, if it has run; else by the log."""
        if isinstance(self.engine, KernelEngine):
            return cells_from_world(self.engine.closed_world(), self.engine.now)
        return cells_from_log(self.table, self.parameters, self.engine.now)


def begun(network: Network, seed: int, replication: int = 0) -> AnyEngine:
    """Return a run at its start."""
    return ENGINE(parameters(network), run_key(seed, replication))


def run(network: Network, seed: int, replication: int = 0) -> Run:
    """Return a run at its horizon."""
    engine = begun(network, seed, replication)
    engine.advance(math.inf)
    return Run(engine, parameters(network), drained(engine))


def drained(engine: AnyEngine) -> pa.Table:
    """Return the rows that were written since the last call."""
    return pa.Table.from_batches(engine.drain(), SCHEMA)


def rows(log: Columns, *kinds: str) -> npt.NDArray[np.bool_]:
    """Return which rows are of these kinds."""
    return np.isin(log["kind"], [KINDS.index(kind) for kind in kinds])


def in_order(log: Columns, names: Sequence[str]) -> Iterator[tuple[Any, ...]]:
    """Yield the rows as tuples of plain values, `kind` in words."""
    columns = [log[name].tolist() for name in names]
    if "kind" in names:
        at = names.index("kind")
        columns[at] = [KINDS[code] for code in columns[at]]
    return zip(*columns, strict=True)
