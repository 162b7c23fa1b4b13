"""Opening a store by what names it: a folder, or the URL of a database."""

import re
from importlib import import_module
from pathlib import Path
from typing import cast

from voltwin.store.interface import Store, StoreError

DEFAULT = "voltwin-data"
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*)://")
_DATABASE = ("postgresql", "postgres")
# Fetched when first needed: each brings a database's driver.
_HOMES = {
    "embedded": ("voltwin.store.embedded", "EmbeddedStore"),
    "postgres": ("voltwin.store.postgres", "PostgresStore"),
}


def open_store(url: str | Path = DEFAULT) -> Store:
    """Return a store of scenarios, runs and results.

    Args:
        url: a folder, made if there is none, or a database such as
            "postgresql://user@host:5432/voltwin".

    Raises:
        StoreError: there is no such kind of store, or it cannot be used as it is.
        StoreUnavailableError: it does not answer.
    """
    text = str(url)
    found = _SCHEME.match(text) if isinstance(url, str) else None
    if found and found[1] not in _DATABASE:
        raise StoreError(
            f"{found[0]}...: there is no such kind of store; name a folder, or a database as in "
            "postgresql://user@host:5432/voltwin"
        )
    if found:
        return _opened("postgres", text)
    if not text.strip():
        raise StoreError("the name of a store is empty; name a folder, or a database")
    return _opened("embedded", Path(text))


def _opened(kind: str, place: str | Path) -> Store:
    module, name = _HOMES[kind]
    return cast(Store, getattr(import_module(module), name)(place))
