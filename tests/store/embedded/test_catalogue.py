"""The folder of an embedded store: what it may be, and what is said where it may not."""

import os
import sqlite3
from pathlib import Path

import pytest
from tests.store.contract import begun, rows_of, write_all

from voltwin.store.embedded import EmbeddedStore
from voltwin.store.embedded.catalogue import FILE
from voltwin.store.embedded.migrations import MIGRATIONS
from voltwin.store.interface import StoreError, StoreUnavailableError


def test_a_store_is_made_where_there_is_none(tmp_path: Path) -> None:
    folder = tmp_path / "some" / "where"
    store = EmbeddedStore(folder)
    assert store.url == str(folder)
    assert (folder / FILE).is_file()
    store.check()
    assert store.upgrade() == []
    store.close()


@pytest.mark.parametrize("name", ["a=1", "run_id=3", "[x]*?", "{a,b}", "it's", "Straße 東", "a b"])
def test_a_folder_may_be_called_anything(tmp_path: Path, name: str) -> None:
    store = EmbeddedStore(tmp_path / name / "data")
    run = begun(store)
    write_all(store, run)
    rows = rows_of(store, run)
    assert min(rows.values()) > 0
    assert {table: store.table(table, run.id).num_rows for table in rows} == rows
    store.close()


def test_a_relative_folder_stays_where_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    store = EmbeddedStore("data")
    monkeypatch.chdir("/")
    run = begun(store)
    write_all(store, run)
    assert min(rows_of(store, run).values()) > 0
    assert store.url == "data"
    assert (tmp_path / "data" / "results").is_dir()
    store.close()


def test_a_file_is_no_store(tmp_path: Path) -> None:
    (tmp_path / "x").write_text("")
    with pytest.raises(StoreError, match="x: is a file; name a folder"):
        EmbeddedStore(tmp_path / "x")


def test_a_folder_with_other_things_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("precious")
    with pytest.raises(StoreError, match=r"holds notes\.txt, which is no part of a store"):
        EmbeddedStore(tmp_path)
    assert os.listdir(tmp_path) == ["notes.txt"]


def test_a_newer_catalogue_is_refused_and_left_alone(tmp_path: Path) -> None:
    EmbeddedStore(tmp_path).close()
    with sqlite3.connect(tmp_path / FILE) as connection:
        connection.execute(f"PRAGMA user_version = {len(MIGRATIONS) + 1}")
    connection.close()
    with pytest.raises(StoreError, match="written by a newer Voltwin"):
        EmbeddedStore(tmp_path)


@pytest.mark.parametrize("what", ["text", "foreign"])
def test_another_programs_file_is_refused_and_left_alone(tmp_path: Path, what: str) -> None:
    file = tmp_path / FILE
    if what == "text":
        file.write_text("not a database, and longer than a header of one\n" * 100)
    else:
        with sqlite3.connect(file) as connection:
            connection.execute("CREATE TABLE theirs (a)")
            connection.execute("PRAGMA user_version = 7")
        connection.close()
    before = file.read_bytes()
    with pytest.raises(StoreError, match=FILE):
        EmbeddedStore(tmp_path)
    assert file.read_bytes() == before


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_without_the_right_to_write(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(StoreUnavailableError, match="Permission denied"):
        EmbeddedStore(tmp_path / "data")


def test_a_closed_store_says_so(tmp_path: Path) -> None:
    store = EmbeddedStore(tmp_path / "data")
    store.close()
    store.close()
    with pytest.raises(StoreError, match="closed"):
        store.runs()
    with pytest.raises(StoreError, match="closed"):
        store.query("SELECT 1 AS one FROM simulation_runs")


def test_two_who_make_a_store_at_once_make_one(tmp_path: Path) -> None:
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(8) as pool:
        stores = list(pool.map(lambda _: EmbeddedStore(tmp_path / "data"), range(8)))
    run = begun(stores[0])
    assert all(store.run(run.id) == run for store in stores)
    for store in stores:
        store.close()
