"""Runs on a server: replications of a scenario."""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Literal, get_args
from uuid import UUID

import pyarrow as pa

from voltwin.client.answers import RunInfo
from voltwin.client.explained import Explained, explained
from voltwin.client.http import SIMULATING_S, Http
from voltwin.client.job import RemoteJob
from voltwin.client.scenarios import checked_id, pages
from voltwin.client.streams import table_from
from voltwin.client.tables import by_replication_of, table_of, total_of
from voltwin.scenario.names import did_you_mean
from voltwin.store.records import Status

KpiTable = Literal[
    "total",
    "by_replication",
    "by_region",
    "by_station",
    "by_hour",
    "fleet",
    "fleet_by_class",
    "fleet_by_hour",
]

_RUNS = "/api/runs"
_PLACES = {
    "by_region": "regions",
    "by_station": "stations",
    "by_hour": "hours",
    "fleet_by_class": "vehicle-classes",
    "fleet_by_hour": "fleet-hours",
}
_TABLES = get_args(KpiTable)


class RemoteRun(RemoteJob[RunInfo]):
    """A run on a server: replications of a scenario.

    Attributes:
        info: what the server told of it last.
        id: of the run.
    """

    def __init__(self, http: Http, info: RunInfo) -> None:
        """Stand for a run that the server has told of."""
        super().__init__(http, info, kind="run")

    def kpis(
        self,
        table: KpiTable = "total",
        *,
        measures: Sequence[str] | None = None,
        replication: int | None = None,
    ) -> pa.Table:
        """Return KPIs; where it is RUNNING, of the replications that are there.

        Args:
            table: "total", a row per KPI with its mean over replications and the 95 % interval;
                "by_replication", a row per replication with all KPIs as columns; "by_region",
                "by_station" or "by_hour" with means over replications and their half-widths; of
                vehicles that live in the city "fleet", as "total", and "fleet_by_class" and
                "fleet_by_hour", as the others.
            measures: the KPIs wanted; all that are defined by default.
            replication: of this one alone, in a table by region, station, hour or class.

        Raises:
            ApiError: it has no results, or one of the measures is none.
            ValueError: there is no such table.
        """
        if table in _PLACES:
            path = f"{self._path}/{_PLACES[table]}"
            return table_of(self._http.get(path, measures=measures, replication=replication))
        if table not in _TABLES:
            near = did_you_mean(table, _TABLES)
            raise ValueError(f'table: "{table}" is none{near}; there are: {", ".join(_TABLES)}')
        if replication is not None:
            raise ValueError(f'replication: "{table}" is about all of them')
        told = self._http.get(f"{self._path}/{'fleet' if table == 'fleet' else 'kpis'}")
        if measures is not None:
            told["measures"] = _chosen(told["measures"], measures)
        return by_replication_of(told) if table == "by_replication" else total_of(told)

    def events(self, replication: int = 0) -> pa.Table:
        """Return the event log of a replication (docs/model.md).

        Raises:
            ApiError: there is no such replication.
        """
        path = f"{self._path}/events"
        with self._http.stream(
            path, longer=SIMULATING_S, replication=replication, format="arrow"
        ) as response:
            return table_from(response.iter_bytes())

    def save_events(self, path: str | os.PathLike[str], replication: int = 0) -> None:
        """Write the event log of a replication as a Parquet file, whatever its size; an earlier
        file is replaced at once, or left as it was.

        Raises:
            ApiError: there is no such replication.
            OSError: the file cannot be written.
        """
        file = Path(path)
        partial = file.with_name(f".{file.name}.partial-{os.getpid()}")
        where = f"{self._path}/events"
        try:
            with (
                self._http.stream(
                    where, longer=SIMULATING_S, replication=replication, format="parquet"
                ) as response,
                partial.open("wb") as out,
            ):
                out.writelines(response.iter_bytes())
            partial.replace(file)
        finally:
            partial.unlink(missing_ok=True)

    def explain(self, stations: Sequence[str] | None = None, *, replication: int = 0) -> Explained:
        """Find out what binds at each station, and what the next unit of each resource would bring.

        Args:
            stations: ids of those wanted; all by default.
            replication: that is looked at.
        """
        return explained(self._http, self._path, stations=stations, replication=replication)

    def cancel(self) -> None:
        """End it before it is done: nothing of its results is kept.

        Raises:
            ApiError: it has ended, or is part of an experiment.
        """
        self.info = RunInfo.model_validate(self._http.post(f"{self._path}/cancel"))

    def delete(self) -> None:
        """Delete it and its results.

        Raises:
            ApiError: it has not ended, or is part of an experiment.
        """
        self._http.delete(f"{self._path}")

    def __repr__(self) -> str:
        return f"<Run {self.id} on {self._http.address.url}: {self.status}>"


class Runs:
    """The runs on a server."""

    def __init__(self, http: Http) -> None:
        """Ask for them by `http`."""
        self._http = http

    def start(self, body: dict[str, Any]) -> RemoteRun:
        """Have replications simulated, unless the same has been, and return the run."""
        return RemoteRun(self._http, RunInfo.model_validate(self._http.post(_RUNS, body)))

    def get(self, run_id: UUID | str) -> RemoteRun:
        """Return the run of an id.

        Raises:
            ApiError: there is none.
        """
        told = self._http.get(f"{_RUNS}/{checked_id(run_id)}")
        return RemoteRun(self._http, RunInfo.model_validate(told))

    def list(
        self,
        *,
        scenario: UUID | str | None = None,
        experiment: UUID | str | None = None,
        status: Status | str | None = None,
    ) -> Iterator[RemoteRun]:
        """Yield runs, the newest first, asking for more as they are wanted.

        Args:
            scenario: only runs of the scenario of this id.
            experiment: only those of this experiment.
            status: only those that are here.
        """
        yield from pages(
            self._http,
            _RUNS,
            lambda told: RemoteRun(self._http, RunInfo.model_validate(told)),
            scenario_id=scenario,
            experiment_id=experiment,
            status=None if status is None else str(status),
        )


def _chosen(told: list[dict[str, Any]], measures: Sequence[str]) -> list[dict[str, Any]]:
    """Return what is told of some KPIs, in this order.

    Raises:
        ValueError: one is none of the run's.
    """
    by_name = {one["name"]: one for one in told}
    for name in measures:
        if name not in by_name:
            raise ValueError(f'measures: "{name}" is no KPI of it{did_you_mean(name, by_name)}')
    return [by_name[name] for name in measures]
