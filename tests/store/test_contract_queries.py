"""What every store promises about SQL: the same texts, read-only, the same types of answers."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pyarrow as pa
import pytest
from tests.store.contract import CITY, IDS, begun, rows_of, write_all

from voltwin.store.interface import Store, StoreError
from voltwin.store.schema import TABLES

TIMES = pa.timestamp("us", tz="UTC")


def test_answers_have_the_same_types_everywhere(store: Store) -> None:
    run = begun(store)
    write_all(store, run)
    answer = store.query(
        """
        SELECT run_id, replication, station_id, swaps, lost_share,
               CAST(NULL AS double precision) AS nothing, 2 * 3 AS six,
               CAST(0.5 AS numeric) AS half, replication = 0 AS is_first, 'a' AS letter
        FROM kpi_stations WHERE run_id = $run ORDER BY station_id
        """,
        {"run": run.id},
    )
    assert dict(zip(answer.column_names, answer.schema.types, strict=True)) == {
        "run_id": pa.string(),
        "replication": pa.int64(),
        "station_id": pa.string(),
        "swaps": pa.int64(),
        "lost_share": pa.float64(),
        "nothing": pa.float64(),
        "six": pa.int64(),
        "half": pa.float64(),
        "is_first": pa.bool_(),
        "letter": pa.string(),
    }
    first = answer.to_pylist()[0]
    assert (first["run_id"], first["station_id"]) == (str(run.id), sorted(IDS)[0])
    assert (first["six"], first["half"], first["is_first"]) == (6, 0.5, True)


def test_whole_numbers_that_do_not_fit_are_others(store: Store) -> None:
    answer = store.query(
        "SELECT 10000000000000000000 AS x, sum(n) AS s FROM (SELECT "
        "CAST(9223372036854775807 AS bigint) AS n UNION ALL SELECT CAST(5 AS bigint)) AS two"
    )
    assert answer.schema.types == [pa.float64(), pa.float64()]
    assert answer.to_pylist() == [{"x": 1e19, "s": 2.0**63}]


def test_what_lies_between_two_moments_is_a_duration(store: Store) -> None:
    begun(store)
    answer = store.query(
        "SELECT sim_end - sim_start AS s, CAST(NULL AS interval) AS nothing, "
        "INTERVAL '14 months 2 days 3 hours' AS long, INTERVAL '-1 month -2 hours' AS back, "
        "sim_start - sim_end AS before FROM simulation_runs"
    )
    assert answer.schema.types == [pa.duration("us")] * 5
    assert answer.to_pylist() == [
        {
            "s": timedelta(hours=5),
            "nothing": None,
            "long": timedelta(days=365 + 60 + 2, hours=3),
            "back": timedelta(days=-30, hours=-2),
            "before": timedelta(hours=-5),
        }
    ]


def test_sums_and_counts_are_whole_numbers_of_one_type(store: Store) -> None:
    run = begun(store)
    write_all(store, run)
    answer = store.query(
        "SELECT count(*) AS n, sum(arrivals) AS arrivals, avg(arrivals) AS mean, max(hour) AS h "
        "FROM kpi_hours WHERE run_id = $run",
        {"run": run.id},
    )
    assert answer.schema.types == [pa.int64(), pa.int64(), pa.float64(), pa.timestamp("us")]
    (row,) = answer.to_pylist()
    assert row["n"] == 5
    assert row["mean"] == row["arrivals"] / 5
    assert row["h"] == datetime(2026, 1, 5, 4)


def test_moments_are_of_utc_and_exact(store: Store) -> None:
    run = begun(store)
    write_all(store, run)
    sql = "SELECT min(time) AS first, min(time_s) AS s FROM telemetry_events WHERE run_id = $run"
    (row,) = store.query(sql, {"run": str(run.id)}).to_pylist()
    assert row["first"].timestamp() == pytest.approx(CITY.start.timestamp() + row["s"], abs=1e-6)
    answer = store.query("SELECT created_at, sim_start FROM simulation_runs")
    assert answer.schema.types == [TIMES, TIMES]
    assert answer.to_pylist() == [{"created_at": run.created_at, "sim_start": CITY.start}]


def test_binning_by_hour(store: Store) -> None:
    answer = store.query(
        "SELECT date_bin(INTERVAL '1 hour', CAST($when AS timestamp), "
        "TIMESTAMP '2000-01-01 00:30:00') AS bin",
        {"when": datetime(2026, 1, 5, 10, 20)},
    )
    assert answer["bin"].to_pylist() == [datetime(2026, 1, 5, 9, 30)]


def test_parameters_of_all_kinds_and_more_than_are_needed(store: Store) -> None:
    run = begun(store)
    given = {
        "run": run.id,
        "text": "it's; -- $run",
        "number": 3,
        "part": 0.25,
        "now": datetime(2026, 1, 1, tzinfo=UTC),
        "ids": [str(run.id)],
        "more": UUID(int=1),
    }
    sql = """
    SELECT CAST($text AS text) AS text, CAST($number AS integer) + 1 AS number,
           CAST($part AS double precision) AS part, CAST($now AS timestamptz) AS now
    FROM simulation_runs WHERE id = $run AND id = ANY(CAST($ids AS uuid[])) AND seed < $number
    """
    assert store.query(sql, given).to_pylist() == [
        {"text": "it's; -- $run", "number": 4, "part": 0.25, "now": given["now"]}
    ]


def test_tables_are_joined_by_their_ids(store: Store) -> None:
    run = begun(store)
    write_all(store, run)
    sql = """
    SELECT sc.name AS scenario, s.region, count(*) AS events
    FROM telemetry_events e
    JOIN simulation_runs r ON r.id = e.run_id
    JOIN scenarios sc ON sc.id = r.scenario_id
    JOIN stations s ON s.scenario_id = r.scenario_id AND s.id = e.station_id
    WHERE r.status = 'RUNNING' GROUP BY sc.name, s.region
    """
    found = store.query(sql).to_pylist()
    assert {row["scenario"] for row in found} == {CITY.name}
    assert sum(row["events"] for row in found) == rows_of(store, run)["telemetry_events"]
    assert {row["region"] for row in found} == {station.region for station in CITY.stations}


def test_json_is_asked_in_one_way(store: Store) -> None:
    run = begun(store)
    answer = store.query(
        "SELECT about->>'engine' AS engine, config_json->>'name' AS name FROM simulation_runs r "
        "JOIN scenarios s ON s.id = r.scenario_id WHERE r.id = $run",
        {"run": run.id},
    )
    assert answer.to_pylist() == [{"engine": "kernel", "name": CITY.name}]


@pytest.mark.parametrize("name", [*TABLES, "stations", "scenarios", "simulation_runs"])
def test_tables_without_rows_have_their_columns(store: Store, name: str) -> None:
    answer = store.query(f"SELECT * FROM {name}")
    assert answer.num_rows == 0
    if name in TABLES:
        assert answer.column_names == TABLES[name].schema.names


@pytest.mark.parametrize(
    "sql",
    [
        "DELETE FROM simulation_runs",
        "INSERT INTO scenarios (name) VALUES ('x')",
        "UPDATE simulation_runs SET status = 'FAILED'",
        "DROP TABLE simulation_runs",
        "CREATE TABLE mine (a integer)",
        "SELECT 1; DELETE FROM simulation_runs",
        "SELECT 1; SELECT 2",
        "SELECT nothing FROM simulation_runs",
        "SELECT * FROM nowhere",
        "SELEC 1",
        "SELECT $missing",
        "SELECT CAST('x' AS integer)",
        "",
    ],
)
def test_what_is_no_query_is_refused_and_changes_nothing(store: Store, sql: str) -> None:
    run = begun(store)
    with pytest.raises(StoreError):
        store.query(sql)
    assert store.run(run.id) == run
    assert store.query("SELECT count(*) AS n FROM simulation_runs")["n"].to_pylist() == [1]
