"""What still waits for a store below a folder: left by runs and experiments that have ended, or of
those that go on."""

import json
import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal
from uuid import UUID

from voltwin.experiment.folder import OUTBOX, RESULT
from voltwin.experiment.saved import is_experiment
from voltwin.experiment.store_file import read_stored
from voltwin.late_delivery import OF_RUN
from voltwin.run_folder.folder_error import FolderError
from voltwin.run_folder.former_run import RUN_FILE
from voltwin.store.outbox.files import is_held, waiting


@dataclass(frozen=True)
class LeftOver:
    """An outbox with parts that have not been delivered.

    Attributes:
        folder: of the outbox.
        kind: of what it belongs to: a run, an experiment, or nothing that is known.
        id: of that in the store; None if nothing tells.
        of: folder of its results, whether they are there or not.
        results: the same if they are there and whole, so that all can be delivered from them.
        store: its URL, without a password; None if nothing tells.
        parts: how many wait.
        bytes: of their files.
        since: when the oldest was written, UTC.
        is_held: a process goes on with it.
    """

    folder: Path
    kind: Literal["run", "experiment", "outbox"]
    id: UUID | None
    of: Path
    results: Path | None
    store: str | None
    parts: int
    bytes: int
    since: datetime
    is_held: bool


def left_over_in(folder: Path) -> list[LeftOver]:
    """Return the outboxes in a folder, and in those below it, in which something waits; links to
    other folders are not followed.

    Raises:
        OSError: what waits cannot be looked at.
    """
    found: list[LeftOver] = []
    for place, below, _ in os.walk(folder):
        below.sort()
        with suppress(FileNotFoundError):  # delivered meanwhile
            found += _outbox_in(Path(place))
    return found


def _outbox_in(place: Path) -> Iterator[LeftOver]:
    parts = waiting(place)
    if not parts:
        return
    states = [part.stat() for part in parts]
    kind, own, of, results, store = _owner(place)
    yield LeftOver(
        folder=place,
        kind=kind,
        id=own,
        of=of,
        results=results,
        store=store,
        parts=len(parts),
        bytes=sum(state.st_size for state in states),
        since=datetime.fromtimestamp(min(state.st_mtime for state in states), UTC),
        is_held=is_held(place),
    )


def _owner(
    place: Path,
) -> tuple[Literal["run", "experiment", "outbox"], UUID | None, Path, Path | None, str | None]:
    """Return what an outbox belongs to: kind, id, folder, the same if its results are there, and
    URL of the store."""
    of = place.parent
    if place.name == OUTBOX and is_experiment(of):
        results = of if (of / RESULT).is_file() else None
        with suppress(FolderError):
            if stored := read_stored(of):
                return "experiment", stored.experiment_id, of, results, stored.store
        return "experiment", None, of, results, None
    name, mark, text = place.name.rpartition(OF_RUN)
    with suppress(ValueError):
        if mark:
            own, of = UUID(text), place.with_name(name)
            said = _said_of_store(of)
            is_its = said.get("run_id") == str(own)
            return "run", own, of, of if is_its else None, said.get("store") if is_its else None
    return "outbox", None, place, None, None


def _said_of_store(results: Path) -> dict[str, Any]:
    """Return what the record of a run says about its store; nothing, if there is no such record."""
    with suppress(OSError, ValueError, RecursionError):
        record = json.loads((results / RUN_FILE).read_text(encoding="utf-8"))
        if isinstance(record, dict) and isinstance(record.get("stored"), dict):
            return dict(record["stored"])
    return {}
