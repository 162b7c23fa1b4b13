"""Streets of the demo city."""

import numpy as np
import pytest

from voltwin.scenario.generate import demo_stations
from voltwin.scenario.generate_roads import demo_roads
from voltwin.travel.great_circle import great_circle_km
from voltwin.travel.road_graph import Roads, parsed
from voltwin.travel.snapping import largest_part, snapped


def roads(seed: int = 1) -> Roads:
    return parsed(**demo_roads(seed))


def test_every_crossing_can_be_reached_from_every_other() -> None:
    assert 1000 < len(roads().lon) < 2500
    assert len(largest_part(roads())) == len(roads().lon)


def test_streets_lead_both_ways_and_are_as_long_as_they_look() -> None:
    of = roads()
    there = set(zip(of.source.tolist(), of.target.tolist(), strict=True))
    assert there == {(b, a) for a, b in there}
    km = great_circle_km(of.lon[of.source], of.lat[of.source], of.lon[of.target], of.lat[of.target])
    assert of.km == pytest.approx(km, rel=0.01, abs=0.005)


def test_speeds_are_those_of_streets_main_streets_and_avenues() -> None:
    of = roads()
    kmh = of.km / (of.seconds - 4.0) * 3600.0
    allowed = np.array([30.0, 50.0, 70.0])
    near = np.abs(kmh[:, None] - allowed).min(axis=1)
    assert (near[of.km > 0.3] < 0.5).all()
    assert all((np.abs(kmh - speed) < 0.5).sum() > 50 for speed in allowed)


@pytest.mark.parametrize("seed", [1, 2, 9])
def test_stations_of_the_demo_city_stand_beside_a_street(seed: int) -> None:
    stations = demo_stations(500, seed)
    lon, lat = (np.array([of[name] for of in stations]) for name in ("lon", "lat"))
    assert snapped(roads(), lon, lat).km.max() < 1.0


def test_the_same_seed_gives_the_same_streets() -> None:
    assert demo_roads(3) == demo_roads(3)
    assert demo_roads(3) != demo_roads(4)
