import numpy as np
import pytest
from scipy import stats

from voltwin.statistics.levels import checked, shared_among, t_quantile, two_sided


@pytest.mark.parametrize("probability", [0.5, 0.9, 0.975, 0.9999])
def test_quantiles_are_those_of_students_t(probability: float) -> None:
    degrees = np.array([1, 2, 9, 29, 999, 100_000])
    assert np.allclose(
        t_quantile(probability, degrees), stats.t.ppf(probability, degrees), rtol=1e-12
    )


def test_there_is_no_quantile_without_degrees_of_freedom() -> None:
    assert np.isnan(t_quantile(0.975, np.array([0, -1]))).all()


def test_an_interval_of_ten_replications_reaches_two_point_26_standard_errors() -> None:
    # 2.262 in any table of Student's t, for 9 degrees of freedom at 95 %.
    assert two_sided(0.95, 9) == pytest.approx(2.262, abs=5e-4)


def test_statements_share_what_may_go_wrong() -> None:
    assert shared_among(0.95, 1) == pytest.approx(0.95)
    assert shared_among(0.95, 5) == pytest.approx(0.99)


@pytest.mark.parametrize("level", [0.0, 1.0, 95.0, -0.1, float("nan")])
def test_a_level_is_between_0_and_1(level: float) -> None:
    with pytest.raises(ValueError, match="level"):
        checked(level)
    with pytest.raises(ValueError, match="level"):
        shared_among(level, 2)


def test_there_is_a_statement_at_least() -> None:
    with pytest.raises(ValueError, match="statements"):
        shared_among(0.95, 0)
