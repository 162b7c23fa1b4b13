"""A store as users name it: an open one, or the URL of one that is open as long as it is needed."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeAlias

from voltwin.store.interface import Store

AnyStore: TypeAlias = Store | str | os.PathLike[str]


def lasting_url(store: Store) -> str:
    """Return by what a store can be opened later on: a folder with all of its path."""
    return store.url if "://" in store.url else str(Path(store.url).resolve())


@contextmanager
def opened(store: AnyStore) -> Iterator[Store]:
    """Give a store that answers; what is opened here is closed at the end.

    Raises:
        StoreError: it does not answer, or its schema is not the one of this version.
    """
    if not isinstance(store, str | os.PathLike):
        store.check()
        yield store
        return
    from voltwin.store.opening import open_store

    made = open_store(os.fspath(store))
    try:
        made.check()
        yield made
    finally:
        made.close()
