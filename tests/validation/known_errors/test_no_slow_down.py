"""The check of work and memory by the quarter finds those that grow."""

from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from voltwin.validation.known_errors import no_slow_down
from voltwin.validation.known_errors.held_memory import Held, held_by_quarter
from voltwin.validation.trust.verdict import Status, Verdict
from voltwin_bindings.kernel_engine import KernelEngine


@pytest.mark.parametrize(
    ("counts", "passes"),
    [
        ([(1000, 10), (1100, 11), (900, 9), (1090, 10)], True),
        ([(1000, 10), (1100, 10), (1200, 10), (1300, 10)], False),
        ([(0, 10), (0, 10), (0, 10), (0, 10)], False),
    ],
)
def test_work_that_grows_is_found(counts: no_slow_down.Counts, passes: bool) -> None:
    verdict = no_slow_down.verdict_on(counts, "made")
    assert (verdict.status is Status.PASSED) is passes


def memory_of(case: str) -> Verdict:
    tables = no_slow_down.tables_of(case, no_slow_down.LONGER[case])
    return no_slow_down.verdict_on_memory(held_by_quarter(tables, 1), case)


@pytest.mark.parametrize("case", no_slow_down.CASES)
def test_an_engine_that_keeps_something_of_each_row_is_found(
    case: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    right, kept = KernelEngine.drain, list[Any]()

    def keeping(self: KernelEngine) -> list[pa.RecordBatch]:
        batches = right(self)
        kept.extend(batch.column("station").to_numpy().astype(np.int16) for batch in batches)
        return batches

    monkeypatch.setattr(KernelEngine, "drain", keeping)
    verdict = memory_of(case)
    assert verdict.status is Status.FAILED
    assert verdict.got == pytest.approx(2.0, abs=0.9)  # bytes, and what a list takes


def test_rows_that_stay_though_they_were_handed_out_are_found(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    kept = list[pa.RecordBatch]()
    right = KernelEngine.drain

    def keeping(self: KernelEngine) -> list[pa.RecordBatch]:
        kept.extend(right(self))
        return kept[-1:]

    monkeypatch.setattr(KernelEngine, "drain", keeping)
    verdict = memory_of("a station")
    assert verdict.status is Status.FAILED
    assert verdict.got is not None
    assert verdict.got > 30.0


def test_a_log_of_which_nothing_is_said_shows_nothing() -> None:
    verdict = no_slow_down.verdict_on_memory([Held(1000, 0)] * 4, "made")
    assert verdict.status is Status.FAILED
