"""What still waits for a store below a folder: left by runs and experiments that have ended, or of
those that go on."""

import json
import os
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal, TypedDict
from uuid import UUID

from voltwin.experiment.folder import OUTBOX, RESULT
from voltwin.experiment.lock import is_held
from voltwin.experiment.saved import is_experiment
from voltwin.experiment.store_file import read_stored
from voltwin.late_delivery import OF_RUN
from voltwin.run_folder.folder_error import FolderError
from voltwin.run_folder.former_run import RUN_FILE
from voltwin.store.outbox.files import waiting


class _Sizes(TypedDict):
    """How much waits, and since when."""

    bytes: int
    since: datetime


@dataclass(frozen=True)
class LeftOver:
    """Parts of a run or an experiment that have not been delivered.

    Attributes:
        folder: that they wait in.
        kind: of what it belongs to: a run, an experiment, or nothing that is known.
        id: of that in the store; None if nothing tells.
        of: folder of its results, whether they are there or not.
        results: the same if they are there and whole, so that all can be delivered from them.
        store: its URL, without a password; None if nothing tells.
        parts: how many wait.
        bytes: of their files, or of the record that tells of them.
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
    """Return what waits in a folder, and in those below it; links to others are not followed.

    Raises:
        OSError: what waits cannot be looked at.
    """
    found: list[LeftOver] = []
    for name, below, _ in os.walk(folder):
        below.sort()
        place = Path(name)
        with suppress(FileNotFoundError):  # delivered meanwhile
            if is_experiment(place):
                found += _of_experiment(place)
            elif not (place.name == OUTBOX and is_experiment(place.parent)):
                found += _of_others(place)
    return found


def _of_experiment(of: Path) -> Iterator[LeftOver]:
    """Yield what waits of an experiment: in its outbox, or by what its result says, as its journal
    has all that an outbox might have lost."""
    parts, said = waiting(of / OUTBOX), _said_of_store(of / RESULT)
    if not parts and "waiting" not in said:
        return
    stored = None
    with suppress(FolderError):
        stored = read_stored(of)
    yield LeftOver(
        folder=of / OUTBOX if parts else of,
        kind="experiment",
        id=stored.experiment_id if stored else None,
        of=of,
        results=of if (of / RESULT).is_file() else None,
        store=stored.store if stored else None,
        parts=len(parts) or int(said["waiting"]),
        **_sizes(parts or [of / RESULT]),
        is_held=is_held(of / OUTBOX),
    )


def _of_others(place: Path) -> Iterator[LeftOver]:
    """Yield what waits in a folder that may be the outbox of a run."""
    parts = waiting(place)
    if not parts:
        return
    run_id, of, said = _run_of(place)
    is_its = run_id is not None and said.get("run_id") == str(run_id)
    yield LeftOver(
        folder=place,
        kind="run" if run_id else "outbox",
        id=run_id,
        of=of,
        results=of if is_its else None,
        store=said["store"] if is_its else None,
        parts=len(parts),
        **_sizes(parts),
        is_held=is_held(place),
    )


def _run_of(place: Path) -> tuple[UUID | None, Path, dict[str, Any]]:
    """Return which run an outbox is of by its name, the folder of that run's results, and what
    these say of the store."""
    name, mark, text = place.name.rpartition(OF_RUN)
    with suppress(ValueError):
        if mark:
            of = place.with_name(name)
            return UUID(text), of, _said_of_store(of / RUN_FILE)
    return None, place, {}


def _sizes(files: Sequence[Path]) -> _Sizes:
    states = [file.stat() for file in files]
    return _Sizes(
        bytes=sum(state.st_size for state in states),
        since=datetime.fromtimestamp(min(state.st_mtime for state in states), UTC),
    )


def _said_of_store(record: Path) -> dict[str, Any]:
    """Return what the record of a run or an experiment says about its store; nothing, if there is
    no such record."""
    with suppress(OSError, ValueError, RecursionError):
        plain = json.loads(record.read_text(encoding="utf-8"))
        if isinstance(plain, dict) and isinstance(plain.get("stored"), dict):
            return dict(plain["stored"])
    return {}
