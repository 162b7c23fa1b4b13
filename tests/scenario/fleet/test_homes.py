"""Homes of vehicles: even by weight, and none is moved by another."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from voltwin.scenario.tables.homes import homes

WEIGHTS = st.lists(st.integers(0, 9), min_size=1, max_size=12).filter(any)


@given(WEIGHTS, st.integers(1, 3000))
def test_each_zone_has_its_share_to_within_a_few_vehicles(weights: list[int], count: int) -> None:
    found = np.bincount(homes(weights, count), minlength=len(weights))
    share = count * np.array(weights) / sum(weights)
    assert (np.abs(found - share) < 8.0).all()
    assert found[np.array(weights) == 0].sum() == 0


@given(WEIGHTS, st.integers(0, 500), st.integers(0, 500))
def test_adding_vehicles_moves_no_other(weights: list[int], count: int, more: int) -> None:
    assert homes(weights, count).tolist() == homes(weights, count + more)[:count].tolist()
