"""Laws drawn from a part of them: what is kept, against SciPy and against the values drawn."""

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter
from scipy import stats

from voltwin.scenario.cut_off import cumulated, kept_quantiles, kept_values
from voltwin.scenario.distributions import AnyLaw, Distribution, Empirical, Fixed
from voltwin.scenario.tables.laws import Laws
from voltwin.scenario.tables.shelf import Shelf
from voltwin_core import distributions as core

READ: TypeAdapter[AnyLaw] = TypeAdapter(Distribution)

LAWS = [
    ({"kind": "uniform", "low": -1, "high": 3}, stats.uniform(-1, 4)),
    ({"kind": "exponential", "mean": 2}, stats.expon(scale=2)),
    ({"kind": "normal", "mean": 1, "sd": 2}, stats.norm(1, 2)),
    ({"kind": "lognormal", "median": 2, "sigma": 0.5}, stats.lognorm(0.5, scale=2)),
    ({"kind": "gamma", "mean": 3, "shape": 4}, stats.gamma(4, scale=0.75)),
    ({"kind": "gamma", "mean": 3, "sd": 1.5}, stats.gamma(4, scale=0.75)),
    ({"kind": "beta", "mean": 0.2, "concentration": 10}, stats.beta(2, 8)),
    ({"kind": "beta", "a": 2, "b": 8}, stats.beta(2, 8)),
    ({"kind": "triangular", "low": 0, "mode": 1, "high": 3}, stats.triang(1 / 3, 0, 3)),
    ({"kind": "triangular", "low": 0, "mode": 0, "high": 3}, stats.triang(0, 0, 3)),
    ({"kind": "triangular", "low": 0, "mode": 3, "high": 3}, stats.triang(1, 0, 3)),
]
CHOICE = st.sampled_from(range(len(LAWS)))
UNIFORMS = st.floats(1e-15, 1.0 - 1e-15)


def drawn(law: AnyLaw, low: float, high: float, uniforms: list[float]) -> list[float]:
    numbers: Shelf[float] = Shelf()
    laws = Laws(numbers)
    i = laws.put(law, low, high)
    table = core.Distribution.adopt(laws.fill())
    return [core.sample(table, numbers.fill(np.float64), i, u) for u in uniforms]


@given(CHOICE, st.floats(-5, 8))
def test_law_is_cumulated_as_scipy_does(choice: int, x: float) -> None:
    written, twin = LAWS[choice]
    assert cumulated(READ.validate_python(written), x) == pytest.approx(twin.cdf(x), abs=1e-12)


@settings(deadline=None)  # the first call compiles
@given(CHOICE, UNIFORMS, st.floats(-2, 2), st.sampled_from([-1.5, 1.0, 3.0]))
def test_whole_law_is_drawn_as_by_scipy(choice: int, u: float, shift: float, scale: float) -> None:
    written, twin = LAWS[choice]
    law = READ.validate_python({**written, "shift": shift, "scale": scale})
    (value,) = drawn(law, -math.inf, math.inf, [u])
    assert twin.cdf((value - shift) / scale) == pytest.approx(u, abs=1e-8)


@settings(deadline=None)  # the first call compiles
@given(
    CHOICE,
    UNIFORMS,
    st.floats(-4, 4),
    st.floats(0.2, 6),
    st.floats(-2, 2),
    st.sampled_from([-1.5, 1.0]),
)
def test_part_of_a_law_is_drawn_given_that_it_lies_there(
    choice: int, u: float, low: float, width: float, shift: float, scale: float
) -> None:
    written, twin = LAWS[choice]
    high = low + width
    ends = sorted([(low - shift) / scale, (high - shift) / scale])
    below, upto = twin.cdf(ends)
    assume(upto - below > 1e-3)
    law = READ.validate_python({**written, "shift": shift, "scale": scale})
    (value,) = drawn(law, low, high, [u])
    assert low - 1e-6 <= value <= high + 1e-6
    conditional = (twin.cdf((value - shift) / scale) - below) / (upto - below)
    assert conditional == pytest.approx(u, abs=1e-5)


def test_bounds_of_the_law_hold_as_well() -> None:
    law = READ.validate_python({"kind": "uniform", "low": 0, "high": 10, "min": 2, "max": 8})
    assert kept_quantiles(law, 0.0, 5.0) == pytest.approx((0.2, 0.3))
    assert drawn(law, 0.0, 5.0, [0.5]) == pytest.approx([3.5])


def test_values_are_kept_one_by_one() -> None:
    law = Empirical(values=(3.0, 1.0, 2.0, 2.0), shift=10.0, scale=-2.0, max=7.0)
    assert kept_values(law, 5.0, math.inf) == (6.0, 6.0)
    assert drawn(law, 0.0, math.inf, [0.1, 0.5, 0.9]) == [4.0, 6.0, 6.0]


def test_fixed_value_is_shifted_and_scaled() -> None:
    assert drawn(Fixed(value=2.0, shift=1.0, scale=3.0), 0.0, math.inf, [0.3]) == [7.0]


@pytest.mark.parametrize(
    "written",
    [
        -1,
        {"kind": "uniform", "low": -3, "high": -1},
        {"kind": "exponential", "mean": 1, "scale": -1},
        {"kind": "normal", "mean": -10, "sd": 1},
        {"kind": "empirical", "values": [-1, -2]},
        {"kind": "fixed", "value": 5, "max": 4},
    ],
)
def test_what_never_lies_there_is_refused(written: Any) -> None:
    with pytest.raises(ValueError, match="gives"):
        drawn(READ.validate_python(written), 0.0, math.inf, [0.5])
