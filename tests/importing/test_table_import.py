"""Tables of stations into scenarios: what is read, converted, sized, and refused."""

import contextlib
import json
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.importing.tables import PLAIN, refused, understood

import voltwin
from voltwin.scenario import ScenarioError
from voltwin.scenario.distributions import Fixed
from voltwin.simulation import Simulation

SHARED = Path(os.environ.get("VOLTWIN_SHARED", Path(__file__).parents[3] / "shared"))
GOGORO = SHARED / "data" / "gogoro_gostations_2021.csv"


def test_few_columns_make_a_scenario_that_runs(tmp_path: Path) -> None:
    scenario = understood(tmp_path, PLAIN).scenario
    assert [(s.id, s.name, s.lon, s.lat, s.swaps_per_day) for s in scenario.stations] == [
        ("Gate", "Gate", 10.0, 53.0, 240.0),
        ("Port", "Port", 10.5, 53.5, 480.0),
    ]
    assert (scenario.name, scenario.horizon) == ("t", 7 * 86400.0)
    total = Simulation(scenario, engine="reference").run("6h").total.to_pylist()[0]
    assert total["swaps"] > 0


def test_the_same_in_python(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text(PLAIN.replace("lon", "how far east"))
    scenario = voltwin.import_stations(tmp_path / "t.csv", columns={"lon": "how far east"})
    assert scenario == understood(tmp_path, PLAIN).scenario


def test_a_station_is_sized_for_its_peak_hour(tmp_path: Path) -> None:
    """240 a day: 10 an hour, 21.328 in the commuters' peak (150 of a mean of 11815 / 168).

    A charge: 60 s, 0.6 * 40 / (80 * 0.95) h to the knee, then 40 * 0.2 / (80 * 0.95) * ln 20 h:
    0.6478 h. Chargers: 21.328 * 0.6478 + 0.8 * sqrt(21.328) = 17.51. Bays: 21.328 * 90 / 2700.
    """
    station = understood(tmp_path, PLAIN).scenario.stations[0]
    assert (station.bays, station.chargers[0].count, station.batteries) == (1, 18, 22)
    assert (station.chargers[0].power_kw, station.chargers[0].efficiency) == (80.0, 0.95)


def test_what_the_table_tells_is_not_sized(tmp_path: Path) -> None:
    text = "id,swaps,bays,chargers,charger kW,batteries\na,240,3,5,60,\nb,240,,,120,9\n"
    understanding = understood(tmp_path, text)
    a, b = understanding.scenario.stations
    assert (a.bays, a.chargers[0].count, a.chargers[0].power_kw) == (3, 5, 60.0)
    assert a.batteries == 8  # one for each of 5 chargers, and at least 3
    assert (b.bays, b.chargers[0].power_kw, b.batteries) == (1, 120.0, 9)
    curve = understanding.scenario.battery_types[0].charge_curve
    assert curve.knots()[0] == (0.0, 120.0)  # the strongest charger's
    sized = {item.field: item.value for item in understanding.assumptions if item.group == "size"}
    assert sized["batteries"] == "8"
    assert "charger power" not in sized


@pytest.mark.parametrize(
    ("column", "cell", "per_day", "unit"),
    [
        ("swaps per hour", "10", 240.0, "swaps/hour"),
        ("weekly swaps", "70", 10.0, "swaps/week"),
        ("swaps per month", "3043.75", 100.0, "swaps/month"),
        ("swaps per year", "36525", 100.0, "swaps/year"),
    ],
)
def test_demand_is_converted_to_a_day(
    tmp_path: Path, column: str, cell: str, per_day: float, unit: str
) -> None:
    understanding = understood(tmp_path, f"id,{column}\na,{cell}\n")
    assert understanding.scenario.stations[0].swaps_per_day == pytest.approx(per_day)
    (use,) = [use for use in understanding.columns if use.field == "swaps_per_day"]
    assert (use.example, use.unit) == (cell, unit)


def test_powers_are_converted_to_kw(tmp_path: Path) -> None:
    text = "id,swaps,grid limit [MW],charger power (W)\na,240,0.5,60000\n"
    (station,) = understood(tmp_path, text).scenario.stations
    assert (station.grid_limit_kw, station.chargers[0].power_kw) == (500.0, 60.0)


def test_units_of_time_temperature_and_apparent_power_are_converted(tmp_path: Path) -> None:
    text = "id,swaps,Netzanschluss [MVA],Swap time (min),Ambient temperature (°F)\na,240,5,2,50\n"
    understanding = understood(tmp_path, text)
    (station,) = understanding.scenario.stations
    assert (station.grid_limit_kw, station.ambient_c) == (5000.0, 10.0)
    assert station.swap_time == Fixed(value=120.0)
    ambient = next(column for column in understanding.columns if column.field == "ambient_c")
    assert ambient.unit == "°F"
    assert ambient.low == pytest.approx(50.0)
    assert any("cos phi = 1" in note for note in understanding.notes)


def test_a_unit_that_is_not_known_is_told_with_the_allowed_ones(tmp_path: Path) -> None:
    assert refused(tmp_path, "id,swaps,Grid limit (kWp)\na,240,5\n") == [
        't.csv: column "Grid limit (kWp)": "kwp" is no unit of power; allowed: W, kW, MW, GW, kVA, '
        "MVA; rename the column, or leave the field out with --column grid_limit_kw="
    ]


def test_a_period_that_nobody_told_is_an_assumption(tmp_path: Path) -> None:
    understanding = understood(tmp_path, "id,swaps\na,240\n")
    first = understanding.assumptions[0]
    assert (first.field, first.value) == ("swaps_per_day", "per day")
    assert '"swaps" tells no period' in first.reason


def test_swaps_per_day_fill_what_is_empty(tmp_path: Path) -> None:
    text = "id,swaps\na,240\nb,\n"
    assert refused(tmp_path, text) == [
        't.csv:3: column "swaps": is empty; --swaps-per-day 300 fills such cells'
    ]
    stations = understood(tmp_path, text, swaps_per_day=300).scenario.stations
    assert [station.swaps_per_day for station in stations] == [240.0, 300.0]
    (line,) = refused(tmp_path, "id,shape\na,round\n")
    assert line.startswith('t.csv: no column is taken as swaps per day; its columns are "id"')


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Name;lng;lat;swaps\nÖre;10,5;53,25;9,5\n", "CSV with semicolons and decimal commas"),
        ("sep=;\nName;lng;lat;swaps\nÖre;10.5;53.25;9.5\n", "CSV with semicolons"),
        ("Name\tlng\tlat\tswaps\nÖre\t10,5\t53,25\t9,5\n", "CSV with tabs and decimal commas"),
        ("Name,lng,lat,swaps\r\nÖre,10.5,53.25,9.5\r\n", "CSV with commas"),
    ],
)
@pytest.mark.parametrize(
    ("encoding", "said"),
    [
        ("utf-8", "UTF-8"),
        ("utf-8-sig", "UTF-8"),
        ("utf-16", "UTF-16"),
        ("cp1252", "Windows-1252"),
    ],
)
def test_tables_of_spreadsheets_are_read(
    tmp_path: Path, text: str, kind: str, encoding: str, said: str
) -> None:
    understanding = understood(tmp_path, text.encode(encoding))
    (station,) = understanding.scenario.stations
    assert (station.name, station.lon, station.lat, station.swaps_per_day) == (
        "Öre", 10.5, 53.25, 9.5,
    )  # fmt: skip
    assert understanding.kind == f"{kind}, {said}"
    assert any("not UTF-8" in note for note in understanding.notes) is (said == "Windows-1252")


