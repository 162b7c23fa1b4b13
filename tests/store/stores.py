"""The stores that the contract is held against, by name."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from pathlib import Path
from unittest.mock import patch

from tests.store import servers

from voltwin.store.embedded import catalogue, parquet

# Gives the URL of a new, empty store, given a folder that nobody else uses, and clears it away
# afterwards; skips the test, with the reason, where there can be none.
Opener = Callable[[Path], AbstractContextManager[str]]


@contextmanager
def embedded(folder: Path) -> Iterator[str]:
    """Give a folder that is made when the store is opened; nobody waits for the disk."""
    hasty = tuple(one.replace("FULL", "OFF") for one in catalogue._PRAGMAS)
    with patch.object(catalogue, "_PRAGMAS", hasty), patch.object(parquet, "sync"):
        yield str(folder / "voltwin-data")


@contextmanager
def in_postgres(_: Path, extension: str | None = None) -> Iterator[str]:
    """Give a database with Voltwin's tables."""
    with servers.empty_store(extension) as url:
        yield url


STORES: dict[str, Opener] = {
    "embedded": embedded,
    "postgresql": in_postgres,
    "postgis": partial(in_postgres, extension="postgis"),
    "timescaledb": partial(in_postgres, extension="timescaledb"),
}
