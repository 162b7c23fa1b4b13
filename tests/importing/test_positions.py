"""Longitude and latitude: swapped, projected, missing, and the box around them."""

from pathlib import Path

import pytest
from tests.importing.tables import PLAIN, refused, understood


def test_the_box_is_measured_on_the_sphere(tmp_path: Path) -> None:
    extent = understood(tmp_path, PLAIN).extent
    assert extent is not None
    assert (extent.west, extent.south, extent.east, extent.north) == (10.0, 53.0, 10.5, 53.5)
    degree_km = 6371.0 * 3.141592653589793 / 180.0
    assert extent.height_km == pytest.approx(0.5 * degree_km, rel=1e-4)
    assert extent.width_km == pytest.approx(0.5 * degree_km * 0.598325, rel=1e-4)  # cos 53.25°


def test_latitudes_beyond_90_are_longitudes(tmp_path: Path) -> None:
    text = "lat,lon,swaps\n121.5,25.1,30\n60,25.2,40\n"
    understanding = understood(tmp_path, text)
    assert [(s.lon, s.lat) for s in understanding.scenario.stations] == [(121.5, 25.1), (60, 25.2)]
    assert {c.field: c.column for c in understanding.columns if c.field in ("lon", "lat")} == {
        "lon": "lat",
        "lat": "lon",
    }
    assert any("swapped" in note for note in understanding.notes)


def test_a_single_swapped_row_is_a_wrong_row(tmp_path: Path) -> None:
    text = "lon,lat,swaps\n121.5,25.1,30\n25.2,121.6,40\n"
    assert refused(tmp_path, text) == [
        't.csv:3: column "lat": given 121.6, must be at most 90 [degrees]; are lon and lat swapped?'
    ]


def test_metres_are_refused_with_what_to_do(tmp_path: Path) -> None:
    (line,) = refused(tmp_path, "x,y,swaps\n1154000,6650000,3\n1155000,6650100,4\n")
    assert line.startswith('t.csv: columns "x" and "y" hold values such as 1154000 and 6650000')
    assert "EPSG:3857" in line
    assert "EPSG:4326" in line


def test_nowhere_in_the_gulf_of_guinea_is_no_place(tmp_path: Path) -> None:
    assert refused(tmp_path, "lon,lat,swaps\n0,0,3\n10,53,3\n") == [
        't.csv:2: column "lon": lon and lat are both 0, which is no place'
    ]


def test_one_coordinate_alone_is_refused_and_none_is_said(tmp_path: Path) -> None:
    (line,) = refused(tmp_path, "lon,breadth,swaps\n10,53,3\n")
    assert line.endswith('"lon" is lon, but none is lat; name it with --column lat=COLUMN')
    understanding = understood(tmp_path, "name,swaps\na,3\n")
    assert understanding.extent is None
    assert any("no place on a map" in note for note in understanding.notes)


def test_stations_at_one_place_are_said(tmp_path: Path) -> None:
    understanding = understood(tmp_path, "lon,lat,swaps\n10,53,3\n10,53,4\n")
    assert "1 station stands exactly where another one does." in understanding.notes
