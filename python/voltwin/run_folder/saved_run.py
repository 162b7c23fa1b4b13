"""A run read back from its folder; tables and log are read when they are first asked for."""

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
from pyarrow import parquet

from voltwin.kpis.kpi_tables import KpiTables
from voltwin.results import Run
from voltwin.run_folder.folder_error import FolderError
from voltwin.run_folder.former_run import EVENTS, EXPLANATION, KPIS, RUN_FILE
from voltwin.scenario.errors import ScenarioError
from voltwin.scenario.files import scenario_of
from voltwin.scenario.scenario import Scenario

_NEEDED = ("scenario", "seed", "replication", "engine", "until_s", "total")
_NUMBERS = {"seed": int, "replication": int, "until_s": int | float}


def read_run(folder: str | os.PathLike[str]) -> Run:
    """Return the run in a folder that `voltwin run` or `voltwin.run` has written.

    Raises:
        FolderError: there is no such folder, it holds no run, or the run's files are damaged.
    """
    place = Path(folder)
    record = _record(place)
    try:
        scenario = scenario_of(record["scenario"])
    except ScenarioError as error:
        raise FolderError(f"{place / RUN_FILE}: scenario: {error}") from error
    kpis = SavedKpis(place / KPIS, scenario)
    return Run(
        scenario,
        record,
        kpis,
        events=saved_table(place / EVENTS),
        explanation=saved_table(place / KPIS / f"{EXPLANATION}.parquet"),
        folder=place,
    )


def saved_table(file: Path) -> Callable[[], pa.Table] | None:
    """Return what reads a table when it is asked for, if its file is there."""
    return (lambda: read_table(file)) if file.is_file() else None


class SavedKpis(KpiTables):
    """The KPIs of a run, read from the Parquet files of its folder."""

    def __init__(self, folder: Path, scenario: Scenario) -> None:
        """Prepare to read the tables in `folder`, of a run of `scenario`."""
        economics = scenario.economics
        super().__init__(
            scenario.target_wait,
            economics.currency if economics else None,
            has_fleet=scenario.fleet is not None,
        )
        self._folder = folder

    def _make(self, name: str) -> pa.Table:
        return read_table(self._folder / f"{name}.parquet")


def _record(folder: Path) -> dict[str, Any]:
    """Return what run.json holds."""
    file = folder / RUN_FILE
    try:
        record = json.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        if not folder.is_dir():
            what = "is a file" if folder.exists() else "there is no such folder"
            raise FolderError(f"{folder}: {what}; name the folder of a run") from None
        if isinstance(error, FileNotFoundError):
            text = f"{folder}: holds no run: {RUN_FILE} is missing{_runs_in(folder)}"
            raise FolderError(text) from None
        raise FolderError(f"{file}: cannot be read: {error.strerror or error}") from None
    except (ValueError, RecursionError) as error:
        raise FolderError(f"{file}: is damaged: {error}") from None
    if not isinstance(record, dict) or "voltwin" not in record:
        raise FolderError(f"{file}: is no record of a run of Voltwin")
    missing = [name for name in _NEEDED if name not in record]
    if not missing and not isinstance(record["scenario"], dict):
        missing = ["fields of the scenario"]
    if missing:
        raise FolderError(f"{file}: is damaged: {', '.join(missing)} missing")
    for name, kind in _NUMBERS.items():
        if isinstance(record[name], bool) or not isinstance(record[name], kind) or record[name] < 0:
            raise FolderError(f"{file}: is damaged: {name} is {record[name]!r}")
    return record


def _runs_in(folder: Path) -> str:
    """Return the runs in a folder of runs, as what may have been meant."""
    runs = sorted(str(file.parent) for file in folder.glob(f"*/{RUN_FILE}"))
    more = ", ..." if len(runs) > 3 else ""
    return f"; did you mean {' or '.join(runs[:3])}{more}?" if runs else ""


def read_table(file: Path) -> pa.Table:
    """Return the table in a Parquet file.

    Raises:
        FolderError: it is missing or damaged.
    """
    try:
        return parquet.read_table(file)
    except FileNotFoundError:
        raise FolderError(f"{file}: is missing; run the scenario again") from None
    except (pa.ArrowException, OSError) as error:
        first = str(error).partition("\n")[0]
        raise FolderError(f"{file}: cannot be read: {first}") from None
