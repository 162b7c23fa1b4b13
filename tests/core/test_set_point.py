"""Charges held at a set-point: fine quadrature, and what scaling must mean."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.core.test_charging import Curve, curves, table

from voltwin.validation.physics_checks.slow_charging import seconds_between
from voltwin_core.set_point import held_seconds, held_soc

SEVERAL = settings(max_examples=60, deadline=None)
FIRST = 1  # the curve of `table` stands behind a knot of another one
KWH = 52.6


def seconds(curve: Curve, u: float, derating: float, soh: float, soc: float, to: float) -> float:
    knots = table(curve), FIRST, len(curve)
    return held_seconds(*knots, KWH, u, derating, derating / soh, soc, to)


def soc_then(
    curve: Curve, u: float, derating: float, soh: float, soc: float, after_s: float
) -> float:
    knots = table(curve), FIRST, len(curve)
    return held_soc(*knots, KWH, u, derating, derating / soh, soc, after_s, 1.0)


FACTORS = st.sampled_from([1.0, 0.9, 0.7123456789, 0.5])


@SEVERAL
@given(curves(), st.sampled_from([3.0, 22.0, 57.5, 1000.0]), FACTORS, FACTORS)
def test_time_is_the_integral_over_the_power_that_is_drawn(
    curve: Curve, u: float, derating: float, soh: float
) -> None:
    derated = tuple((soc, kw * derating) for soc, kw in curve)
    expected = seconds_between(derated, KWH * soh, u, 0.1, 0.9)
    assert seconds(curve, u, derating, soh, 0.1, 0.9) == pytest.approx(expected, rel=1e-9)


@SEVERAL
@given(curves(), st.floats(2.0, 200.0), FACTORS, FACTORS, st.floats(0.0, 0.9))
def test_soc_is_where_its_time_leads(
    curve: Curve, u: float, derating: float, soh: float, target: float
) -> None:
    needed = seconds(curve, u, derating, soh, 0.0, target)
    assert soc_then(curve, u, derating, soh, 0.0, needed) == pytest.approx(target, abs=1e-9)


def test_flat_curve_by_hand() -> None:
    # 100 kW curve at half power, held at 40: 40 kW into 0.6 x 52.6 x 0.8 kWh
    flat = [(0.0, 100.0), (1.0, 100.0)]
    expected = 3600.0 * 0.6 * KWH * 0.8 / 40.0
    assert seconds(flat, 40.0, 0.5, 0.8, 0.2, 0.8) == pytest.approx(expected, rel=1e-14)


def test_without_power_it_never_ends_and_nothing_is_gained() -> None:
    flat = [(0.0, 100.0), (1.0, 100.0)]
    assert seconds(flat, 0.0, 1.0, 1.0, 0.2, 0.8) == math.inf
    assert soc_then(flat, 0.0, 1.0, 1.0, 0.2, 1e6) == 0.2
    assert np.isclose(soc_then(flat, 1e-300, 1.0, 1.0, 0.2, 1e6), 0.2, rtol=0, atol=0)
