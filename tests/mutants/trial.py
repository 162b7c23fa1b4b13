"""A mutant on trial: tests are run on it until one fails."""

import os
import signal
import time
from collections.abc import Generator, Sequence
from multiprocessing.connection import Connection
from pathlib import Path
from types import FrameType
from typing import NamedTuple, NoReturn

import pytest
from tests.mutants.child import answer_of, pytest_on
from tests.mutants.mutant import Mutant
from tests.mutants.overlay import overlay
from tests.mutants.reaching import Reach, ordered, unit_of

LEAST_LIMIT_S, TIMES_AS_LONG = 10.0, 10.0  # processor time of a test on a mutant

# How a mutant is caught: a test fails, its file cannot be imported, or the test, which ends on the
# core as it is, has not ended after many times as long. And how it is not, though no test passed.
FAILED, NOT_IMPORTED, HANGS, NO_ANSWER = "failed", "not imported", "did not end", "no answer"


class Found(NamedTuple):
    """What tests have found."""

    by: str  # the test that has caught it; empty for none
    how: str  # FAILED, NOT_IMPORTED or HANGS; NO_ANSWER if no test has caught it; else empty
    message: str
    seconds: float  # of processor time
    tests: int  # that have run


def tried(mutant: Mutant, reach: Reach, most_s: float, before: str = "") -> Found:
    """Run the tests that reach a mutant, the likeliest and quickest first, until one catches it.

    Args:
        mutant: the one.
        reach: which tests reach which lines, and how long they take.
        most_s: processor time of all tests together [s].
        before: what has caught it at another time, and is tried first of all.
    """
    found = Found("", "", "", 0.0, 0)
    with overlay(mutant) as folder:
        for tests in ordered(mutant, reach, most_s, unit_of(before)):
            limits = {test: _limit_s(reach[test].seconds) for test in tests}
            new = found_on(folder, tests, limits)
            how = new.how or found.how  # without an answer once it is no survivor of all tests
            found = new._replace(
                how=how, seconds=found.seconds + new.seconds, tests=found.tests + new.tests
            )
            if found.by:
                break
    return found


def found_on(folder: Path, tests: Sequence[str], limits: dict[str, float]) -> Found:
    """Return what tests find out about the core in a folder.

    A process that ends without an answer, or waits for ever, tells nothing of the core: the tests
    are run again, and nothing is caught if there is none a second time.
    """
    for _ in range(2):
        answer = answer_of(_judge, folder, list(tests), limits)
        if answer is not None:
            return Found(*answer)
    return Found("", NO_ANSWER, "the process ended, or waited for ever", 0.0, 0)


def _limit_s(usual_s: float) -> float:
    return LEAST_LIMIT_S + TIMES_AS_LONG * usual_s


def _judge(pipe: Connection, tests: list[str], limits: dict[str, float]) -> Found | None:
    judge = Judge(limits, pipe)
    status = pytest_on(tests, judge, "--exitfirst")
    if status and not judge.found.by:
        if status in {pytest.ExitCode.INTERNAL_ERROR, pytest.ExitCode.INTERRUPTED}:
            return None
        raise RuntimeError(f"pytest ended with {status}")  # no test of that name
    return judge.found


class Judge:
    """A plugin of pytest that keeps what fails first, and ends what takes too long."""

    def __init__(self, limits: dict[str, float], pipe: Connection) -> None:
        self._limits, self._pipe = limits, pipe
        self._found = Found("", "", "", 0.0, 0)
        self._test, self._began = "", time.process_time()
        signal.signal(signal.SIGPROF, self._end)

    @property
    def found(self) -> Found:
        """What has been found up to now."""
        return self._found._replace(seconds=time.process_time() - self._began)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Generator[None, object, object]:
        """Give each test its time of the processor."""
        self._test = item.nodeid
        self._found = self._found._replace(tests=self._found.tests + 1)
        signal.setitimer(signal.ITIMER_PROF, self._limits.get(unit_of(item.nodeid), 60.0))
        try:
            return (yield)
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0.0)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Keep the first test that fails, itself or as it is set up."""
        if report.failed:
            self._keep(report.nodeid, FAILED, report)

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """Keep the first file that cannot be imported."""
        if report.failed:
            self._keep(report.nodeid, NOT_IMPORTED, report)

    def _keep(self, by: str, how: str, report: pytest.TestReport | pytest.CollectReport) -> None:
        if not self._found.by:
            lines = [line for line in report.longreprtext.splitlines() if line.startswith("E  ")]
            message = lines[0].removeprefix("E").strip() if lines else ""
            self._found = self._found._replace(by=by, how=how, message=message[:300])

    def _end(self, number: int, frame: FrameType | None) -> NoReturn:
        self._pipe.send(self.found._replace(by=self._test, how=HANGS))
        os._exit(0)
