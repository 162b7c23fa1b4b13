"""Results as rows of a store: the log comes back bit for bit, KPI tables in the store's columns."""

import json
import math
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest
from hypothesis import given
from hypothesis import strategies as st

import voltwin
from voltwin.experiment.comparison import compare
from voltwin.experiment.prepared import Prepared
from voltwin.experiment.stored_rows import kpi_rows_of_experiment
from voltwin.scenario import Scenario, demo_city
from voltwin.simulation import ENGINES, EngineName, Simulation
from voltwin.store import schema
from voltwin.store.rows import event_rows, kpi_rows, log_batches
from voltwin.store.uuid7 import derived, uuid7
from voltwin_bindings.event_log import DTYPES, SCHEMA, to_batch
from voltwin_core.station.events import KINDS

RUN = uuid7()
START = datetime.fromisoformat("2026-03-29T00:00:00+08:00")
IDS = ["s1", "a station", "東", "", '"'] + [f"x{i}" for i in range(20)]
INT32 = np.iinfo(np.int32).max
FLEET = "examples/first_fleet.yaml"


def bits(batch: pa.RecordBatch) -> list[bytes]:
    """Return the memory of each column."""
    assert batch.schema.equals(SCHEMA, check_metadata=True)
    columns: list[Any] = [
        column.indices if isinstance(column, pa.DictionaryArray) else column
        for column in batch.columns
    ]
    assert all(column.null_count == 0 for column in columns)
    assert batch.column("kind").dictionary.to_pylist() == list(KINDS)  # type: ignore[attr-defined]
    return [np.ascontiguousarray(column.to_numpy()).tobytes() for column in columns]


def rows_of(batch: pa.RecordBatch, ids: Sequence[str], first: int = 0) -> pa.Table:
    return event_rows(batch, run_id=RUN, replication=3, first=first, start=START, station_ids=ids)


def plain(rows: pa.Table) -> pa.Table:
    """Return rows as a database gives them: texts without dictionaries, other JSON."""
    for i, field in enumerate(rows.schema):
        if pa.types.is_dictionary(field.type):
            rows = rows.set_column(i, field.name, rows.column(i).cast(pa.string()))
    values = [
        None if text is None else json.dumps(dict(sorted(json.loads(text).items(), reverse=True)))
        for text in rows["value"].to_pylist()
    ]
    at = rows.column_names.index("value")
    return rows.set_column(at, "value", pa.array(values, pa.string()))


numbers = st.one_of(st.just(-1), st.integers(0, 20), st.integers(0, INT32))
places = st.one_of(st.just(-1), st.integers(0, len(IDS) - 1))
anything = st.one_of(st.just(math.nan), st.floats(allow_nan=False))
finite = st.one_of(st.just(math.nan), st.floats(allow_nan=False, allow_infinity=False))
kinds = st.integers(0, len(KINDS) - 1)
times = st.floats(0, 4e8)
OF_COLUMN = {"time": times, "kind": kinds, "station": places, "until": finite}


@st.composite
def logs(draw: st.DrawFn) -> pa.RecordBatch:
    """Draw any log at all, such as no engine would write."""
    count = draw(st.integers(0, 8))
    columns = {}
    for name, dtype in DTYPES.items():
        values = OF_COLUMN.get(name, anything if dtype.kind == "f" else numbers)
        drawn = draw(st.lists(values, min_size=count, max_size=count))
        columns[name] = np.array(drawn, dtype)
    return to_batch(columns)


@given(logs(), st.booleans())
def test_any_log_comes_back_bit_for_bit(log: pa.RecordBatch, from_database: bool) -> None:
    rows = rows_of(log, IDS)
    assert rows.schema.equals(schema.EVENTS.schema, check_metadata=True)
    back = list(log_batches(plain(rows) if from_database else rows, IDS))
    whole = pa.Table.from_batches(back, SCHEMA).combine_chunks().to_batches() or [log.slice(0, 0)]
    assert bits(whole[0]) == bits(log)


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("city", ["stations", "fleet"])
def test_logs_of_both_engines_come_back(engine: EngineName, city: str) -> None:
    scenario = demo_city(stations=3) if city == "stations" else voltwin.load_scenario(FLEET)
    simulation = Simulation(scenario, engine=engine)
    ids, first, seen = simulation.names.stations, 0, set()
    for batch in simulation.stream("5h"):
        rows = rows_of(batch, ids, first=first)
        assert rows["number"].to_pylist() == list(range(first, first + batch.num_rows))
        (back,) = log_batches(rows, ids)
        assert bits(back) == bits(batch)
        first += batch.num_rows
        seen |= {text is None for text in rows["value"].to_pylist()}
    assert seen == ({True, False} if city == "fleet" else {True})


@given(logs())
def test_each_row_says_who_when_and_where(log: pa.RecordBatch) -> None:
    for row, event in zip(rows_of(log, IDS).to_pylist(), log.to_pylist(), strict=True):
        assert row["run_id"] == str(RUN)
        assert row["replication"] == 3
        assert row["event_type"] == event["kind"]
        assert row["station_id"] == (None if event["station"] < 0 else IDS[event["station"]])
        who = [f"{of}:{event[of]}" for of in ("vehicle", "battery", "charger", "bay")]
        assert row["entity_id"] == next((one for one in who if "-" not in one), None)
        assert abs(row["time"] - START - timedelta(seconds=event["time"])) <= timedelta(
            seconds=1e-6
        )


