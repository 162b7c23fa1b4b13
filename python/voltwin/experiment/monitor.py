"""How far an experiment is, seen from outside: from the names and times of its files alone."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

from voltwin.experiment.chunk_files import ChunkFile, chunk_files
from voltwin.experiment.experiment_file import read_experiment
from voltwin.experiment.folder import CHUNKS, RESULT
from voltwin.experiment.lock import is_held
from voltwin.experiment.shards import share
from voltwin.experiment.spans import Span

_RECENT = 20  # chunks from whose times the rate is told


@dataclass(frozen=True)
class Progress:
    """How far an experiment is.

    Attributes:
        kind: what is asked.
        name: for people.
        state: "running", "stopped" (it can be gone on with) or "done".
        done: finished runs.
        wanted: runs in all; where their number follows from the results, at most.
        is_most: `wanted` is the most, and fewer may do.
        runs_per_s: of late [1/s]; None until it can be told.
        left_s: that the others take at this rate, at most [s]; None if it cannot be told.
    """

    kind: str
    name: str
    state: Literal["running", "stopped", "done"]
    done: int
    wanted: int
    is_most: bool
    runs_per_s: float | None
    left_s: float | None

    def as_dict(self) -> dict[str, Any]:
        """Return it as plain values."""
        return asdict(self)


def progress_of(folder: Path) -> Progress:
    """Return how far the experiment in a folder is.

    Raises:
        FolderError: the folder holds none, or it is damaged.
    """
    record = read_experiment(folder)
    plan, shard = record["plan"], record.get("shard")
    files = chunk_files(folder / CHUNKS)
    done = sum(file.rows for file in files)
    spans = [Span(number, 0, plan["replications"]) for number in range(len(plan["variants"]))]
    wanted = sum(span.runs for span in share(spans, tuple(shard) if shard else None))
    wanted += plan["asked"].get("more_runs", 0)
    finished = (folder / RESULT).exists() or (shard is not None and done >= wanted)
    rate = _rate(files)
    return Progress(
        kind=plan["kind"],
        name=plan["name"],
        state="running" if is_held(folder) else "done" if finished else "stopped",
        done=done,
        wanted=max(done, wanted),
        is_most=plan["kind"] == "sizing" or bool(plan["asked"].get("least")),
        runs_per_s=rate,
        left_s=None if not rate or finished else max(0, wanted - done) / rate,
    )


def finished_runs(folder: Path) -> tuple[int, float | None]:
    """Return how many runs of the experiment in a folder are finished, and how many a second were,
    of late [1/s]; None until that can be told."""
    files = chunk_files(folder / CHUNKS)
    return sum(file.rows for file in files), _rate(files)


def _rate(files: Sequence[ChunkFile]) -> float | None:
    """Return how many runs were finished a second, while the last chunks were [1/s]."""
    recent = files[-_RECENT - 1 :]
    if len(recent) < 2:
        return None
    times = [file.path.stat().st_mtime for file in recent]
    seconds = max(times) - min(times)
    return sum(file.rows for file in recent[1:]) / seconds if seconds > 0.0 else None
