"""The folder of a twin: what it is, its recipe, its journal, where it stands, how it sleeps."""

import shutil
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from uuid import UUID

from voltwin.disk import sync
from voltwin_server.twins.files import PARTIAL, delete_whole, read_object, write_object, write_whole
from voltwin_server.twins.journal import entries
from voltwin_server.twins.record import Position, TwinRecord

_TWIN, _RECIPE, _JOURNAL, _POSITION = "twin.json", "recipe.json", "commands.jsonl", "position.json"
_ASLEEP, _SNAPSHOTS, _FORECASTS = "asleep", "snapshots", "forecasts"


@dataclass(frozen=True)
class TwinFolder:
    """The files of a twin. `recipe` is as the twin began: what has been done since is in the
    journal."""

    path: Path

    @property
    def id(self) -> UUID:
        """Of the twin."""
        return UUID(self.path.name)

    def told(self, error: Exception) -> str:
        """Return what is wrong with the files, for people who need not know where they are."""
        return str(error).replace(f"{self.path}/", "")

    @property
    def recipe(self) -> Path:
        """The recipe that it began with; never written again."""
        return self.path / _RECIPE

    @property
    def journal(self) -> Path:
        """What has been done to it."""
        return self.path / _JOURNAL

    @property
    def asleep(self) -> Path:
        """The folder in which it sleeps; without one it is simulated anew."""
        return self.path / _ASLEEP

    @property
    def snapshots(self) -> Path:
        """The folder of its snapshots."""
        return self.path / _SNAPSHOTS

    @property
    def forecasts(self) -> Path:
        """The folder of forecasts that were made of it, and of their scores."""
        return self.path / _FORECASTS

    def record(self) -> TwinRecord:
        """Return what it is.

        Raises:
            OSError: it cannot be read.
            ValueError: it is damaged.
        """
        record = TwinRecord.of_fields(read_object(self.path / _TWIN))
        if str(record.id) != self.path.name:
            raise ValueError(f"{self.path / _TWIN}: is of another twin, {record.id}")
        return record

    def write_record(self, record: TwinRecord) -> None:
        """Write what it is, over what it was.

        Raises:
            OSError: it cannot be written; it stays as it was.
        """
        write_object(self.path / _TWIN, record.as_fields())

    def position(self) -> Position:
        """Return where it stands: as the last command left it, or later where it has played on.

        Raises:
            OSError: its journal cannot be read.
            ValueError: its journal is damaged.
        """
        position = Position()
        with suppress(OSError, ValueError, TypeError):  # then the journal alone tells
            position = Position(**read_object(self.path / _POSITION))
        for entry in entries(self.journal, after=position.number):
            speed = entry.get("speed", position.speed)
            now, number = entry["now"], entry["number"]
            reached = max(now, position.reached)
            position = replace(position, now=now, speed=speed, number=number, reached=reached)
        return position

    def write_position(self, position: Position, *, sync: bool) -> None:
        """Write where it stands.

        Raises:
            OSError: it cannot be written; it stays as it was.
        """
        write_object(self.path / _POSITION, asdict(position), sync=sync)


def new_folder(
    twins: Path, record: TwinRecord, recipe: str, position: Position, asleep: Path | None = None
) -> TwinFolder:
    """Write the folder of a new twin: when this returns, it outlives a power cut, and is whole.

    Args:
        twins: the folder of all of them.
        record: what it is.
        recipe: that it begins with.
        position: where it stands.
        asleep: a folder in which it sleeps there, which is moved; else it is simulated anew.

    Raises:
        OSError: it cannot be written; nothing is left of it.
    """
    partial = TwinFolder(twins / f"{PARTIAL}{record.id}")
    try:
        partial.path.mkdir()
        partial.write_record(record)
        write_whole(partial.recipe, recipe)
        partial.write_position(position, sync=True)
        if asleep is not None:
            asleep.rename(partial.asleep)
        whole = TwinFolder(twins / str(record.id))
        partial.path.rename(whole.path)
        sync(twins)
    except BaseException:
        shutil.rmtree(partial.path, ignore_errors=True)
        raise
    return whole


def delete_folder(folder: TwinFolder) -> None:
    """Delete a twin: from now on, or not at all.

    Raises:
        OSError: it cannot be deleted.
    """
    delete_whole(folder.path)


def folders_in(twins: Path) -> Iterator[TwinFolder]:
    """Yield the folders of twins, the oldest first; clear away twins and snapshots that never were,
    or are deleted. What is not named by an id is no twin's."""
    _clear(twins)
    for path in sorted(twins.iterdir()):
        with suppress(ValueError):
            if str(UUID(path.name)) == path.name:
                folder = TwinFolder(path)
                _clear(folder.snapshots)
                yield folder


def _clear(folder: Path) -> None:
    """Delete what was being written, or deleted, when that was interrupted."""
    with suppress(OSError):  # there is none
        for path in folder.iterdir():
            if path.name.startswith(PARTIAL):
                shutil.rmtree(path, ignore_errors=True)
