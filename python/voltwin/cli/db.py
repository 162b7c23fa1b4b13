"""What `voltwin db` does."""

import json
import sys
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any
from uuid import UUID

import typer

from voltwin.cli.import_ import is_terminal
from voltwin.run_folder.folder_error import FolderError
from voltwin.store.interface import Store, StoreError
from voltwin.store.opening import folder_of, open_store
from voltwin.store.postgres.address import without_password
from voltwin.store.records import RunRecord, Status

_MOST_RUNS = 10**9  # of an experiment: all of them
OUTBOX = "outbox"  # the folder in an experiment's folder


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


def delete_experiment(url: str, which: UUID, *, yes: bool) -> None:
    """Delete an experiment, or the run that stands alone, and all its results, once it is said so.

    Args:
        url: of the store.
        which: its id, or that of its only run.
        yes: delete without asking; who cannot be asked is told how.

    Raises:
        StoreError: it is a part of something larger, or being written; nothing is deleted.
        UnknownIdError: there is none of this id.
    """
    with closing(open_store(url)) as store:
        store.check()
        found = _to_delete(store, which)
        experiment, statuses = found[0].experiment_id, {run.status.value for run in found}
        count = "1 run" if len(found) == 1 else f"{len(found):,} runs"
        what = f"{experiment}: {count}, {', '.join(sorted(statuses))}"
        if yes or (is_terminal() and typer.confirm(f"{what}\nDelete with all results?")):
            store.delete_experiment(experiment)
            print(f"{what}: deleted")
        else:
            print(f"{what}\nNothing was deleted; with --yes it is.")


def _to_delete(store: Store, which: UUID) -> list[RunRecord]:
    """Return all runs of an experiment, or the run that stands alone.

    Raises:
        StoreError: it is a part of something larger, or being written.
        UnknownIdError: there is none of this id.
    """
    found = store.runs(experiment=which, limit=_MOST_RUNS)
    if not found:
        experiment = store.run(which).experiment_id
        found = store.runs(experiment=experiment, limit=_MOST_RUNS)
        if len(found) > 1:
            raise StoreError(
                f"{which}: is a variant of an experiment, which is deleted as a whole: "
                f"voltwin db delete {experiment}"
            )
    if any(run.status is Status.RUNNING for run in found):
        raise StoreError(
            f"{which}: is being written; if its writer is gone, fail it with: voltwin db clean"
        )
    return found


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


def deliver_folder(folder: Path, url: str) -> None:
    """Write what has not reached the store: of the run or the experiment whose results are in a
    folder, or what an outbox has left in it.

    Raises:
        FolderError: there is no such folder, or it is no outbox.
        StoreError: there is no such store, it does not answer, or refuses; what is left stays.
    """
    from voltwin.late_delivery import deliver_run
    from voltwin.run_folder.former_run import RUN_FILE
    from voltwin.store.outbox.delivering import deliver

    if not folder.is_dir():
        raise FolderError(f"{folder}: there is no such folder")
    place = folder / OUTBOX if (folder / OUTBOX).is_dir() else folder
    holds_run = (folder / RUN_FILE).is_file()
    if not (holds_run or _is_outbox(place)):
        raise FolderError(f"{folder}: nothing that waits for a store was ever left in it")
    bring = deliver_run if holds_run else deliver
    with closing(open_store(url, create=False)) as store:
        store.check()
        done = bring(store, place, lambda left: None)
    print(f"delivered: {done:,}" if done else "nothing is left to deliver")


def _is_outbox(folder: Path) -> bool:
    """Return whether an outbox has used a folder: its lock stays when all is delivered."""
    return any(any(folder.glob(mark)) for mark in ("lock", "*.item", "*.refused"))


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
