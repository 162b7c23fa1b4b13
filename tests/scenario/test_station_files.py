"""Stations from CSV and GeoJSON files: what is read, and the line of what cannot be."""

import csv
import json
import os
import time
from pathlib import Path
from typing import Any

import pytest
from tests.scenario.small import TEXT, loaded

from voltwin.scenario import Scenario, ScenarioError, load, save
from voltwin.scenario.opening_hours import opening_steps

BESIDE = Path(__file__).resolve().parents[2].parent / "shared"
SHARED = Path(os.environ.get("VOLTWIN_SHARED") or BESIDE)
DEFAULTS = "station_defaults: {chargers: {count: 4, power_kw: 80}, batteries: 6, swaps_per_day: 99}"
COLUMNS = "{id: id, lat: y, lon: x, name: label, bays: bays, queue_places: queue}"
HEADER = "id,x,y,label,bays,queue"


def city(folder: Path, source: str) -> Scenario:
    text = f"{TEXT.splitlines()[0]}\n{DEFAULTS}\nstations: {source}\n"
    return loaded(folder, text)


def table(folder: Path, text: str | bytes, source: str | None = None) -> Scenario:
    content = text if isinstance(text, bytes) else text.encode()
    (folder / "x.csv").write_bytes(content)
    return city(folder, source or f"{{file: x.csv, columns: {COLUMNS}}}")


def lines(folder: Path, text: str | bytes, source: str | None = None) -> list[str]:
    with pytest.raises(ScenarioError) as caught:
        table(folder, text, source)
    head = f"{folder / 'city.yaml'}: "
    assert all(line.startswith(head) for line in caught.value.lines)
    return [line.removeprefix(head).replace(f"{folder}/", "") for line in caught.value.lines]


# --- CSV ----------------------------------------------------------------------------------------


def test_columns_become_fields(tmp_path: Path) -> None:
    scenario = table(tmp_path, f"{HEADER}\n007,10.5,53,'Gate',2,unlimited\n", RING)
    (station,) = scenario.stations
    assert (station.id, station.lon, station.lat) == ("007", 10.5, 53.0)
    assert (station.name, station.bays, station.queue_places) == ("'Gate'", 2, float("inf"))
    assert station.swaps_per_day == 99.0


def test_two_rows_of_one_id_are_named_by_their_lines(tmp_path: Path) -> None:
    text = f"{HEADER}\na,1,2,A,1,4\nb,1,2,B,1,4\na,3,4,C,1,4\n"
    assert lines(tmp_path, text) == ['x.csv:4: column "id": "a" is also the id at x.csv:2']


RING = f"{{file: x.csv, columns: {{ring: bays, {COLUMNS[1:]}}}"


@pytest.mark.parametrize(
    "text",
    [
        "id;x;y;label;bays;queue\na;1;2;A, B;1;4\n",
        "id\tx\ty\tlabel\tbays\tqueue\na\t1\t2\tA, B\t1\t4\n",
        f'{HEADER}\na,1,2,"A, B",1,4\n',
        f'\ufeff{HEADER}\r\na,1,2,"A, B",1,4\r\n\r\n',
        f'\n\n{HEADER}\n\n , , , , , \na,1,2,"A, B",1,4',
        f'other, {HEADER.replace(",", " , ")}\n?, a , 1 , 2 ,"A, B", 1 ,4.0\n',
    ],
)
def test_every_usual_way_to_write_csv_is_read(tmp_path: Path, text: str) -> None:
    (station,) = table(tmp_path, text).stations
    assert (station.id, station.lon, station.lat, station.name) == ("a", 1.0, 2.0, "A, B")
    assert (station.bays, station.queue_places) == (1, 4)


def test_an_empty_cell_leaves_the_field_to_its_default(tmp_path: Path) -> None:
    (station,) = table(tmp_path, f"{HEADER}\na,1,2,,,\n").stations
    assert (station.name, station.bays, station.queue_places) == ("", 1, 4)


@pytest.mark.parametrize(
    ("where", "ids"),
    [
        ("{state: 1}", "ad"),
        ("{state: '1'}", "a"),  # text is compared as text
        ("{state: [1, 99]}", "abd"),
        ("{city: Taipei}", "ac"),
        ("{city: [Taipei, Tainan], state: 1.0}", "ad"),
        ("{open: true}", "ab"),
    ],
)
def test_where_keeps_rows(tmp_path: Path, where: str, ids: str) -> None:
    text = "id,state,city,open\na,1,Taipei,true\nb,99,Tainan,TRUE\nc,,Taipei,1\nd,1.0,Tainan,no\n"
    scenario = table(tmp_path, text, f"{{file: x.csv, columns: {{id: id}}, where: {where}}}")
    assert "".join(station.id for station in scenario.stations) == ids


