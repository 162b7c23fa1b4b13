"""A finished run: what was simulated, and what came out, in memory or in a folder."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

import pyarrow as pa

from voltwin.kpis.frames import polars_frame
from voltwin.kpis.kpi_tables import KpiTables
from voltwin.scenario.durations import format_duration
from voltwin.scenario.scenario import Scenario

if TYPE_CHECKING:
    import pandas
    import polars

    from voltwin.explain import Explanation

EVENTS, EXPLANATION = "events", "explanation"


class Run:
    """One run of a scenario: its recipe and its results.

    Attributes:
        scenario: what was simulated.
        record: what run.json holds: seed, engine, version, platform, times, balances, total.
        kpis: KPI tables; `kpis.columns` says what stands in them.
        folder: of the results, if they are in one.
    """

    def __init__(
        self,
        scenario: Scenario,
        record: dict[str, Any],
        kpis: KpiTables,
        *,
        events: Callable[[], pa.Table] | None = None,
        explanation: Callable[[], pa.Table] | None = None,
        folder: Path | None = None,
    ) -> None:
        """Put together the parts of a run.

        Args:
            scenario: see the attributes.
            record: see the attributes.
            kpis: see the attributes.
            events: fetches its log, if that was kept.
            explanation: fetches the table of its explanation, if there is one already.
            folder: see the attributes.
        """
        self.scenario = scenario
        self.record = record
        self.kpis = kpis
        self.folder = folder
        self._fetch_events = events
        self._fetch_explanation = explanation
        self._explanation: Explanation | None = None

    @property
    def seed(self) -> int:
        """Of all random draws."""
        return int(self.record["seed"])

    @property
    def replication(self) -> int:
        """Number of the replication."""
        return int(self.record["replication"])

    @property
    def until_s(self) -> float:
        """Where the run ended [s]."""
        return float(self.record["until_s"])

    @property
    def run_id(self) -> UUID | None:
        """What the run is called in the store that it was written into; None if in none."""
        stored = self.record.get("stored")
        return UUID(stored["run_id"]) if stored else None

    @property
    def has_events(self) -> bool:
        """Whether it kept its log."""
        return self._fetch_events is not None

    @property
    def events(self) -> pa.Table:
        """The event log; docs/model.md §5 gives its columns.

        Raises:
            ValueError: the run did not keep its log.
        """
        if self._fetch_events is None:
            raise ValueError("the run did not keep its event log; run it again with the log on")
        return self._fetch_events()

    def explain(
        self,
        stations: str | Sequence[str] | None = None,
        *,
        progress: Callable[[float], None] = lambda done: None,
    ) -> "Explanation":
        """Return why stations lose or delay, and what the next unit of each resource would bring.

        Found out by simulating them again; all of them but once. Those with fewer than five
        vehicles lost or late have their next units tried only when they are asked for, and so have
        all where vehicles drive between stations: there each is a run of the whole network.

        Args:
            stations: id or name of the one wanted, or of several; all by default.
            progress: called with the share of the work that is done, from 0 to 1.

        Raises:
            OtherNumbersError: the run is of another version of Voltwin, which gave other numbers.
            ValueError: there is no station of an id.
        """
        from voltwin.explain import Explanation, is_coupled

        if stations is not None:
            return self._simulate_again(self._ids(stations), progress)
        if self._explanation is None and self._fetch_explanation:
            rows = self._fetch_explanation().to_pylist()
            self._explanation = Explanation(rows, coupled=is_coupled(self.scenario))
        if self._explanation is None:
            self._explanation = self._simulate_again(None, progress)
        return self._explanation

    def _ids(self, stations: str | Sequence[str]) -> list[str]:
        """Return ids in place of names that only one station has."""
        names = [station.name for station in self.scenario.stations]
        ids = [station.id for station in self.scenario.stations]
        given = [stations] if isinstance(stations, str) else stations
        return [
            ids[names.index(one)] if one not in ids and names.count(one) == 1 else one
            for one in given
        ]

    def _simulate_again(
        self, stations: Sequence[str] | None, progress: Callable[[float], None]
    ) -> "Explanation":
        from voltwin.explain import explain

        return explain(
            self.scenario,
            seed=self.seed,
            replication=self.replication,
            until_s=self.until_s,
            by_station=self.kpis.by_station,
            by_station_hour=self.kpis.by_station_hour,
            stations=stations,
            progress=progress,
        )

    def table(self, name: str) -> pa.Table:
        """Return a KPI table, the explanation as "explanation", or the event log as "events".

        Raises:
            KeyError: there is no table of this name.
            ValueError: the run did not keep its log.
        """
        if name == EVENTS:
            return self.events
        if name == EXPLANATION:
            return self.explain().table
        if name not in self.kpis.tables:
            raise KeyError(f"{name!r} is no table of a run; there are: {', '.join(self.tables)}")
        return self.kpis.table(name)

    @property
    def tables(self) -> tuple[str, ...]:
        """The names of all tables."""
        return (*self.kpis.tables, EXPLANATION, *((EVENTS,) if self._fetch_events else ()))

    @property
    def columns(self) -> pa.Table:
        """The dictionary of all columns of all tables: of what, name, unit, meaning."""
        from voltwin.explain.columns import dictionary as of_explanation
        from voltwin_bindings.event_log import dictionary as of_events

        parts = {"kpis": self.kpis.columns, EXPLANATION: of_explanation(), EVENTS: of_events()}
        return pa.concat_tables(
            part.add_column(0, "of", pa.array([name] * part.num_rows))
            for name, part in parts.items()
        )

    def pandas(self, name: str) -> "pandas.DataFrame":
        """Return a table, see `table`, as a pandas data frame; pandas must be installed."""
        return self.table(name).to_pandas()

    def polars(self, name: str) -> "polars.DataFrame":
        """Return a table, see `table`, as a polars data frame; polars must be installed."""
        return polars_frame(self.table(name))

    def __repr__(self) -> str:
        where = f" in {self.folder}" if self.folder else ""
        return (
            f"<Run of {self.scenario.name!r}: {format_duration(self.until_s)}, "
            f"seed {self.seed}{where}; tables {', '.join(self.tables)}>"
        )

    def _repr_html_(self) -> str:
        """Return what a notebook shows."""
        from voltwin.wording.notebook import run_html

        return run_html(self)
