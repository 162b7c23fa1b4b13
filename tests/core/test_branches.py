"""Branches of kernels, counted and weighed."""

import json
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from numba import config, types

from voltwin_core import branches, jit
from voltwin_core.branches import BranchCounter, Counts, counting, kept_counts, weights
from voltwin_core.jit import Kernel, kernel

pytestmark = pytest.mark.skipif(config.DISABLE_JIT, reason="about compiled kernels")

HERE = f"{__name__}.{{}}.<locals>.{{}}"


def thirds_upto(n: int) -> tuple[int, Counts]:
    """Return how many numbers below `n` are multiples of 3, and how the kernel that tells that
    branched."""

    @kernel
    def third(i: int) -> int:
        if i % 3 == 0 and i >= 0:
            return 1
        return 0

    @kernel
    def thirds(n: int) -> int:
        found = 0
        for i in range(n):
            found += third(i)
        return found

    @kernel
    def entry(n: int) -> int:
        return thirds(n)

    with counting() as counter:
        found = entry(n)
    return found, counter.counts()


@pytest.fixture(name="counted")
def counted_before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Return a file that counts are read from."""
    monkeypatch.setattr(branches, "COUNTS", tmp_path / "branches.json")
    kept_counts.cache_clear()
    yield tmp_path / "branches.json"
    kept_counts.cache_clear()


@pytest.mark.parametrize("n", [0, 30, 31])
def test_each_branch_is_counted_by_function_and_line(n: int) -> None:
    found, counts = thirds_upto(n)
    assert found == (n + 2) // 3
    one, all_thirds = (HERE.format("thirds_upto", name) for name in ("third", "thirds"))
    loop = {"for i in range(n):": [[n, 1]]}
    if n == 0:
        assert counts == {all_thirds: loop}
        return
    assert counts == {
        one: {"if i % 3 == 0 and i >= 0:": [[found, n - found], [found, 0]]},
        all_thirds: loop,
    }


def positive_or_not(x: float) -> int:
    if x > 0.0:
        return 1
    return -1


sign = kernel(positive_or_not)


def sign_of(x: float) -> int:
    return sign(x)


@pytest.mark.parametrize("counted_first", [True, False])
def test_what_counts_is_neither_kept_for_other_processes_nor_taken_from_them(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, counted_first: bool
) -> None:
    monkeypatch.setattr(jit, "cache_folder", lambda: tmp_path)

    def machine_code() -> set[Path]:
        return set(tmp_path.rglob("*.nbc"))

    def counts_made_anew(count: bool) -> Counts:
        monkeypatch.setitem(globals(), "sign", kernel(positive_or_not))
        kept = machine_code()
        with counting() if count else nullcontext(BranchCounter()) as counter:
            assert kernel(sign_of)(2.0) == 1
        assert not count or machine_code() == kept
        return counter.counts()

    found = [counts_made_anew(count) for count in (counted_first, not counted_first, True)]
    counts = {f"{__name__}.positive_or_not": {"if x > 0.0:": [[1, 0]]}}
    assert machine_code()  # of the run that did not count
    assert found == [counts if counted_first else {}, {} if counted_first else counts, counts]


@pytest.mark.parametrize(
    ("line", "expected"),
    [("if x > 1000:", "i32 8, i32 4"), ("if x > 1001:", None)],
    ids=["as counted", "another line by now"],
)
def test_the_optimiser_is_told_what_was_counted(
    counted: Path, line: str, expected: str | None
) -> None:
    @kernel
    def step(x: int) -> int:
        if x > 1000:
            return 1
        return 0

    name = HERE.format("test_the_optimiser_is_told_what_was_counted", "step")
    counted.write_text(json.dumps({name: {line: [[7, 3]]}}))
    assert isinstance(step, Kernel)
    step.part.compile((types.int64,))
    (made,) = step.part.overloads.values()
    code = str(made.library._final_module)
    assert ("branch_weights" in code) == (expected is not None)
    assert expected is None or expected in code


@given(st.lists(st.integers(0, 2**62), min_size=2, max_size=2))
def test_weights_are_positive_words_in_the_proportion_of_the_counts(times: list[int]) -> None:
    so, otherwise = weights(*times)
    assert 0 < so < 2**32
    assert 0 < otherwise < 2**32
    assert (so >= otherwise) or times[0] < times[1]
    assert so / (so + otherwise) == pytest.approx((times[0] + 1) / (sum(times) + 2), abs=1e-6)