def test_a_point_between_thousands_is_no_decimal_point(tmp_path: Path) -> None:
    text = "id;lon;lat;swaps\na;10,5;53,2;1.200\n"
    assert refused(tmp_path, text) == [
        't.csv:2: column "swaps": given "1.200", must be a number; '
        "write decimals as in the other rows, and nothing between thousands"
    ]


@pytest.mark.parametrize("column", ["swaps per month", "grid limit"])
@pytest.mark.parametrize("cells", [("9.000", "12.500"), ("9.000", "800")])
def test_nine_or_nine_thousand_is_refused(
    tmp_path: Path, column: str, cells: tuple[str, str]
) -> None:
    text = f"id;lon;lat;{column}\na;10.01;53.5;{cells[0]}\nb;10.02;53.6;{cells[1]}\n"
    assert refused(tmp_path, text, swaps_per_day=300) == [
        f't.csv: column "{column}": "9.000" may be 9 or 9000, as all such values of the column; '
        "write 9000 or 9"
    ]


def test_what_thousands_may_be_is_told_by_the_value(tmp_path: Path) -> None:
    (line,) = refused(tmp_path, "id;swaps\na;12.500\n")
    assert "may be 12.5 or 12500" in line


def test_commas_between_thousands_are_refused_beside_decimal_commas(tmp_path: Path) -> None:
    (line,) = refused(tmp_path, "id;lon;lat;swaps\na;10,01;53,5;9,000\n")
    assert line.startswith('t.csv: column "swaps": "9,000" may be 9 or 9000')


