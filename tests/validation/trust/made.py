"""Checks and runs that are made for tests."""

import os
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime

from voltwin.validation.trust.check import Check
from voltwin.validation.trust.effort import Effort
from voltwin.validation.trust.judging import at_most, exact, skipped, statistical
from voltwin.validation.trust.power import Estimate
from voltwin.validation.trust.running import Validation, judged
from voltwin.validation.trust.verdict import Sample, Verdict

SAMPLE = Sample(7, "64 x 1,000 arrivals", "6 h")


def check(
    name: str, run: Callable[[Effort], Iterable[Verdict]], group: str = "theory", seconds: float = 1
) -> Check:
    return Check(name, group, f"what {name} looks at", "Nobody (1900)", run, seconds)


def holds(effort: Effort) -> Iterator[Verdict]:
    width = 0.01 if effort is Effort.FULL else 0.04
    why_wide = "" if effort is Effort.FULL else "quick"
    found = Estimate(0.2004, 0.0003, 64)
    yield statistical("lost", 0.2, found, SAMPLE, case="a station", width=width, why_wide=why_wide)
    yield statistical("waits", 0.3, Estimate(0.3, 0.0003, 64), SAMPLE, case="a station", unit="min")


def differs(_effort: Effort) -> Iterator[Verdict]:
    yield exact("rows that differ", 0.0, 3.0, 0.0)
    yield exact("charge time", 1800.0, 1800.2, 1.0, unit="s")


def is_absent(_effort: Effort) -> Iterator[Verdict]:
    yield skipped("a measured curve", "leaf.csv is not here; set VOLTWIN_SHARED")


def breaks(_effort: Effort) -> Iterator[Verdict]:
    yield at_most("before", 0.5, 1.0)
    raise ZeroDivisionError("in the middle")


def says_nothing(_effort: Effort) -> Iterator[Verdict]:
    return iter(())


def dies(_effort: Effort) -> Iterator[Verdict]:
    os._exit(9)


HOLDS, DIFFERS = check("holds", holds), check("differs", differs, "engines")
ABSENT, BREAKS = check("absent", is_absent, "physics"), check("breaks", breaks)


def validation(*checks: Check, effort: Effort = Effort.QUICK) -> Validation:
    """Return the run of some checks, at a time of its own and on a machine of its own."""
    verdicts = tuple(verdict for check in checks for verdict in judged(check, effort))
    platform = {"machine": "x86_64", "system": "Linux", "python": "3.11.2"}
    return Validation(effort, verdicts, 12.5, datetime(2026, 1, 5, tzinfo=UTC), platform, "1.0")
