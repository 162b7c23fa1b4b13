"""The first row in which two event logs differ, bit by bit, shown side by side with its context."""

import math
from collections.abc import Mapping
from itertools import zip_longest
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from voltwin_bindings.event_log import DTYPES
from voltwin_core.station.events import KINDS

CONTEXT = 5  # rows before and after

Columns = Mapping[str, npt.NDArray[Any]]


def columns_of(log: pa.Table) -> Columns:
    """Return the columns of an event log as arrays, `kind` as codes."""
    log = log.combine_chunks()
    if not len(log):
        return {name: np.empty(0, dtype) for name, dtype in DTYPES.items()}
    return {name: _array(log.column(name).chunk(0)) for name in DTYPES}


def _array(array: Any) -> npt.NDArray[Any]:
    codes = array.indices if isinstance(array, pa.DictionaryArray) else array
    return np.asarray(codes.to_numpy())


def first_difference(kernel: Columns, reference: Columns) -> str:
    """Return what differs first, readably; empty if the logs are equal.

    Floats are equal if their bits are, and NaN equals NaN.
    """
    ours, theirs = len(kernel["time"]), len(reference["time"])
    common = min(ours, theirs)
    differs = np.zeros(common, bool)
    for name in DTYPES:
        differs |= _bits(kernel[name][:common]) != _bits(reference[name][:common])
    if differs.any():
        row = int(np.argmax(differs))
        names = [n for n in DTYPES if _bits(kernel[n][[row]]) != _bits(reference[n][[row]])]
        what = f"row {row} differs in {', '.join(names)}"
        what += "".join(f"\n  {n}: {_exact(kernel, reference, n, row)}" for n in names)
    elif ours != theirs:
        row = common
        what = f"row {row} is there in one log only: the kernel has {ours} rows, "
        what += f"the reference {theirs}"
    else:
        return ""
    return f"{what}\n{_side_by_side(kernel, reference, row)}"


def _bits(values: npt.NDArray[Any]) -> npt.NDArray[Any]:
    if values.dtype != np.float64:
        return values
    return np.where(np.isnan(values), np.float64(math.nan), values).view(np.int64)


def _exact(kernel: Columns, reference: Columns, name: str, row: int) -> str:
    ours, theirs = kernel[name][row], reference[name][row]
    if name == "kind":
        return f"kernel {KINDS[ours]}, reference {KINDS[theirs]}"
    if ours.dtype == np.float64 and not np.isnan(ours + theirs):
        return f"kernel {_hex(ours)}, reference {_hex(theirs)}"
    return f"kernel {ours.item()!r}, reference {theirs.item()!r}"


def _hex(value: np.float64) -> str:
    return f"{value.item()!r} ({value.item().hex()})"


def _side_by_side(kernel: Columns, reference: Columns, row: int) -> str:
    """Return the rows around `row`: once where both agree, else the kernel's above the other's."""
    first, last = max(0, row - CONTEXT), row + CONTEXT + 1
    table = [("row", "", *DTYPES)]
    for i in range(first, last):
        ours, theirs = _cells(kernel, i), _cells(reference, i)
        if ours is not None and ours == theirs and not _differ(kernel, reference, i):
            table.append((str(i), "both", *ours))
            continue
        for engine, cells in (("kernel", ours), ("reference", theirs)):
            if cells is not None:
                table.append((str(i), engine, *cells))
            elif i == row:
                table.append((str(i), engine, "(the log has ended)"))
    columns = zip_longest(*table, fillvalue="")
    widths = [max(map(len, column)) for column in columns]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=False)).rstrip()
        for line in table
    )


def _differ(kernel: Columns, reference: Columns, row: int) -> bool:
    return any(_bits(kernel[n][[row]]) != _bits(reference[n][[row]]) for n in DTYPES)


def _cells(log: Columns, row: int) -> tuple[str, ...] | None:
    if row >= len(log["time"]):
        return None
    return tuple(_cell(name, log[name][row].item()) for name in DTYPES)


def _cell(name: str, value: Any) -> str:
    if name == "kind":
        return KINDS[value]
    if isinstance(value, float):
        return "" if math.isnan(value) else repr(value)
    return "" if value < 0 else str(value)
