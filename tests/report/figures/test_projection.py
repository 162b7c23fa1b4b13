import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from voltwin.report.figures.projection import bar_km, kilometres


def great_circle_km(lon: list[float], lat: list[float]) -> float:
    """Return the haversine distance of two places on a sphere of radius 6371.0088 km."""
    (a, b), (c, d) = np.radians(lon), np.radians(lat)
    h = np.sin((d - c) / 2) ** 2 + np.cos(c) * np.cos(d) * np.sin((b - a) / 2) ** 2
    return float(2 * 6371.0088 * np.arcsin(np.sqrt(h)))


@given(st.floats(-180, 180), st.floats(-65, 65), st.floats(-0.3, 0.3), st.floats(-0.3, 0.3))
def test_distances_within_a_city_are_true(
    lon: float, lat: float, east: float, north: float
) -> None:
    lons, lats = [lon, lon + east], [lat, lat + north]
    x, y = kilometres(np.array(lons), np.array(lats))
    on_the_map = float(np.hypot(x[1] - x[0], y[1] - y[0]))
    assert on_the_map == pytest.approx(great_circle_km(lons, lats), rel=0.002, abs=1e-6)


def test_both_sides_of_the_date_line_stay_together() -> None:
    x, _ = kilometres(np.array([179.9, -179.9]), np.array([0.0, 0.0]))
    assert x[1] - x[0] == pytest.approx(0.2 * 111.195)


def test_one_place_is_the_middle() -> None:
    x, y = kilometres(np.array([8.0]), np.array([50.0]))
    assert (x[0], y[0]) == (0.0, 0.0)


@pytest.mark.parametrize(
    ("width", "bar"),
    [(1.0, 0.5), (3.9, 1.0), (4.0, 2.0), (9.9, 2.0), (130.0, 50.0), (999.0, 200.0)],
)
def test_scale_bars_are_round(width: float, bar: float) -> None:
    assert bar_km(width) == pytest.approx(bar)


@given(st.floats(0.01, 20_000.0))
def test_a_scale_bar_is_a_fifth_to_a_half_of_the_width(width: float) -> None:
    assert 0.199 * width <= bar_km(width) <= 0.5 * width
