"""Tables of replications for property tests: few or many rows, some values undefined."""

import numpy as np
import numpy.typing as npt
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

Floats = npt.NDArray[np.float64]

# Thousandths, so that equal values come up and differences of values are not lost in rounding.
numbers = st.integers(-1_000_000, 1_000_000).map(lambda whole: whole / 1000.0)
undefined_too = st.one_of(numbers, st.just(float("nan")))


def tables(least: int = 0, most: int = 15) -> st.SearchStrategy[Floats]:
    """Draw tables (replications, columns) with NaN among the values."""
    shapes = array_shapes(min_dims=2, max_dims=2, min_side=1, max_side=4).flatmap(
        lambda shape: st.integers(least, most).map(lambda rows: (rows, shape[1]))
    )
    return arrays(np.float64, shapes, elements=undefined_too)


def defined(column: Floats) -> Floats:
    """Return the values of a column that are defined."""
    return column[~np.isnan(column)]
