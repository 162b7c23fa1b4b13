"""The map of a scenario: streets once, zones, stations, and a box around them."""

from typing import Any

import pytest
import yaml

from voltwin.scenario import Scenario
from voltwin.scenario.files import scenario_of
from voltwin.scenario.street_map import map_of
from voltwin.scenario.templates import moving_city
from voltwin.scenario.travel import OnRoads
from voltwin.scenario.without_files import scenario_without_files
from voltwin.travel.road_graph import parsed

# Three places in a row; 0-1 both ways at 30 km/h, 1-2 one way at 50, 0-2 at 90, and a loop at 2.
NODES = "10.0 53.0\n10.01 53.0\n10.02 53.0\n"
LINKS = "0 1 500 60\n1 0 500 60\n1 2 500 36\n0 2 1000 40\n2 0 1000 60\n2 2 10 1\n"


def town(**fields: Any) -> Scenario:
    station = {"id": "s", "batteries": 3, "chargers": {"power_kw": 60}, "swaps_per_day": 9}
    kind = {"id": "b", "capacity_kwh": 40, "charge_curve": {"power_kw": 60}}
    stations = [{**station, "lon": 10.0, "lat": 53.0}, {**station, "id": "t"} | fields]
    travel = {"graph": {"nodes": NODES, "links": LINKS}}
    return scenario_of({"battery_types": [kind], "stations": stations, "travel": travel})


def features(found: dict[str, Any], layer: str) -> list[dict[str, Any]]:
    return [one for one in found["features"] if one["properties"]["layer"] == layer]


def test_each_street_is_there_once_by_its_free_speed() -> None:
    streets = features(map_of(town()), "streets")
    lines = {one["properties"]["kind"]: one["geometry"]["coordinates"] for one in streets}
    assert lines == {
        "street": [[[10.0, 53.0], [10.01, 53.0]]],
        "main": [[[10.01, 53.0], [10.02, 53.0]]],
        "avenue": [[[10.0, 53.0], [10.02, 53.0]]],  # the faster of its two ways counts
    }


def test_stations_without_a_place_are_not_on_the_map() -> None:
    assert [one["properties"]["id"] for one in features(map_of(town()), "station")] == ["s"]
    both = features(map_of(town(lon=10.5, lat=53.5)), "station")
    assert both[1]["geometry"] == {"type": "Point", "coordinates": [10.5, 53.5]}


def test_the_box_holds_all_of_it() -> None:
    assert map_of(town())["bbox"] == [10.0, 53.0, 10.02, 53.0]
    assert map_of(town(lon=9.5, lat=53.5))["bbox"] == [9.5, 53.0, 10.02, 53.5]


def test_a_scenario_without_places_has_an_empty_map() -> None:
    station = {"id": "s", "batteries": 3, "chargers": {"power_kw": 60}, "swaps_per_day": 9}
    kind = {"id": "b", "capacity_kwh": 40, "charge_curve": {"power_kw": 60}}
    nowhere = scenario_of({"battery_types": [kind], "stations": [station]})
    assert map_of(nowhere) == {"type": "FeatureCollection", "features": []}


@pytest.fixture(scope="module")
def city() -> Scenario:
    return scenario_without_files(yaml.safe_load(moving_city()))


def test_the_moving_city_has_streets_of_all_kinds(city: Scenario) -> None:
    streets = features(map_of(city), "streets")
    assert [one["properties"]["kind"] for one in streets] == ["street", "main", "avenue"]
    assert isinstance(city.travel, OnRoads)
    roads = parsed(city.travel.graph.nodes, city.travel.graph.links)
    pairs = zip(roads.source.tolist(), roads.target.tolist(), strict=True)
    each_once = {frozenset(pair) for pair in pairs}
    assert sum(len(one["geometry"]["coordinates"]) for one in streets) == len(each_once)


def test_its_zones_and_stations_are_all_there(city: Scenario) -> None:
    found = map_of(city)
    assert city.fleet is not None
    assert len(features(found, "zone")) == len(city.fleet.zones)
    assert len(features(found, "station")) == len(city.stations)
