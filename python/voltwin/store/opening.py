"""Opening a store by what names it: a folder, or the URL of a database."""

import re
import shlex
from importlib import import_module
from pathlib import Path
from typing import cast

from voltwin.store.interface import Store, StoreError

DEFAULT = "voltwin-data"
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*)://")
_DATABASE = ("postgresql", "postgres")
_PARAMETER = re.compile(
    r"(?:^|[\s/])(?:host|hostaddr|port|dbname|user|password|passfile|service|ssl\w+)\s*=", re.I
)
# Fetched when first needed: each brings a database's driver.
_HOMES = {
    "embedded": ("voltwin.store.embedded", "EmbeddedStore"),
    "postgres": ("voltwin.store.postgres", "PostgresStore"),
}


def open_store(url: str | Path = DEFAULT, *, create: bool = True) -> Store:
    """Return a store of scenarios, runs and results.

    Args:
        url: a folder, or a database such as "postgresql://user@host:5432/voltwin".
        create: make a folder that is none yet; else it is refused.

    Raises:
        StoreError: there is no such kind of store, or it cannot be used as it is; or there is none.
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
    folder = folder_of(text)
    if not create:
        _refuse_none(folder)
    return _opened("embedded", folder)


def folder_of(name: str) -> Path:
    """Return the folder that a text names.

    Raises:
        StoreError: it is empty, or names a database in the way of libpq; it is not shown, as a
            password may stand in it.
    """
    if not name.strip():
        raise StoreError("the name of a store is empty; name a folder, or a database")
    if _PARAMETER.search(name):
        raise StoreError(
            "the name of a store looks like parameters of a database (host=... dbname=...); write "
            "it as postgresql://user@host:5432/voltwin"
        )
    return Path(name)


def _refuse_none(folder: Path) -> None:
    from voltwin.store.embedded.catalogue import FILE

    if not (folder / FILE).exists():
        make = f"voltwin db init --store {shlex.quote(str(folder))}"
        raise StoreError(f"{folder}: there is no store; make one with: {make}")


def _opened(kind: str, place: str | Path) -> Store:
    module, name = _HOMES[kind]
    return cast(Store, getattr(import_module(module), name)(place))
