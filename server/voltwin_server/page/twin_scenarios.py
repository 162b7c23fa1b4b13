"""The scenarios of twins in full, for whoever asks about one again and again."""

from collections import OrderedDict
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Any
from uuid import UUID

from voltwin.scenario.extended import extended
from voltwin.store.rows.scenario_rows import config_of, digest_of
from voltwin.twin.recipe_text import recipe_of
from voltwin_server.problems import NOT_FOUND, ProblemError
from voltwin_server.scenarios import Base
from voltwin_server.twins.files import read_object
from voltwin_server.twins.folder import TwinFolder
from voltwin_server.twins.journal import entries
from voltwin_server.twins.recipes import MADE

_KEPT = 4  # in memory: one of a large city takes some 10 MB


@dataclass(frozen=True)
class TwinNow:
    """What a twin is made of now.

    Attributes:
        base: its scenario with all that has been made of it.
        own: interventions that the scenario had when the twin began, as they were given.
        made: what has been made of it, in that order: number, by, wall, what.
        lines: of its journal that are in it.
        written: the size of its journal, and when it was written to; None without one.
    """

    base: Base
    own: tuple[dict[str, Any], ...]
    made: tuple[dict[str, Any], ...]
    lines: int
    written: tuple[int, int] | None


class TwinScenarios:
    """What twins are made of, with all that has been made of them. Threads may share it.

    A journal is read when it has been written to, from where it was read to before: commands that
    make nothing, such as a seek, cost a look at the file.
    """

    def __init__(self) -> None:
        """Have none in memory."""
        self._lock = Lock()
        self._kept: OrderedDict[UUID, TwinNow] = OrderedDict()

    def get(self, twin_id: UUID, folder: TwinFolder) -> TwinNow:
        """Return what a twin is made of now.

        Args:
            twin_id: of the twin.
            folder: of it.

        Raises:
            ProblemError: it has been deleted meanwhile.
            OSError: a file cannot be read.
            ValueError: one is damaged.
        """
        with self._lock:
            kept = self._kept.get(twin_id)
        try:
            folder.path.stat()
            written = _written(folder.journal)
            now = kept if kept and kept.written == written else _read(folder, kept, written)
        except FileNotFoundError:
            if folder.path.exists():
                raise
            raise ProblemError(NOT_FOUND, "There is no twin of this id.") from None
        with self._lock:
            self._kept[twin_id] = now
            self._kept.move_to_end(twin_id)
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        return now


def _read(folder: TwinFolder, kept: TwinNow | None, written: tuple[int, int] | None) -> TwinNow:
    """Return what a twin is made of, read on from what was kept of it, if that still stands."""
    now = kept if kept and _goes_on(kept.written, written) else _began(folder)
    # Looked at before it is read: what comes meanwhile is in it, and the next who asks reads on.
    lines = list(entries(folder.journal, after=now.lines))
    made = [one for line in lines for one in line.get(MADE) or ()]
    base = now.base
    if made:
        scenario = extended(base.scenario, [one["what"] for one in made])
        base = Base(scenario, digest_of(config_of(scenario)))
    return TwinNow(base, now.own, (*now.made, *made), now.lines + len(lines), written)


def _began(folder: TwinFolder) -> TwinNow:
    """Return what a twin began with."""
    fields = read_object(folder.recipe)
    scenario = recipe_of(fields).scenario_in_full()
    own = tuple(fields["scenario"].get("interventions") or ())
    return TwinNow(
        Base(scenario, digest_of(config_of(scenario))), own, tuple(fields[MADE]), 0, None
    )


def _goes_on(before: tuple[int, int] | None, now: tuple[int, int] | None) -> bool:
    """Return whether lines that were read still stand: one that could not be kept is taken back."""
    return before is None or (now is not None and now[0] >= before[0])


def _written(file: Path) -> tuple[int, int] | None:
    try:
        found = file.stat()
    except FileNotFoundError:
        return None
    return found.st_size, found.st_mtime_ns
