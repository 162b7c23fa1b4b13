"""The rule `admit`: reservations that fill the limit exactly fit."""

import math

from hypothesis import given, settings
from hypothesis import strategies as st

from voltwin_core.power import UNLIMITED_KW, fits

SEVERAL = settings(deadline=None)


@SEVERAL
@given(st.lists(st.sampled_from([0.1, 7.4, 22.0, 60.0, 149.9]), min_size=1, max_size=40))
def test_reservations_that_fill_the_limit_fit_in_any_order_of_the_sum(powers: list[float]) -> None:
    assert fits(sum(powers), math.fsum(powers))
    assert fits(sum(reversed(powers)), sum(powers))


@SEVERAL
@given(st.floats(1.0, 1e6), st.floats(1e-9, 1.0))
def test_more_than_the_limit_does_not_fit(limit: float, more: float) -> None:
    assert not fits(limit * (1.0 + more), limit)
    assert fits(limit * (1.0 - more), limit)


def test_without_power_only_nothing_fits() -> None:
    assert fits(0.0, 0.0)
    assert not fits(1e-300, 0.0)


@SEVERAL
@given(st.floats(0.0, 1e12))
def test_without_a_limit_everything_fits(reserved: float) -> None:
    assert fits(reserved, UNLIMITED_KW)
