"""`voltwin db`: what it says, and with which exit status."""

import json
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
from tests.store import servers
from tests.store.postgres import small_run

from voltwin.bench.processes import VOLTWIN
from voltwin.cli.db import clean_store, show_status, upgrade_store
from voltwin.cli.db_deliver import deliver_folder
from voltwin.cli.failures import CHECK_FAILED, WRONG_INPUT, exit_status
from voltwin.run_folder.folder_error import FolderError
from voltwin.store.interface import ABANDONED, StoreError, StoreUnavailableError
from voltwin.store.outbox.files import write_item
from voltwin.store.postgres import PostgresStore
from voltwin.store.records import Status
from voltwin.store.uuid7 import uuid7

AWAY = "postgresql://voltwin@127.0.0.1:1/voltwin"


@pytest.fixture
def bare() -> Iterator[str]:
    """Give the URL of a database without tables."""
    with servers.database() as url:
        yield url


@pytest.fixture
def url() -> Iterator[str]:
    with servers.empty_store() as url:
        yield url


@pytest.fixture
def store(url: str) -> Iterator[PostgresStore]:
    store = PostgresStore(url)
    yield store
    store.close()


def test_the_commands_are_there() -> None:
    done = subprocess.run([*VOLTWIN, "db", "--help"], capture_output=True, text=True, check=True)
    for command in ("init", "upgrade", "status", "clean", "delete", "deliver", "waiting"):
        assert command in done.stdout


def test_a_store_is_made_once(bare: str, capsys: pytest.CaptureFixture[str]) -> None:
    upgrade_store(bare)
    said = capsys.readouterr().out
    assert said.startswith(f"{bare}: PostgreSQL 1")
    assert "base 1: tables" in said
    upgrade_store(bare)
    assert "nothing to do" in capsys.readouterr().out


def test_status_says_what_there_is(
    store: PostgresStore, url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    small_run.running(store)
    show_status(url, as_json=False)
    lines = dict(line.split(maxsplit=1) for line in capsys.readouterr().out.splitlines())
    assert lines["store"] == url
    assert lines["TimescaleDB"] == "not used"
    assert lines["scenarios"] == "1"


def test_status_as_json_is_for_programs(
    store: PostgresStore, url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    small_run.running(store)
    show_status(url, as_json=True)
    said = json.loads(capsys.readouterr().out)
    assert said["runs"] == {**dict.fromkeys(map(str, Status), 0), "RUNNING": 1}
    assert said["versions"]["PostGIS"] is None
    assert said["schema_version"] >= 1


def test_status_without_tables_says_what_is_known_and_fails(
    bare: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(StoreError, match="voltwin db init"):
        show_status(bare, as_json=False)
    assert "PostgreSQL" in capsys.readouterr().out


def test_clean_fails_runs_whose_writer_is_gone(
    store: PostgresStore,
    url: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    run_id = small_run.running(store)
    store.write(small_run.chunk(run_id, "a", totals=small_run.totals(run_id, 0)))
    clean_store(url)
    assert capsys.readouterr().out == "nothing to do\n"
    monkeypatch.setattr("voltwin.store.postgres.runs.LEASE_S", 0.0)
    clean_store(url)
    assert f"{run_id}: {ABANDONED}" in capsys.readouterr().out
    assert store.run(run_id).status is Status.FAILED
    assert small_run.counted(store, run_id) == {}


def test_whoever_goes_on_with_an_abandoned_run_adds_it_again(
    store: PostgresStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_id = small_run.running(store)
    with monkeypatch.context() as changed:
        changed.setattr("voltwin.store.postgres.runs.LEASE_S", 0.0)
        assert [run.id for run in store.give_up()] == [run_id]
    store.add_runs([store.run(run_id)])
    again = store.run(run_id)
    assert (again.status, again.error) == (Status.PENDING, None)
    assert store.write(small_run.chunk(run_id, "a", totals=small_run.totals(run_id, 0)))


def test_a_server_that_was_away_takes_nobody_for_dead(store: PostgresStore, url: str) -> None:
    small_run.running(store)
    with psycopg.connect(url, autocommit=True) as other:
        other.execute("UPDATE simulation_runs SET alive_at = 'epoch'")
    assert store.abandoned() == []  # the server of these tests has been there for minutes at most


def test_deliver_writes_what_waits(
    store: PostgresStore, url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run_id, outbox = small_run.running(store), tmp_path / "outbox"
    outbox.mkdir()
    write_item(outbox, 0, small_run.chunk(run_id, "a", totals=small_run.totals(run_id, 0, 1)))
    deliver_folder(tmp_path, url)
    assert capsys.readouterr().out == "delivered: 1\n"
    assert store.replications(run_id) == [0, 1]
    deliver_folder(tmp_path, url)
    assert capsys.readouterr().out == "nothing is left to deliver\n"


def test_deliver_keeps_what_is_not_delivered(tmp_path: Path) -> None:
    run_id = uuid7()
    path = write_item(tmp_path, 0, small_run.chunk(run_id, "a", totals=small_run.totals(run_id, 0)))
    with pytest.raises(StoreUnavailableError):
        deliver_folder(tmp_path, AWAY)
    assert path.exists()
    with pytest.raises(FolderError, match="there is no such folder"):
        deliver_folder(tmp_path / "nowhere", AWAY)


@pytest.mark.parametrize(
    "ask",
    [
        lambda url: show_status(url, as_json=False),
        clean_store,
        lambda url: upgrade_store(url, create=False),
    ],
)
def test_asking_makes_no_store(tmp_path: Path, ask: Callable[[str], None]) -> None:
    with pytest.raises(StoreError, match="typo: there is no store; make one"):
        ask(str(tmp_path / "typo"))
    assert list(tmp_path.iterdir()) == []


def test_deliver_makes_neither_outbox_nor_store(tmp_path: Path) -> None:
    folder, typo = tmp_path / "results", tmp_path / "typo"
    folder.mkdir()
    with pytest.raises(FolderError, match="nothing that waits for a store"):
        deliver_folder(folder, str(typo))
    run_id = uuid7()
    path = write_item(folder, 0, small_run.chunk(run_id, "a", totals=small_run.totals(run_id, 0)))
    with pytest.raises(StoreError, match="typo: there is no store"):
        deliver_folder(folder, str(typo))
    assert list(tmp_path.iterdir()) == [folder]
    assert list(folder.iterdir()) == [path]


def test_a_server_that_is_away_and_a_wrong_url_have_their_exit_status(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert exit_status(StoreUnavailableError("it is away")) == CHECK_FAILED
    assert exit_status(StoreError("it is wrong")) == WRONG_INPUT
    assert capsys.readouterr().err == "Error: it is away\nError: it is wrong\n"


@pytest.mark.parametrize(
    ("url", "status", "words"),
    [
        (AWAY, CHECK_FAILED, "is it running, and reachable from here?"),
        ("mysql://host/name", WRONG_INPUT, "no such kind of store"),
        ("postgresql://host:port/name", WRONG_INPUT, "named as in postgresql://user@host"),
    ],
)
def test_the_store_may_be_named_by_the_environment(url: str, status: int, words: str) -> None:
    done = subprocess.run(
        [*VOLTWIN, "db", "status"],
        capture_output=True,
        text=True,
        check=False,
        env={"VOLTWIN_STORE": url, "PATH": "/usr/bin:/bin"},
    )
    assert (done.returncode, done.stdout) == (status, "")
    assert words in done.stderr
    assert done.stderr.count("\n") == 1