def test_a_bad_value_has_its_line_and_column(tmp_path: Path) -> None:
    text = f'{HEADER}\na,1,2,"two\nlines",1,4\n\nb,east,2,,1,4\nc,1,99,,0.5,4\n,1,2,,1,4\n'
    assert lines(tmp_path, text) == [
        'x.csv:5: column "x": given "east", must be a number [degrees]',
        'x.csv:6: column "y": given 99, must be at most 90 [degrees]; are lon and lat swapped?',
        'x.csv:6: column "bays": given 0.5, must be a whole number',
        'x.csv:7: column "id": is empty; every station needs an id',
    ]


@pytest.mark.parametrize("cell", ["nan", "inf", "-inf", "1e400", "1_0", "٣", "0x10"])
def test_what_only_looks_like_a_number_is_none(tmp_path: Path, cell: str) -> None:
    (line,) = lines(tmp_path, f'{HEADER}\na,"{cell}",2,,1,4\n')
    assert line == f'x.csv:2: column "x": given "{cell}", must be a number [degrees]'


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "x.csv: is empty; the names of the columns are expected first"),
        ("id,x\na\n", "x.csv:2: has 1 cell, where the first line has 2"),
        (
            "id,x\na,1\nb,1,2\n",
            "x.csv:3: has 3 cells, where the first line has 2; "
            "a cell that holds a comma must be in quotes",
        ),
        (
            'id,x\na,"1\nb,2\nc,3\n',
            "x.csv:2: the row goes on to line 4: a quote is opened in it and not closed",
        ),
        ("id,x,id\n", 'x.csv:1: two columns are called "id"'),
        (
            b"id\n\xff\n",
            "x.csv:2: is not UTF-8 (byte 0xFF; Windows-1252 or Latin-1?); save it as CSV UTF-8",
        ),
        ("id\n" + "a" * 200_000, "x.csv:2: is no CSV: field larger than field limit (131072)"),
        ("id\n", "x.csv: has no rows below the names of its columns"),
    ],
)
def test_a_bad_table_is_one_line(tmp_path: Path, text: str | bytes, expected: str) -> None:
    assert lines(tmp_path, text, "{file: x.csv, columns: {id: id}}") == [expected]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("{file: y.csv, columns: {id: id}}", "y.csv: there is no such file"),
        ("{file: ., columns: {id: id}}", ".: is a folder; name a file"),
        (
            "{file: x.csv, columns: {id: id, lat: latt}}",
            'x.csv: has no column "latt"; did you mean "lat"?',
        ),
        (
            "{file: x.csv, columns: {id: id}, where: {stat: 1}}",
            'x.csv: has no column "stat"; did you mean "state"?',
        ),
        ("{file: x.csv, columns: {id: id}, where: {state: 7}}", "x.csv: no row is left by `where`"),
        (
            "{file: x.csv, columns: {id: id, latt: lat}}",
            'stations.columns.latt: is no field of a station; did you mean "lat"?',
        ),
        (
            "{file: x.csv}",
            "stations.columns.id: is missing; which column holds the stations' ids?",
        ),
        (
            "{file: x.csv, columns: {id: [id]}}",
            "stations.columns.id: must be the name of a column",
        ),
        (
            "{file: x.csv, columns: [id]}",
            "stations.columns: must be a mapping, such as {id: station_id}",
        ),
        (
            "{file: x.csv, columns: {id: id}, were: {state: 1}}",
            'stations.were: unknown field; did you mean "where"?',
        ),
    ],
)
def test_a_bad_mapping_is_one_line(tmp_path: Path, source: str, expected: str) -> None:
    (line,) = lines(tmp_path, "id,lat,state\na,1,1\n", source)
    assert line.removeprefix(f"{tmp_path}: ") == expected.removeprefix(".: ")


def test_the_file_is_beside_the_scenario_wherever_one_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    table(tmp_path, f"{HEADER}\na,1,2,,,\n")
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    monkeypatch.chdir(elsewhere)
    assert load("../city.yaml").stations[0].id == "a"


# --- GeoJSON ------------------------------------------------------------------------------------


