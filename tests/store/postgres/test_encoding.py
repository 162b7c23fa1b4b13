"""Rows through PostgreSQL and back: the same bits, whatever the values."""

import math
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.store import servers
from tests.store.postgres import small_run

from voltwin.store.interface import Chunk, StoreError
from voltwin.store.postgres import PostgresStore
from voltwin.store.schema import KPI_TABLES, TABLES, Column

_TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=8)
_WHOLES = {"integer": 32, "bigint": 64}


def values(column: Column) -> st.SearchStrategy[Any]:
    """Return a strategy for what a column may hold."""
    if column.sql in _WHOLES:
        most = 2 ** (_WHOLES[column.sql] - 1)
        found: st.SearchStrategy[Any] = st.integers(-most, most - 1)
    elif column.sql == "double precision":
        found = st.floats(allow_nan=False)
    elif column.sql == "timestamptz":
        found = st.datetimes(datetime(1971, 1, 1), datetime(2200, 1, 1), timezones=st.just(UTC))
    elif column.sql == "timestamp":
        found = st.datetimes(datetime(1971, 1, 1), datetime(2200, 1, 1)).map(
            lambda one: one.replace(microsecond=one.microsecond // 1000 * 1000)
        )
    elif column.sql == "jsonb":
        found = st.sampled_from(['{"until": 0.1}', '{"origin": 3}'])
    else:
        found = _TEXTS
    return found if column.is_key else st.none() | found


@st.composite
def tables(draw: st.DrawFn, name: str) -> pa.Table:
    """Draw rows of a table; its run is filled in later."""
    table = TABLES[name]
    rows = draw(
        st.lists(
            st.fixed_dictionaries(
                {one.name: values(one) for one in table.columns if one.name != "run_id"}
            ),
            max_size=5,
            unique_by=lambda row: tuple(row.get(key) for key in table.keys),
        )
    )
    for row in rows:
        row["time"] = row.get("time") or small_run.START
        row["time_s"] = row.get("time_s") or 0.5
    columns = [one for one in table.columns if one.name != "run_id"]
    return pa.table(
        {one.name: pa.array([row[one.name] for row in rows], one.type) for one in columns}
    )


def of_run(rows: pa.Table, run_id: UUID) -> pa.Table:
    """Return rows as those of a run."""
    return rows.append_column("run_id", pa.array([str(run_id)] * rows.num_rows, pa.string()))


@pytest.fixture(scope="module")
def kept() -> Any:
    """Give a store for many examples."""
    with servers.empty_store() as url:
        store = PostgresStore(url)
        yield store
        store.close()


@pytest.mark.parametrize(
    "name", [table.name for table in (TABLES["telemetry_events"], *KPI_TABLES.values())]
)
@settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_rows_come_back_as_they_were(kept: PostgresStore, name: str, data: st.DataObject) -> None:
    run_id = small_run.running(kept)
    rows = of_run(data.draw(tables(name)), run_id)
    assert kept.write(Chunk(run_id, "all", {name: rows}))
    back = kept.table(name, run_id)
    assert back.schema == TABLES[name].schema
    assert _sorted(back, name) == _sorted(rows.select(back.column_names), name)


def _sorted(rows: pa.Table, name: str) -> list[str]:
    """Return rows as texts, in which -0.0 is not 0.0."""
    return sorted(repr(list(row.values())) for row in rows.to_pylist())


def test_infinite_and_undefined_numbers_come_back(kept: PostgresStore) -> None:
    run_id = small_run.running(kept)
    rows = small_run.totals(run_id, 0, wait_mean_s=math.inf, lost_share=math.nan, cost=-0.0)
    kept.write(small_run.chunk(run_id, "a", totals=rows))
    (row,) = kept.table("kpi_totals", run_id).to_pylist()
    assert row["wait_mean_s"] == math.inf
    assert math.isnan(row["lost_share"])
    assert math.copysign(1.0, row["cost"]) == -1.0


def test_dictionaries_and_plain_columns_give_the_same(kept: PostgresStore) -> None:
    run_id = small_run.running(kept)
    plain = of_run(small_run.totals(run_id, 0).drop(["run_id"]), run_id)
    encoded = plain.set_column(1, "run_id", plain["run_id"].combine_chunks().dictionary_encode())
    assert kept.write(small_run.chunk(run_id, "a", totals=plain))
    assert kept.write(small_run.chunk(run_id, "b", totals=encoded))
    assert small_run.counted(kept, run_id) == {"kpi_totals": 1}


def test_a_text_with_code_0_is_refused_with_the_reason(kept: PostgresStore) -> None:
    run_id = small_run.running(kept)
    rows = of_run(pa.table({"replication": [0], "region": ["a\0b"]}), run_id)
    with pytest.raises(StoreError, match="code 0"):
        kept.write(Chunk(run_id, "a", {"kpi_regions": rows}))
    assert small_run.counted(kept, run_id) == {}


def test_values_that_do_not_fit_are_refused(kept: PostgresStore) -> None:
    run_id = small_run.running(kept)
    rows = of_run(pa.table({"replication": [2**40]}), run_id)
    with pytest.raises(StoreError, match="kpi_totals: replication: "):
        kept.write(Chunk(run_id, "a", {"kpi_totals": rows}))
