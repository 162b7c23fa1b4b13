"""Scenarios as rows: digests, places, and the way from a root to a child."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voltwin.scenario import demo_city
from voltwin.scenario.changes import Change, changed
from voltwin.store.rows.scenario_rows import (
    built,
    config_of,
    digest_of,
    digest_of_child,
    moves_places,
    places_in,
    texts_of,
)

CITY = demo_city(stations=5)
MOVING = [
    'stations[s001].region="North Pole"',
    "stations[s001].name=Here",
    "stations[0].lon=13.5",
    "stations[*].lat+=0.01",
]
STAYING = ["stations[*].bays+=1", "stations[s002].chargers+=2", "target_wait=400", "warm_up=3600"]
changes = st.lists(st.sampled_from(MOVING + STAYING).map(Change.parse), max_size=3)


@given(changes)
def test_what_does_not_move_places_leaves_them_alone(made: list[Change]) -> None:
    if not moves_places(made):
        assert places_in(changed(CITY, made)) == places_in(CITY)


@pytest.mark.parametrize("text", MOVING)
def test_what_moves_places_is_known(text: str) -> None:
    change = Change.parse(text)
    assert moves_places([change])
    assert places_in(changed(CITY, [change])) != places_in(CITY)


@pytest.mark.parametrize("text", ["stations=[]", "stations[s001]=null", "stations[*].id=x"])
def test_stations_themselves_may_change(text: str) -> None:
    assert moves_places([Change.parse(text)])


@given(changes, changes)
def test_a_child_is_built_from_its_root(first: list[Change], second: list[Change]) -> None:
    child = changed(changed(CITY, first), second)
    assert built(config_of(CITY), [texts_of(first), texts_of(second)]) == child


@given(changes, changes)
def test_equal_digests_are_equal_scenarios(one: list[Change], other: list[Change]) -> None:
    root = digest_of(config_of(CITY))
    same = digest_of_child(root, one) == digest_of_child(root, other)
    assert same == (one == other)
    assert digest_of_child(root, []) == root
    assert digest_of(config_of(demo_city(stations=5, seed=2))) != root