def point(lon: float, lat: float, **more: Any) -> dict[str, Any]:
    geometry = {"type": "Point", "coordinates": [lon, lat, 7.0]}
    return {"type": "Feature", "geometry": geometry, **more}


def geojson(folder: Path, features: Any, columns: str = "{id: id, name: label}") -> Scenario:
    data = {"type": "FeatureCollection", "features": features}
    (folder / "x.geojson").write_text(json.dumps(data), encoding="utf-8")
    return city(folder, f"{{file: x.geojson, columns: {columns}}}")


def test_points_become_stations(tmp_path: Path) -> None:
    properties = {"label": "Gate", "lon": 99, "id": 5}
    features = [
        point(10.5, 53, properties=properties),
        point(11, 54, id="b", properties=None),
    ]
    one, two = geojson(tmp_path, features).stations
    assert (one.id, one.name, one.lon, one.lat) == ("5", "Gate", 10.5, 53.0)
    assert (two.id, two.name, two.lon, two.lat) == ("b", "", 11.0, 54.0)


@pytest.mark.parametrize(
    ("features", "expected"),
    [
        (3, 'x.geojson: is no GeoJSON: a list of "features" is expected'),
        ([], "x.geojson: has no features"),
        ([point(1, 2, id="a"), 3], "x.geojson: feature 2: is no point with coordinates [lon, lat]"),
        (
            [{"geometry": None}],
            "x.geojson: feature 1: has no geometry; a point with coordinates [lon, lat] is needed",
        ),
        (
            [{"geometry": {"type": "LineString", "coordinates": [[1, 2], [3, 4]]}}],
            "x.geojson: feature 1: is a LineString, and points are needed",
        ),
        (
            [point(1, 95, id="a")],
            'x.geojson: feature 1: column "lat": given 95, must be at most 90 [degrees]; '
            "are lon and lat swapped?",
        ),
    ],
)
def test_bad_points_are_one_line(tmp_path: Path, features: Any, expected: str) -> None:
    with pytest.raises(ScenarioError) as caught:
        geojson(tmp_path, features, "{id: id}")
    line = caught.value.lines[0].replace(f"{tmp_path}/", "").removeprefix("city.yaml: ")
    assert line == expected


def test_two_points_of_one_id_are_named_by_their_numbers(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError) as caught:
        geojson(tmp_path, [point(1, 2, id=name) for name in ("a", 5, "b", "5")], "{id: id}")
    line = str(caught.value).replace(f"{tmp_path}/", "").removeprefix("city.yaml: ")
    at = "x.geojson: feature"
    assert line == f'{at} 4: column "id": "5" is also the id at {at} 2'


def test_bad_json_has_its_line(tmp_path: Path) -> None:
    (tmp_path / "x.geojson").write_text('{"features":\n ?}', encoding="utf-8")
    with pytest.raises(ScenarioError, match=r"x\.geojson: is no JSON: line 2, column 2: "):
        city(tmp_path, "{file: x.geojson, columns: {id: id}}")


# --- real stations ------------------------------------------------------------------------------


@pytest.fixture
def gogoro() -> Path:
    """1,690 real battery-swap stations of Taiwan; state 1 is in service."""
    file = SHARED / "data" / "gogoro_gostations_2021.csv"
    if not file.is_file():
        pytest.skip(f"{file.name} is not in {file.parent}; VOLTWIN_SHARED names another folder")
    return file


def test_real_stations_are_read_by_mapping(tmp_path: Path, gogoro: Path) -> None:
    columns = "{id: id, lat: lat, lon: lon, region: city, name: district, opening_hours: hours}"
    begin = time.perf_counter()
    scenario = city(tmp_path, f"{{file: {gogoro}, columns: {columns}, where: {{state: 1}}}}")
    assert time.perf_counter() - begin < 20.0
    assert len(scenario.stations) == 1433
    with gogoro.open(encoding="utf-8-sig", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["state"] == "1"]
    for station, row in zip(scenario.stations, rows, strict=True):
        assert (station.id, station.region) == (row["id"], row["city"].strip())
        assert (station.lat, station.lon) == (float(row["lat"]), float(row["lon"]))
    by_day = [s for s in scenario.stations if "~" in str(s.opening_hours)]
    assert len(by_day) == sum("~" in row["hours"] for row in rows) > 0
    for station in by_day:
        steps = opening_steps(station.opening_hours)
        assert len(steps) == 14  # opens and closes each day
    save(scenario, tmp_path / "b.yaml")
    assert load(tmp_path / "b.yaml") == scenario
