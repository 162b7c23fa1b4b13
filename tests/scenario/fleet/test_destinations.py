"""Shares of destinations, worked out by hand."""

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.scenario.fleet.towns import town

from voltwin.scenario.fleet.destinations import destinations

KM = np.array([[0.0, 2.0, 4.0], [2.0, 0.0, 2.0], [4.0, 2.0, 0.0]])


def shares(km: np.ndarray[Any, Any] = KM, hour: int = 0, **changes: Any) -> list[list[float]]:
    """Return the shares of destinations in an hour of the week."""
    fleet = town(**changes).fleet
    assert fleet
    table, summed = destinations(fleet, km)
    of_hour = np.diff(summed[table[hour]], axis=1, prepend=0.0)
    return [[round(float(share), 12) for share in row] for row in of_hour]


def test_gravity_is_attraction_times_an_exponential_of_the_distance() -> None:
    found = shares(fleet__trips={"scale_km": 2.0})
    near, far = 3.0 * math.exp(-1.0), 1.0 * math.exp(-2.0)  # from a: to b, to c
    assert found[0] == pytest.approx([0.0, near / (near + far), far / (near + far)], abs=1e-12)
    assert found[1] == [0.5, 0.0, 0.5]  # from b: a and c alike


def test_zones_beyond_all_numbers_keep_their_shares() -> None:
    found = shares(1000.0 * KM, fleet__trips={"scale_km": 0.5})  # exp(-4000) is 0
    assert found == [[0.0, 1.0, 0.0], [0.5, 0.0, 0.5], [0.0, 1.0, 0.0]]


def test_attraction_changes_by_the_hour() -> None:
    evening = [1.0] * 18 + [0.0] * 6
    changes: dict[str, Any] = {"fleet__trips": {"scale_km": 1e9}}
    changes["fleet__zones__0__attraction"] = evening
    assert shares(hour=17, **changes)[2] == pytest.approx([0.25, 0.75, 0.0], abs=1e-6)
    assert shares(hour=18, **changes)[2] == [0.0, 1.0, 0.0]
    assert shares(hour=167, **changes)[2] == [0.0, 1.0, 0.0]


def test_the_only_zone_is_its_own_destination() -> None:
    zone = {"id": "a", "lon": 10.0, "lat": 53.0}
    assert shares(np.zeros((1, 1)), fleet__zones=[zone]) == [[1.0]]
    only = {"flows": [["a", "a", 5]]}
    assert shares(np.zeros((1, 1)), fleet__zones=[zone], fleet__trips=only) == [[1.0]]


def test_counted_trips_are_shares_and_those_within_a_zone_do_not_count() -> None:
    flows = [["a", "a", 100], ["a", "b", 3], ["a", "c", 1], ["b", "a", 2], ["c", "b", 7]]
    found = shares(fleet__trips={"flows": flows})
    assert found == [[0.0, 0.75, 0.25], [1.0, 0.0, 0.0], [0.0, 1.0, 0.0]]


def test_an_origin_without_trips_in_an_hour_has_those_of_all_hours() -> None:
    flows = [["a", "b", 1, 8], ["a", "c", 1, 9], ["b", "c", 5, 8], ["c", "a", 1, 8]]
    trips = {"flows": flows}
    assert shares(hour=8, fleet__trips=trips)[0] == [0.0, 1.0, 0.0]
    assert shares(hour=9 + 24, fleet__trips=trips)[0] == [0.0, 0.0, 1.0]
    assert shares(hour=9, fleet__trips=trips)[1] == [0.0, 0.0, 1.0]  # b has none at 9
    assert shares(hour=20, fleet__trips=trips)[0] == [0.0, 0.5, 0.5]  # nobody has any at 20


def test_an_origin_without_any_trips_goes_where_all_go() -> None:
    found = shares(fleet__trips={"flows": [["a", "b", 3], ["b", "a", 1]]})
    assert found[2] == [0.25, 0.75, 0.0]


def test_where_all_go_to_one_zone_it_sends_its_own_anywhere() -> None:
    assert shares(fleet__trips={"flows": [["a", "b", 3]]})[1] == [0.5, 0.0, 0.5]


def test_flows_of_a_band_are_added_up_and_the_last_goes_on_over_midnight() -> None:
    flows = [["a", "b", 1, 6], ["a", "c", 3, 9], ["a", "b", 1, 23], ["b", "a", 1, 6]]
    trips = {"flows": flows, "bands": [6, 20]}
    for hour in (6, 9, 19):
        assert shares(hour=hour, fleet__trips=trips)[0] == [0.0, 0.25, 0.75]
    for hour in (20, 23, 3):
        assert shares(hour=hour, fleet__trips=trips)[0] == [0.0, 1.0, 0.0]


def test_hours_of_the_week() -> None:
    flows = [["a", "b", 1, 8], ["a", "c", 1, 8 + 24]]
    trips = {"flows": flows, "hours_of": "week"}
    assert shares(hour=8, fleet__trips=trips)[0] == [0.0, 1.0, 0.0]
    assert shares(hour=8 + 24, fleet__trips=trips)[0] == [0.0, 0.0, 1.0]
    assert shares(hour=8 + 48, fleet__trips=trips)[0] == [0.0, 0.5, 0.5]


FLOW = st.tuples(
    st.sampled_from("abc"), st.sampled_from("abc"), st.integers(0, 9), st.integers(0, 23)
)


@given(st.lists(FLOW, min_size=1, max_size=30))
def test_shares_rise_to_exactly_one_and_lead_to_another_zone(flows: list[Any]) -> None:
    if not any(trips and a != b for a, b, trips, _ in flows):
        return
    fleet = town(fleet__trips={"flows": [list(flow) for flow in flows]}).fleet
    assert fleet
    table, summed = destinations(fleet, KM)
    assert (summed[:, :, -1] == 1.0).all()
    found = np.diff(summed, axis=2, prepend=0.0)
    assert (found >= 0.0).all()
    assert (found[:, range(3), range(3)] == 0.0).all()
    assert table.max() < len(summed)
