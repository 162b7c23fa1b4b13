"""Columns of a station's event log, as they are handed out, from the rows that kernels write."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from voltwin_core.jit import kernel
from voltwin_core.linked import NONE
from voltwin_core.log import Room, Run, begin_parts, merge, next_parts, span
from voltwin_core.record import Table
from voltwin_core.station.log_rows import NO_VALUE, LogRow

# Rows, keys and columns of so many rows, about a megabyte, stay in the cache of a core.
_PART_ROWS = 1 << 13


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
def to_columns(
    rows: Table[LogRow], runs: Table[Run], room: Room, columns: LogColumns, drives: bool
) -> None:
    """Write all rows into columns as long as these, merged part by part of their time.

    Args:
        rows: the buffer.
        runs: of each component, in any order.
        room: for these runs, with that many rows.
        columns: as long as all runs together.
        drives: whether any vehicle drives; if none does, columns of drives are not written to.
    """
    begin, end = span(rows, runs)
    parts = len(columns.time) // _PART_ROWS + 1
    begin_parts(runs, room.parts)
    done = 0
    for n in range(1, parts + 1):
        until = begin + (end - begin) / parts * n if n < parts else np.inf
        count = next_parts(rows, runs, room.parts, until)
        merge(rows, room, count)
        for i in range(count):
            row = rows[room.keys[i].row]
            _fill(columns, done + i, row)
            if drives:
                _fill_drive(columns, done + i, row)
        done += count


@kernel
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


@kernel
def _fill_drive(columns: LogColumns, i: int, row: LogRow) -> None:
    """Write what a row has that is about a drive, which has no charger, bay and wait."""
    on_drive = row.drives != 0
    columns.origin[i] = row.charger if on_drive else NONE
    columns.destination[i] = row.bay if on_drive else NONE
    columns.until[i] = row.wait_s if on_drive else NO_VALUE
    if on_drive:
        columns.charger[i] = columns.bay[i] = NONE
        columns.wait_s[i] = NO_VALUE
