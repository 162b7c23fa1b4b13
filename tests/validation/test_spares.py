"""Window fill rates and mean waits of a store of spares: formulas, and the kernel's repairs.

Seeds and sizes are named here, before the verdict; see test_waiting_lines.py.
"""

import numpy as np
import pytest
from scipy.integrate import quad
from tests.validation.reference_values import REPLICATIONS, check, needs_values, values

from voltwin.validation.network import Type
from voltwin.validation.spares import (
    fill_of_exponential_repairs,
    fill_of_fixed_repairs,
    mean_wait,
    waits_for_spares,
)
from voltwin.validation.spares_network import fill_and_wait, fixed_type, store_network, streams
from voltwin.validation.theory import memoryless_type


@needs_values
def test_formulas_give_the_reference_values() -> None:
    for case in values("window_fill_det"):
        found = fill_of_fixed_repairs(case["lam"], case["T"], case["S"], case["t"])
        assert found == pytest.approx(case["F"], rel=1e-12)
    for case in values("window_fill_exp"):
        found = fill_of_exponential_repairs(case["lam"], case["mu"], case["S"], case["t"])
        assert found == pytest.approx(case["F"], rel=1e-12)
    for case in values("ample_charger_mean_wait"):
        sizes = case["lam"], case["EC"], case["S"]
        assert mean_wait(*sizes) == pytest.approx(case["EW"], rel=1e-12)
        immediate = fill_of_fixed_repairs(*sizes, 0.0)
        assert immediate == pytest.approx(case["P_immediate"], rel=1e-12)


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


@needs_values
@pytest.mark.parametrize(
    ("name", "kind", "repair", "spares", "seed", "wait"),
    [
        ("window_fill_det", fixed_type(1.0), 1.0, 8, 451, 0.03),
        ("window_fill_det", fixed_type(0.75), 0.75, 6, 452, 0.02),
        ("window_fill_exp", memoryless_type(1.0), 1.0, 8, 453, 0.03),
    ],
)
def test_the_kernels_repairs_fill_windows_as_dreyfuss_and_giat_say(
    name: str, kind: Type, repair: float, spares: int, seed: int, wait: float
) -> None:
    cases = [c for c in values(name) if c["S"] == spares and repair == c.get("T", 1.0)]
    found = streams(store_network(kind, 6.0, 60, REPLICATIONS, 40_000), seed)
    fills, mean = fill_and_wait(found, spares, [case["t"] for case in cases])
    assert len(cases) >= 3
    for fill, case in zip(fills, cases, strict=True):
        check(fill, case["F"])
    check(mean, mean_wait(6.0, repair, spares), wait)


@needs_values
def test_the_mean_wait_with_ample_chargers() -> None:
    case = values("ample_charger_mean_wait")[2]
    network = store_network(fixed_type(case["EC"]), case["lam"], 80, REPLICATIONS, 40_000)
    fills, mean = fill_and_wait(streams(network, 454), case["S"], [0.0])
    check(fills[0], case["P_immediate"], 0.015)
    check(mean, case["EW"], 0.02)


def test_a_store_without_enough_batteries_is_refused() -> None:
    with pytest.raises(ValueError, match="found no battery"):
        streams(store_network(fixed_type(1.0), 6.0, 3, 2, 1000), 455)
