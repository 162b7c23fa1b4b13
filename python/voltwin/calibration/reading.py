"""A log read from a file: times, and the columns beside them that calibration knows."""

import math
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np

from voltwin.calibration.cells import Cells, read_cells
from voltwin.calibration.columns import columns_of, seconds_in
from voltwin.calibration.log import Floats, Log
from voltwin.importing.start import offset_of
from voltwin.scenario.cells import number_of, text_of
from voltwin.scenario.curve_files import LEAST_PERCENT
from voltwin.scenario.errors import ScenarioError

_EXAMPLE = "a date and time such as 2026-01-05 06:30:00, or with an offset such as +08:00 behind"
_LONGEST_S = 30 * 86400.0  # of a service


@dataclass(frozen=True, kw_only=True)
class HowToRead:
    """What a user tells about a log.

    Attributes:
        columns: of fields, where their names do not tell; None for a field that is in no column.
        where: values of columns; rows with others are left out.
        utc_offset: of local time, such as "+08:00"; times with another offset are moved to it.
        skip_bad_rows: leave out rows that cannot be read, instead of refusing the log.
    """

    columns: Mapping[str, str | None] = field(default_factory=dict)
    where: Mapping[str, Any] = field(default_factory=dict)
    utc_offset: str | None = None
    skip_bad_rows: bool = False


def read_log(file: Path, how: HowToRead) -> Log:
    """Return the log in a CSV or Parquet file.

    Raises:
        ScenarioError: the file cannot be read, or a column or a row is wrong; one line each.
    """
    cells = read_cells(file, how.where)
    columns = columns_of(str(file), list(cells.columns), how.columns)
    rows = _Rows(cells, columns)
    offset = None if how.utc_offset is None else offset_of(how.utc_offset).utcoffset(None)
    at, offsets = rows.times("time", offset)
    service = _service(rows, columns, offset)
    soc, soc_notes = _soc(rows, columns)
    wrong = [*cells.broken, *rows.wrong.values()]
    if wrong and not how.skip_bad_rows:
        raise ScenarioError(wrong)
    good = np.array([row not in rows.wrong for row in range(cells.rows)], bool)
    if not good.any():
        raise ScenarioError([*wrong, f"{file}: no row is left"])
    log = Log.of(
        at[good],
        stations=_stations(cells, columns, good),
        soc=None if soc is None else soc[good],
        service_s=None if service is None else service[good],
        name=file.name.partition(".")[0],
    )
    kept = [offsets[row] for row in np.flatnonzero(good)]
    common, notes = _offset(kept, offset)
    skipped = [f"{len(wrong):,} rows could not be read, and are left out."] if wrong else []
    said = (*_columns_said(columns), *notes, *soc_notes, *skipped)
    return Log(log.at, log.stations, log.station, log.soc, log.service_s, common, log.name, said)


class _Rows:
    """Cells as values; what is wrong with a row is kept by its number."""

    def __init__(self, cells: Cells, columns: Mapping[str, str]) -> None:
        self._cells, self._columns = cells, columns
        self.wrong: dict[int, str] = {}

    def times(
        self, name: str, offset: timedelta | None
    ) -> tuple[np.ndarray[Any, Any], list[timedelta | None]]:
        """Return local times of a field, NaT for none, and their offsets from UTC."""
        column = self._columns[name]
        found, offsets = [], []
        for row, cell in enumerate(self._cells.columns[column]):
            time = self._time(row, column, cell, required=name == "time")
            own = None if time is None else time.utcoffset()
            if time is not None and own is not None and offset is not None:
                time = time + (offset - own)
            offsets.append(own)
            found.append(None if time is None else time.replace(tzinfo=None))
        return np.array(found, "datetime64[s]"), offsets

    def _time(self, row: int, column: str, cell: Any, *, required: bool) -> datetime | None:
        text = text_of(cell)
        if isinstance(cell, datetime):
            return cell
        if not text and not required:
            return None
        try:
            return datetime.fromisoformat(text)
        except ValueError:
            said = f'"{text}" is no time; {_EXAMPLE} is expected' if text else "has no time"
            self._refuse(row, column, said)
            return None

    def numbers(self, name: str, problem: Callable[[float], str]) -> Floats:
        """Return numbers of a field, NaN for none.

        Args:
            name: of the field.
            problem: what is wrong with a number; empty for nothing.
        """
        column = self._columns[name]
        found = np.full(self._cells.rows, math.nan)
        for row, cell in enumerate(self._cells.columns[column]):
            text = text_of(cell)
            if not text or text.lower() == "nan":
                continue
            number = number_of(text.removesuffix("%").strip())
            if number is None:
                self._refuse(row, column, f'"{text}" is no number')
            elif said := problem(number):
                self._refuse(row, column, f"{text} {said}")
            else:
                found[row] = number
        return found

    def refuse(self, row: int, name: str, text: str) -> None:
        """Tell what is wrong with a field of a row."""
        self._refuse(row, self._columns[name], text)

    def _refuse(self, row: int, column: str, text: str) -> None:
        self.wrong.setdefault(row, f'{self._cells.place(row)}: column "{column}": {text}')


