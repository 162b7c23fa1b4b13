"""The folder of an experiment: begun, gone on with, or refused.

experiment.json     what is run, by which engine, on what platform; written first
chunks/             finished runs as they came
lock                who writes
runs.parquet        all runs in order, a row a run
runs_by_*.parquet   what else was kept of each run
tables/             what came out, as Parquet and CSV
report.html         all of it for people
store.json          in which store the results are, if in one
outbox/             what waits for that store
result.json         written last: the experiment is done

A job of the server has two more:

job.json            who asked for it, and when; written before it is begun
ended.json          why it ended without a result
"""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from voltwin.disk import sync
from voltwin.experiment.chunk_files import chunk_files
from voltwin.experiment.errors import TooMuchError
from voltwin.experiment.experiment_file import (
    EXPERIMENT,
    read_experiment,
    refuse_other,
    write_experiment,
)
from voltwin.experiment.journal import InFolder
from voltwin.experiment.lock import LOCK, locked
from voltwin.experiment.plan import Plan
from voltwin.experiment.store_file import STORE
from voltwin.run_folder.folder_error import FolderError

CHUNKS, RESULT, RUNS, TABLES, REPORT = (
    "chunks",
    "result.json",
    "runs.parquet",
    "tables",
    "report.html",
)
OUTBOX = "outbox"
JOB, ENDED = "job.json", "ended.json"
_OWN = {CHUNKS, LOCK, EXPERIMENT, RESULT, TABLES, "report.pdf", REPORT, STORE, OUTBOX, JOB, ENDED}

Shard = tuple[int, int]


@contextmanager
def opened(
    folder: Path, plan: Plan, *, resume: bool, shard: Shard | None, mixed: bool
) -> Iterator[InFolder]:
    """Give the journal of an experiment in a folder, which nobody else writes to meanwhile.

    Args:
        folder: made if there is none.
        plan: what is run; what the folder holds must be this one.
        resume: go on with what the folder holds.
        shard: which part of it is run.
        mixed: go on with what another engine or platform has begun.

    A folder that is new is gone again if nothing could be done.

    Raises:
        FolderError: the folder cannot be written, or holds something else.
    """
    was_there, is_new = folder.exists(), False
    try:
        _check(folder, resume=resume)
        (folder / CHUNKS).mkdir(parents=True, exist_ok=True)
        with locked(folder):
            is_new = not was_there  # known under the lock: whoever is refused it deletes nothing
            _begin(folder, plan, resume=resume, shard=shard, mixed=mixed)
            yield InFolder(folder / CHUNKS)
    except OSError as error:
        why = error.strerror or str(error)
        raise FolderError(
            f"{folder}: cannot be written: {why}; what is finished is kept: go on with --resume"
            if chunk_files(folder / CHUNKS)
            else f"{folder}: cannot be written: {why}"
        ) from error
    except TooMuchError:
        if is_new:  # of all its runs only those are done that told how long others take
            shutil.rmtree(folder, ignore_errors=True)
        raise
    finally:
        if is_new and not chunk_files(folder / CHUNKS):
            shutil.rmtree(folder, ignore_errors=True)


def refuse_existing(folder: Path) -> None:
    """Refuse a folder that holds anything.

    Raises:
        FolderError: it does, or it is a file.
    """
    if _held(folder):
        raise FolderError(f"{folder}: is not empty; name another folder")
    if folder.is_dir():
        folder.rmdir()


def _held(folder: Path) -> list[str]:
    if folder.exists() and not folder.is_dir():
        raise FolderError(f"{folder}: is a file; name a folder for the results")
    return sorted(entry.name for entry in folder.iterdir()) if folder.is_dir() else []


def _check(folder: Path, *, resume: bool) -> None:
    """Refuse a folder that holds what an experiment has not written, or one without --resume."""
    held = _held(folder)
    foreign = [name for name in held if not is_own(name)]
    if foreign:
        raise FolderError(
            f"{folder}: holds {foreign[0]}, which is no part of an experiment; name another folder"
        )
    if EXPERIMENT in held and not resume:
        done = sum(file.rows for file in chunk_files(folder / CHUNKS))
        raise FolderError(
            f"{folder}: holds an experiment already, with {done:,} finished runs; go on with "
            "--resume, or name another folder"
        )
    if resume and held and EXPERIMENT not in held:
        raise FolderError(f"{folder}: holds no experiment to go on with: {EXPERIMENT} is missing")


def is_own(name: str) -> bool:
    """Return whether a file or folder of this name is a part of an experiment."""
    return name in _OWN or name.startswith((RUNS.removesuffix(".parquet"), "."))


def _begin(folder: Path, plan: Plan, *, resume: bool, shard: Shard | None, mixed: bool) -> None:
    if resume and (folder / EXPERIMENT).exists():
        refuse_other(folder, read_experiment(folder), plan, shard, mixed=mixed)
    else:
        write_experiment(folder, plan, shard)
        sync(folder)


def free_folder(wanted: Path) -> Path:
    """Return a folder of this name that does not exist yet: `name`, `name-2`, ..."""
    number, folder = 1, wanted
    while folder.exists():
        number += 1
        folder = wanted.with_name(f"{wanted.name}-{number}")
    return folder
