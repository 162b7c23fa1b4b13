"""PostgreSQL servers of the tests: one for a process of the tests, started when a test first asks
for it, and ended with the process; others for tests that kill them."""

import atexit
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from itertools import count

import pytest

from voltwin.bench.postgres_server import (
    LOCKED,
    NoServerError,
    Server,
    has_extension,
    new_server,
)
from voltwin.store.postgres import PostgresStore
from voltwin.store.schema import TABLES

__all__ = [
    "LOCKED",
    "Server",
    "database",
    "empty_store",
    "has_extension",
    "own_server",
    "shared_server",
]

_NUMBERS = count(1)
_ALONE = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()
"""
_EMPTY = "TRUNCATE scenarios, places, simulation_runs, written_chunks, " + ", ".join(TABLES)
# What a power cut would lose is of no interest to a test, except to those that kill servers.
_FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "shared_buffers=64MB")


@contextmanager
def own_server(*settings: str) -> Iterator[Server]:
    """Give a server that a test may kill; skip the test where there can be none."""
    try:
        server = new_server(*settings)
    except NoServerError as error:
        pytest.skip(str(error))
    try:
        yield server
    finally:
        server.stop()


@cache
def _shared() -> Server | NoServerError:
    try:
        server = new_server(*_FAST, *_preloaded())
    except NoServerError as error:
        return error
    atexit.register(server.stop)
    return server


def shared_server() -> Server:
    """Return the server that the tests of this process share; skip the test if there is none."""
    server = _shared()
    if isinstance(server, NoServerError):
        pytest.skip(str(server))
    return server


@contextmanager
def database() -> Iterator[str]:
    """Give the URL of a new, empty database."""
    server, name = shared_server(), f"test_{next(_NUMBERS)}"
    server.execute(f"CREATE DATABASE {name}")
    try:
        yield server.url(name)
    finally:
        server.execute(f"DROP DATABASE {name} WITH (FORCE)")


@contextmanager
def empty_store(extension: str | None = None) -> Iterator[str]:
    """Give the URL of a database with Voltwin's tables, all of them empty.

    To make them takes longer than most tests: those of a process use the same, one after the other.
    """
    server = shared_server()
    if extension and not has_extension(extension):
        pytest.skip(f"untested here: {extension} is not installed beside this PostgreSQL")
    name = _made(extension)
    yield server.url(name)
    server.execute(_ALONE, _EMPTY, database=name)


@cache
def _made(extension: str | None) -> str:
    """Return the name of a database with Voltwin's tables."""
    server, name = shared_server(), f"store_{extension}".lower()
    server.execute(f"CREATE DATABASE {name}")
    if extension:
        server.execute(f"CREATE EXTENSION {extension}", database=name)
    store = PostgresStore(server.url(name))
    store.upgrade()
    store.close()
    return name


def _preloaded() -> tuple[str, ...]:
    return ("shared_preload_libraries=timescaledb",) if has_extension("timescaledb") else ()
