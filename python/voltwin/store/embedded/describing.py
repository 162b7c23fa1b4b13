"""What an embedded store is, for people."""

import sqlite3
from importlib.metadata import version
from typing import Any

from voltwin.store.embedded.catalogue import FILE, Catalogue
from voltwin.store.embedded.runs import abandoned
from voltwin.store.records import Status


def about(of: Catalogue) -> dict[str, Any]:
    """Return what a store is; see `Store.about`."""
    counts = dict(of.all("SELECT status, count(*) FROM simulation_runs GROUP BY status"))
    (rows,) = of.one("SELECT count(*) FROM scenarios")
    (size,) = of.one("SELECT coalesce(sum(bytes), 0) FROM files")
    return {
        "kind": "embedded",
        "versions": {
            "SQLite": sqlite3.sqlite_version,
            **{name: version(name.lower()) for name in ("DuckDB", "PyArrow")},
        },
        "schema_version": of.version,
        "scenarios": rows,
        "runs": {str(status): counts.get(status, 0) for status in Status},
        "abandoned": len(abandoned(of)),
        "bytes": size + (of.folder / FILE).stat().st_size,
    }
