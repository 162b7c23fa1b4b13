"""Which folder a run may take the place of: an empty one, or one that holds a former run alone."""

import json
from collections.abc import Iterator
from pathlib import Path

from voltwin.kpis.kpi_tables import FLEET_TABLES, TABLES
from voltwin.run_folder.folder_error import FolderError

EVENTS, KPIS, SCENARIO, RUN_FILE = "events.parquet", "kpis", "scenario.yaml", "run.json"
REPORT_HTML, REPORT_PDF = "report.html", "report.pdf"
EXPLANATION = "explanation"

_FILES = {EVENTS, SCENARIO, RUN_FILE, REPORT_HTML, REPORT_PDF}
_KPI_FILES = {
    f"{name}.{ending}"
    for name in (*TABLES, *FLEET_TABLES, EXPLANATION)
    for ending in ("parquet", "csv")
}


def refuse_others(folder: Path, place: Path) -> None:
    """Refuse a folder that a run cannot take the place of.

    Args:
        folder: as the user calls it.
        place: the same, resolved.

    Raises:
        FolderError: it is a file, the current folder or one that contains it, a link that leads
            nowhere, or holds other files.
        OSError: it cannot be looked at.
    """
    if place.is_symlink():  # resolved, and still a link
        raise FolderError(f"{folder}: is a link that leads back to itself; name another folder")
    if place == Path.cwd() or place in Path.cwd().parents:
        raise FolderError(
            f"{folder}: is the current folder, or contains it; name another one for the results"
        )
    if place.exists() and not place.is_dir():
        raise FolderError(f"{folder}: is a file; name a folder for the results")
    if not place.is_dir():
        return
    for foreign in _foreign(place):
        raise FolderError(
            f"{folder}: holds {foreign.relative_to(place)}, which is no part of a run and would be "
            "lost; move it away, or name another folder"
        )


def _is_run(file: Path) -> bool:
    try:
        record = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):  # the last one from [[[[...
        return False
    return isinstance(record, dict) and "voltwin" in record


def _foreign(folder: Path) -> Iterator[Path]:
    """Yield what a run has not written; without a run's run.json, that is everything."""
    former = _is_run(folder / RUN_FILE)
    for entry in sorted(folder.iterdir()):
        if former and entry.name == KPIS and entry.is_dir():
            yield from (file for file in sorted(entry.iterdir()) if not _is_one(file, _KPI_FILES))
        elif not former or not _is_one(entry, _FILES):
            yield entry


def _is_one(entry: Path, names: set[str]) -> bool:
    """Is it a file of one of these names? A folder of that name may hold anything."""
    return entry.name in names and entry.is_file()
