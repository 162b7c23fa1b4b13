"""One wrong input of each kind, and the line that its author reads."""

from pathlib import Path

import pytest
from pydantic import ValidationError
from tests.scenario.small import TEXT, changed, loaded, unnumbered

from voltwin.scenario import Scenario, ScenarioError, load
from voltwin.scenario.errors import MOST_LINES, Problem, field_path, located

AT = "swaps_per_day: 99"  # where a field of the station is added
KIND = "capacity_kwh: 40"  # where a field of the battery type is added
DURATION = (
    "must be a duration such as 90s, 10min, 2h, 1d, 1w or 1h 30min (a plain number is seconds)"
)
SPANS = 'must be "24h", "closed", a span such as "06:00-22:30", or such by days'
START = "must be a local date and time with its UTC offset, such as 2026-01-05T00:00:00+08:00"

FIELDS = [
    ("", "horizn: 1w", 'horizn: unknown field; did you mean "horizon"?'),
    ("", "horizon: 2 weeks", f'horizon: given "2 weeks", {DURATION}; did you mean "2w"?'),
    ("", "horizon: 0s", 'horizon: given "0s", must be above 0 [s]'),
    ("", "start: 2026-01-05", f'start: given "2026-01-05", {START}; the UTC offset is missing'),
    ("", "start: 5", f"start: given 5, {START}"),
    ("", "station_defaults: 3", "station_defaults must be a mapping of station fields"),
    (
        "",
        "station_defaults: {bay: 2}",
        'station_defaults.bay: unknown field; did you mean "bays"?',
    ),
    (KIND + ", ", "", 'battery_types[0].capacity_kwh ("std"): is missing [kWh]'),
    (
        "{power_kw: 80}}",
        "{knee_soc: 0.8}}",
        'battery_types[0].charge_curve.power_kw ("std"): is missing [kW]',
    ),
    (
        KIND,
        "capacity_kwh: 1e308",
        'battery_types[0].capacity_kwh ("std"): given 1e+308, must be at most 1e+06 [kWh]',
    ),
    (
        "power_kw: 80}, bat",
        "power_kw: 1e12}, bat",
        'stations[0].chargers.power_kw ("north"): given 1000000000000.0, '
        "must be at most 1e+06 [kW]",
    ),
    (
        "{power_kw: 80}}",
        "{points: [[0, 80], [1, 1e7]]}}",
        'battery_types[0].charge_curve.points ("std"): given {kind: points, '
        "points: [[0, 80], [1, 10000000.0]]}, power must be from 0 to 1e+06 kW",
    ),
    (
        "{power_kw: 80}}",
        "{power_kw: 1e6, measured_at: battery, efficiency: 0.5}}",
        'battery_types[0].charge_curve ("std"): given {kind: cc_cv, power_kw: 1000000.0, '
        "measured_at: battery, ..., power over efficiency must be at most 1e+06 kW",
    ),
    (
        "",
        "start: 1900-01-01T00:00:00Z",
        'start: given "1900-01-01T00:00:00Z", must be in the years 1971 to 2199',
    ),
    (
        "",
        "demand: {profile: [{from: '06:00', value: 1}]}",
        "demand.profile: given [{from: 06:00, value: 1}], cannot be steps; "
        "must be one value, 24 or 168 hourly values, or {weekday: ..., weekend: ...}",
    ),
    (
        KIND,
        f"{KIND}, full_soc: 99",
        'battery_types[0].full_soc ("std"): given 99, must be at most 1; '
        "it is a fraction, not percent: 0.99",
    ),
    (
        "id: north",
        "id: no",
        "stations[0].id: given false, must be text; quote it: "
        "unquoted yes, no, on and off are true and false in YAML",
    ),
    (AT, f"{AT}, bay: 2", 'stations[0].bay ("north"): unknown field; did you mean "bays"?'),
    (AT, f"{AT}, bays: 0", 'stations[0].bays ("north"): given 0, must be at least 1'),
    (AT, f"{AT}, bays: 1.5", 'stations[0].bays ("north"): given 1.5, must be a whole number'),
    (AT, f"{AT}, bays: two", 'stations[0].bays ("north"): given "two", must be a whole number'),
    (AT, f"{AT}, bays: yes", 'stations[0].bays ("north"): given true, must be a whole number'),
    (AT, f"{AT}, bays: ~", 'stations[0].bays ("north"): given nothing, must be a whole number'),
    (
        AT,
        f"{AT}, multiplier: .inf",
        'stations[0].multiplier ("north"): given inf, must be a finite number',
    ),
    (
        "power_kw: 80}, bat",
        "power_kw: -80}, bat",
        'stations[0].chargers.power_kw ("north"): given -80, must be above 0 [kW]',
    ),
    (
        "{count: 4, power_kw: 80}",
        "[{power_kw: 80}, {power_kw: x}]",
        'stations[0].chargers[1].power_kw ("north"): given "x", must be a number [kW]',
    ),
    (
        "{count: 4",
        "{cout: 4",
        'stations[0].chargers.cout ("north"): unknown field; did you mean "count"?',
    ),
    (
        AT,
        f"{AT}, policy: no",
        "stations[0].policy (\"north\"): given false, must be 'lose', 'wait' or 'divert'; quote "
        "it: unquoted yes, no, on and off are true and false in YAML",
    ),
    (
        AT,
        f"{AT}, opening_hours: 06:30",
        f'stations[0].opening_hours ("north"): given "06:30", {SPANS}',
    ),
    (
        AT,
        f"{AT}, queue_places: many",
        'stations[0].queue_places ("north"): given "many", '
        'must be a whole number from 0 to 1000000, or "unlimited"',
    ),
    (
        AT,
        f"{AT}, lon: 200, lat: 3",
        'stations[0].lon ("north"): given 200, must be at most 180 [degrees]',
    ),
    (AT, f"{AT}, swap_time: fast", f'stations[0].swap_time ("north"): given "fast", {DURATION}'),
    (
        AT,
        f"{AT}, swap_time: {{kind: fixed, value: 3, valve: 2}}",
        'stations[0].swap_time.valve ("north"): unknown field; did you mean "value"?',
    ),
    (
        AT,
        f"{AT}, swap_time: {{kind: empirical}}",
        'stations[0].swap_time.values ("north"): is missing',
    ),
    (
        "",
        "demand: {surges: [{from: 2h, factor: 2}]}",
        "demand.surges[0].to: is missing [s]",
    ),
]

