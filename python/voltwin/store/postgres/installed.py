"""Whether the drivers of PostgreSQL are in this installation."""

from importlib.util import find_spec

from voltwin.store.interface import StoreError

_NEEDED = ("psycopg", "pgpq")


def check_installed() -> None:
    """See that the drivers are installed.

    Raises:
        StoreError: they are not.
    """
    missing = [name for name in _NEEDED if find_spec(name) is None]
    if missing:
        raise StoreError(
            f"a store in PostgreSQL needs {' and '.join(missing)}: pip install 'voltwin[timescale]'"
        )
