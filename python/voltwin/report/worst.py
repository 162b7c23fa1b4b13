"""Which stations are worst: those that lose the largest share, else those with long waits."""

from dataclasses import dataclass
from typing import Any

from voltwin.kpis.kpi_tables import KpiTables
from voltwin.report.classes import LONG_WAITS, LOST_SHARES, Classes

Row = dict[str, Any]  # of the KPI table by_station
MOST = 10  # numbered on the map, and listed


@dataclass(frozen=True)
class Ranking:
    """Stations with arrivals, the worst first."""

    column: str  # what they are ordered by
    classes: Classes  # of that column
    rows: list[Row]

    @property
    def losing(self) -> int:
        """How many stations lose any vehicle."""
        return sum(row["lost"] > 0 for row in self.rows)

    @property
    def worst(self) -> list[Row]:
        """The worst few: they lose vehicles or, where nobody does, let some wait."""
        return [row for row in self.rows[:MOST] if row[self.column]]


def ranking(kpis: KpiTables) -> Ranking:
    """Return the stations at which any vehicle arrived, in order."""
    rows = [row for row in kpis.by_station.to_pylist() if row["arrivals"]]
    rows.sort(key=badness, reverse=True)
    if any(row["lost"] for row in rows):
        return Ranking("lost_share", LOST_SHARES, rows)
    return Ranking("wait_p95_s", LONG_WAITS, rows)


def badness(row: Row) -> tuple[float, int, float]:
    """Return what stations are ordered by, the worst having most of it: the share of vehicles that
    they lose, how many these are, and how long those served wait."""
    return row["lost_share"] or 0.0, row["lost"], row["wait_p95_s"] or 0.0
