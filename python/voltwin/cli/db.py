"""What `voltwin db` does."""

import json
import sys
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

from voltwin.store.interface import StoreError
from voltwin.store.opening import folder_of, open_store
from voltwin.store.postgres.address import without_password


def upgrade_store(url: str, *, create: bool = True) -> None:
    """Make the tables of a store, or bring them to this version.

    Args:
        url: of the store.
        create: make its folder, if there is none.

    Raises:
        StoreError: it cannot be done; nothing is half done.
    """
    with closing(open_store(url, create=create)) as store:
        done = store.upgrade()
        about = store.about()
        print(f"{store.url}: {_kind(about)}")
        for step in done or ["nothing to do; its tables are those of this version"]:
            print(f"  {step}")
        for note in about.get("notes", ()):
            print(f"  {note}")


def show_status(url: str, *, as_json: bool) -> None:
    """Say what a store is and holds.

    Raises:
        StoreError: it does not answer, or its tables are not those of this version; what is known
            is said before. Or there is none.
    """
    with closing(open_store(url, create=False)) as store:
        about = store.about()
        if as_json:
            json.dump({"store": store.url, **about}, sys.stdout)
            print()
        else:
            _print(store.url, about)
        sys.stdout.flush()
        store.check()


def clean_store(url: str) -> None:
    """Fail the runs of a store whose writer is gone.

    Raises:
        StoreError: it does not answer, or there is none.
    """
    with closing(open_store(url, create=False)) as store:
        store.check()
        gone = store.give_up()
        for run in gone:
            print(f"{run.id}: {run.error}")
        tidy = getattr(store, "tidy", None)  # what a database needs that has TimescaleDB
        done = tidy() if tidy else []
        for line in done:
            print(line)
        if not gone and not done:
            print("nothing to do")


def back_up_store(url: str, into: Path) -> None:
    """Copy the store in a folder as it is at one moment.

    Raises:
        StoreError: it is a database, or no store; or there is something at `into`.
        StoreUnavailableError: it cannot be read, or the copy not be written; nothing is left.
    """
    from voltwin.store.embedded.backup import back_up

    if "://" in url:
        raise StoreError(
            f"{without_password(url)}: is no folder; a database is backed up by its own means, "
            "such as pg_dump: docs/operations.md says how"
        )
    found = back_up(folder_of(url), into)
    print(f"{into}: {found.files:,} files with rows, {found.bytes / 1e6:,.1f} MB")


def _print(url: str, about: Mapping[str, Any]) -> None:
    lines = list(_lines(url, about))
    width = max(len(name) for name, _ in lines)
    for name, value in lines:
        print(f"{name:<{width}}  {value}")
    for note in about.get("notes", ()):
        print(note)


def _lines(url: str, about: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    yield "store", url
    yield "kind", str(about["kind"])
    for name, version in about.get("versions", {}).items():
        yield name, str(version or "not used")
    yield "schema version", str(about.get("schema_version") or "none")
    if "scenarios" in about:
        yield "scenarios", f"{about['scenarios']:,}"
    for status, count in about.get("runs", {}).items():
        yield f"runs {status}", f"{count:,}"
    if "abandoned" in about:
        more = "; fail them with: voltwin db clean" if about["abandoned"] else ""
        yield "abandoned", f"{about['abandoned']:,}{more}"
    if about.get("bytes") is not None:
        yield "size", f"{about['bytes'] / 1e6:,.1f} MB"


def _kind(about: Mapping[str, Any]) -> str:
    """Return what a store is, in a line: PostgreSQL 15.8, PostGIS 3.3.2."""
    versions = {name: one for name, one in about.get("versions", {}).items() if one}
    return ", ".join(f"{name} {one}" for name, one in versions.items()) or str(about["kind"])
