"""A store in a new database of the server that the tests of a process share."""

from collections.abc import Iterator

import pytest
from tests.store import servers

from voltwin.store.postgres import PostgresStore


@pytest.fixture
def url() -> Iterator[str]:
    """Give the URL of a new, empty database."""
    with servers.database() as url:
        yield url


@pytest.fixture
def store(url: str) -> Iterator[PostgresStore]:
    """Give a store with its tables."""
    store = PostgresStore(url)
    store.upgrade()
    yield store
    store.close()
