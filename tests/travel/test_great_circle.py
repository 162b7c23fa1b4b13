"""Great circles: distances that are known."""

import math

import numpy as np
import pytest

from voltwin.travel.great_circle import EARTH_KM, all_distances_km, great_circle_km


def between(lon: float, lat: float, to_lon: float, to_lat: float) -> float:
    return float(great_circle_km(*(np.array(x) for x in (lon, lat, to_lon, to_lat))))


def test_a_degree_along_a_meridian() -> None:
    assert between(13.0, 52.0, 13.0, 53.0) == pytest.approx(EARTH_KM * math.pi / 180.0, rel=1e-12)


def test_from_pole_to_pole_and_half_around_the_equator() -> None:
    assert between(0.0, 90.0, 77.0, -90.0) == pytest.approx(math.pi * EARTH_KM, rel=1e-12)
    assert between(-90.0, 0.0, 90.0, 0.0) == pytest.approx(math.pi * EARTH_KM, rel=1e-12)


def test_paris_to_london() -> None:
    # 343.6 km on a sphere (Notre-Dame to Charing Cross), as published by many calculators
    assert between(2.3522, 48.8566, -0.1278, 51.5074) == pytest.approx(343.6, abs=0.2)


def test_a_metre_is_a_metre() -> None:
    assert between(10.0, 53.0, 10.0, 53.0 + 1e-5) == pytest.approx(1.11195e-3, rel=1e-4)


def test_every_pair_once_there_and_once_back() -> None:
    lon, lat = np.array([10.0, 10.5, 11.0]), np.array([53.0, 52.0, 50.0])
    km = all_distances_km(lon, lat)
    assert km.shape == (3, 3)
    assert (np.diag(km) == 0.0).all()
    assert km == pytest.approx(km.T, rel=1e-15)
    assert km[0, 2] == between(10.0, 53.0, 11.0, 50.0)
