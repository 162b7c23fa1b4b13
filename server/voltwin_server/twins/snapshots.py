"""Snapshots of twins: recipe and place, and the twin asleep there. They are kept with their twin.

Only what this server has saved is ever gone on from: a world that others bring is no data but
memory for compiled code.
"""

import shutil
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from voltwin.disk import sync
from voltwin.store.uuid7 import uuid7
from voltwin_server.twins.files import PARTIAL, delete_whole, read_object, write_object, write_whole
from voltwin_server.twins.folder import TwinFolder
from voltwin_server.twins.record import TwinRecord
from voltwin_server.twins.wire import Copied

_ABOUT, _RECIPE, _ASLEEP = "snapshot.json", "recipe.json", "asleep"


@dataclass(frozen=True)
class Snapshot:
    """A snapshot.

    Attributes:
        id: of the snapshot.
        twin: that it is of.
        by: who took it.
        created_at: when, UTC.
        now: where the twin stood [s].
        folder: that it is in.
    """

    id: UUID
    twin: TwinRecord
    by: str
    created_at: datetime
    now: float
    folder: Path

    @property
    def recipe(self) -> str:
        """Return the recipe of the twin as it was.

        Raises:
            OSError: it cannot be read.
        """
        return (self.folder / _RECIPE).read_text(encoding="utf-8")

    @property
    def asleep(self) -> Path:
        """The folder in which the twin sleeps as it was."""
        return self.folder / _ASLEEP


def new_snapshot(
    folder: TwinFolder, twin: TwinRecord, copied: Copied, asleep: Path, *, by: str
) -> Snapshot:
    """Write a snapshot: when this returns, it outlives a power cut, and is whole.

    Args:
        folder: of the twin.
        twin: that it is of.
        copied: the twin as it is.
        asleep: where it sleeps; moved.
        by: who takes it.

    Raises:
        OSError: it cannot be written; nothing is left of it.
    """
    snapshot_id, created_at = uuid7(), datetime.now(UTC)
    folder.snapshots.mkdir(exist_ok=True)
    partial = folder.snapshots / f"{PARTIAL}{snapshot_id}"
    fields = {"by": by, "created_at": created_at.isoformat(), "now": copied.now}
    try:
        partial.mkdir()
        write_whole(partial / _RECIPE, copied.recipe)
        write_object(partial / _ABOUT, fields)
        asleep.rename(partial / _ASLEEP)
        whole = folder.snapshots / str(snapshot_id)
        partial.rename(whole)
        sync(folder.snapshots)
    except BaseException:
        shutil.rmtree(partial, ignore_errors=True)
        raise
    return Snapshot(snapshot_id, twin, by, created_at, copied.now, whole)


def snapshots_of(folder: TwinFolder, twin: TwinRecord) -> Iterator[Snapshot]:
    """Yield the snapshots of a twin, the newest first; those that cannot be read are left out."""
    with suppress(FileNotFoundError):
        for path in sorted(folder.snapshots.iterdir(), reverse=True):
            with suppress(OSError, ValueError, KeyError):
                yield _read(path, twin)


def delete(snapshot: Snapshot) -> None:
    """Delete a snapshot: from now on, or not at all.

    Raises:
        OSError: it cannot be deleted.
    """
    delete_whole(snapshot.folder)


def snapshot_in(folder: TwinFolder, twin: TwinRecord, snapshot_id: UUID) -> Snapshot | None:
    """Return a snapshot of a twin; None if it is none of it."""
    with suppress(OSError, ValueError, KeyError):
        return _read(folder.snapshots / str(snapshot_id), twin)
    return None


def _read(path: Path, twin: TwinRecord) -> Snapshot:
    fields: dict[str, Any] = read_object(path / _ABOUT)
    created_at = datetime.fromisoformat(fields["created_at"])
    return Snapshot(UUID(path.name), twin, fields["by"], created_at, float(fields["now"]), path)
