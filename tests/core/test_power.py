"""The rule `admit` compares whole milliwatts, and errs on the safe side."""

import math
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from voltwin_core.power import MOST_KW, UNLIMITED_MW, limit_in_force, limit_mw, to_reserve_mw

ROUND = st.lists(st.sampled_from([0.1, 7.4, 22.0, 60.0, 149.9]), min_size=1, max_size=40)
POWERS = st.floats(0.0, MOST_KW)


@given(ROUND)
def test_reservations_that_fill_the_limit_fill_it_exactly(powers: list[float]) -> None:
    assert sum(to_reserve_mw(kw) for kw in powers) == limit_mw(math.fsum(powers))


@given(st.lists(POWERS, min_size=1, max_size=20), POWERS)
def test_what_fits_is_within_the_limit(powers: list[float], limit_kw: float) -> None:
    if sum(to_reserve_mw(kw) for kw in powers) <= limit_mw(limit_kw):
        assert sum(map(Fraction, powers)) <= Fraction(limit_kw) * (1 + Fraction(1, 10**12))


@given(POWERS)
def test_a_power_is_rounded_by_less_than_a_milliwatt(kw: float) -> None:
    exact = Fraction(kw) * 10**6
    assert -exact / 10**12 <= to_reserve_mw(kw) - exact <= 1
    assert -1 <= limit_mw(kw) - exact <= exact / 10**12


def test_the_smallest_power_does_not_fit_no_limit_at_all() -> None:
    assert to_reserve_mw(4e-7) == 1
    assert limit_mw(9e-7) == limit_mw(0.0) == 0


def test_an_intervention_lowers_a_limit_and_never_raises_it() -> None:
    assert limit_in_force(200.0, 1.0, math.inf) == 200.0
    assert limit_in_force(200.0, 1.0, 80.0) == 80.0
    assert limit_in_force(60.0, 1.0, 80.0) == 60.0
    assert limit_in_force(200.0, 0.25, math.inf) == 50.0
    assert limit_in_force(math.inf, 0.0, math.inf) == math.inf  # no part of what has no limit
    assert limit_in_force(math.inf, 1.0, 80.0) == 80.0


def test_no_limit_is_above_every_sum_of_reservations() -> None:
    assert limit_mw(math.inf) == UNLIMITED_MW
    assert 1_000_000 * to_reserve_mw(MOST_KW) < UNLIMITED_MW
    assert UNLIMITED_MW + to_reserve_mw(MOST_KW) < 2**63
