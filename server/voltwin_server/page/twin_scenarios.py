"""The scenarios of twins in full, for whoever asks about one again and again."""

from collections import OrderedDict
from threading import Lock
from uuid import UUID

from voltwin.store.rows.scenario_rows import config_of, digest_of
from voltwin.twin.recipe_text import recipe_of
from voltwin_server.problems import NOT_FOUND, ProblemError
from voltwin_server.scenarios import Base
from voltwin_server.twins.folder import TwinFolder
from voltwin_server.twins.recipes import made_since, recipe_fields

_KEPT = 4  # in memory: one of a large city takes some 10 MB


class TwinScenarios:
    """What twins are made of, with all that has been made of them. Threads may share it."""

    def __init__(self) -> None:
        """Have none in memory."""
        self._lock = Lock()
        self._kept: OrderedDict[tuple[UUID, int], Base] = OrderedDict()

    def get(self, twin_id: UUID, folder: TwinFolder) -> Base:
        """Return the scenario of a twin as it is now.

        Args:
            twin_id: of the twin.
            folder: of it.

        Raises:
            ProblemError: it has been deleted meanwhile.
        """
        try:
            key = twin_id, len(made_since(folder.journal))
            with self._lock:
                kept = self._kept.get(key)
            base = kept or _read(folder)
        except FileNotFoundError:
            raise ProblemError(NOT_FOUND, "There is no twin of this id.") from None
        with self._lock:
            self._kept[key] = base
            self._kept.move_to_end(key)
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        return base


def _read(folder: TwinFolder) -> Base:
    scenario = recipe_of(recipe_fields(folder)).scenario_in_full()
    return Base(scenario, digest_of(config_of(scenario)))
