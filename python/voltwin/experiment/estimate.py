"""What an experiment will take: found out by its first runs, before the others are begun."""

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from voltwin.experiment.errors import TooMuchError
from voltwin.experiment.plan import Plan
from voltwin.experiment.runs import Runs
from voltwin.experiment.spans import Span
from voltwin.scenario.durations import format_duration

MOST_RUNS = 10_000_000
_LONGEST_S = 24 * 3600.0
_SPARE = 0.8  # the part of free memory, or of the disk, that may be taken
_KEPT_TWICE = 2.0  # a row is in a chunk and in the table of all runs
_COMPRESSED = 0.7  # of a row's bytes in memory
_TABLES_BYTES = 150e6  # of libraries and figures, when all is run
_CHUNK_BYTES = 30_000.0  # names and places of columns in the file of a chunk, one a second


@dataclass(frozen=True)
class Estimate:
    """What is left of an experiment.

    Attributes:
        runs: that are left.
        seconds: that they take on all threads [s].
        memory_bytes: of this process at its peak.
        disk_bytes: of the results.
        is_most: fewer may do.
    """

    runs: int
    seconds: float
    memory_bytes: float
    disk_bytes: float
    is_most: bool = False

    def __str__(self) -> str:
        """Return it in words."""
        most = "at most " if self.is_most else ""
        time = format_duration(max(1.0, float(round(self.seconds))))
        return (
            f"{most}{self.runs:,} runs: about {time}, "
            f"{_bytes(self.memory_bytes)} of memory, {_bytes(self.disk_bytes)} on disk"
        )


def refuse_countless(plan: Plan, *, no_limit: bool) -> None:
    """Refuse, before anything is run, more runs than anybody can want.

    Raises:
        TooMuchError: there are more than ten million.
    """
    if plan.runs > MOST_RUNS and not no_limit:
        raise TooMuchError(
            f"variants: {len(plan.variants):,}, replications of each: {plan.replications:,}; these "
            f"are {plan.runs:,} runs, and more than {MOST_RUNS:,} are refused. Take fewer, "
            "or insist with --no-limit"
        )


def estimated(runs: Runs, spans: list[Span]) -> Estimate | None:
    """Do the first runs that are missing and return what the others will take; None if there are
    no others.

    Args:
        runs: of the experiment.
        spans: all that will be run, at most.
    """
    left = runs.missing(spans)
    if left <= 1:
        return None
    variants = len({span.variant for span in spans})
    rows, _ = runs.timed_first(spans)  # what is loaded then is loaded once
    _, run_s = runs.timed_first(spans)  # all of the variant is ready, if it has several runs
    build_s = _to_make_ready(runs, spans, run_s)
    others = runs.missing(spans) + runs.plan.more_runs
    share = min(1.0, others / max(1, sum(span.runs for span in spans)))
    seconds = (run_s * others + build_s * variants * share) / runs.threads
    return Estimate(
        runs=others,
        seconds=seconds,
        memory_bytes=_memory(runs, rows, others),
        disk_bytes=_KEPT_TWICE * _COMPRESSED * rows.nbytes * others + _CHUNK_BYTES * seconds,
        is_most=runs.plan.is_open,
    )


def _to_make_ready(runs: Runs, spans: list[Span], run_s: float) -> float:
    """Return how long it takes to make a variant ready [s]: its first run, less another one.

    That of the very first variant would tell of more, that of one with a single run of nothing.
    """
    others = [span for span in spans if span.first == 0 and span.variant != spans[0].variant]
    if all(span.runs == 1 for span in spans) or not runs.missing(others):
        return 0.0
    return max(0.0, runs.timed_first(others)[1] - run_s)


def _memory(runs: Runs, rows: pa.Table, left: int) -> float:
    """Return the peak of this process: what it has now, a world for each thread, the measures."""
    import resource

    now = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024.0
    measures = 8.0 * (2 + len(runs.plan.measures)) * left
    return now * (1.0 + 0.1 * runs.threads) + measures + _TABLES_BYTES


def refuse_too_much(estimate: Estimate, folder: Path | None) -> None:
    """Refuse what takes longer than a day, or more than there is.

    Raises:
        TooMuchError: it would.
    """
    said = f"{estimate}. "
    insist = "; insist with --no-limit"
    if estimate.seconds > _LONGEST_S:
        raise TooMuchError(
            f"{said}More than a day is refused: take fewer runs, a cluster, or shards{insist}"
        )
    free = _free_memory()
    if free is not None and estimate.memory_bytes > _SPARE * free:
        raise TooMuchError(f"{said}Of memory, {_bytes(free)} are free{insist}")
    if folder is not None:
        free = float(shutil.disk_usage(folder).free)
        if estimate.disk_bytes > _SPARE * free:
            raise TooMuchError(f"{said}On the disk of {folder}, {_bytes(free)} are free{insist}")


def _free_memory() -> float | None:
    """Return the memory that can be had [bytes], where the system tells."""
    try:
        for line in Path("/proc/meminfo").read_text(encoding="ascii").splitlines():
            if line.startswith("MemAvailable:"):
                return float(line.split()[1]) * 1024.0
    except OSError:
        pass
    try:
        return float(os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE"))
    except (OSError, ValueError):
        return None


def _bytes(count: float) -> str:
    """Return a number of bytes in words."""
    for unit in ("kB", "MB", "GB"):
        count /= 1000.0
        if count < 999.5:
            return f"{max(1.0, count):.0f} {unit}" if unit != "GB" else f"{count:.1f} GB"
    return f"{count / 1000.0:.1f} TB"
