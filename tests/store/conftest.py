"""Stores to test with: each kind there is, new and empty."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.store.stores import STORES

from voltwin.store.interface import Store
from voltwin.store.opening import open_store


@pytest.fixture(params=STORES)
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Give where a new store may be opened."""
    with STORES[request.param](tmp_path) as url:
        yield url


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    """Give a new store, its tables made."""
    opened = open_store(url)
    opened.upgrade()
    yield opened
    opened.close()