def _service(rows: _Rows, columns: Mapping[str, str], offset: timedelta | None) -> Floats | None:
    """Return how long services took [s], if columns tell."""
    if "duration" in columns:
        unit_s = seconds_in(columns["duration"]) or 1.0

        def problem(value: float) -> str:
            in_range = 0.0 <= value * unit_s <= _LONGEST_S
            return "" if in_range else "is no duration from 0 to 30 days"

        return np.asarray(rows.numbers("duration", problem) * unit_s)
    if "end" not in columns:
        return None
    begun, begin_offsets = rows.times("begin" if "begin" in columns else "time", offset)
    ended, end_offsets = rows.times("end", offset)
    seconds: Floats = (ended - begun).astype("timedelta64[s]").astype(np.float64)
    seconds[np.isnat(ended) | np.isnat(begun)] = math.nan
    if offset is None:  # where daylight saving begins or ends in between
        pairs = zip(begin_offsets, end_offsets, strict=True)
        shift = [_seconds(a, b) for a, b in pairs]
        seconds = np.asarray(seconds + np.array(shift))
    for row in np.flatnonzero((seconds < 0.0) | (seconds > _LONGEST_S)):
        why = "is before it began" if seconds[row] < 0.0 else "is more than 30 days after it began"
        rows.refuse(int(row), "end", why)
    return seconds


def _seconds(begin: timedelta | None, end: timedelta | None) -> float:
    """Return by how much longer something took than its local times say [s]."""
    return 0.0 if begin is None or end is None else (begin - end).total_seconds()


def _soc(rows: _Rows, columns: Mapping[str, str]) -> tuple[Floats | None, list[str]]:
    """Return states of charge as fractions, if a column tells them, and what was assumed."""
    if "soc" not in columns:
        return None, []

    def problem(value: float) -> str:
        return "" if 0.0 <= value <= 100.0 else "is no state of charge from 0 to 1, or to 100 %"

    soc = rows.numbers("soc", problem)
    most = float(np.nanmax(soc, initial=0.0))
    if most <= 1.0:
        return soc, []
    if most < LEAST_PERCENT:
        told = f'column "{columns["soc"]}": the largest is {most:g}: neither fractions nor percent'
        raise ScenarioError([told])
    return soc / 100.0, [f'Column "{columns["soc"]}" is taken as percent.']


def _stations(
    cells: Cells, columns: Mapping[str, str], good: np.ndarray[Any, Any]
) -> list[str] | None:
    if "station" not in columns:
        return None
    names = [text_of(cell) or "unknown" for cell in cells.columns[columns["station"]]]
    return [name for name, kept in zip(names, good, strict=True) if kept]


def _offset(
    offsets: Sequence[timedelta | None], told: timedelta | None
) -> tuple[int | None, list[str]]:
    """Return the offset of local time from UTC [s], and what to mind about it."""
    if told is not None:
        return int(told.total_seconds()), []
    counts = Counter(offsets)
    common = counts.most_common(1)[0][0]
    notes = []
    if len(counts) > 1:
        notes.append(
            f"Rows have {len(counts)} offsets from UTC, as with daylight saving time: hours are "
            "local as they are written; a scenario has one offset."
        )
    if common == timedelta(0):
        notes.append(
            "Times are in UTC. If that is not local time, hours are wrong: --utc-offset +08:00 "
            "moves them."
        )
    return (None if common is None else int(common.total_seconds())), notes


def _columns_said(columns: Mapping[str, str]) -> list[str]:
    """Return which columns were taken, and what they mean for service times."""
    taken = ", ".join(f'{name} from "{column}"' for name, column in columns.items())
    found = [f"Columns: {taken}."]
    if "duration" in columns and seconds_in(columns["duration"]) is None:
        found.append(f'Column "{columns["duration"]}" names no unit: seconds are assumed.')
    if "end" in columns and "duration" not in columns and "begin" not in columns:
        found.append(
            f'Service is from "{columns["time"]}" to "{columns["end"]}": a wait before it began '
            "would be part of it."
        )
    if columns.get("begin") == columns["time"]:
        found.append("No column tells the arrival: the begin of service stands for it.")
    return found
