"""Queries: one, read-only, with parameters by name, and answered in Arrow's types."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.store.postgres import small_run

from voltwin.store.interface import StoreError
from voltwin.store.postgres import PostgresStore, asking
from voltwin.store.postgres.asking import numbered


@pytest.mark.parametrize(
    ("sql", "text"),
    [
        ("SELECT $a + $b + $a", "SELECT $1 + $2 + $1"),
        ("SELECT '$a', \"$a\", $b", "SELECT '$a', \"$a\", $1"),
        ("SELECT 'it''s $a' -- $a\n, $b", "SELECT 'it''s $a' -- $a\n, $1"),
        ("SELECT /* $a */ $$ $a $$, $x$ $a $x$, $b", "SELECT /* $a */ $$ $a $$, $x$ $a $x$, $1"),
        ("SELECT '100 %', $b::int % 7", "SELECT '100 %', $1::int % 7"),
    ],
)
def test_parameters_are_found_where_they_are_meant(sql: str, text: str) -> None:
    assert numbered(sql, {"a": 1, "b": 2})[0] == text


def test_a_parameter_without_a_value_is_named() -> None:
    with pytest.raises(StoreError, match=r'\$regio has no value; did you mean "region"'):
        numbered("SELECT $regio", {"region": "North"})


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")))
def test_a_value_is_never_a_part_of_the_query(text: str) -> None:
    assert numbered("SELECT $a", {"a": text}) == ("SELECT $1", [text])


@pytest.mark.parametrize(
    ("sql", "kind", "value"),
    [
        ("true", pa.bool_(), True),
        ("1::smallint", pa.int64(), 1),
        ("1", pa.int64(), 1),
        ("1::bigint", pa.int64(), 1),
        ("avg(x) FROM (VALUES (1), (2)) v(x)", pa.float64(), 1.5),
        ("sum(x) FROM (VALUES (1::bigint), (2)) v(x)", pa.int64(), 3),
        ("0.1::float8", pa.float64(), 0.1),
        ("'é'", pa.string(), "é"),
        ("date '2026-01-05'", pa.date32(), datetime(2026, 1, 5).date()),
        ("timestamp '2026-01-05'", pa.timestamp("us"), datetime(2026, 1, 5)),
        (
            "timestamptz '2026-01-05T01:00:00+01:00'",
            pa.timestamp("us", tz="UTC"),
            datetime(2026, 1, 5, tzinfo=UTC),
        ),
        ("interval '90 s'", pa.duration("us"), timedelta(seconds=90)),
        ("NULL::float8", pa.float64(), None),
        ("NULL", pa.string(), None),
        ("array[1, 2]", pa.list_(pa.int64()), [1, 2]),
        ("'{\"a\": [1, null]}'::jsonb", pa.string(), '{"a": [1, null]}'),
        (
            "'01890a5d-ac96-774b-bcce-b302099a8057'::uuid",
            pa.string(),
            "01890a5d-ac96-774b-bcce-b302099a8057",
        ),
    ],
)
def test_answers_have_types_of_arrow(
    store: PostgresStore, sql: str, kind: pa.DataType, value: Any
) -> None:
    answer = store.query(f"SELECT {sql}")
    assert answer.schema.types == [kind]
    assert answer.column(0).to_pylist() == [value]


def test_an_answer_without_rows_has_columns(store: PostgresStore) -> None:
    answer = store.query("SELECT 1 AS one WHERE false")
    assert answer.column_names == ["one"]
    assert answer.num_rows == 0


def test_long_answers_come_whole(store: PostgresStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "_ROWS", 7)
    answer = store.query("SELECT generate_series(1, $most) AS n", {"most": 100})
    assert answer["n"].to_pylist() == [*range(1, 101)]


def test_an_identity_may_be_given_as_such_or_as_text(store: PostgresStore) -> None:
    run_id = small_run.running(store)
    sql = "SELECT count(*) AS n FROM simulation_runs WHERE id = $run"
    for given_as in (run_id, str(run_id)):
        assert store.query(sql, {"run": given_as})["n"].to_pylist() == [1]
    assert store.query(sql, {"run": uuid4()})["n"].to_pylist() == [0]


@pytest.mark.parametrize(
    "sql",
    [
        "DELETE FROM simulation_runs",
        "SELECT 1; DELETE FROM simulation_runs",
        "COMMIT",
        "SET TRANSACTION READ WRITE",
        "WITH gone AS (DELETE FROM simulation_runs RETURNING id) SELECT * FROM gone",
        "SELECT * INTO copy FROM simulation_runs",
        "COPY (SELECT 1) TO PROGRAM 'true'",
        "SELECT set_config('transaction_read_only', 'off', false), nextval('a')",
        "",
    ],
)
def test_a_query_writes_nothing_and_is_one(store: PostgresStore, sql: str) -> None:
    run_id = small_run.running(store)
    with pytest.raises(StoreError):
        store.query(sql)
    assert store.run(run_id).id == run_id
    store.check()


def test_a_query_leaves_nothing_behind(store: PostgresStore) -> None:
    store.query("SELECT set_config('TimeZone', 'Asia/Tokyo', false), pg_advisory_lock(7)")
    left = store.query(
        "SELECT current_setting('TimeZone') AS zone, count(l.pid) AS locks "
        "FROM pg_locks l WHERE l.locktype = 'advisory'"
    )
    assert left.to_pylist() == [{"zone": "UTC", "locks": 0}]


def test_a_query_that_takes_too_long_is_given_up(
    store: PostgresStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "_PATIENCE", "20ms")
    with pytest.raises(StoreError, match="it took longer than allowed"):
        store.query("SELECT pg_sleep(30)")
