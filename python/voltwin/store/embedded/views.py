"""What queries see of an embedded store: tables of the catalogue, views over files."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

import pyarrow as pa

from voltwin.store.schema import TABLES as OF_RESULTS

if TYPE_CHECKING:
    import duckdb

# Paths by table, and whether each file holds one run's rows, which its folder names.
Lists: TypeAlias = dict[tuple[str, bool], list[str]]

_INSTANT = pa.timestamp("us", tz="UTC")
_SQL = {"text": "VARCHAR", "jsonb": "VARCHAR", "double precision": "DOUBLE"}

# What PostgreSQL has and DuckDB calls otherwise.
DATE_BIN = "CREATE MACRO date_bin(stride, source, origin) AS time_bucket(stride, source, origin)"


@dataclass(frozen=True)
class CatalogueTable:
    """A table of the catalogue as queries see it.

    Attributes:
        name: of the table.
        columns: their names with types in Arrow and DuckDB.
        select: gets its rows from the catalogue; those behind `:last` of a table that only grows.
        revision: what must have changed for its rows to have.
        grows: rows that are there stay as they are, until some are deleted.
    """

    name: str
    columns: tuple[tuple[str, pa.DataType, str], ...]
    select: str
    revision: str
    grows: bool = False

    @property
    def create(self) -> str:
        """What makes it, empty."""
        return f"CREATE TABLE {self.name} ({', '.join(f'{n} {sql}' for n, _, sql in self.columns)})"

    def load(self, into: "duckdb.DuckDBPyConnection", rows: Sequence[Any], *, more: bool) -> None:
        """Fill it with rows of the catalogue: with `more`, those that are there stay."""
        schema = pa.schema([pa.field(name, kind) for name, kind, _ in self.columns])
        columns = list(zip(*rows, strict=True)) or [()] * len(schema)
        arrays = [
            pa.array(values, kind) for values, kind in zip(columns, schema.types, strict=True)
        ]
        into.register("rows_of_catalogue", pa.Table.from_arrays(arrays, schema=schema))
        into.execute("BEGIN")
        if not more:
            into.execute(f"DELETE FROM {self.name}")
        into.execute(f"INSERT INTO {self.name} SELECT * FROM rows_of_catalogue")
        into.execute("COMMIT")
        into.unregister("rows_of_catalogue")


def _columns(text: str) -> tuple[tuple[str, pa.DataType, str], ...]:
    kinds: dict[str, pa.DataType] = {
        "UUID": pa.string(),
        "VARCHAR": pa.string(),
        "INTEGER": pa.int32(),
        "BIGINT": pa.int64(),
        "DOUBLE": pa.float64(),
        "TIMESTAMPTZ": _INSTANT,
    }
    pairs = [column.split() for column in text.split(",")]
    return tuple((name, kinds[sql], sql) for name, sql in pairs)


TABLES = {
    table.name: table
    for table in (
        CatalogueTable(
            "scenarios",
            _columns(
                "id UUID, parent_scenario_id UUID, name VARCHAR, config_json VARCHAR, "
                "changes VARCHAR, digest VARCHAR, stations INTEGER, created_at TIMESTAMPTZ"
            ),
            "SELECT id, parent_scenario_id, name, config_json, changes, digest, stations, "
            "created_at FROM scenarios WHERE number > :last",
            "scenarios",
            grows=True,
        ),
        CatalogueTable(
            "places_of_scenarios",
            _columns("scenario_id UUID, places_of UUID"),
            "SELECT id, places_of FROM scenarios WHERE number > :last",
            "scenarios",
            grows=True,
        ),
        CatalogueTable(
            "places",
            _columns(
                "scenario_id UUID, position INTEGER, id VARCHAR, name VARCHAR, region VARCHAR, "
                "lon DOUBLE, lat DOUBLE"
            ),
            "SELECT p.scenario_id, p.position, p.id, p.name, p.region, p.lon, p.lat FROM places p "
            "JOIN scenarios s ON s.id = p.scenario_id WHERE s.number > :last",
            "scenarios",
            grows=True,
        ),
        CatalogueTable(
            "simulation_runs",
            _columns(
                "id UUID, scenario_id UUID, experiment_id UUID, variant INTEGER, status VARCHAR, "
                "seed BIGINT, replications INTEGER, sim_start TIMESTAMPTZ, sim_end TIMESTAMPTZ, "
                "utc_offset_s INTEGER, warm_up_s DOUBLE, compute_time_ms DOUBLE, error VARCHAR, "
                "recipe VARCHAR, about VARCHAR, created_at TIMESTAMPTZ"
            ),
            "SELECT id, scenario_id, experiment_id, variant, status, seed, replications, "
            "sim_start, sim_end, utc_offset_s, warm_up_s, compute_time_ms, error, recipe, about, "
            "created_at FROM simulation_runs WHERE :last = :last",
            "runs",
        ),
    )
}
STATIONS = """
CREATE VIEW stations AS
    SELECT s.id AS scenario_id, p.id, p.name, p.region, p.lon, p.lat
    FROM (SELECT scenario_id AS id, places_of FROM places_of_scenarios) s
    JOIN places p ON p.scenario_id = s.places_of
"""


def list_of(files: Lists, table: str) -> dict[str, list[str]]:
    """Return the variables that the view of a table takes its files from."""
    return {
        _variable(table, of_one): files[table, of_one]
        for of_one in (True, False)
        if (table, of_one) in files
    }


def view(table: str, files: Lists) -> str:
    """Return what makes the view of a table of results for one query."""
    parts = [_part(table, of_one) for of_one in (True, False) if (table, of_one) in files]
    return f"CREATE TEMP VIEW {table} AS {' UNION ALL '.join(parts) or _nothing(table)}"


def _variable(table: str, of_one: bool) -> str:
    return f"{table}_of_{'one' if of_one else 'several'}"


def _part(table: str, of_one: bool) -> str:
    """Return the rows of some files; DuckDB leaves those out whose folder names another run."""
    cast = ("hour",) if of_one else ("hour", "run_id")
    columns = ", ".join(
        f"CAST({name} AS {sql}) AS {name}" if name in cast else name for name, sql in _types(table)
    )
    hive = "hive_partitioning = true, hive_types = {'run_id': UUID}"
    how = hive if of_one else "hive_partitioning = false"
    files = f"getvariable('{_variable(table, of_one)}')"
    return f"SELECT {columns} FROM read_parquet({files}, {how})"


def _nothing(table: str) -> str:
    columns = ", ".join(f"CAST(NULL AS {sql}) AS {name}" for name, sql in _types(table))
    return f"SELECT {columns} WHERE false"


def _types(table: str) -> list[tuple[str, str]]:
    return [(one.name, _SQL.get(one.sql, one.sql)) for one in OF_RESULTS[table].columns]
