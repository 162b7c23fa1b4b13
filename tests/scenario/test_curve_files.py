"""Charge curves from tables: percent or fractions, one curve of many, and one line for what is
wrong."""

from pathlib import Path

import pytest
from tests.scenario.small import TEXT, changed, loaded

from voltwin.scenario import Scenario, ScenarioError, load, save
from voltwin.scenario.battery_type import Points
from voltwin.scenario.without_files import scenario_without_files
from voltwin.scenario.yaml_text import read_yaml

LEAF = "soc,kw\n0,10\n2.5,39.04\n60,46.1\n100,5\n"
COLUMNS = "soc: soc, power: kw"


def with_curve(folder: Path, text: str, more: str = COLUMNS) -> Scenario:
    (folder / "c.csv").write_text(text, encoding="utf-8")
    return loaded(folder, changed("{power_kw: 80}", f"{{file: c.csv, {more}}}"))


def curve_in(scenario: Scenario) -> Points:
    curve = scenario.battery_types[0].charge_curve
    assert isinstance(curve, Points)
    return curve


def refused(folder: Path, text: str, more: str = COLUMNS) -> str:
    with pytest.raises(ScenarioError) as caught:
        with_curve(folder, text, more)
    assert len(caught.value.lines) == 1
    return str(caught.value).removeprefix(f"{folder / 'city.yaml'}: ").replace(f"{folder}/", "")


def test_percent_become_fractions_to_the_digit(tmp_path: Path) -> None:
    points = curve_in(with_curve(tmp_path, LEAF)).points
    assert points == ((0.0, 10.0), (0.025, 39.04), (0.6, 46.1), (1.0, 5.0))


def test_fractions_stay_and_so_do_the_other_fields_of_a_curve(tmp_path: Path) -> None:
    more = f"{COLUMNS}, measured_at: battery, efficiency: 0.9"
    curve = curve_in(with_curve(tmp_path, "soc,kw\n0.1,50\n1,9\n", more))
    assert (curve.points, curve.measured_at) == (((0.1, 50.0), (1.0, 9.0)), "battery")
    assert curve.knots()[1] == (1.0, 10.0)


def test_watts_become_kilowatts_and_decimal_commas_points(tmp_path: Path) -> None:
    text = "soc;w\n0,5;7200\n80,25;3600,5\n"
    curve = curve_in(with_curve(tmp_path, text, "soc: soc, power: w, unit: W"))
    assert curve.points == ((0.005, 7.2), (0.8025, 3.6005))


def test_one_curve_of_many_is_chosen_by_its_columns(tmp_path: Path) -> None:
    text = "car,year,soc,kw\nMini,2020,0,40\nMini,2020,100,9\nMini,2024,0,90\nMini,2024,100,19\n"
    where = f"{COLUMNS}, where: {{car: Mini, year: 2024}}"
    assert curve_in(with_curve(tmp_path, text, where)).points == ((0.0, 90.0), (1.0, 19.0))


def test_a_scenario_that_is_saved_holds_the_points_and_needs_no_file(tmp_path: Path) -> None:
    scenario = with_curve(tmp_path, LEAF)
    save(scenario, tmp_path / "saved.yaml")
    (tmp_path / "c.csv").unlink()
    assert load(tmp_path / "saved.yaml") == scenario


@pytest.mark.parametrize(
    ("text", "more", "message"),
    [
        (LEAF, "soc: soc", "battery_types[0].charge_curve.power: is missing; which column holds"),
        (LEAF, "soc: soc, power: kW", 'c.csv: has no column "kW"; did you mean "kw"?'),
        (LEAF, f"{COLUMNS}, wehre: {{a: 1}}", "charge_curve.wehre: unknown field beside `file`; "),
        (LEAF, f"{COLUMNS}, unit: MW", 'charge_curve.unit: given "MW", must be kW or W'),
        (LEAF, f"{COLUMNS}, where: Leaf", "charge_curve.where: must be a mapping, such as"),
        (LEAF, f"{COLUMNS}, where: {{soc: 1}}", "c.csv: no row is left by `where`"),
        ("soc,kw\n", COLUMNS, "c.csv: has no rows below the names of its columns"),
        ("soc,kw\n0,1\n50,fast\n", COLUMNS, 'c.csv:3: column "kw": "fast" is none; a number is'),
        ("soc,kw\n0,1\n50,nan\n", COLUMNS, 'c.csv:3: column "kw": "nan" is none; a number is'),
        ("soc,kw\n0,1\n120,2\n", COLUMNS, "c.csv:3: the SoC 120 is not from 0 to 100 %"),
        (
            "soc,kw\n0,1\n0.5,9\n1.002,2\n",
            COLUMNS,
            "c.csv:4: the largest SoC is 1.002: the table holds neither fractions nor percent",
        ),
        ("soc,kw\n-1,1\n20,2\n", COLUMNS, "c.csv:2: the SoC -1 is not from 0 to 100 %"),
        (
            "soc,kw\n0,9\n100,2\n0,8\n",
            COLUMNS,
            "c.csv:4: the SoC 0 does not rise from 100 in the row before; if the table holds",
        ),
        ("soc,kw\n0,9\n", COLUMNS, 'charge_curve.points ("std"): given [[0.0, 9.0]]'),
        ("soc,kw\n0,9\n100,-2\n", COLUMNS, "power must be from 0 to"),
    ],
)
def test_what_is_no_curve_is_told_in_one_line(
    tmp_path: Path, text: str, more: str, message: str
) -> None:
    assert message in refused(tmp_path, text, more)


def test_people_elsewhere_may_name_no_file() -> None:
    text = TEXT.replace("{power_kw: 80}", f"{{file: c.csv, {COLUMNS}}}")
    with pytest.raises(ScenarioError, match=r'"c\.csv" names a file, and none is read here'):
        scenario_without_files(read_yaml(text))
