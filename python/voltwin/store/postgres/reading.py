"""Rows of PostgreSQL as Arrow tables: by COPY as CSV, which Arrow reads on all cores.

Numbers come as the shortest text that is read back to the same bits.
"""

from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING, Any, TypeAlias
from uuid import UUID

import pyarrow as pa

from voltwin.store.schema import (
    EVENTS,
    FLEET_HOURS,
    FLEETS,
    HOURS,
    REGIONS,
    STATIONS,
    TOTALS,
    VEHICLE_CLASSES,
    Table,
)

if TYPE_CHECKING:
    from voltwin.store.postgres.pool import Connection

Array: TypeAlias = Any  # of Arrow, whose stubs know too little of what its functions return

_BLOCK_BYTES = 8 << 20
# Where a row of a table stands among others of its replication: stations as their scenario names
# them, regions as these name them first.
_PLACES = """
FROM {table} r
JOIN simulation_runs u ON u.id = r.run_id
JOIN scenarios s ON s.id = u.scenario_id
LEFT JOIN ({places}) p ON p.scenario_id = s.places_of AND p.{column} = r.{column}
"""
_OF_STATIONS = "SELECT scenario_id, id AS station_id, position FROM places"
_OF_REGIONS = """
SELECT scenario_id, region, min(position) AS position FROM places GROUP BY scenario_id, region
"""
_BY_CLASS = 'r.replication, r.vehicle_class COLLATE "C"'
_SOURCES = {
    TOTALS.name: ("FROM kpi_totals r", "r.replication"),
    HOURS.name: ("FROM kpi_hours r", "r.replication, r.hour"),
    EVENTS.name: ("FROM telemetry_events r", "r.replication, r.number"),
    FLEETS.name: ("FROM kpi_fleets r", "r.replication"),
    VEHICLE_CLASSES.name: ("FROM kpi_vehicle_classes r", _BY_CLASS),
    FLEET_HOURS.name: ("FROM kpi_fleet_hours r", "r.replication, r.hour"),
    STATIONS.name: (
        _PLACES.format(table=STATIONS.name, places=_OF_STATIONS, column="station_id"),
        "r.replication, p.position, r.station_id",
    ),
    REGIONS.name: (
        _PLACES.format(table=REGIONS.name, places=_OF_REGIONS, column="region"),
        "r.replication, p.position, r.region",
    ),
}


def rows_of(
    connection: "Connection", table: Table, run_id: UUID, replication: int | None
) -> Iterator[pa.Table]:
    """Yield the rows of a run in a table, in order, some at a time.

    Args:
        connection: to ask.
        table: of results.
        run_id: of the run.
        replication: this one alone.
    """
    source, order = _SOURCES[table.name]
    columns = ", ".join(f"r.{one.name}" for one in table.columns)
    # COPY takes no parameters; what stands here is an identity and a number, and nothing else.
    where = f"r.run_id = '{UUID(str(run_id))}'"
    if replication is not None:
        where += f" AND r.replication = {int(replication)}"
    sql = f"COPY (SELECT {columns} {source} WHERE {where} ORDER BY {order}) TO STDOUT (FORMAT csv)"
    with connection.cursor() as cursor, cursor.copy(sql.encode()) as copy:
        for block in _blocks(copy):
            yield _read(table, block)


def _blocks(copy: Any) -> Iterator[BytesIO]:
    """Yield whole rows, some megabytes at a time: COPY gives each row as a whole."""
    block = BytesIO()
    for data in copy:
        block.write(data)
        if block.tell() >= _BLOCK_BYTES:
            block.seek(0)
            yield block
            block = BytesIO()
    if block.tell():
        block.seek(0)
        yield block


def _read(table: Table, block: BytesIO) -> pa.Table:
    from pyarrow import csv

    names = [one.name for one in table.columns]
    rows = csv.read_csv(
        block,
        csv.ReadOptions(column_names=names, block_size=_BLOCK_BYTES * 2),
        csv.ParseOptions(newlines_in_values=True),
        csv.ConvertOptions(
            column_types=table.schema,
            null_values=[""],
            strings_can_be_null=True,
            quoted_strings_can_be_null=False,  # "" is an empty text, nothing at all is null
        ),
    )
    return rows.replace_schema_metadata(None).cast(table.schema)
