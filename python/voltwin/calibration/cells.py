"""The cells of a log, CSV or Parquet, packed or not, as columns with the place of each row."""

import gzip
import zlib
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from voltwin.importing.encodings import text_in
from voltwin.scenario.cells import matches
from voltwin.scenario.errors import ScenarioError
from voltwin.scenario.names import did_you_mean
from voltwin.scenario.table_files import read_table
from voltwin.scenario.text_files import read_bytes

_MOST_BYTES = 2**30  # of an unpacked file
_PARQUET, _GZIP = b"PAR1", b"\x1f\x8b"


class Cells(NamedTuple):
    """Columns of a table."""

    columns: Mapping[str, Sequence[Any]]
    rows: int
    place: Callable[[int], str]  # of a row, for messages
    broken: list[str]  # one line for each row that cannot be read


def read_cells(file: Path, where: Mapping[str, Any]) -> Cells:
    """Return the cells of the rows whose columns have the wanted values.

    Raises:
        ScenarioError: there is no such file, it is no table, or no row is left.
    """
    content = read_bytes(file)
    cells = _parquet(file) if content.startswith(_PARQUET) else _csv(file, content)
    for name in where:
        if name not in cells.columns:
            hint = did_you_mean(name, cells.columns)
            raise ScenarioError([f'{file}: has no column "{name}"{hint}'])
    kept = [
        row
        for row in range(cells.rows)
        if all(matches(cells.columns[name][row], wanted) for name, wanted in where.items())
    ]
    if not kept and not cells.broken:
        left = "no row is left by `where`" if cells.rows else "has no rows"
        raise ScenarioError([f"{file}: {left}"])
    if len(kept) == cells.rows:
        return cells
    columns = {name: [column[row] for row in kept] for name, column in cells.columns.items()}
    return Cells(columns, len(kept), lambda row: cells.place(kept[row]), cells.broken)


def _csv(file: Path, content: bytes) -> Cells:
    unpacked = file.with_suffix("") if _is_packed(content) else file
    table = read_table(unpacked, _text(file, content))
    columns = {name: [row.cells[name] for row in table.rows] for name in table.columns if name}
    return Cells(columns, len(table.rows), lambda row: table.rows[row].place, table.broken)


def _is_packed(content: bytes) -> bool:
    return content.startswith(_GZIP)


def _text(file: Path, content: bytes) -> str:
    if _is_packed(content):
        try:
            with gzip.open(file) as packed:
                content = packed.read(_MOST_BYTES + 1)
        except (OSError, EOFError, zlib.error) as error:
            raise ScenarioError([f"{file}: cannot be unpacked: {error}"]) from None
        if len(content) > _MOST_BYTES:
            raise ScenarioError([f"{file}: is more than {_MOST_BYTES >> 20} MiB unpacked"])
    return text_in(file, content).text


def _parquet(file: Path) -> Cells:
    import pyarrow as pa
    from pyarrow import parquet

    try:
        table = parquet.read_table(file)
    except (OSError, pa.ArrowException) as error:
        raise ScenarioError([f"{file}: cannot be read as Parquet: {error}"]) from None
    columns = {name: table.column(name).to_pylist() for name in table.column_names}
    return Cells(columns, table.num_rows, lambda row: f"{file}: row {row + 1}", [])
