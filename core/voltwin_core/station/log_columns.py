"""Columns of a station's event log, as they are handed out, from the rows that kernels write."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from voltwin_core.by_reference import by_reference
from voltwin_core.jit import inlined, kernel
from voltwin_core.linked import NONE
from voltwin_core.log import Merge, begin_merge, merge_part, parts_of
from voltwin_core.station.log_rows import NO_VALUE, LogRow

# Rows, keys and columns of so many rows, half a megabyte, stay in the cache of a core.
PART_ROWS = 1 << 12


class LogColumns(NamedTuple):
    """The columns of the merged log."""

    time: npt.NDArray[np.float64]
    kind: npt.NDArray[np.int8]
    station: npt.NDArray[np.int32]
    vehicle: npt.NDArray[np.int32]
    battery: npt.NDArray[np.int32]
    charger: npt.NDArray[np.int32]
    bay: npt.NDArray[np.int32]
    soc: npt.NDArray[np.float64]
    wait_s: npt.NDArray[np.float64]
    power_kw: npt.NDArray[np.float64]
    origin: npt.NDArray[np.int32]
    destination: npt.NDArray[np.int32]
    until: npt.NDArray[np.float64]


DRIVES = LogColumns._fields[-3:]  # the columns that only drives have values in


@kernel
def to_columns(merge: Merge, columns: LogColumns, drives: bool) -> None:
    """Write all rows into columns as long as these, merged part by part of their time.

    Args:
        merge: of all rows.
        columns: as many rows long.
        drives: whether any vehicle drives; if none does, columns of drives are not written to.
    """
    m, c = by_reference(merge), by_reference(columns)
    scale = begin_merge(m)
    done = 0
    for part in range(parts_of(m)):
        count = merge_part(m, scale, part)
        for i in range(count):
            row = m.rows[m.keys[m.order[i]].row]
            _fill(c, done + i, row)
            if drives:
                _fill_drive(c, done + i, row)
        done += count


@inlined
def _fill(columns: LogColumns, i: int, row: LogRow) -> None:
    """Write what a row has that is about no drive."""
    columns.time[i] = row.time
    columns.kind[i] = row.kind
    columns.station[i] = row.station
    columns.vehicle[i] = row.vehicle
    columns.battery[i] = row.battery
    columns.charger[i] = row.charger
    columns.bay[i] = row.bay
    columns.soc[i] = row.soc
    columns.wait_s[i] = row.wait_s
    columns.power_kw[i] = row.power_kw


@inlined
def _fill_drive(columns: LogColumns, i: int, row: LogRow) -> None:
    """Write what a row has that is about a drive, which has no charger, bay and wait."""
    on_drive = row.drives != 0
    columns.origin[i] = row.charger if on_drive else NONE
    columns.destination[i] = row.bay if on_drive else NONE
    columns.until[i] = row.wait_s if on_drive else NO_VALUE
    if on_drive:
        columns.charger[i] = columns.bay[i] = NONE
        columns.wait_s[i] = NO_VALUE
