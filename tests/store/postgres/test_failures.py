"""What a database refuses is said in one sentence that tells what to do next."""

import re
import socket
from collections.abc import Iterator

import psycopg
import pytest
from tests.store import servers
from tests.store.postgres import small_run

from voltwin.store.interface import StoreError, StoreUnavailableError
from voltwin.store.postgres import PostgresStore


@pytest.fixture(scope="module")
def locked() -> Iterator[str]:
    """Give the URL of a database, with a user who is asked for a password and has no rights."""
    with servers.empty_store() as url:
        name = url.rpartition("/")[2]
        servers.shared_server().execute(
            f"DROP ROLE IF EXISTS {servers.LOCKED}",
            f"CREATE ROLE {servers.LOCKED} LOGIN PASSWORD 'right'",
        )
        yield url
        servers.shared_server().execute(
            f"REVOKE ALL ON DATABASE {name} FROM {servers.LOCKED}", f"DROP ROLE {servers.LOCKED}"
        )


def as_user(url: str, who: str) -> str:
    """Return a URL for another user."""
    return re.sub(r"//\w+@", f"//{who}@", url)


def refused(url: str, kind: type[StoreError] = StoreError) -> str:
    """Return why a store at a URL cannot be used."""
    store = PostgresStore(url)
    with pytest.raises(StoreError) as why:
        store.check()
    assert why.type is kind
    assert "\n" not in str(why.value)
    assert str(why.value).startswith(f"{store.url}: ")
    return str(why.value)


def test_a_wrong_password_is_told_from_a_server_that_is_away(locked: str) -> None:
    said = refused(as_user(locked, f"{servers.LOCKED}:wrong"))
    assert "the password is wrong" in said
    assert "PGPASSWORD" in said
    assert "wrong@" not in said


def test_a_missing_password_is_asked_for(locked: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PGPASSWORD", raising=False)
    monkeypatch.setenv("PGPASSFILE", "/dev/null")
    assert "a password is asked for" in refused(as_user(locked, servers.LOCKED))


def test_the_password_may_come_from_the_environment(
    locked: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PGPASSWORD", "right")
    assert "has not the right" in refused(as_user(locked, servers.LOCKED))


def test_a_database_that_is_none_is_to_be_made(url: str) -> None:
    assert "make it with: createdb nowhere" in refused(url.rpartition("/")[0] + "/nowhere")


def test_a_user_who_is_none_is_to_be_made(url: str) -> None:
    assert "there is no such user" in refused(as_user(url, "nobody_knows"))


def test_a_server_without_tls_is_told(url: str) -> None:
    assert "the server has no TLS" in refused(url + "?sslmode=require")


def test_an_unknown_sslmode_is_told(url: str) -> None:
    assert "verify-full" in refused(url + "?sslmode=safe")


def test_a_server_that_is_away_may_come_back() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # and nobody listens
        port = taken.getsockname()[1]
        said = refused(f"postgresql://voltwin@127.0.0.1:{port}/voltwin", StoreUnavailableError)
    assert "is it running, and reachable from here?" in said


def test_a_server_that_is_silent_is_not_waited_for() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        url = f"postgresql://voltwin@127.0.0.1:{port}/voltwin?connect_timeout=2"
        refused(url, StoreUnavailableError)


def test_a_reader_without_rights_is_told(locked: str) -> None:
    reader = PostgresStore(as_user(locked, f"{servers.LOCKED}:right"))
    with pytest.raises(StoreError, match="has not the right to do it: permission denied"):
        reader.runs()


def test_a_connection_that_the_server_has_ended_is_replaced(store: PostgresStore, url: str) -> None:
    store.check()
    with psycopg.connect(url, autocommit=True) as other:
        other.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
    store.check()
    small_run.running(store)


def test_a_writer_needs_no_more_rights_than_are_documented(locked: str) -> None:
    name, who = locked.rpartition("/")[2], servers.LOCKED
    servers.shared_server().execute(
        f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {who}",
        database=name,
    )
    try:
        writer = PostgresStore(as_user(locked, f"{who}:right"))
        writer.check()
        run_id = small_run.running(writer)
        rows = {"events": small_run.events(run_id), "totals": small_run.totals(run_id, 0)}
        assert writer.write(small_run.chunk(run_id, "a", **rows))
        assert small_run.counted(writer, run_id) == {"telemetry_events": 3, "kpi_totals": 1}
        writer.delete_experiment(run_id)
        writer.close()
    finally:
        servers.shared_server().execute(
            f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {who}", database=name
        )