def test_one_value_with_other_decimals_tells_what_the_point_is(tmp_path: Path) -> None:
    stations = understood(tmp_path, "id;swaps\na;9.000\nb;9.5\n").scenario.stations
    assert [station.swaps_per_day for station in stations] == [9.0, 9.5]


TABLE = "name,lon,lat,swaps\nA,6.9,50.1,300\nB,7,50,100\n"


@pytest.mark.parametrize("name", ["Total", "Summe:", "GESAMT", "Total général", "合计", "Sum 2025"])
def test_a_row_of_totals_is_no_station(tmp_path: Path, name: str) -> None:
    text = f"{TABLE}{name},,,400\n"
    assert refused(tmp_path, text) == [
        f't.csv:4: "{name}" is a row of totals, no station; delete it, or leave it out with '
        "--skip-bad-rows"
    ]
    stations = understood(tmp_path, text, skip_bad_rows=True).scenario.stations
    assert [station.id for station in stations] == ["A", "B"]


def test_the_only_row_without_a_place_may_be_of_totals(tmp_path: Path) -> None:
    (line,) = refused(tmp_path, f"{TABLE}Alle,,,400\n")
    assert line.startswith("t.csv:4: has no coordinates, where all other rows have them")
    assert len(understood(tmp_path, f"{TABLE}C,,,1\nD,,,1\n").scenario.stations) == 4


def test_a_place_called_total_is_a_station_unless_it_is_the_sum(tmp_path: Path) -> None:
    assert len(understood(tmp_path, f"{TABLE}Total,6.8,50,90\n").scenario.stations) == 3
    (line,) = refused(tmp_path, f"{TABLE}Total,6.95,50.05,400\n")
    assert "row of totals" in line


def test_points_of_geojson_are_read(tmp_path: Path) -> None:
    def point(lon: float, lat: float, **properties: object) -> dict[str, object]:
        geometry = {"type": "Point", "coordinates": [lon, lat]}
        return {"type": "Feature", "geometry": geometry, "properties": properties}

    features = [point(10, 53, Name="Gate", swaps=9), {"type": "Feature", "geometry": None}]
    text = json.dumps({"type": "FeatureCollection", "features": features})
    assert refused(tmp_path, text, "t.geojson") == [
        "t.geojson: feature 2: has no geometry; a point with coordinates [lon, lat] is needed"
    ]
    understanding = understood(tmp_path, text, "t.geojson", skip_bad_rows=True)
    (station,) = understanding.scenario.stations
    assert (station.id, station.lon, station.lat) == ("Gate", 10.0, 53.0)
    assert len(understanding.bad_rows) == 1


