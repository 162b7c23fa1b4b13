"""The KPI tables of one run by name, however they come about: computed, or read from files."""

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING

import pyarrow as pa

from voltwin.kpis.frames import polars_frame

if TYPE_CHECKING:
    import pandas
    import polars

# What one row of each table stands for.
TABLES = {
    "total": "the network",
    "by_region": "a region, in the order in which stations name them first",
    "by_station": "a station",
    "by_hour": "a local hour: the network",
    "by_station_hour": "a station and local hour",
    "by_slot": "a 15-minute slot of local time: the energy that the network draws",
    "by_station_slot": "a station and 15-minute slot of local time: the energy that it draws",
    "waits": "a bin of the histogram of waits of the vehicles served: the network",
    "batteries": "a battery, over the whole run",
    "columns": "a column of these tables: its name, unit and meaning",
}


class KpiTables(ABC):
    """The KPIs of one run, from the end of the warm-up to where the run stands, as pyarrow tables.

    Each table is made when it is first asked for. Shares, means and quantiles without arrivals,
    swaps, bays or chargers to speak of are null.
    """

    def __init__(self, target_wait_s: float, currency: str | None = None) -> None:
        """Prepare the tables of a run.

        Args:
            target_wait_s: a wait up to this long is in time [s].
            currency: of the columns about money; None where there are none.
        """
        self.target_wait_s = target_wait_s
        self.currency = currency
        self._made: dict[str, pa.Table] = {}

    @abstractmethod
    def _make(self, name: str) -> pa.Table:
        """Make the table of this name."""

    def table(self, name: str) -> pa.Table:
        """Return the table of this name.

        Raises:
            KeyError: there is none.
        """
        if name not in self._made:
            if name not in TABLES:
                raise KeyError(f"{name!r} is no KPI table; there are: {', '.join(TABLES)}")
            self._made[name] = self._make(name)
        return self._made[name]

    @property
    def total(self) -> pa.Table:
        """One row: the network."""
        return self.table("total")

    @property
    def by_region(self) -> pa.Table:
        """One row per region, in the order in which stations name them first."""
        return self.table("by_region")

    @property
    def by_station(self) -> pa.Table:
        """One row per station."""
        return self.table("by_station")

    @property
    def by_hour(self) -> pa.Table:
        """One row per local hour: the network."""
        return self.table("by_hour")

    @property
    def by_station_hour(self) -> pa.Table:
        """One row per station and local hour."""
        return self.table("by_station_hour")

    @property
    def by_slot(self) -> pa.Table:
        """One row per 15-minute slot of local time: the energy that the network draws."""
        return self.table("by_slot")

    @property
    def by_station_slot(self) -> pa.Table:
        """One row per station and 15-minute slot of local time: the energy that it draws."""
        return self.table("by_station_slot")

    @property
    def waits(self) -> pa.Table:
        """One row per bin of the histogram of waits that any vehicle served falls into."""
        return self.table("waits")

    @property
    def batteries(self) -> pa.Table:
        """One row per battery, over the whole run."""
        return self.table("batteries")

    @property
    def columns(self) -> pa.Table:
        """The dictionary of all columns: name, unit, meaning."""
        return self.table("columns")

    def pandas(self, name: str) -> "pandas.DataFrame":
        """Return a table as a pandas data frame; pandas must be installed.

        Raises:
            KeyError: there is no table of this name.
        """
        return self.table(name).to_pandas()

    def polars(self, name: str) -> "polars.DataFrame":
        """Return a table as a polars data frame; polars must be installed.

        Raises:
            KeyError: there is no table of this name.
        """
        return polars_frame(self.table(name))

    def _repr_html_(self) -> str:
        """Return what a notebook shows."""
        from voltwin.wording.notebook import kpis_html

        return kpis_html(self)
