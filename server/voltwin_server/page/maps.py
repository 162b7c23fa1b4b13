"""Maps as they are sent: made and packed once for all who look at the same scenario."""

from collections import OrderedDict
from threading import Lock

from pydantic_core import to_json

from voltwin.scenario.street_map import map_of
from voltwin_server.page.files import PageFile
from voltwin_server.scenarios import Base

_KEPT = 8  # that of a large city has 300 kB
_MEDIA_TYPE = "application/json"


class Maps:
    """Maps of scenarios. Threads may share it."""

    def __init__(self) -> None:
        """Have none in memory."""
        self._lock = Lock()
        self._kept: OrderedDict[str, PageFile] = OrderedDict()

    def get(self, base: Base) -> PageFile:
        """Return the map of a scenario, see `map_of`."""
        with self._lock:
            kept = self._kept.get(base.digest)
        found = kept or PageFile(to_json(map_of(base.scenario)), _MEDIA_TYPE)
        with self._lock:
            self._kept[base.digest] = found
            self._kept.move_to_end(base.digest)
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        return found
