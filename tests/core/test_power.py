"""The rule `admit` compares whole milliwatts, and errs on the safe side; `share` fills the limit
max-min fair."""

import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from tests.core.shared import reference_cases

from voltwin.validation.physics_checks.water_filling import max_min, shares_of, unfairness
from voltwin_core.power import (
    MOST_KW,
    UNLIMITED_MW,
    limit_in_force,
    limit_mw,
    to_reserve_mw,
    water_level,
)

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


# --- share ----------------------------------------------------------------------------------------


def test_published_cases_are_met() -> None:
    for case in reference_cases("water_filling"):
        got = shares_of([float(kw) for kw in case["demand"]], case["limit"])
        assert got == pytest.approx(case["alloc"], rel=1e-15)


def test_no_limit_and_no_demand_leave_the_level_infinite() -> None:
    assert water_level(np.array([50.0, 60.0]), 0, 2, 0, math.inf) == math.inf
    assert water_level(np.array([0.0, 0.0]), 0, 2, 0, 0.0) == math.inf
    assert water_level(np.array([50.0, 60.0]), 0, 2, 0, 110.0) == math.inf


def test_nothing_to_share_is_a_level_of_0() -> None:
    assert water_level(np.array([50.0, 0.0]), 0, 2, 0, 0.0) == 0.0


def test_who_demands_more_than_the_level_need_only_be_counted() -> None:
    demands = np.array([7.3, 40.0, 0.1, 80.0])
    level = water_level(demands, 0, 4, 0, 100.0)
    assert level == 100.0 - (7.3 + 40.0 + 0.1)  # the last one gets what all others leave
    assert level == water_level(demands[:3], 0, 3, 1, 100.0)


DEMANDS = st.lists(
    st.one_of(st.floats(1e-6, 1e4), st.sampled_from([7.3, 60.0, 60.0, 842.1052631579])),
    min_size=1,
    max_size=60,
)


@given(DEMANDS, st.floats(0.0, 1e5))
@example([0.1, 0.1 + 1e-16, 0.3], 0.3)
def test_shares_fill_the_limit_and_are_fair(demands: list[float], limit_kw: float) -> None:
    got = shares_of(demands, limit_kw)
    exact = sum(map(Fraction, got))
    assert exact <= Fraction(limit_kw) * (1 + Fraction(1, 10**12))
    assert unfairness(demands, got) == 0.0
    for kw, fair in zip(got, max_min(demands, limit_kw), strict=True):
        assert kw == pytest.approx(float(fair), rel=1e-11, abs=0.0)
