"""Short names of all bytes of a log, or of all sums of a run: equal only if every bit is."""

import hashlib
from dataclasses import fields

import numpy as np
import pyarrow as pa

from voltwin.kpis.cells import Cells
from voltwin_bindings.event_log import DTYPES


def digest_of_log(log: pa.Table) -> str:
    """Return the SHA-256 of a log's columns, one after the other, `kind` in words."""
    found = hashlib.sha256(str(len(log)).encode())
    for name, dtype in DTYPES.items():
        column = log.column(name)
        if name == "kind":
            found.update(" ".join(map(str, column.cast(pa.string()).to_pylist())).encode())
        else:
            found.update(np.asarray(column.to_numpy(), dtype).tobytes())
    return found.hexdigest()


def digest_of_sums(cells: Cells) -> str:
    """Return the SHA-256 of all sums, but for exact waits, which a run without a log lacks."""
    found = hashlib.sha256(repr(cells.end_s).encode())
    for field in fields(cells):
        value = getattr(cells, field.name)
        if isinstance(value, np.ndarray):
            found.update(np.ascontiguousarray(value).tobytes())
    return found.hexdigest()