def test_areas_are_no_points(tmp_path: Path) -> None:
    area = {"type": "Polygon", "coordinates": [[[9, 50], [9.1, 50], [9, 50.1], [9, 50]]]}
    feature = {"type": "Feature", "geometry": area, "properties": {"name": "A"}}
    text = json.dumps({"type": "FeatureCollection", "features": [feature]})
    assert refused(tmp_path, text, "t.geojson", skip_bad_rows=True) == [
        "t.geojson: feature 1: is a Polygon, and points are needed; QGIS makes them: Vector, "
        "Centroids"
    ]


@pytest.mark.parametrize("text", ["1 300", "1\u202f300", "1\u00a0300", "1\u2009300"])
def test_spaces_between_thousands_are_understood(tmp_path: Path, text: str) -> None:
    stations = understood(tmp_path, f"id,swaps\na,{text}\n").scenario.stations
    assert stations[0].swaps_per_day == 1300.0


def test_a_minus_sign_is_a_minus(tmp_path: Path) -> None:
    text = "id,lon,lat,swaps\na,\N{MINUS SIGN}9.1,50,3\n"
    assert understood(tmp_path, text).scenario.stations[0].lon == -9.1


@pytest.mark.parametrize(
    "text",
    [
        "Stations of Hamburg,,,\n,,,\nname,lon,lat,swaps\nA,6,50,3\n",
        "Stations of Hamburg\nname,lon,lat,swaps\nA,6,50,3\n",
        "Stations of Hamburg\nname;lon;lat;swaps\nA;6;50;3\n",
    ],
)
def test_a_title_above_the_names_is_told(tmp_path: Path, text: str) -> None:
    (line,) = refused(tmp_path, text)
    assert line == (
        't.csv: the first line must name the columns; "Stations of Hamburg" is a title? '
        "Delete all lines above the names of the columns"
    )


def test_one_column_is_named_for_one_field(tmp_path: Path) -> None:
    assert refused(tmp_path, PLAIN, columns={"id": "name", "name": "name"}) == [
        'column "name": is named for id and name; a column is one field'
    ]


def test_opening_hours_by_days_are_understood(tmp_path: Path) -> None:
    text = "id,swaps,opening hours\na,9,Mo-Fr 06:00-22:00\nb,9,24h\n"
    stations = understood(tmp_path, text).scenario.stations
    assert stations[0].opening_hours == {"mon-fri": "06:00-22:00", "sat-sun": "closed"}


def test_ids_are_a_column_or_the_names_or_the_lines(tmp_path: Path) -> None:
    assert ids(tmp_path, "code,name,swaps\n7,Gate,9\n") == ["7"]
    assert ids(tmp_path, "name,swaps\nGate,9\n") == ["Gate"]
    assert ids(tmp_path, "swaps\n9\n\n8\n") == ["line-2", "line-4"]
    assert refused(tmp_path, "name,swaps\nGate,9\nGate,8\n") == [
        't.csv:3: column "name": "Gate" is also the name at t.csv:2; '
        "--column id=COLUMN names a column of ids, --column id= numbers the rows"
    ]
    twice = understood(tmp_path, "name,swaps\nGate,9\nGate,8\n", columns={"id": None})
    assert [station.id for station in twice.scenario.stations] == ["line-2", "line-3"]


def ids(folder: Path, text: str) -> list[str]:
    return [station.id for station in understood(folder, text).scenario.stations]


def test_all_wrong_rows_are_told_or_skipped(tmp_path: Path) -> None:
    text = "id,lon,lat,swaps,racks\na,10,53,9,\nb,east,53,9,\nc,10,53,-9,\nd,10\ne,10,53,9,1\n"
    lines = [
        "t.csv:5: has 2 cells, where the first line has 5",
        't.csv:3: column "lon": given "east", must be a number [degrees]',
        't.csv:4: column "swaps": given -9, must be at least 0',
        "t.csv:6: racks: 1 places cannot hold 5 batteries",
    ]
    assert refused(tmp_path, text) == lines
    understanding = understood(tmp_path, text, skip_bad_rows=True)
    assert [station.id for station in understanding.scenario.stations] == ["a"]
    assert (understanding.rows, len(understanding.bad_rows)) == (5, 4)


