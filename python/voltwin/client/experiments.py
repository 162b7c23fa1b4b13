"""Comparisons and sweeps on a server."""

from collections.abc import Callable, Iterator
from typing import Any, Literal, Self
from uuid import UUID

import pyarrow as pa

from voltwin.client.answers import ExperimentInfo, Progress
from voltwin.client.http import Http
from voltwin.client.scenarios import checked_id, pages
from voltwin.client.tables import table_in
from voltwin.client.waiting import refuse_failed, until_ended
from voltwin.scenario.names import did_you_mean
from voltwin.store.records import Status

Kind = Literal["comparison", "sweep"]


class RemoteExperiment:
    """A comparison or a sweep on a server.

    Attributes:
        info: what the server told of it last.
        id: of the experiment.
    """

    def __init__(self, http: Http, info: ExperimentInfo) -> None:
        """Stand for an experiment that the server has told of."""
        self._http, self.info = http, info
        self._path = f"/api/{info.kind}s/{info.id}"

    @property
    def id(self) -> UUID:
        """What it is called."""
        return self.info.id

    @property
    def status(self) -> Status:
        """Where it was when the server told of it last; `refresh` asks again."""
        return self.info.status

    def refresh(self) -> ExperimentInfo:
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
        refuse_failed(self.info.kind, until_ended(self._looked, timeout, progress))
        return self

    def _looked(self, wait: float) -> ExperimentInfo:
        told = self._http.get(self._path, wait=wait or None, longer=wait)
        self.info = ExperimentInfo.model_validate(told)
        return self.info

    def table(self, name: str) -> pa.Table:
        """Return a table that came out; docs/experiments.md says what stands in it.

        Raises:
            KeyError: there is none of this name.
        """
        if not self.info.status.is_final:
            self.refresh()
        if name not in self.info.tables:
            near = did_you_mean(name, self.info.tables)
            raise KeyError(f'"{name}" is no table of it{near}; there are: {self.info.tables}')
        return table_in(self._http.read(f"{self._path}/tables/{name}", format="parquet"))

    def cancel(self) -> None:
        """End it before it is done: nothing of its results is kept.

        Raises:
            ApiError: it has ended.
        """
        self.info = ExperimentInfo.model_validate(self._http.post(f"{self._path}/cancel"))

    def delete(self) -> None:
        """Delete it and its results.

        Raises:
            ApiError: it has not ended.
        """
        self._http.delete(self._path)

    def __repr__(self) -> str:
        kind, url = self.info.kind.capitalize(), self._http.address.url
        return f"<{kind} {self.info.name!r} {self.id} on {url}: {self.status}>"


class Experiments:
    """The experiments of a kind on a server."""

    def __init__(self, http: Http, kind: Kind) -> None:
        """Ask for those of a kind by `http`."""
        self._http, self._path = http, f"/api/{kind}s"

    def start(self, body: dict[str, Any]) -> RemoteExperiment:
        """Have one done, unless the same has been, and return it."""
        return self._told(self._http.post(self._path, body))

    def get(self, experiment_id: UUID | str) -> RemoteExperiment:
        """Return the one of an id.

        Raises:
            ApiError: there is none.
        """
        return self._told(self._http.get(f"{self._path}/{checked_id(experiment_id)}"))

    def list(self) -> Iterator[RemoteExperiment]:
        """Yield them, the newest first, asking for more as they are wanted."""
        yield from pages(self._http, self._path, self._told)

    def _told(self, told: Any) -> RemoteExperiment:
        return RemoteExperiment(self._http, ExperimentInfo.model_validate(told))
