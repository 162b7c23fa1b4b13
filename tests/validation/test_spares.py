"""Window fill rates and mean waits of a store of spares: formulas.

The kernel's repairs are held against them by `theory_checks/test_theory_checks.py`.
"""

import numpy as np
import pytest
from scipy.integrate import quad

from voltwin.validation.away_times import fixed_type
from voltwin.validation.spares import (
    fill_of_exponential_repairs,
    mean_wait,
    waits_for_spares,
)
from voltwin.validation.spares_network import store_network, streams
from voltwin.validation.theory import Size


def test_the_mean_wait_is_what_the_fill_rate_leaves_over() -> None:
    """E[W] is the integral of 1 - F(t) over t."""
    late = quad(lambda t: 1.0 - fill_of_exponential_repairs(6.0, 1.0, 8, t), 0.0, 20.0)[0]
    assert late == pytest.approx(mean_wait(6.0, 1.0, 8), rel=1e-6)


def test_waits_worked_out_by_hand() -> None:
    """Two spares; repairs of those that came at 0, 1, 2, 3 end at 9, 4, 5, 6."""
    came, done = np.array([0.0, 1.0, 2.0, 3.0]), np.array([9.0, 4.0, 5.0, 6.0])
    assert waits_for_spares(came, done, 2).tolist() == [0.0, 0.0, 2.0, 2.0]
    assert waits_for_spares(came, done, 4).tolist() == [0.0, 0.0, 0.0, 0.0]
    assert waits_for_spares(np.array([0.0, 7.0]), np.array([4.0, 11.0]), 1).tolist() == [0.0, 0.0]


# --- through the kernel ---------------------------------------------------------------------------


def test_a_store_without_enough_batteries_is_refused() -> None:
    with pytest.raises(ValueError, match="found no battery"):
        streams(store_network(fixed_type(1.0), 6.0, 3, Size(2, 1000)), 455)
