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
# These as well where vehicles live in the city.
FLEET_TABLES = {
    "fleet": "the fleet",
    "fleet_by_class": "a vehicle class",
    "fleet_by_hour": "a local hour: the fleet",
    "fleet_by_class_hour": "a vehicle class and local hour",
}


class KpiTables(ABC):
    """The KPIs of one run, from the end of the warm-up to where the run stands, as pyarrow tables.

    Each table is made when it is first asked for. Shares, means and quantiles without arrivals,
    swaps, bays or chargers to speak of are null.
    """

    def __init__(
        self, target_wait_s: float, currency: str | None = None, *, has_fleet: bool = False
    ) -> None:
        """Prepare the tables of a run.

        Args:
            target_wait_s: a wait up to this long is in time [s].
            currency: of the columns about money; None where there are none.
            has_fleet: vehicles live in the city.
        """
        self.target_wait_s = target_wait_s
        self.currency = currency
        self.has_fleet = has_fleet
        self._made: dict[str, pa.Table] = {}

    @property
    def tables(self) -> tuple[str, ...]:
        """The names of all tables."""
        return (*TABLES, *(FLEET_TABLES if self.has_fleet else ()))

    @abstractmethod
    def _make(self, name: str) -> pa.Table:
        """Make the table of this name."""

    def table(self, name: str) -> pa.Table:
        """Return the table of this name.

        Raises:
            KeyError: there is none.
        """
        if name not in self._made:
            if name not in self.tables:
                raise KeyError(f"{name!r} is no KPI table; there are: {', '.join(self.tables)}")
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
    def fleet(self) -> pa.Table:
        """One row: the fleet; there are tables of a fleet where vehicles live in the city."""
        return self.table("fleet")

    @property
    def fleet_by_class(self) -> pa.Table:
        """One row per vehicle class."""
        return self.table("fleet_by_class")

    @property
    def fleet_by_hour(self) -> pa.Table:
        """One row per local hour: the fleet."""
        return self.table("fleet_by_hour")

    @property
    def fleet_by_class_hour(self) -> pa.Table:
        """One row per vehicle class and local hour."""
        return self.table("fleet_by_class_hour")

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