def test_an_object_has_what_the_event_has() -> None:
    columns = {name: np.full(3, -1 if dtype.kind == "i" else np.nan, dtype)
               for name, dtype in DTYPES.items()}  # fmt: skip
    columns["time"], columns["kind"] = np.zeros(3), np.zeros(3, np.int8)
    columns["origin"] = np.array([4, 4, -1], np.int32)
    columns["until"] = np.array([0.1 + 0.2, np.nan, np.nan])
    values = rows_of(to_batch(columns), IDS)["value"].to_pylist()
    assert values == ['{"origin": 4, "until": 0.30000000000000004}', '{"origin": 4}', None]


@pytest.fixture(scope="module")
def city() -> Scenario:
    return demo_city(stations=6)


def city_with(name: str) -> Scenario:
    """Return a city whose runs have the KPI table of this name."""
    return voltwin.load_scenario(FLEET) if name in schema.FLEET_TABLES else demo_city(stations=6)


def compared(rows: pa.Table, table: pa.Table, named: dict[str, str]) -> None:
    """Assert that rows hold what a KPI table does, and nothing else."""
    for name in rows.column_names[2:]:
        source = named.get(name, name)
        if source in table.column_names:
            assert rows[name].to_pylist() == table[source].to_pylist()
        else:
            assert rows[name].null_count == rows.num_rows


@pytest.mark.parametrize("name", schema.KPI_TABLES)
def test_kpis_of_a_run_in_the_columns_of_the_store(name: str) -> None:
    simulation = Simulation(city_with(name), log=False)
    simulation.advance("1d")
    table = simulation.kpis().table(name)
    called, rows = kpi_rows(name, table, run_id=RUN, replication=5)
    assert called == schema.KPI_TABLES[name].name
    assert rows.schema.equals(schema.TABLES[called].schema, check_metadata=True)
    assert rows["run_id"].unique().to_pylist() == [str(RUN)]
    assert rows["replication"].unique().to_pylist() == [5]
    compared(rows, table, {"station_id": "station"})


@pytest.mark.parametrize("name", schema.KPI_TABLES)
def test_a_tables_own_replications_win(name: str) -> None:
    prepared = Prepared(city_with(name), 1, 7200.0, (name,))
    parts = [prepared.run(part) for part in prepared.parts([4, 9], 1)]
    table = pa.concat_tables(part[name] for part in parts)
    _, rows = kpi_rows(name, table, run_id=RUN, replication=None)
    assert rows["replication"].unique().to_pylist() == [4, 9]
    assert rows["replication"].to_pylist() == table["replication"].to_pylist()
    compared(rows, table, {"station_id": "station"})


def test_rows_of_an_experiment_are_those_of_its_runs(city: Scenario) -> None:
    changes = {"one more": ["stations[*].chargers+=1"]}
    measures = ("lost_share", "arrivals", "wait_mean_s")
    kept = ["by_region", "by_hour", "by_station"]
    found = compare(city, changes, replications=2, until="6h", measures=measures, keep=kept)
    ids = [derived(RUN, number) for number in range(2)]
    rows = found.runs.drop_columns(["name"])
    for name in kept:
        rows = _with_lists(rows, name, found.table(f"runs_{name}"), measures)
    tables = kpi_rows_of_experiment(rows, found.plan, ids)
    assert set(tables) == {table.name for table in schema.NETWORK_TABLES.values()}
    for name, target in schema.NETWORK_TABLES.items():
        got = tables[target.name]
        assert got.schema.equals(target.schema)
        for variant, run_id in enumerate(ids):
            scenario = found.plan.variants[variant].scenario(city)
            for replication in range(2):
                simulation = Simulation(scenario, seed=1, replication=replication, log=False)
                simulation.advance("6h")
                table = simulation.kpis().table(name)
                mine = (pc.field("run_id") == str(run_id)) & (
                    pc.field("replication") == replication
                )
                own = got.filter(mine)
                wanted = table if name == "total" else _only(table, target, measures)
                compared(own, wanted, {"station_id": "station"})


def test_rows_of_an_experiment_hold_its_fleet() -> None:
    city, kept = voltwin.load_scenario(FLEET), list(schema.FLEET_TABLES)
    made = voltwin.replications(city, 2, until="3h", keep=kept)
    assert made.kept == ("runs", *(f"runs_{name}" for name in kept))
    names = schema.FLEET_TABLES.items()
    for replication in range(2):
        simulation = Simulation(city, replication=replication, log=False)
        simulation.advance("3h")
        for name, target in names:
            mine = made.table(f"runs_{name}").filter(pc.field("replication") == replication)
            _, rows = kpi_rows(name, mine, run_id=RUN, replication=None)
            assert rows.column_names == list(target.schema.names)
            compared(rows, simulation.kpis().table(name), {})


def test_a_fleet_is_kept_where_there_is_one(city: Scenario) -> None:
    with pytest.raises(ValueError, match=r'keep: "fleet" is of vehicles .* scenario has none'):
        voltwin.replications(city, 2, keep=["fleet"])
    with pytest.raises(ValueError, match='keep: "flet" cannot be kept'):
        voltwin.replications(city, 2, keep=["flet"])


def _with_lists(rows: pa.Table, name: str, table: pa.Table, measures: tuple[str, ...]) -> pa.Table:
    for measure in measures:
        values = table[measure].combine_chunks()
        lists = pa.FixedSizeListArray.from_arrays(values, len(values) // rows.num_rows)
        rows = rows.append_column(f"{name}.{measure}", lists)
    return rows


def _only(table: pa.Table, target: schema.Table, measures: tuple[str, ...]) -> pa.Table:
    key = target.keys[-1]
    return table.select([key if key in table.column_names else "station", *measures])
