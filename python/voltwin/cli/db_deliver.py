"""What `voltwin db deliver` and `voltwin db waiting` do: what still waits for a store."""

import json
import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from voltwin.left_over import LeftOver, left_over_in
from voltwin.run_folder.folder_error import FolderError
from voltwin.scenario.durations import format_duration
from voltwin.store.interface import Store
from voltwin.store.opening import open_store
from voltwin.store.outbox.files import was_outbox
from voltwin.store.outbox.words import delivering

_MINUTE_S = 60.0


def deliver_folder(folder: Path, url: str) -> None:
    """Write what has not reached the store: of the run or the experiment whose results are in a
    folder, or what an outbox has left in it.

    Raises:
        FolderError: there is no such folder, or nothing in it ever waited for a store.
        StoreError: there is no such store, it does not answer, or refuses; what is left stays.
    """
    from voltwin.experiment.folder import OUTBOX
    from voltwin.experiment.saved import is_experiment
    from voltwin.run_folder.former_run import RUN_FILE

    if not folder.is_dir():
        raise FolderError(f"{folder}: there is no such folder")
    if folder.name == OUTBOX and is_experiment(folder.parent):
        folder = folder.parent
    holds_results = (folder / RUN_FILE).is_file() or is_experiment(folder)
    outbox = folder / OUTBOX if (folder / OUTBOX).is_dir() else folder
    if not (holds_results or was_outbox(outbox)):
        raise FolderError(f"{folder}: nothing that waits for a store was ever left in it")
    with closing(open_store(url, create=False)) as store:
        store.check()
        done = _delivered(store, folder if holds_results else outbox)
    print(f"delivered: {done:,}" if done else "nothing is left to deliver")


def _delivered(store: Store, folder: Path) -> int:
    """Deliver what a folder holds, and return how many parts that were."""
    from voltwin.experiment.late_delivery import deliver_experiment
    from voltwin.experiment.saved import is_experiment
    from voltwin.late_delivery import deliver_run
    from voltwin.run_folder.former_run import RUN_FILE
    from voltwin.store.outbox.delivering import deliver

    if is_experiment(folder):
        return deliver_experiment(store, folder)
    bring = deliver_run if (folder / RUN_FILE).is_file() else deliver
    return bring(store, folder, lambda left: None)


def show_waiting(folder: Path, *, as_json: bool) -> None:
    """Say what still waits for a store below a folder, and how it is delivered.

    Raises:
        FolderError: there is no such folder.
    """
    if not folder.is_dir():
        raise FolderError(f"{folder}: there is no such folder")
    found = left_over_in(folder)
    if as_json:
        json.dump([_plain(one) for one in found], sys.stdout)
        print()
        return
    for one in found:
        print("\n".join(_lines(one)))
    if not found:
        print(f"{folder}: nothing in it waits for a store")


def _plain(one: LeftOver) -> dict[str, object]:
    return {
        "folder": str(one.folder),
        "kind": one.kind,
        "id": str(one.id) if one.id else None,
        "parts": one.parts,
        "bytes": one.bytes,
        "since": one.since.isoformat(timespec="seconds"),
        "store": one.store,
        "results": str(one.results) if one.results else None,
        "is_being_delivered": one.is_held,
    }


def _lines(one: LeftOver) -> Iterator[str]:
    parts = "1 part" if one.parts == 1 else f"{one.parts:,} parts"
    age_s = (datetime.now(UTC) - one.since).total_seconds()
    age = format_duration(max(_MINUTE_S, age_s // _MINUTE_S * _MINUTE_S))
    since = f"since {one.since:%Y-%m-%d %H:%M} UTC ({age})"
    yield f"{one.folder}: {parts}, {one.bytes / 1e6:,.1f} MB, {since}"
    what = f"{one.kind} {one.id}" if one.id else one.kind
    yield f"  {what}, for {f'the store {one.store}' if one.store else 'a store that nothing names'}"
    yield f"  {_advice(one)}"


def _advice(one: LeftOver) -> str:
    """Return what is to be done."""
    if one.is_held:
        return "a process delivers it"
    if one.results:
        return delivering(one.results, one.store)
    if one.kind == "experiment":
        return f"it is not finished: give its command once more, with --out {one.of} --resume"
    if one.kind == "run":
        return (
            f"{one.of} has no results: if it was killed, delete this folder and run it once more; "
            f"else {delivering(one.folder, one.store)}"
        )
    return delivering(one.folder, one.store)
