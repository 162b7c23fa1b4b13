"""Whether scenario.yaml in a run's folder is still what ran: people change or delete it."""

from enum import Enum, auto
from pathlib import Path
from typing import TYPE_CHECKING

from voltwin.run_folder.former_run import RUN_FILE, SCENARIO
from voltwin.scenario.errors import ScenarioError
from voltwin.scenario.files import load
from voltwin.scenario.text_files import read_text
from voltwin.scenario.yaml_text import TextError, read_yaml

if TYPE_CHECKING:
    from voltwin.results import Run


class ScenarioFile(Enum):
    """What scenario.yaml of a run is by now."""

    AS_RUN = auto()  # comments and layout may differ
    CHANGED = auto()
    GONE = auto()
    NO_FOLDER = auto()  # the run is in memory


def scenario_file(run: "Run") -> ScenarioFile:
    """Return what scenario.yaml in a run's folder is by now."""
    if run.folder is None:
        return ScenarioFile.NO_FOLDER
    file = run.folder / SCENARIO
    if not file.is_file():
        return ScenarioFile.GONE
    if just_written(run):
        return ScenarioFile.AS_RUN
    return ScenarioFile.AS_RUN if _holds(file, run) else ScenarioFile.CHANGED


def just_written(run: "Run") -> bool:
    """Return whether a run is being written right now: its record comes last."""
    if run.folder is None or (run.folder / RUN_FILE).exists():
        return False
    return (run.folder / SCENARIO).is_file()


def _holds(file: Path, run: "Run") -> bool:
    """Does a file hold the scenario that ran? To check all of it takes far longer than to read it,
    and what nobody has touched has the very fields of the record."""
    try:
        same = read_yaml(read_text(file)) == run.record["scenario"]
        return same or load(file) == run.scenario
    except (ScenarioError, TextError):
        return False
