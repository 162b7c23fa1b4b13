"""What the replay works out of a curve by itself is what the core says of it."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from voltwin.validation.replay.charge import Curve
from voltwin_core.charging import Knot, peak_power, soc_after
from voltwin_core.record import Table

FULL = 0.95
POWERS = st.one_of(st.floats(1.0, 150.0), st.sampled_from((50.0, 50.0 * (1.0 + 1e-13))))
SOCS = st.floats(0.0, FULL)


@st.composite
def knots(draw: st.DrawFn) -> list[tuple[float, float]]:
    count = draw(st.integers(2, 6))
    hundredths = draw(
        st.lists(st.integers(0, 100), min_size=count, max_size=count, unique=True).map(sorted)
    )
    return [(at / 100.0, draw(POWERS)) for at in hundredths]


def table(curve: list[tuple[float, float]]) -> Table[Knot]:
    return Knot.adopt(np.array(curve, Knot.dtype))


@given(knots(), POWERS, SOCS, SOCS, st.floats(0.0, 20_000.0))
def test_a_charge_goes_on_as_in_the_core(
    curve: list[tuple[float, float]], held_kw: float, soc: float, to: float, seconds: float
) -> None:
    ours = Curve(curve, FULL).soc_after(55.0, held_kw, soc, seconds, to)
    theirs = soc_after(table(curve), 0, len(curve), 55.0, held_kw, soc, seconds, to)
    assert math.isclose(ours, theirs, rel_tol=1e-11, abs_tol=1e-13)


@given(knots(), SOCS)
def test_the_largest_power_of_the_rest_is_that_of_the_core(
    curve: list[tuple[float, float]], soc: float
) -> None:
    theirs = peak_power(table(curve), 0, len(curve), soc, FULL)
    assert Curve(curve, FULL).peak_kw(soc) == pytest.approx(theirs, rel=1e-14)


def test_a_charge_at_constant_power_goes_on_by_its_energy() -> None:
    flat = Curve([(0.0, 60.0), (1.0, 60.0)], FULL)
    assert flat.soc_after(60.0, 30.0, 0.2, 1800.0, FULL) == pytest.approx(0.45, rel=1e-15)
    assert flat.soc_after(60.0, 90.0, 0.2, 1800.0, FULL) == pytest.approx(0.7, rel=1e-15)
    assert flat.soc_after(60.0, 90.0, 0.2, 18_000.0, FULL) == FULL
    assert flat.soc_after(60.0, 90.0, 0.97, 10.0, FULL) == 0.97


def test_a_taper_is_exponential_behind_its_knee() -> None:
    taper = Curve([(0.0, 60.0), (0.8, 60.0), (1.0, 0.0)], FULL)
    to_the_knee_s, taper_s = 3600.0 * 0.6, 300.0
    expected = 1.0 - 0.2 * math.exp(-taper_s / (3600.0 * 0.2))  # of 60 kWh
    found = taper.soc_after(60.0, 90.0, 0.2, to_the_knee_s + taper_s, FULL)
    assert found == pytest.approx(expected, rel=1e-14)
