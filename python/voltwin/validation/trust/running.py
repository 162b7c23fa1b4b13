"""Checks, one after the other or on processes, and all that came out of them."""

import multiprocessing as mp
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from importlib.metadata import version
from time import perf_counter
from typing import Any

from voltwin.run_folder.recipe import platform_record
from voltwin.validation.trust.check import Check
from voltwin.validation.trust.effort import Effort
from voltwin.validation.trust.judging import raised
from voltwin.validation.trust.verdict import Status, Verdict

Tell = Callable[[int, int], None]  # how many checks are done, of how many


@dataclass(frozen=True)
class Validation:
    """What a run of checks has found, check by check in the order of the table."""

    effort: Effort
    verdicts: tuple[Verdict, ...]
    seconds: float
    at: datetime
    platform: dict[str, Any] = field(default_factory=platform_record)
    voltwin: str = field(default_factory=lambda: version("voltwin"))

    def count(self, status: Status) -> int:
        """Return how many verdicts came out so."""
        return sum(verdict.status is status for verdict in self.verdicts)

    @property
    def ok(self) -> bool:
        """Whether nothing failed, and something was asked at all."""
        return not self.count(Status.FAILED) and self.count(Status.PASSED) > 0

    @property
    def chance(self) -> float:
        """The chance that a right model fails this run, at most (Bonferroni)."""
        return sum(verdict.chance for verdict in self.verdicts)


def run_checks(
    checks: Sequence[Check], effort: Effort, *, workers: int = 1, tell: Tell | None = None
) -> Validation:
    """Run checks and return their verdicts.

    An error in a check is a failed verdict, and so is the end of its process; the others go on.

    Args:
        checks: in the order of the table.
        effort: of all of them.
        workers: processes; 1 for none but this.
        tell: is told how many checks are done.
    """
    begun, at = perf_counter(), datetime.now(UTC)
    found: dict[str, list[Verdict]] = {}
    for name, verdicts in _finished(checks, effort, workers):
        found[name] = verdicts
        if tell:
            tell(len(found), len(checks))
    in_order = tuple(verdict for check in checks for verdict in found[check.name])
    return Validation(effort, in_order, perf_counter() - begun, at)


def judged(check: Check, effort: Effort) -> list[Verdict]:
    """Run a check in this process and return its verdicts, whatever happens."""
    begun, found = perf_counter(), list[Verdict]()
    try:
        for verdict in check.run(effort):
            found.append(verdict)  # what was found before an error is kept
        if not found:
            raise ValueError("the check came to no verdict")
    except Exception as error:
        found.append(raised(check.what, error))
    return _named(check, found, perf_counter() - begun)


def _named(check: Check, verdicts: Sequence[Verdict], seconds: float) -> list[Verdict]:
    return [
        replace(
            verdict,
            group=check.group,
            name=check.name,
            source=verdict.source or check.source,
            seconds=seconds,
        )
        for verdict in verdicts
    ]


def _finished(
    checks: Sequence[Check], effort: Effort, workers: int
) -> Iterator[tuple[str, list[Verdict]]]:
    """Yield names and verdicts as checks end, the longest being begun first."""
    if workers == 1:
        yield from ((check.name, judged(check, effort)) for check in checks)
        return
    left = sorted(checks, key=lambda check: -check.seconds)
    for check, verdicts in _on_processes(left, effort, min(workers, len(checks))):
        left.remove(check)
        yield check.name, verdicts
    for check in tuple(left):  # a process has died: which check killed it is told alone
        ended = [entry for _, entry in _on_processes([check], effort, 1)]
        lost = ChildProcessError("its process has ended")
        yield check.name, ended[0] if ended else _named(check, [raised(check.what, lost)], 0.0)


def _on_processes(
    checks: Sequence[Check], effort: Effort, workers: int
) -> Iterator[tuple[Check, list[Verdict]]]:
    """Yield checks that end, until a process dies."""
    with _pool(workers) as pool:
        futures: dict[Future[list[Verdict]], Check] = {
            pool.submit(judged, check, effort): check for check in checks
        }
        for future in as_completed(futures):
            try:
                verdicts = future.result()
            except BrokenProcessPool:
                continue
            yield futures[future], verdicts


@contextmanager
def _pool(workers: int) -> Iterator[ProcessPoolExecutor]:
    """Give processes that end with the block: when it is interrupted, at once."""
    others = set(mp.active_children())
    pool = ProcessPoolExecutor(workers)
    try:
        yield pool
    except BaseException:
        pool.shutdown(wait=False, cancel_futures=True)
        for process in set(mp.active_children()) - others:
            process.terminate()
        raise
    pool.shutdown()
