"""Tables as CSV, however large."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa

from voltwin.report.whole_file import whole_file
from voltwin.run_folder.csv_file import write_csv as write_table_csv
from voltwin.run_folder.folder_error import FolderError

if TYPE_CHECKING:
    from voltwin.results import Run


def write_csv(run: "Run", folder: Path) -> list[Path]:
    """Write each KPI table as a CSV file of its name, and return the files.

    Raises:
        FolderError: the folder or a file cannot be written.
    """
    return write_tables(run.table, run.kpis.tables, folder)


def write_tables(
    table: Callable[[str], pa.Table], names: Iterable[str], folder: Path
) -> list[Path]:
    """Write tables as CSV files of their names, one after the other, and return the files.

    Args:
        table: returns the table of a name.
        names: of the tables.
        folder: to write into, made if there is none.

    Raises:
        FolderError: the folder or a file cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise FolderError(f"{folder}: cannot be made: {error.strerror or error}") from error
    files = []
    for name in names:
        file = folder / f"{name}.csv"
        with whole_file(file) as partial:
            write_table_csv(table(name), partial)
        files.append(file)
    return files
