"""Branches of kernels, counted and weighed."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from numba import config, types

from voltwin_core import branches
from voltwin_core.branches import Counts, counting, kept_counts, weights
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


def test_what_counts_is_not_kept_for_other_processes() -> None:
    assert thirds_upto(30) == thirds_upto(30)


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