STATIONS = [
    ("x.csv", 'stations: given "x.csv", must be a list'),
    ("[3]", "stations[0]: given 3, must be a mapping of fields (name: value)"),
    (
        "{a: 3}",
        'stations: must be a list, each item beginning with "- id: ...", or '
        "{file: ..., columns: ...}, or {generate: demo_city}",
    ),
    ("{generate: demo_cty}", 'stations.generate: "demo_cty" is not demo_city'),
    (
        "{generate: demo_city, count: 0}",
        "stations.count: 0 must be a whole number from 1 to 100000",
    ),
    (
        "{generate: demo_city, count: 1000000000}",
        "stations.count: 1000000000 must be a whole number from 1 to 100000",
    ),
]


def message(folder: Path, text: str) -> str:
    with pytest.raises(ScenarioError) as caught:
        loaded(folder, text)
    assert caught.value.__cause__ is None  # so that no chain of tracebacks is shown
    assert caught.value.__suppress_context__
    return unnumbered(str(caught.value)).replace(f"{folder}/", "")


@pytest.mark.parametrize(("old", "new", "expected"), FIELDS)
def test_a_wrong_field_is_one_line(tmp_path: Path, old: str, new: str, expected: str) -> None:
    assert message(tmp_path, changed(old, new)) == f"city.yaml: {expected}"


