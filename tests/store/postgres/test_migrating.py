"""Migrations: each once and as a whole, and what they make has the columns of the schema."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import chain

import psycopg
import pytest
from tests.store import servers
from tests.store.postgres import small_run

from voltwin.store.interface import StoreError
from voltwin.store.postgres import PostgresStore, migrating
from voltwin.store.postgres.migrating import BASE, Migration, migrations, newest
from voltwin.store.schema import TABLES

_SAID = {"timestamptz": "timestamp with time zone", "timestamp": "timestamp without time zone"}


@pytest.fixture
def url() -> Iterator[str]:
    """Give the URL of a new database."""
    with servers.database() as url:
        yield url


@pytest.fixture
def store(url: str) -> Iterator[PostgresStore]:
    """Give a store that was just made."""
    store = PostgresStore(url)
    store.upgrade()
    yield store
    store.close()


def test_tables_have_the_columns_of_the_schema(store: PostgresStore) -> None:
    found = store.query(
        "SELECT table_name::text t, column_name::text c, data_type::text d "
        "FROM information_schema.columns WHERE table_schema = 'public' ORDER BY t, ordinal_position"
    ).to_pylist()
    for table in TABLES.values():
        made = [(row["c"], row["d"]) for row in found if row["t"] == table.name]
        assert made == [(one.name, _SAID.get(one.sql, one.sql)) for one in table.columns]


def test_steps_are_numbered_without_a_gap() -> None:
    for part in migrating.PARTS:
        assert [one.version for one in migrations(part)] == list(range(1, newest(part) + 1))


def test_the_second_time_nothing_is_done(url: str) -> None:
    store = PostgresStore(url)
    assert store.upgrade() == [str(one) for one in migrations(BASE)]
    assert store.upgrade() == []
    store.check()


def test_two_at_once_make_each_table_once(url: str) -> None:
    stores = [PostgresStore(url) for _ in range(4)]
    with ThreadPoolExecutor(4) as threads:
        done = list(threads.map(PostgresStore.upgrade, stores))
    assert sorted(chain(*done)) == sorted(str(one) for one in migrations(BASE))
    stores[0].check()


def test_without_tables_the_message_says_how_to_make_them(url: str) -> None:
    store = PostgresStore(url)
    with pytest.raises(StoreError, match=f"voltwin db init --store {url}"):
        store.check()
    with pytest.raises(StoreError, match="voltwin db init"):
        store.runs()


def test_older_tables_are_to_be_upgraded(
    store: PostgresStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(migrating, "newest", lambda part: newest(part) + 1)
    with pytest.raises(StoreError, match="voltwin db upgrade"):
        store.check()


@pytest.mark.parametrize("part", [BASE, "a part of later"])
def test_newer_tables_are_refused(store: PostgresStore, url: str, part: str) -> None:
    with psycopg.connect(url) as connection:
        connection.execute("INSERT INTO schema_versions VALUES (%s, 99, 'later')", (part,))
    with pytest.raises(StoreError, match=r"of version 99.*use a newer Voltwin"):
        store.check()
    with pytest.raises(StoreError, match="use a newer Voltwin"):
        store.upgrade()


def test_a_step_that_fails_leaves_nothing(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    torn = Migration(BASE, 1, "torn", "CREATE TABLE half (a int); SELECT 1 / 0")
    with monkeypatch.context() as changed:
        changed.setattr(migrating, "migrations", lambda _: (torn,))
        with pytest.raises(StoreError, match="division by zero"):
            PostgresStore(url).upgrade()
    store = PostgresStore(url)
    assert store.upgrade()
    assert store.query("SELECT to_regclass('half') IS NULL AS gone")["gone"].to_pylist() == [True]


def test_an_extension_that_comes_later_is_taken_up(store: PostgresStore, url: str) -> None:
    if not servers.has_extension("postgis"):
        pytest.skip("untested here: PostGIS is not installed beside this PostgreSQL")
    with psycopg.connect(url) as connection:
        connection.execute("CREATE EXTENSION postgis")
    assert store.upgrade() == [str(one) for one in migrations("postgis")]
    store.query("SELECT geog FROM stations")


def test_tables_may_be_in_a_schema_of_their_own(store: PostgresStore, url: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("CREATE SCHEMA twin")
    apart = PostgresStore(f"{url}?options=-csearch_path%3Dtwin")
    assert apart.upgrade()
    run_id = small_run.running(apart)
    apart.write(small_run.chunk(run_id, "a", totals=small_run.totals(run_id, 0)))
    assert apart.replications(run_id) == [0]
    assert store.runs() == []
