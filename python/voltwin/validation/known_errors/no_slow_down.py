"""A run does not slow down, nor grow, as time goes on: lines of the kernel that are executed for a
row, in the last quarter of a run against the first, and the memory that stays for a row.

Lines are counted in plain Python, in a process of its own, as no clock is: the same on every
machine. Memory is that of the compiled kernel, in longer runs (`held_memory`).
"""

import sys
from collections.abc import Iterator
from types import FrameType
from typing import Any

from voltwin.validation.closed_fleet import closed_network, round_the_zone
from voltwin.validation.fresh_process import answer_of
from voltwin.validation.known_errors.held_memory import (
    QUARTERS,
    Held,
    grown_by_row,
    held_by_quarter,
)
from voltwin.validation.known_errors.waits import busy
from voltwin.validation.machine_repair import ClosedFleet
from voltwin.validation.network import parameters
from voltwin.validation.theory import Size
from voltwin.validation.trust.check import Check
from voltwin.validation.trust.effort import Effort
from voltwin.validation.trust.judging import at_most
from voltwin.validation.trust.verdict import Sample, Verdict
from voltwin_bindings.kernel_engine import KernelEngine
from voltwin_core.draws import run_key
from voltwin_core.record import as_array
from voltwin_core.station.parameters import Parameters

SEED = 913
_MOST_BYTES = 1.0  # for a row, which takes 69 itself
_MOST = 1.1  # rows of one kind take more lines than of another, and are not as many in each quarter
_CORE = "voltwin_core"  # in the path of what is counted
_FLEET = ClosedFleet(5, 3, 2, 0.25, 1.0)
CASES = ("a station", "a fleet")
_TIMES = {Effort.QUICK: 1, Effort.FULL: 10}  # as long
LONGER = {"a station": 100, "a fleet": 1000}  # runs whose memory is looked at

Counts = list[tuple[int, int]]  # lines and rows, by quarter


def tables_of(case: str, times: int) -> Parameters:
    """Return the tables of a case, so many times as long as the shortest."""
    if case == "a fleet":
        return round_the_zone(closed_network(_FLEET, Size(1, 60.0 * times)))
    return parameters(busy(1, times))


def of_all_cases(times: str) -> list[Counts]:
    """Return the lines and rows of all cases; without Numba, or there are no lines."""
    return [lines_by_quarter(case, int(times)) for case in CASES]


def lines_by_quarter(case: str, times: int) -> Counts:
    """Return the lines and rows of each quarter of a run."""
    tables = tables_of(case, times)
    engine = KernelEngine(tables, run_key(SEED, 0))
    horizon_s = float(as_array(tables.clock)["horizon_s"][0])
    found = []
    for quarter in range(1, QUARTERS + 1):
        lines = _lines_to(engine, horizon_s * quarter / QUARTERS)
        found.append((lines, sum(len(batch) for batch in engine.drain())))
    return found


def _lines_to(engine: KernelEngine, until_s: float) -> int:
    """Return how many lines of the core are executed up to a time."""
    lines = 0

    def line(frame: FrameType, event: str, argument: object) -> Any:
        nonlocal lines
        lines += event == "line"
        return line

    def called(frame: FrameType, event: str, argument: object) -> Any:
        return line if _CORE in frame.f_code.co_filename else None

    before = sys.gettrace()
    sys.settrace(called)
    try:
        engine.advance(until_s)
    finally:
        sys.settrace(before)
    return lines


def found(effort: Effort) -> Iterator[Verdict]:
    """Yield how much more work and memory the end of a run takes than its begin."""
    counted = answer_of(of_all_cases, str(_TIMES[effort]), NUMBA_DISABLE_JIT="1")
    for case, counts in zip(CASES, counted, strict=True):
        yield verdict_on(counts, case)
        longer = _TIMES[effort] * LONGER[case]
        yield verdict_on_memory(held_by_quarter(tables_of(case, longer), SEED), case)


def verdict_on(counts: Counts, case: str) -> Verdict:
    """Return the verdict on the work of the quarters; no number comes out where none was done."""
    per_row = [lines / rows if lines and rows else float("nan") for lines, rows in counts]
    lines, rows = (sum(column) for column in zip(*counts, strict=True))
    return at_most(
        "lines of the kernel for a row, last quarter by first",
        per_row[-1] / per_row[0],
        _MOST,
        case=case,
        sample=Sample(SEED, f"{lines:,} lines, {rows:,} rows"),
    )


def verdict_on_memory(held: list[Held], case: str) -> Verdict:
    """Return the verdict on what the quarters leave in memory."""
    rows = held[-1].rows - held[0].rows
    return at_most(
        "memory that stays for a row of the log, after the first quarter",
        grown_by_row(held),
        _MOST_BYTES,
        case=case,
        unit="B",
        sample=Sample(SEED, f"{rows:,} rows"),
    )


CHECK = Check(
    "no-slow-down",
    "errors",
    "a run does not slow down, nor grow, as time goes on",
    "counts of work; asked for: no slow-down over simulated time",
    found,
    seconds=45.0,
)
