"""Columns of the log: the rows of all components in order, and what is a drive's in its own."""

import numpy as np
import pytest

from voltwin_core.log import Merge, merge_of
from voltwin_core.record import Table, as_array
from voltwin_core.station.log_columns import DRIVES, PART_ROWS, LogColumns, to_columns
from voltwin_core.station.log_rows import LogRow

TYPES = {"kind": np.int8, "time": float, "soc": float, "wait_s": float, "power_kw": float}


def buffer(times: list[list[float]]) -> Merge:
    """Return what merges rows of components at these times; the cause of each is its component's
    number, and its SoC its place in the buffer."""
    sizes = np.array([len(of) for of in times], np.int64)
    table = LogRow.table(int(sizes.sum()))
    rows = as_array(table)
    rows["time"] = [time for of in times for time in of]
    rows["cause"] = rows["station"] = np.repeat(np.arange(len(sizes)), sizes)
    rows["soc"] = np.arange(sum(sizes))
    return merge_of(table, np.cumsum(sizes) - sizes, np.cumsum(sizes), 0, PART_ROWS)


def columns_of(merge: Merge, drives: bool = False) -> LogColumns:
    types = {"until": float, **TYPES}
    columns = LogColumns(
        *(np.full(len(merge.rows), -7, types.get(name, np.int32)) for name in LogColumns._fields)
    )
    to_columns(merge, columns, drives)
    return columns


def in_order(rows: Table[LogRow]) -> list[int]:
    """Return the places of rows by time and cause; where both are equal, as they were written."""
    of = as_array(rows)
    return [int(i) for i in np.lexsort((np.arange(len(of)), of["cause"], of["time"]))]


@pytest.mark.parametrize("rows_of_each", [3, 700, 9000])
def test_rows_come_in_order_however_many_there_are(rows_of_each: int) -> None:
    """Parts are of some four thousand rows: of one, of several, and of one component alone."""
    times = np.random.default_rng(5).integers(0, 900, (17, rows_of_each)) / 4.0
    merge = buffer(np.sort(times).tolist())
    assert columns_of(merge).soc.tolist() == in_order(merge.rows)


def test_crowd_in_an_instant_is_one_part() -> None:
    """Half of all rows are written at the very first instant, as when all vehicles begin."""
    merge = buffer([[0.0] * 5000 + [1e3 + n for n in range(5000)] for _ in range(4)])
    assert columns_of(merge).soc.tolist() == in_order(merge.rows)


def test_all_rows_at_one_instant() -> None:
    merge = buffer([[3.0] * 6000 for _ in range(3)])
    assert columns_of(merge).soc.tolist() == list(range(18_000))


def test_component_that_wrote_nothing() -> None:
    assert columns_of(buffer([[1.0, 4.0], [], [2.0]])).station.tolist() == [0, 2, 0]


def test_no_rows_are_no_columns() -> None:
    assert columns_of(buffer([[], []])).time.tolist() == []


ROW = {"time": 60.0, "kind": 4, "station": 2, "vehicle": 11, "battery": 12, "soc": 0.25}
ROW |= {"charger": 5, "bay": 6, "wait_s": 900.0, "power_kw": 7.5}


def one_row(drives: int) -> Merge:
    merge = buffer([[60.0]])
    for name, value in {**ROW, "drives": drives}.items():
        as_array(merge.rows)[name] = value
    return merge


def values(columns: LogColumns) -> dict[str, float]:
    return {name: column[0] for name, column in columns._asdict().items()}


def test_row_of_a_station_has_no_drive() -> None:
    found = values(columns_of(one_row(drives=0), drives=True))
    assert np.isnan(found.pop("until"))
    assert found == {**ROW, "origin": -1, "destination": -1}


def test_row_of_a_drive_has_its_places_and_its_end_instead_of_charger_bay_and_wait() -> None:
    found = values(columns_of(one_row(drives=1), drives=True))
    assert np.isnan(found.pop("wait_s"))
    of_drive = {"origin": 5, "destination": 6, "until": 900.0, "charger": -1, "bay": -1}
    assert found == {name: ROW.get(name) for name in found} | of_drive


def test_where_nobody_drives_columns_of_drives_are_left_as_they_are() -> None:
    found = values(columns_of(one_row(drives=0)))
    assert [found[name] for name in DRIVES] == [-7, -7, -7]
    assert (found["charger"], found["bay"], found["wait_s"]) == (5, 6, 900.0)
