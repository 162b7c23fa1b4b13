"""Exponentials and logarithms by arithmetic alone, held against decimals of a hundred digits."""

import math
import os
import subprocess
import sys
from collections.abc import Callable
from decimal import Decimal, localcontext

from hypothesis import given
from hypothesis import strategies as st

from voltwin_core.elementary import LARGEST, SMALLEST, exp, expm1, log, log1p

UNITS = 2.0  # in the last place, at most


def units_off(found: float, exactly: Callable[[Decimal], Decimal], x: float) -> float:
    """Return the error in units of the last place."""
    with localcontext() as context:
        context.prec = 120
        expected = exactly(Decimal(x))
        return abs(float((Decimal(found) - expected) / Decimal(math.ulp(float(expected)))))


@given(st.floats(SMALLEST, LARGEST))
def test_exp(x: float) -> None:
    assert units_off(exp(x), Decimal.exp, x) < UNITS


@given(st.floats(-50.0, LARGEST).filter(lambda x: abs(x) > 1e-40))
def test_expm1_near_0_and_far_from_it(x: float) -> None:
    assert units_off(expm1(x), lambda of: of.exp() - 1, x) < UNITS


@given(st.floats(sys.float_info.min, sys.float_info.max).filter(lambda x: x != 1.0))
def test_log(x: float) -> None:
    assert units_off(log(x), Decimal.ln, x) < UNITS


@given(st.floats(-1.0, 1e300, exclude_min=True).filter(lambda x: abs(x) > 1e-40))
def test_log1p(x: float) -> None:
    assert units_off(log1p(x), lambda of: (1 + of).ln(), x) < UNITS


def test_what_is_exact() -> None:
    assert (exp(0.0), expm1(0.0), log(1.0), log1p(0.0)) == (1.0, 0.0, 0.0, 0.0)
    assert [log(2.0**k) == k * math.log(2.0) for k in (-1022, -1, 1, 1023)] == [True] * 4


def test_the_ends_of_the_range_belong_to_it() -> None:
    assert units_off(exp(SMALLEST), Decimal.exp, SMALLEST) < UNITS
    for found, x in ((exp(LARGEST), LARGEST), (expm1(LARGEST), LARGEST)):
        assert units_off(found, Decimal.exp, x) < UNITS


def test_beyond_the_range() -> None:
    assert (exp(710.0), exp(math.inf), expm1(710.0)) == (math.inf, math.inf, math.inf)
    assert (exp(-709.0), exp(-math.inf), expm1(-709.0), expm1(-math.inf)) == (0.0, 0.0, -1.0, -1.0)


_BITS = """
from voltwin_core.elementary import exp, expm1, log, log1p
for x in (1e-9, 0.3, 0.7071067811865475, 1.0, 2.5, 37.0):
    print([f(x).hex() for f in (exp, expm1, log, log1p)])
"""


def test_the_same_bits_without_a_compiler() -> None:
    """As Python's own arithmetic has them."""
    seen = {
        subprocess.run(
            [sys.executable, "-c", _BITS],
            env={**os.environ, "NUMBA_DISABLE_JIT": off},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for off in ("0", "1")
    }
    assert len(seen) == 1
