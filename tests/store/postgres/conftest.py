"""An empty store in a database of the server that the tests of a process share."""

from collections.abc import Iterator

import pytest
from tests.store import servers

from voltwin.store.postgres import PostgresStore


@pytest.fixture
def url() -> Iterator[str]:
    """Give the URL of a database with empty tables."""
    with servers.empty_store() as url:
        yield url


@pytest.fixture
def store(url: str) -> Iterator[PostgresStore]:
    """Give the store there."""
    store = PostgresStore(url)
    yield store
    store.close()
