"""Vehicles between two places: on the great circle, at a constant speed."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from voltwin.frames.motion import between, part_done
from voltwin.travel.great_circle import great_circle_km

LON, LAT = st.floats(-180.0, 180.0), st.floats(-89.0, 89.0)
PART = st.floats(0.0, 1.0)


def km(a: list[float], b: list[float]) -> float:
    return float(great_circle_km(*(np.array([value]) for value in (*a, *b)))[0])


def point(a: list[float], b: list[float], part: float) -> list[float]:
    lon, lat, to_lon, to_lat = (np.array([value]) for value in (*a, *b))
    found: list[float] = between(lon, lat, to_lon, to_lat, np.array([part])).T.tolist()[0]
    return found


@given(LON, LAT, LON, LAT, PART)
def test_a_part_of_the_way_is_that_part_of_the_distance(
    lon: float, lat: float, to_lon: float, to_lat: float, part: float
) -> None:
    a, b = [lon, lat], [to_lon, to_lat]
    whole = km(a, b)
    if whole > 19_000.0:  # nearly opposite: any way is as good
        return
    at = point(a, b, part)
    assert km(a, at) == pytest.approx(part * whole, abs=2e-3)
    assert km(at, b) == pytest.approx((1.0 - part) * whole, abs=2e-3)


@given(LON, LAT, LON, LAT)
def test_who_stands_is_at_the_very_place(
    lon: float, lat: float, to_lon: float, to_lat: float
) -> None:
    assert point([lon, lat], [to_lon, to_lat], 0.0) == [lon, lat]
    assert point([lon, lat], [to_lon, to_lat], 1.0) == [to_lon, to_lat]


def test_the_way_leads_over_the_date_line() -> None:
    lon, lat = point([179.5, 0.0], [-179.5, 0.0], 0.25)
    assert (lon, lat) == pytest.approx((179.75, 0.0))


def test_within_a_city_it_is_a_straight_line_on_the_map_but_for_metres() -> None:
    a, b = [10.0, 53.0], [10.3, 53.0]  # 20 km
    assert 0.002 < km(point(a, b, 0.5), [10.15, 53.0]) < 0.011


@pytest.mark.parametrize(
    ("departed", "arrives", "at", "part"),
    [
        (10.0, 20.0, 5.0, 0.0),
        (10.0, 20.0, 10.0, 0.0),
        (10.0, 20.0, 12.5, 0.25),
        (10.0, 20.0, 20.0, 1.0),
        (10.0, 20.0, 99.0, 1.0),
        (10.0, 10.0, 9.0, 0.0),
        (10.0, 10.0, 10.0, 1.0),  # a drive that takes no time
        (0.0, 0.0, 0.0, 1.0),  # one that has not driven yet
    ],
)
def test_parts_of_drives(departed: float, arrives: float, at: float, part: float) -> None:
    assert part_done(np.array([departed]), np.array([arrives]), at).tolist() == [part]
