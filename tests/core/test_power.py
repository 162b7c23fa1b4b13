"""The rule `admit` compares whole milliwatts."""

import math

from hypothesis import given
from hypothesis import strategies as st

from voltwin_core.power import UNLIMITED_MW, milliwatts

POWERS = st.lists(st.sampled_from([0.1, 7.4, 22.0, 60.0, 149.9]), min_size=1, max_size=40)


@given(POWERS)
def test_reservations_that_fill_the_limit_fill_it_exactly(powers: list[float]) -> None:
    assert sum(milliwatts(kw) for kw in powers) == milliwatts(math.fsum(powers))


@given(st.floats(0.0, 1e6))
def test_a_power_is_rounded_to_the_nearest_milliwatt(kw: float) -> None:
    assert abs(milliwatts(kw) - kw * 1e6) <= 0.5 + 1e-9 * kw


def test_no_limit_is_above_every_sum_of_reservations() -> None:
    assert milliwatts(math.inf) == UNLIMITED_MW
    assert 1_000_000 * milliwatts(1e6) < UNLIMITED_MW
    assert UNLIMITED_MW + milliwatts(1e6) < 2**63
