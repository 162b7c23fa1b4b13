"""Comparisons and sweeps on a server."""

from collections.abc import Iterator
from typing import Any, Literal
from uuid import UUID

import pyarrow as pa

from voltwin.client.answers import ExperimentInfo
from voltwin.client.http import Http
from voltwin.client.job import RemoteJob
from voltwin.client.scenarios import checked_id, pages
from voltwin.client.tables import table_in
from voltwin.scenario.names import did_you_mean

Kind = Literal["comparison", "sweep"]


class RemoteExperiment(RemoteJob[ExperimentInfo]):
    """A comparison or a sweep on a server.

    Attributes:
        info: what the server told of it last.
        id: of the experiment.
    """

    def __init__(self, http: Http, info: ExperimentInfo) -> None:
        """Stand for an experiment that the server has told of."""
        super().__init__(http, info, kind=info.kind)

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
