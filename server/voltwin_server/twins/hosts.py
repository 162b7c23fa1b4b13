"""The processes that have twins: started when they are needed, each with about as many."""

from collections.abc import Callable
from time import monotonic

from voltwin_server.jobs.begin import Life
from voltwin_server.logs import FIELDS, LOG
from voltwin_server.twins.link import Link
from voltwin_server.twins.wire import Told


class Hosts:
    """The processes. Used in one event loop."""

    def __init__(
        self,
        most: int,
        life: Life,
        *,
        json_logs: bool,
        on_told: Callable[[Link, Told], None],
        on_died: Callable[[Link, str], None],
    ) -> None:
        """Have none yet.

        Args:
            most: how many there may be.
            life: of the server.
            json_logs: what they log is JSON.
            on_told: called with what one tells.
            on_died: called when one has died, with how.
        """
        self._most, self._life, self._json_logs = most, life, json_logs
        self._on_told, self._on_died = on_told, on_died
        self._links: list[Link] = []
        self.deaths = 0

    @property
    def is_loading(self) -> bool:
        """Whether all that have been started are still being started."""
        return bool(self._links) and not any(link.has_loaded for link in self._links)

    def warm(self) -> None:
        """Have one started, if there is none."""
        if not self._links:
            self._start()

    def link_for(self, twins_of: Callable[[Link], int]) -> Link:
        """Return the process that another twin goes into.

        Args:
            twins_of: returns how many twins a process has.
        """
        free = min(self._links, key=twins_of, default=None)
        if free is None or (twins_of(free) > 0 and len(self._links) < self._most):
            free = self._start()
        return free

    def stop(self, seconds: float) -> None:
        """Have all put their twins down and end; what is left after so long [s] is killed."""
        for link in self._links:
            link.ask_to_stop()
        end = monotonic() + seconds
        for link in self._links:
            link.end(end - monotonic())

    def _start(self) -> Link:
        link = Link(
            self._life, json_logs=self._json_logs, on_told=self._on_told, on_died=self._died
        )
        self._links.append(link)
        return link

    def _died(self, link: Link, how: str) -> None:
        self._links.remove(link)
        self.deaths += 1
        LOG.error("a process of twins has died", extra={FIELDS: {"pid": link.pid, "how": how}})
        self._on_died(link, how)