def test_a_size_beyond_all_stations_is_a_wrong_row(tmp_path: Path) -> None:
    (line,) = refused(tmp_path, "id,swaps\na,1000000\n")
    assert line.startswith("t.csv:2: chargers.count: given ")
    assert line.endswith("must be at most 10000")


def test_where_keeps_rows_and_columns_are_told(tmp_path: Path) -> None:
    understanding = understood(
        tmp_path,
        "nummer,wo,state,colour\na,9,1,red\nb,8,2,red\n",
        where={"state": 1},
        columns={"swaps_per_day": "wo"},
    )
    assert [station.id for station in understanding.scenario.stations] == ["a"]
    assert understanding.left_out == 1
    assert understanding.ignored == ("colour",)
    (line,) = refused(tmp_path, PLAIN, where={"state": 1})
    assert line == 't.csv: has no column "state"; allowed: name, lon, lat, swaps per day'


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1,2,3\n4,5,6\n", "t.csv:1: the first line must name the columns, and holds the numbers"),
        ("a|b\n1|2\n", 't.csv:1: has one column only, "a|b"'),
        ("id,swaps\n", "t.csv: has no rows below the names of its columns"),
        ("", "t.csv: is empty"),
        ("id,swaps\na\0,9\n", "t.csv: is no text: line 2 holds a NUL character (byte 0x00)"),
        (PLAIN.encode("utf-16-le"), "t.csv: is UTF-16 or UTF-32 text without its mark, no UTF-8"),
        (PLAIN.encode("utf-16-be"), "t.csv: is UTF-16 or UTF-32 text without its mark, no UTF-8"),
        (PLAIN.encode("utf-32"), "t.csv: is UTF-32 text; save it as CSV UTF-8"),
        (b"PK\x03\x04rest\xff\x00", "t.csv: is a ZIP archive or an Excel workbook (.xlsx)"),
    ],
)
def test_what_is_no_table_is_one_line(tmp_path: Path, text: str | bytes, expected: str) -> None:
    (line,) = refused(tmp_path, text)
    assert line.startswith(expected)


def test_options_are_checked_before_the_table(tmp_path: Path) -> None:
    lines = refused(
        tmp_path, "", columns={"swap": "x"}, swaps_per_day=float("nan"), profile="comuter",
        charger_kw=0,
    )  # fmt: skip
    assert lines == [
        'column swap: is no field that a table can give; did you mean "swap_time"?',
        "swaps_per_day: given nan, must be a number from 0 to 1e+06",
        "charger_kw: given 0, must be a number above 0 to 1e+06",
        'profile: "comuter" is none; did you mean "commuter"?',
    ]


HEADS = [b"", b"id,lon,lat,swaps\n", b'{"features": ']


@given(content=st.binary(max_size=60), head=st.sampled_from(HEADS))
def test_junk_is_a_scenario_error_or_a_scenario(
    tmp_path_factory: pytest.TempPathFactory, content: bytes, head: bytes
) -> None:
    folder = tmp_path_factory.getbasetemp()
    for name in ("junk.csv", "junk.geojson"):
        with contextlib.suppress(ScenarioError):
            assert understood(folder, head + content, name).scenario.stations


def test_every_real_station_in_service_is_imported() -> None:
    if not GOGORO.is_file():
        pytest.skip(f"real data: {GOGORO.name} is not beside the project")
    scenario = voltwin.import_stations(GOGORO, where={"state": 1}, swaps_per_day=300)
    assert len(scenario.stations) == 1433
    kpis = Simulation(scenario, log=False).run("6h")
    assert kpis.total.to_pylist()[0]["swaps"] > 1433
