"""Logs of the reference, and logs spoilt on purpose."""

import numpy as np
import pyarrow as pa

from voltwin.reference import ReferenceEngine
from voltwin.validation.difference import Columns, columns_of
from voltwin_bindings.event_log import SCHEMA
from voltwin_core.station.events import KINDS
from voltwin_core.station.parameters import Parameters


def log_of(tables: Parameters) -> Columns:
    engine = ReferenceEngine(tables, 1)
    engine.advance(np.inf)
    return columns_of(pa.Table.from_batches(engine.drain(), SCHEMA))


def rows_of(log: Columns, kind: str) -> list[int]:
    return [int(n) for n in np.flatnonzero(log["kind"] == KINDS.index(kind))]


def without(log: Columns, row: int) -> Columns:
    return {name: np.delete(column, row) for name, column in log.items()}


def with_value(log: Columns, column: str, row: int, value: float) -> Columns:
    changed = log[column].copy()
    changed[row] = value
    return {**log, column: changed}
