"""PostgreSQL servers of the tests: one for a process of the tests, started when a test first asks
for it, and ended with the process; others for tests that kill them."""

import atexit
import os
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

__all__ = ["LOCKED", "Server", "database", "has_extension", "own_server", "shared_server"]

_NUMBERS = count(1)
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
def database(extension: str | None = None) -> Iterator[str]:
    """Give the URL of a new, empty database, with an extension if one is named."""
    server, name = shared_server(), f"test_{os.getpid()}_{next(_NUMBERS)}"
    if extension and not has_extension(extension):
        pytest.skip(f"untested here: {extension} is not installed beside this PostgreSQL")
    server.execute(f"CREATE DATABASE {name}")
    try:
        if extension:
            server.execute(f"CREATE EXTENSION {extension}", database=name)
        yield server.url(name)
    finally:
        server.execute(f"DROP DATABASE {name} WITH (FORCE)")


def _preloaded() -> tuple[str, ...]:
    return ("shared_preload_libraries=timescaledb",) if has_extension("timescaledb") else ()
