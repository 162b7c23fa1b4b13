import math
import statistics

import numpy as np
import pytest
from hypothesis import given
from tests.statistics.tables import Floats, defined, tables

from voltwin.statistics.moments import divided, moments


@given(tables())
def test_moments_are_those_of_each_column_alone(table: Floats) -> None:
    found = moments(table)
    for column, n, mean, sd in zip(table.T, found.n, found.mean, found.sd, strict=True):
        values = [float(value) for value in defined(column)]
        assert n == len(values)
        assert math.isnan(mean) if n == 0 else mean == pytest.approx(statistics.fmean(values))
        if n < 2:
            assert math.isnan(sd)
        else:
            assert sd == pytest.approx(statistics.stdev(values), abs=1e-9)


def test_equal_values_do_not_vary() -> None:
    found = moments(np.full((7, 1), 0.1))
    assert found.mean.tolist() == [0.1]
    assert found.sd.tolist() == [0.0]


def test_large_values_keep_their_deviation() -> None:
    assert moments(1e12 + np.array([1.0, 2.0, 3.0])).sd == 1.0


def test_axes_after_the_first_are_columns() -> None:
    table = np.random.default_rng(3).normal(size=(6, 2, 5))
    found = moments(table)
    assert found.mean.shape == (2, 5)
    assert np.allclose(found.sd, table.std(axis=0, ddof=1))


def test_infinite_values_have_no_deviation() -> None:
    found = moments([1.0, np.inf])
    assert found.mean == np.inf
    assert np.isnan(found.sd)


def test_a_single_number_is_no_table() -> None:
    with pytest.raises(ValueError, match="axis of replications"):
        moments(1.0)


def test_quotients_are_of_what_is_above_zero() -> None:
    quotients = divided([1.0, 1.0, 1.0, np.nan], [2.0, 0.0, -1.0, 1.0])
    assert np.array_equal(quotients, [0.5, np.nan, np.nan, np.nan], equal_nan=True)
