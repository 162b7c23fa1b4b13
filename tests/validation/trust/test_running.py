"""Checks are run whatever one of them does."""

import multiprocessing as mp
from multiprocessing.connection import wait

import pytest
from tests.validation.trust.made import (
    ABSENT,
    BREAKS,
    DIFFERS,
    HOLDS,
    check,
    dies,
    holds,
    says_nothing,
    validation,
)

from voltwin.validation.trust.effort import Effort
from voltwin.validation.trust.power import CHANCE, WIDE_CHANCE
from voltwin.validation.trust.running import run_checks
from voltwin.validation.trust.verdict import Status


@pytest.mark.parametrize("workers", [1, 2])
def test_verdicts_come_in_the_order_of_the_checks_with_their_names(workers: int) -> None:
    slow = check("slow", holds, seconds=100)
    found = run_checks([HOLDS, DIFFERS, slow], Effort.QUICK, workers=workers)
    assert [verdict.name for verdict in found.verdicts] == [
        *("holds", "holds", "differs", "differs", "slow", "slow"),
    ]
    assert {verdict.group for verdict in found.verdicts} == {"theory", "engines"}
    assert all(verdict.source == "Nobody (1900)" for verdict in found.verdicts)
    assert all(verdict.seconds > 0.0 for verdict in found.verdicts)


@pytest.mark.parametrize("workers", [1, 2])
def test_an_error_is_a_failed_verdict_and_the_others_go_on(workers: int) -> None:
    found = run_checks([BREAKS, HOLDS], Effort.QUICK, workers=workers)
    assert [verdict.status for verdict in found.verdicts] == [
        *("passed", "failed", "passed", "passed"),
    ]
    assert found.verdicts[0].what == "before"
    assert found.verdicts[1].reason == "ZeroDivisionError: in the middle"
    assert not found.ok


def test_a_process_that_dies_is_a_failed_verdict_and_the_others_go_on() -> None:
    found = run_checks([check("dies", dies), HOLDS, DIFFERS], Effort.QUICK, workers=2)
    assert [verdict.name for verdict in found.verdicts] == [
        *("dies", "holds", "holds", "differs", "differs"),
    ]
    assert found.verdicts[0].reason == "ChildProcessError: its process has ended"


def test_a_check_without_a_verdict_has_failed() -> None:
    found = run_checks([check("silent", says_nothing)], Effort.QUICK)
    assert found.verdicts[0].status is Status.FAILED
    assert "came to no verdict" in found.verdicts[0].reason


def test_nothing_passes_by_being_skipped() -> None:
    assert not validation(ABSENT).ok
    assert validation(ABSENT, HOLDS).ok
    assert validation(ABSENT, HOLDS).count(Status.SKIPPED) == 1


def test_the_effort_reaches_the_checks() -> None:
    quick, full = (validation(HOLDS, effort=effort).verdicts[0] for effort in Effort)
    assert quick.why_wide == "quick"
    assert full.why_wide == ""


def test_the_chance_of_a_run_is_the_sum_of_those_of_its_verdicts() -> None:
    assert validation(HOLDS, DIFFERS, ABSENT).chance == pytest.approx(2.0 * (CHANCE + WIDE_CHANCE))


def test_progress_is_told() -> None:
    told: list[tuple[int, int]] = []
    run_checks([HOLDS, DIFFERS], Effort.QUICK, tell=lambda *done: told.append(done))
    assert told == [(1, 2), (2, 2)]


def test_an_interrupted_run_leaves_no_process() -> None:
    def interrupt(_done: int, _wanted: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run_checks([HOLDS, DIFFERS, BREAKS], Effort.QUICK, workers=2, tell=interrupt)
    going_on = {process.sentinel for process in mp.active_children()}
    while going_on:
        ended = wait(going_on, timeout=60.0)
        assert ended, "a process goes on"
        going_on -= set(ended)
