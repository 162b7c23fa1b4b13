"""What runs, comparisons and sweeps on a server have in common: they are followed to their end."""

from collections.abc import Callable
from typing import Generic, Self, TypeVar
from uuid import UUID

from voltwin.client.answers import Ending, Progress
from voltwin.client.http import Http
from voltwin.client.waiting import refuse_failed, until_ended
from voltwin.store.records import Status

Info = TypeVar("Info", bound=Ending)  # what is told of it


class RemoteJob(Generic[Info]):
    """Work of a server that ends on its own.

    Attributes:
        info: what the server told of it last.
    """

    def __init__(self, http: Http, info: Info, *, kind: str) -> None:
        """Stand for something that the server has told of.

        Args:
            http: to the server.
            info: what it has told.
            kind: "run", "comparison" or "sweep".
        """
        self._http, self.info, self._kind = http, info, kind
        self._read: type[Info] = type(info)
        self._path = f"/api/{kind}s/{info.id}"

    @property
    def id(self) -> UUID:
        """What it is called."""
        return self.info.id

    @property
    def status(self) -> Status:
        """Where it was when the server told of it last; `refresh` asks again."""
        return self.info.status

    def refresh(self) -> Info:
        """Ask where it is and how far, and return it."""
        return self._looked(0.0)

    def wait(
        self, timeout: float | None = None, *, progress: Callable[[Progress], None] | None = None
    ) -> Self:
        """Return it as soon as it has its results.

        Args:
            timeout: after which to give up [s]; None for never.
            progress: called with how far it is, about once a second.

        Raises:
            JobError: it has failed, or was cancelled.
            TimeoutError: it has not ended by then.
        """
        refuse_failed(self._kind, until_ended(self._looked, timeout, progress))
        return self

    def _looked(self, wait: float) -> Info:
        told = self._http.get(self._path, wait=wait or None, longer=wait)
        self.info = self._read.model_validate(told)
        return self.info
