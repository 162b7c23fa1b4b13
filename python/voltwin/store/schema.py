"""The tables of results in a store: the same columns in Parquet files, DuckDB and PostgreSQL.

Scenarios, stations and runs are told by `records`; migrations make all of them in a database.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import pyarrow as pa

from voltwin.kpis.columns import COLUMNS
from voltwin.kpis.fleet_columns import FLEET_COLUMNS
from voltwin.kpis.kpi_tables import KpiTables
from voltwin.kpis.money_columns import MONEY_COLUMNS
from voltwin_core.fleet.cells import FLEET_COUNTS

_NAME = pa.dictionary(pa.int32(), pa.string())  # few different texts, each in many rows
_MOMENT = pa.timestamp("us", tz="UTC")
_LOCAL = pa.timestamp("ms")


@dataclass(frozen=True)
class Column:
    """A column of a table of results.

    Attributes:
        name: of the column.
        type: in Arrow.
        sql: its type in PostgreSQL.
        unit: of its values.
        meaning: of its values.
        is_key: it tells rows apart; the others may be null.
    """

    name: str
    type: pa.DataType
    sql: str
    unit: str
    meaning: str
    is_key: bool = False


@dataclass(frozen=True)
class Table:
    """A table of results: its name, its columns, and what a row is."""

    name: str
    row: str
    columns: tuple[Column, ...]

    @cached_property
    def schema(self) -> pa.Schema:
        """What its rows are in Arrow."""
        return pa.schema(
            pa.field(one.name, one.type, metadata={"unit": one.unit, "meaning": one.meaning})
            for one in self.columns
        )

    @property
    def keys(self) -> tuple[str, ...]:
        """The columns that tell rows apart."""
        return tuple(one.name for one in self.columns if one.is_key)


def _text(name: str, meaning: str, *, is_key: bool = False) -> Column:
    return Column(name, _NAME, "text", "", meaning, is_key)


def _whole(name: str, meaning: str, *, is_key: bool = False) -> Column:
    return Column(name, pa.int32(), "integer", "", meaning, is_key)


def _number(name: str, unit: str, meaning: str) -> Column:
    return Column(name, pa.float64(), "double precision", unit, meaning)


_RUN = (
    Column("run_id", _NAME, "uuid", "", "the run, see simulation_runs", is_key=True),
    _whole("replication", "number of the replication, from 0", is_key=True),
)


def _measures() -> Iterator[Column]:
    """Yield the KPIs; those that count are whole numbers."""
    for column in COLUMNS:
        if column.unit == "vehicles":
            yield Column(column.name, pa.int64(), "bigint", column.unit, column.meaning)
        else:
            yield _number(column.name, column.unit, column.meaning)
    for money in MONEY_COLUMNS:
        yield _number(money.name, f"currency{money.per}", money.meaning)


def _of_fleet() -> Iterator[Column]:
    """Yield the KPIs of fleets; those that count are whole numbers."""
    yield Column("vehicles", pa.int64(), "bigint", "vehicles", "how many the row stands for")
    for column in FLEET_COLUMNS:
        if column.name in FLEET_COUNTS:
            yield Column(column.name, pa.int64(), "bigint", column.unit, column.meaning)
        else:
            yield _number(column.name, column.unit, column.meaning)


EVENTS = Table(
    "telemetry_events",
    "an event of the log (docs/model.md §5)",
    (
        Column("time", _MOMENT, "timestamptz", "", "when, to a microsecond"),
        *_RUN,
        Column("number", pa.int64(), "bigint", "", "of the row in the log, from 0", is_key=True),
        _number("time_s", "s", "when, from the start of the run, exactly"),
        _text("event_type", "what happened: `kind` in the log"),
        Column(
            "entity_id",
            _NAME,
            "text",
            "",
            "whom it happened to, such as vehicle:17, else battery:3, charger:0, bay:1; null for "
            "the station as a whole",
        ),
        _text("station_id", "id of the station, see stations; null on the road"),
        _whole("battery", "number of the battery"),
        _whole("charger", "number of the charger"),
        _whole("bay", "number of the bay"),
        _number("soc", "1", "state of charge of the battery; a factor in `aged`, `derated`"),
        _number(
            "wait_s",
            "s",
            "how long the vehicle has waited: in all in `swap_begin`, `reneged`, `vehicle_unseen` "
            "(0 in `lost_...`), again in `swap_end`, so far in `claimed`; several rows of a "
            "vehicle have it, so means take AVERAGE_WAIT",
        ),
        _number("power_kw", "kW", "power from here on, limit or set-point, grid side"),
        Column(
            "value", pa.string(), "jsonb", "", "what few events have: origin, destination, until"
        ),
    ),
)
TOTALS = Table("kpi_totals", "a replication", (*_RUN, *_measures()))
REGIONS = Table(
    "kpi_regions",
    "a region in a replication",
    (*_RUN, _text("region", "name of the region", is_key=True), *_measures()),
)
STATIONS = Table(
    "kpi_stations",
    "a station in a replication",
    (*_RUN, _text("station_id", "id of the station", is_key=True), *_measures()),
)
HOURS = Table(
    "kpi_hours",
    "an hour of a replication",
    (
        *_RUN,
        Column("hour", _LOCAL, "timestamp", "", "when it begins, local time", is_key=True),
        *_measures(),
    ),
)
FLEETS = Table("kpi_fleets", "the fleet in a replication", (*_RUN, *_of_fleet()))
VEHICLE_CLASSES = Table(
    "kpi_vehicle_classes",
    "a vehicle class in a replication",
    (*_RUN, _text("vehicle_class", "id of the vehicle class", is_key=True), *_of_fleet()),
)
FLEET_HOURS = Table(
    "kpi_fleet_hours",
    "the fleet in an hour of a replication",
    (
        *_RUN,
        Column("hour", _LOCAL, "timestamp", "", "when it begins, local time", is_key=True),
        *_of_fleet(),
    ),
)

# By the KPI table of a run that they hold; the second have rows where vehicles live in the city.
NETWORK_TABLES = {"total": TOTALS, "by_region": REGIONS, "by_station": STATIONS, "by_hour": HOURS}
FLEET_TABLES = {"fleet": FLEETS, "fleet_by_class": VEHICLE_CLASSES, "fleet_by_hour": FLEET_HOURS}
KPI_TABLES = {**NETWORK_TABLES, **FLEET_TABLES}
TABLES = {table.name: table for table in (EVENTS, *KPI_TABLES.values())}


def kept_of(kpis: KpiTables) -> tuple[str, ...]:
    """Return the KPI tables of a run that stores keep."""
    return tuple(name for name in KPI_TABLES if name in kpis.tables)
