import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.statistics.tables import Floats

from voltwin.statistics.least_squares import basis, fit

RANDOM = np.random.default_rng


def residual(blocks: list[Floats], values: Floats) -> float:
    """Return the residual sum of squares with a constant, by NumPy's solver: the slow twin."""
    columns = np.hstack([np.ones((len(values), 1)), *blocks])
    left = values - columns @ np.linalg.lstsq(columns, values, rcond=None)[0]
    return float(left @ left)


@given(
    st.integers(0, 1000), st.lists(st.integers(1, 3), min_size=1, max_size=4), st.integers(14, 30)
)
def test_a_block_explains_what_the_residual_grows_by_without_it(
    seed: int, widths: list[int], n: int
) -> None:
    random = RANDOM(seed)
    blocks = [random.normal(size=(n, width)) for width in widths]
    values = random.normal(size=n) + blocks[0][:, 0]
    found = fit([basis(block) for block in blocks], values)
    whole = residual(blocks, values)
    assert found.rest == pytest.approx(whole, abs=1e-9)
    assert found.rank == sum(widths)
    assert found.aliases == ((),) * len(widths)
    for number, squares in enumerate(found.squares):
        without = residual([*blocks[:number], *blocks[number + 1 :]], values)
        assert squares == pytest.approx(without - whole, abs=1e-9)


def test_blocks_that_span_the_same_are_aliases_and_a_third_is_not() -> None:
    random = RANDOM(1)
    one, other = random.normal(size=(12, 1)), random.normal(size=(12, 1))
    found = fit([basis(one), basis(other), basis(5.0 - 2.0 * one)], random.normal(size=12))
    assert found.aliases == ((0, 2), (), (0, 2))
    assert found.rank == 2


def test_more_columns_than_values_are_all_aliases() -> None:
    random = RANDOM(2)
    found = fit([basis(random.normal(size=(4, 2))) for _ in range(3)], random.normal(size=4))
    assert found.rank == 3
    assert found.rest == pytest.approx(0.0, abs=1e-12)
    assert all(found.aliases)


def test_no_blocks_explain_nothing() -> None:
    values = np.array([1.0, 2.0, 6.0])
    assert fit([], values).rest == pytest.approx(14.0)
    empty = fit([np.empty((3, 0))], values)
    assert empty.squares == (0.0,)
    assert empty.rank == 0


@given(st.integers(0, 1000), st.integers(1, 4), st.integers(0, 3))
def test_a_basis_spans_what_is_new(seed: int, width: int, beside: int) -> None:
    random = RANDOM(seed)
    known, columns = random.normal(size=(9, beside)), random.normal(size=(9, width))
    other = basis(known)
    found = basis(np.hstack([columns, known, np.ones((9, 1))]), other)
    assert found.shape == (9, width)
    assert np.allclose(found.T @ found, np.eye(width))
    assert np.allclose(found.T @ other, 0.0)
    assert np.allclose(found.sum(axis=0), 0.0)


def test_a_basis_is_orthogonal_to_what_it_hardly_differs_from() -> None:
    random = RANDOM(4)
    known = basis(random.normal(size=(50, 3)))
    found = basis(known + 1e-6 * random.normal(size=(50, 3)), known)
    assert found.shape == (50, 3)
    assert np.abs(found.T @ known).max() < 1e-14


def test_scale_does_not_matter_to_a_basis() -> None:
    columns = RANDOM(3).normal(size=(8, 3))
    assert basis(columns * [1e-9, 1.0, 1e9]).shape == (8, 3)


def test_a_constant_has_no_basis() -> None:
    assert basis(np.full((5, 2), 0.1)).shape == (5, 0)
    assert basis(np.empty((5, 0))).shape == (5, 0)
