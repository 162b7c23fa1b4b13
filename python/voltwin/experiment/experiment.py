"""A finished experiment: its plan, its runs, and what came out, in memory or in a folder."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

import pyarrow as pa

from voltwin.experiment.plan import Plan
from voltwin.kpis.frames import polars_frame

if TYPE_CHECKING:
    import pandas
    import polars

RUNS = "runs"


class Experiment:
    """What an experiment gave.

    Attributes:
        plan: what was run.
        tables: what came out, by name; docs/experiments.md says what stands in them.
        record: by which engine, on what platform, how many runs, how long.
        folder: of the results, if they are in one.
    """

    def __init__(
        self,
        plan: Plan,
        tables: Mapping[str, pa.Table],
        record: Mapping[str, Any],
        fetch: Callable[[str], pa.Table],
        kept: tuple[str, ...],
        folder: Path | None = None,
    ) -> None:
        """Put together what came out.

        Args:
            plan: see the attributes.
            tables: see the attributes.
            record: see the attributes.
            fetch: gets the table of all runs, or what else was kept of each.
            kept: what `fetch` may be asked for.
            folder: see the attributes.
        """
        self.plan, self.tables, self.record, self.folder = plan, dict(tables), record, folder
        self._fetch, self.kept = fetch, kept

    @property
    def kind(self) -> str:
        """What was asked: "replications", "comparison", "sweep" or "sizing"."""
        return self.plan.kind

    @property
    def experiment_id(self) -> UUID | None:
        """What it is called in the store that it was written into; None if in none."""
        stored = self.record.get("stored")
        return UUID(stored["experiment_id"]) if stored else None

    @property
    def runs(self) -> pa.Table:
        """A row per run: the variant with its levels, the replication, and all KPIs."""
        return self.table(RUNS)

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all tables."""
        return (*self.tables, *self.kept)

    def table(self, name: str) -> pa.Table:
        """Return a table: of `tables`, "runs", or one of those kept, such as "runs_by_hour".

        Raises:
            KeyError: there is none of this name.
        """
        if name in self.tables:
            return self.tables[name]
        if name in self.kept:
            return self._fetch(name)
        raise KeyError(f"{name!r} is no table of the experiment; there are: {self.names}")

    def pandas(self, name: str) -> "pandas.DataFrame":
        """Return a table, see `table`, as a pandas data frame; pandas must be installed."""
        return self.table(name).to_pandas()

    def polars(self, name: str) -> "polars.DataFrame":
        """Return a table, see `table`, as a polars data frame; polars must be installed."""
        return polars_frame(self.table(name))

    def __repr__(self) -> str:
        where = f" in {self.folder}" if self.folder else ""
        return (
            f"<{self.kind.capitalize()} {self.plan.name!r}: {self.record['runs']:,} runs of "
            f"{self.record['variants']:,} variants{where}; tables {', '.join(self.names)}>"
        )
