"""An experiment read back from its folder: its tables at once, its runs when asked for."""

import json
import os
from pathlib import Path
from typing import Any

from voltwin.experiment.experiment import Experiment
from voltwin.experiment.experiment_file import EXPERIMENT, read_experiment
from voltwin.experiment.folder import RESULT, TABLES
from voltwin.experiment.outcome import names_of_runs, reader
from voltwin.experiment.plan import Plan
from voltwin.run_folder.folder_error import FolderError
from voltwin.run_folder.saved_run import read_table
from voltwin.scenario.errors import ScenarioError


def is_experiment(folder: str | os.PathLike[str]) -> bool:
    """Return whether a folder is that of an experiment, finished or not."""
    return (Path(folder) / EXPERIMENT).is_file()


def load_experiment(folder: str | os.PathLike[str]) -> Experiment:
    """Return the experiment in a folder.

    Raises:
        FolderError: it holds none, one that is not finished, or a damaged one.
    """
    place = Path(folder)
    plan = read_plan(place)
    record = read_result(place)
    tables = {
        file.stem: read_table(file)
        for name in record["tables"]
        for file in [place / TABLES / f"{name}.parquet"]
    }
    return Experiment(plan, tables, record, reader(place), names_of_runs(plan), place)


def read_plan(folder: Path) -> Plan:
    """Return the plan of the experiment in a folder.

    Raises:
        FolderError: there is none, or it is damaged.
    """
    plain = read_experiment(folder)["plan"]
    try:
        return Plan.from_dict(plain)
    except (ScenarioError, KeyError, TypeError, ValueError) as error:
        raise FolderError(f"{folder / EXPERIMENT}: is damaged: {error}") from None


def read_result(folder: Path) -> dict[str, Any]:
    """Return what result.json holds.

    Raises:
        FolderError: there is none, as the experiment is not finished; or it is damaged.
    """
    file = folder / RESULT
    try:
        record = json.loads(file.read_text(encoding="utf-8"))
        record["tables"]
    except FileNotFoundError:
        raise FolderError(
            f"{folder}: holds an experiment that is not finished; go on with --resume, or see how "
            f"far it is with: voltwin monitor {folder}"
        ) from None
    except OSError as error:
        raise FolderError(f"{file}: cannot be read: {error.strerror or error}") from None
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise FolderError(f"{file}: is damaged: {error}") from None
    return dict(record)
