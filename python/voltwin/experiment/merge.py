"""Shards of an experiment put together: as if it had been done in one piece."""

import os
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Unpack

from voltwin.experiment.chunk_files import ChunkFile, chunk_name, whole_files
from voltwin.experiment.conduct import How, conduct
from voltwin.experiment.courses import course_of
from voltwin.experiment.experiment import Experiment
from voltwin.experiment.experiment_file import read_experiment, refuse_other, write_experiment
from voltwin.experiment.folder import CHUNKS, refuse_existing
from voltwin.experiment.plan import Plan
from voltwin.experiment.saved import read_plan
from voltwin.experiment.shards import share
from voltwin.experiment.spans import Span
from voltwin.run_folder.folder_error import FolderError
from voltwin.store.opened import opened


def merge(
    shards: Sequence[str | os.PathLike[str]],
    out: str | os.PathLike[str],
    **how: Unpack[How],
) -> Experiment:
    """Put the shards of an experiment together and return the whole of it.

    Args:
        shards: the folders of all of them.
        out: folder of the whole, which must not exist.
        how: see `conduct.How`; `mixed` allows shards from different engines or platforms.

    Raises:
        FolderError: a shard is missing, not finished, or of another experiment; nothing is written.
        StoreError: the store does not answer; nothing is written.
    """
    whole, places = Path(out), [Path(shard) for shard in shards]
    plan = read_plan(places[0]) if places else None
    if plan is None:
        raise FolderError("no shards are given")
    refuse_existing(whole)
    files = _checked(places, plan, mixed=how.get("mixed", False))
    if store := how.get("store"):
        with opened(store):  # it answers: else nothing is begun
            pass
    _put_together(files, plan, whole)
    return conduct(plan, course_of(plan), **{**how, "folder": whole, "resume": True})


def _checked(places: Sequence[Path], plan: Plan, *, mixed: bool) -> list[ChunkFile]:
    """Return the files of all shards, each of which is whole and of this plan."""
    files: list[ChunkFile] = []
    seen: dict[int, Path] = {}
    parts = 0
    for place in places:
        record = read_experiment(place)
        part, parts = _part_of(place, record)
        refuse_other(place, record, plan, (part, parts), mixed=mixed)
        if part in seen:
            raise FolderError(f"{place}: is shard {part}/{parts}, as {seen[part]} is")
        seen[part] = place
        files += _of_shard(place, plan, (part, parts))
    missing = sorted(set(range(1, parts + 1)) - set(seen))
    if missing:
        names = ", ".join(f"{part}/{parts}" for part in missing[:5])
        more = f" and {len(missing) - 5} more" if len(missing) > 5 else ""
        raise FolderError(f"shards are missing: {names}{more}")
    return files


def _part_of(place: Path, record: dict[str, Any]) -> tuple[int, int]:
    shard = record.get("shard")
    if not shard:
        raise FolderError(f"{place}: holds a whole experiment, no shard of one")
    return int(shard[0]), int(shard[1])


def _of_shard(place: Path, plan: Plan, shard: tuple[int, int]) -> list[ChunkFile]:
    files = list(whole_files(place / CHUNKS))
    whole = [Span(number, 0, plan.replications) for number in range(len(plan.variants))]
    wanted = sum(span.runs for span in share(whole, shard))
    done = sum(file.rows for file in files)
    if done < wanted:
        raise FolderError(
            f"{place}: shard {shard[0]}/{shard[1]} is not finished, {done:,} of {wanted:,} runs; "
            "go on with it by --resume"
        )
    return files


def _put_together(files: Sequence[ChunkFile], plan: Plan, out: Path) -> None:
    """Make the folder of the whole experiment, with its runs."""
    partial = out.with_name(f".{out.name}.partial-{os.getpid()}")
    try:
        (partial / CHUNKS).mkdir(parents=True)
        for number, file in enumerate(files):
            name = chunk_name(number, file.rows, file.digest)
            shutil.copyfile(file.path, partial / CHUNKS / name)
        write_experiment(partial, plan, None)
        partial.rename(out)
    except OSError as error:
        raise FolderError(f"{out}: cannot be written: {error.strerror or error}") from error
    finally:
        shutil.rmtree(partial, ignore_errors=True)
