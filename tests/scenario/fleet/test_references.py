"""What a fleet takes from files: road graph, zones, flows; and what is said of wrong ones."""

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from tests.scenario.fleet.towns import raw
from tests.travel.test_node_link import GRAPH, NODES

from voltwin.scenario import Scenario, ScenarioError, load, save
from voltwin.scenario.fleet.trips import OriginDestination
from voltwin.scenario.travel import OnRoads

ZONES = "id,lon,lat,homes\na,10.0,53.0,1\nb,10.05,53.0,\nc,10.1,53.0,2\n"
FLOWS = "origin,destination,trips,hour\na,b,3,8\nb,c,1.5,9\nc,a,2,9\n"
ROADS = {
    **GRAPH,
    "links": [
        {"source": a, "target": b, "length": 7000, "travel_time": 500}
        for a, b in (("a", 7), (7, "a"))
    ],
}


def from_files(folder: Path, **changes: Any) -> Scenario:
    fields = raw(
        **{
            "fleet__zones": {"file": "zones.csv"},
            "fleet__trips": {"flows": "trips.csv"},
            "travel": {"graph": "roads.json", "most_snap_km": 4},
            **changes,
        }
    )
    (folder / "city.yaml").write_text(yaml.safe_dump(fields))
    return load(folder / "city.yaml")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "zones.csv").write_text(ZONES)
    (tmp_path / "trips.csv").write_text(FLOWS)
    (tmp_path / "roads.json").write_text(json.dumps(ROADS))
    return tmp_path


def test_files_are_read_beside_the_scenario(folder: Path) -> None:
    scenario = from_files(folder)
    assert scenario.fleet
    assert [zone.homes for zone in scenario.fleet.zones] == [1.0, 1.0, 2.0]
    assert isinstance(scenario.fleet.trips, OriginDestination)
    assert scenario.fleet.trips.flows == (
        ("a", "b", 3.0, 8),
        ("b", "c", 1.5, 9),
        ("c", "a", 2.0, 9),
    )
    assert isinstance(scenario.travel, OnRoads)
    assert scenario.travel.graph.links == "0 1 7000 500\n1 0 7000 500\n"


@pytest.mark.parametrize("suffix", [".yaml", ".json"])
def test_what_is_saved_needs_no_other_file(folder: Path, tmp_path: Path, suffix: str) -> None:
    scenario = from_files(folder)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    save(scenario, elsewhere / f"city{suffix}")
    assert load(elsewhere / f"city{suffix}") == scenario


def test_zones_may_be_squares_of_the_road_graph(folder: Path) -> None:
    squares = {"generate": "road_graph", "cell_km": 2}
    fleet = from_files(folder, fleet__zones=squares, fleet__trips={}).fleet
    assert fleet
    assert [(zone.id, zone.lon) for zone in fleet.zones] == [("z000", 10.0), ("z001", 10.1)]


def test_columns_may_have_other_names(folder: Path) -> None:
    (folder / "zones.csv").write_text("ZONE;X;Y\na;10.0;53.0\nb;10.05;53.0\nc;10.1;53.0\n")
    columns = {"id": "ZONE", "lon": "X", "lat": "Y"}
    fleet = from_files(folder, fleet__zones={"file": "zones.csv", "columns": columns}).fleet
    assert fleet
    assert fleet.zones[2].lon == 10.1


@pytest.mark.parametrize(
    ("file", "content", "message"),
    [
        ("zones.csv", "id,lon\na,10\n", 'zones.csv: has no column "lat"'),
        ("zones.csv", "id,lon,lat\n", "zones.csv: has no rows below the names of its columns"),
        (
            "zones.csv",
            "id,lon,lat\na,10,530\n",
            'zones.csv:2: column "lat": given 530, must be at most 90 [degrees]',
        ),
        ("zones.csv", "id,lon,lat\na,,53\n", 'zones.csv:2: column "lon": is missing'),
        ("trips.csv", "origin,destination\na,b\n", 'trips.csv: has no column "trips"'),
        (
            "trips.csv",
            "origin,destination,trips\na,b,many\n",
            'trips.csv:2: column "trips": "many" is no number',
        ),
        ("trips.csv", "origin,destination,trips\na,b,-1\n", 'trips.csv:2: column "trips": -1 must'),
        ("trips.csv", "origin,destination,trips\na,,1\n", "trips.csv:2: origin and destination"),
        ("roads.json", "{", "roads.json: is no JSON"),
        ("roads.json", "[]", 'roads.json: is no node-link graph: lists "nodes" and "links"'),
        (
            "roads.json",
            json.dumps({"nodes": NODES, "links": [{"source": "a", "target": 9}]}),
            "roads.json: links[0]: source and target must be ids of nodes",
        ),
    ],
)
def test_a_wrong_file_is_told(folder: Path, file: str, content: str, message: str) -> None:
    (folder / file).write_text(content)
    with pytest.raises(ScenarioError) as error:
        from_files(folder)
    assert message in str(error.value)
    assert str(error.value).count(f"{file}: ") <= 1


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"travel": {"graph": "no.json"}}, "no.json: there is no such file"),
        ({"travel": {"graph": {"generate": "city"}}}, 'travel.graph.generate: "city" is not demo_'),
        (
            {"travel": {"graph": {"generate": "demo_city", "seed": -1}}},
            "travel.graph.seed: -1 must",
        ),
        ({"fleet__zones": {"generate": "demo_city", "cout": 3}}, "fleet.zones.cout: is no field"),
        ({"fleet__zones": {"generate": "demo_city", "count": 0}}, "fleet.zones.count: 0 must be a"),
        ({"fleet__zones": {"grid": 3}}, "fleet.zones: must be a list, {file: zones.csv}"),
        (
            {"fleet__zones": {"generate": "road_graph"}, "travel": {}},
            "fleet.zones.generate: road_graph needs a graph in travel.graph",
        ),
        (
            {"fleet__zones": {"generate": "road_graph", "cell_km": 0}},
            "fleet.zones.cell_km: given 0, must be above 0 [km]",
        ),
        (
            {"fleet__zones": {"file": "zones.csv", "columns": {"x": "lon"}}},
            "columns.x: is no field",
        ),
    ],
)
def test_a_wrong_reference_is_told(folder: Path, changes: dict[str, Any], message: str) -> None:
    with pytest.raises(ScenarioError) as error:
        from_files(folder, **changes)
    assert message in str(error.value)


def test_a_missing_graph_is_named_once(folder: Path) -> None:
    (folder / "roads.json").unlink()
    with pytest.raises(ScenarioError) as error:
        from_files(folder)
    assert str(error.value).count("roads.json") == 1
