"""The tables of an experiment as CSV, and its runs."""

from pathlib import Path
from typing import TYPE_CHECKING

from voltwin.report.csv_files import write_tables

if TYPE_CHECKING:
    from voltwin.experiment.experiment import Experiment


def write_csv(experiment: "Experiment", folder: Path) -> list[Path]:
    """Write each table, those of all runs too, as a CSV file of its name; return the files.

    Raises:
        FolderError: the folder or a file cannot be written.
    """
    return write_tables(experiment.table, experiment.names, folder)
