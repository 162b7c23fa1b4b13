"""The normal quantile: against SciPy's, at its joints, and where its coefficients come from."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mpmath import mp, mpf  # type: ignore[import-untyped, unused-ignore]
from scipy import special

from voltwin_core.normal import CENTRAL, CENTRAL_ABOVE, CENTRAL_BELOW, normal_quantile

SEVERAL = settings(max_examples=300, deadline=None)
LEAST, MOST = 2.0**-53, 1.0 - 2.0**-53  # of 52-bit uniforms

DEGREE = 11
DIGITS = 60


@SEVERAL
@given(
    st.one_of(
        st.floats(LEAST, MOST), st.floats(1e-300, 1e-5), st.floats(0.009, 0.011), st.just(0.5)
    )
)
def test_it_is_exact_to_3_parts_in_1e_15(p: float) -> None:
    assert normal_quantile(p) == pytest.approx(special.ndtri(p), rel=3e-15, abs=1e-16)


@SEVERAL
@given(st.integers(1, 2**53 - 1))
def test_it_is_odd(units: int) -> None:
    p = units * 2.0**-53
    assert normal_quantile(1.0 - p) == -normal_quantile(p)


@pytest.mark.parametrize("joint", [0.01, 0.99, math.exp(-25.0)])
def test_it_does_not_jump_at_the_joints_of_its_three_parts(joint: float) -> None:
    near = [normal_quantile(p) for p in joint + math.ulp(joint) * np.arange(-50, 51)]
    assert np.diff(near) == pytest.approx(0.0, abs=1e-14)


def test_coefficients_of_the_central_part_are_made_as_said() -> None:
    """They are those of the rational function that meets z / q, as a function of
    r = CENTRAL^2 - q^2, in as many points as it has coefficients: Chebyshev's, of the logarithm of
    r's distance from where z is infinite, at q = 1/2. Between them it misses by 1.2 parts in 10^16.
    """
    with mp.workdps(DIGITS):
        infinite = mpf(CENTRAL) ** 2 - mpf(1) / 4  # the r of it
        low, high = mp.log(-infinite), mp.log(mpf(1) / 4)
        count = 2 * DEGREE + 1
        angles = [mp.pi * (2 * k + 1) / (2 * count) for k in range(count)]
        points = [
            mp.exp((low + high + (high - low) * mp.cos(angle)) / 2) + infinite for angle in angles
        ]
        above, below = rational_function(points)
        halfway = [mp.sqrt(a * b) for a, b in zip(points, points[1:], strict=False)]
        misses = [
            mp.polyval(above[::-1], r) / mp.polyval(below[::-1], r) / z_by_q(r) - 1
            for r in [*halfway, mpf(0), mpf(CENTRAL) ** 2]
        ]
        assert max(map(abs, misses)) < 1.2e-16
        assert tuple(map(float, above)) == CENTRAL_ABOVE
        assert tuple(map(float, below)) == CENTRAL_BELOW


def z_by_q(r: mpf) -> mpf:
    """Return z / q, where q = p - 1/2 and r = CENTRAL^2 - q^2."""
    q = mp.sqrt(mpf(CENTRAL) ** 2 - r)
    return mp.sqrt(2) * mp.erfinv(2 * q) / q if q > 0 else mp.sqrt(2 * mp.pi)


def rational_function(points: list[mpf]) -> tuple[list[mpf], list[mpf]]:
    """Return the coefficients above and below, by rising powers, of what meets `z_by_q` there; the
    first below is 1."""
    equations, right = mp.matrix(len(points), len(points)), mp.matrix(len(points), 1)
    for row, r in enumerate(points):
        value = z_by_q(r)
        for power in range(DEGREE + 1):
            equations[row, power] = r**power
        for power in range(1, DEGREE + 1):
            equations[row, DEGREE + power] = -value * r**power
        right[row] = value
    solved = list(mp.lu_solve(equations, right))
    return solved[: DEGREE + 1], [mpf(1), *solved[DEGREE + 1 :]]
