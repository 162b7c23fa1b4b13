"""The KPI tables of a run as CSV, however large."""

from pathlib import Path
from typing import TYPE_CHECKING

from voltwin.report.whole_file import whole_file
from voltwin.store.csv_file import write_csv as write_table_csv
from voltwin.store.folder_error import FolderError

if TYPE_CHECKING:
    from voltwin.results import Run


def write_csv(run: "Run", folder: Path) -> list[Path]:
    """Write each KPI table as a CSV file of its name, and return the files.

    Raises:
        FolderError: the folder or a file cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise FolderError(f"{folder}: cannot be made: {error.strerror or error}") from error
    names = run.kpis.tables
    files = [folder / f"{name}.csv" for name in names]
    for name, file in zip(names, files, strict=True):
        with whole_file(file) as partial:
            write_table_csv(run.table(name), partial)
    return files