@pytest.mark.parametrize(("stations", "expected"), STATIONS)
def test_wrong_stations_are_one_line(tmp_path: Path, stations: str, expected: str) -> None:
    text = f"{TEXT.splitlines()[0]}\nstations: {stations}\n"
    assert message(tmp_path, text) == f"city.yaml: {expected}"


def test_no_message_has_words_of_pydantic(tmp_path: Path) -> None:
    for old, new, _ in FIELDS:
        text = message(tmp_path, changed(old, new))
        for word in ("Input should", "pydantic", "http", "type=", "input_value", "function-"):
            assert word not in text, text


def test_several_problems_are_several_lines_in_their_order(tmp_path: Path) -> None:
    text = changed("count: 4", "count: -4", changed(AT, "swaps_per_day: -9"))
    assert message(tmp_path, text).splitlines() == [
        'city.yaml: stations[0].chargers.count ("north"): given -4, must be at least 0',
        'city.yaml: stations[0].swaps_per_day ("north"): given -9, must be at least 0',
    ]


@pytest.mark.parametrize("wrong", [MOST_LINES, MOST_LINES + 1, MOST_LINES + 7])
def test_at_most_ten_lines_are_shown(tmp_path: Path, wrong: int) -> None:
    text = TEXT + "".join(f"unknown_{i}: 1\n" for i in range(wrong))
    lines = message(tmp_path, text).splitlines()
    more = wrong - MOST_LINES
    assert len(lines) == MOST_LINES + (more > 0)
    if more > 0:
        assert lines[-1] == f"... and {more} more"


def test_all_lines_are_kept_and_none_twice() -> None:
    lines = [f"line {i}" for i in range(15)]
    assert ScenarioError([*lines, *lines]).lines == tuple(lines)


@pytest.mark.parametrize(
    ("path", "text"),
    [
        (("horizon",), "horizon"),
        (("stations", 12, "chargers", 0, "power_kw"), "stations[12].chargers[0].power_kw"),
        (("demand", "surges", 1, "regions", 0), "demand.surges[1].regions[0]"),
    ],
)
def test_paths_are_written_as_people_do(path: tuple[str | int, ...], text: str) -> None:
    assert field_path(path) == text


@pytest.mark.parametrize(
    "data",
    [{}, {"stations": 3}, {"stations": []}, {"stations": [None]}, {"stations": [{"id": []}]}, None],
)
def test_a_path_needs_no_id(data: object) -> None:
    assert located(("stations", 0, "bays"), data) == "stations[0].bays"


def test_the_id_stands_with_the_path() -> None:
    data = {"stations": [{"id": "south"}, {"id": "north-3"}]}
    assert located(("stations", 1), data) == 'stations[1] ("north-3")'
    assert located(("stations", 1, "bays"), data) == 'stations[1].bays ("north-3")'
    assert located(("stations", 1, "id"), data) == "stations[1].id"


def test_a_validation_error_becomes_the_same_lines_without_a_file() -> None:
    data = {"battery_types": [], "stations": [{"id": "a"}]}
    with pytest.raises(ValidationError) as caught:
        Scenario.model_validate(data)
    expected = ['stations[0].chargers ("a"): is missing', 'stations[0].batteries ("a"): is missing']
    found = ScenarioError.from_validation(caught.value, data=data)
    assert list(found.lines[1:]) == expected
    found = ScenarioError.from_validation(caught.value, "city.yaml", data)
    assert list(found.lines[1:]) == [f"city.yaml: {line}" for line in expected]


def test_problems_of_the_whole_scenario_have_no_path() -> None:
    error = ScenarioError.from_problems([Problem((), "is odd")], {}).in_file(Path("a/city.yaml"))
    assert str(error) == f"{Path('a/city.yaml')}: is odd"


def test_a_scenario_error_is_an_exception_with_text(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match="there is no such file"):
        load(tmp_path / "absent.yaml")
