"""The stores that the contract is held against, by name."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

# Gives the URL of a new, empty store, given a folder that nobody else uses, and clears it away
# afterwards; skips the test, with the reason, where there can be none.
Opener = Callable[[Path], AbstractContextManager[str]]


@contextmanager
def embedded(folder: Path) -> Iterator[str]:
    """Give a folder that is made when the store is opened."""
    yield str(folder / "voltwin-data")


STORES: dict[str, Opener] = {"embedded": embedded}
