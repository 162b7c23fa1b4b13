"""Plans as files: what they hold, what they name, and on which line a problem is."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from tests.scenario.small import TEXT

from voltwin import ScenarioError
from voltwin.experiment.plan_file import load_plan
from voltwin.experiment.sweep_plan import Sweep, variants_of
from voltwin.scenario.files import scenario_of
from voltwin.scenario.yaml_text import read_yaml

ROOT = Path(__file__).resolve().parents[2]
PLAN = """\
scenario: city.yaml
until: 1d
factors:
  chargers: {path: "stations[*].chargers", add: [0, 1]}
  demand: {path: demand.multiplier, multiply: {from: 0.5, to: 2}}
design: {kind: latin_hypercube, variants: 10}
"""
LISTED = PLAN.replace("{kind: latin_hypercube, variants: 10}", "{kind: list, file: points.csv}")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "city.yaml").write_text(TEXT, encoding="utf-8")
    return tmp_path


def plan(folder: Path, text: str = PLAN, name: str = "plan.yaml", **files: str) -> Sweep:
    for file, content in {
        name: text,
        **{f"{key}.csv": value for key, value in files.items()},
    }.items():
        (folder / file).write_text(content, encoding="utf-8")
    return load_plan(folder / name)


def refused(folder: Path, text: str, name: str = "plan.yaml", **files: str) -> list[str]:
    """Return the lines about what is wrong, without the folder."""
    with pytest.raises(ScenarioError) as error:
        plan(folder, text, name, **files)
    return [line.replace(f"{folder}/", "") for line in error.value.lines]


def test_the_scenario_stands_beside_the_plan(folder: Path) -> None:
    of = plan(folder)
    assert of.scenario == scenario_of(read_yaml(TEXT))
    assert (of.until_s, len(variants_of(of))) == (86400.0, 10)


def test_the_scenario_stands_in_the_plan(folder: Path) -> None:
    inside = "\n".join(f"  {line}" for line in TEXT.splitlines())
    text = PLAN.replace("scenario: city.yaml", f"scenario:\n{inside}")
    assert plan(folder, text) == plan(folder)


def test_a_scenario_in_the_plan_may_be_generated(folder: Path) -> None:
    inside = """scenario:
  battery_types: [{id: std, capacity_kwh: 40, charge_curve: {power_kw: 80}}]
  stations: {generate: demo_city, count: 3, seed: 7}"""
    assert len(plan(folder, PLAN.replace("scenario: city.yaml", inside)).scenario.stations) == 3


def test_json_says_the_same(folder: Path) -> None:
    assert plan(folder, json.dumps(read_yaml(PLAN)), "plan.json") == plan(folder)


# --- points from a table ------------------------------------------------------------------------


def levels(of: Sweep) -> list[dict[str, Any]]:
    return [dict(variant.levels) for variant in variants_of(of)]


def test_points_stand_in_a_table(folder: Path) -> None:
    of = plan(folder, LISTED, points="demand,chargers\n1.5,1\n0.5,\n,1\n")
    assert levels(of) == [
        {"chargers": 1, "demand": 1.5},
        {"chargers": 0, "demand": 0.5},
        {"chargers": 1, "demand": 1},
    ]


def test_a_table_may_have_decimal_commas(folder: Path) -> None:
    of = plan(folder, LISTED, points="demand;chargers\n1,5;1\n0,5;0\n")
    assert [point["demand"] for point in levels(of)] == [1.5, 0.5]


def test_names_of_levels_stand_in_a_table_as_they_are(folder: Path) -> None:
    case = (
        'case: {levels: {as is: [], "2": ["stations[*].bays+=2"], "on": ["demand.multiplier=2"]}}'
    )
    text = LISTED.replace('chargers: {path: "stations[*].chargers", add: [0, 1]}', case)
    of = plan(folder, text, points="case\nas is\non\n2\n")
    assert [point["case"] for point in levels(of)] == ["as is", "on", "2"]


TABLES = [
    ("demand\n1\n3\n", ["points.csv:3: demand: given 3, must be one of the numbers from 0.5 to 2"]),
    ("demand\n1\n1.0\n", ["points.csv:3: is the same as points[0]"]),
    ("demnd\n1\n", ['points.csv:2: demnd: is no factor; did you mean "demand"?']),
    ("demand\n", ["design.file: points.csv: has no points below the names of the factors"]),
    ("demand\n1,2\n", ["design.file: points.csv:2: has 2 cells, where the first line has 1"]),
    ("", ["design.file: points.csv: is empty; the names of the columns are expected first"]),
]


@pytest.mark.parametrize(("table", "lines"), TABLES)
def test_what_is_wrong_in_a_table_is_told_with_its_line(
    folder: Path, table: str, lines: list[str]
) -> None:
    said = refused(folder, LISTED, points=table)
    assert len(said) == len(lines)
    for told, line in zip(said, lines, strict=True):
        assert told.startswith(f"plan.yaml:6: {line}")


def test_points_or_a_table(folder: Path) -> None:
    both = LISTED.replace("file: points.csv", "file: points.csv, points: [{demand: 1}]")
    assert refused(folder, both) == ["plan.yaml:6: design: must have points, or file"]
    none = LISTED.replace("points.csv", "3")
    assert refused(folder, none) == ["plan.yaml:6: design.file: must be the name of a table"]
    (line,) = refused(folder, LISTED)
    assert line == "plan.yaml:6: design.file: points.csv: there is no such file"
    assert refused(folder, PLAN.replace("variants: 10", "file: points.csv")) == [
        "plan.yaml:6: design.variants: is missing",
        "plan.yaml:6: design.file: unknown field; allowed: kind, variants, seed",
    ]


# --- what is wrong, and on which line -----------------------------------------------------------

WRONG = [
    ("until: 1d", "until: 2w", "plan.yaml:2: until: 2w must be at least 1s and at most "),
    ("until: 1d", "untl: 1d", 'plan.yaml:2: untl: unknown field; did you mean "until"?'),
    ("city.yaml", "3", "plan.yaml:1: scenario: must be the name of a scenario's file, or a "),
    ("city.yaml", "town.yaml", "plan.yaml:1: scenario: town.yaml: there is no such file"),
    ("scenario: city.yaml\n", "", "plan.yaml:1: scenario: is missing"),
    ("add: [0, 1]", "add: [0, x]", 'plan.yaml:4: factors.chargers.add[1]: given "x", must be a '),
    ("from: 0.5", "from: 5", "plan.yaml:5: factors.demand.multiply: given {from: 5, to: 2}, "),
    (": demand.multiplier", ": demnd.multiplier", "plan.yaml:5: factors.demand: demand*=0.5: "),
    ("variants: 10", "variants: ten", 'plan.yaml:6: design.variants: given "ten", must be a whole'),
    (
        "latin_hypercube",
        "latin",
        "plan.yaml:6: design: given {kind: latin, variants: 10}, unknown ",
    ),
]


@pytest.mark.parametrize(("old", "new", "line"), WRONG)
def test_a_problem_is_told_with_its_line(folder: Path, old: str, new: str, line: str) -> None:
    (said,) = refused(folder, PLAN.replace(old, new, 1))
    assert said.startswith(line)


def test_a_problem_of_the_scenario_is_told_with_both_files(folder: Path) -> None:
    (folder / "city.yaml").write_text(TEXT.replace("batteries: 6", "batteries: x"), "utf-8")
    (line,) = refused(folder, PLAN)
    assert line.startswith('plan.yaml:1: scenario: city.yaml:3: stations[0].batteries ("north"): ')


def test_a_problem_of_a_scenario_in_the_plan_is_told_with_its_line(folder: Path) -> None:
    inside = "\n".join(f"  {line}" for line in TEXT.replace("count: 4", "count: x").splitlines())
    (line,) = refused(folder, PLAN.replace("scenario: city.yaml", f"scenario:\n{inside}"))
    assert line.startswith('plan.yaml:4: scenario.stations[0].chargers.count ("north"): given "x"')


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("", "plan.yaml: is empty; "),
        ("# nothing\n", "plan.yaml: holds comments only: fields with values are expected"),
        ("- 1\n", "plan.yaml: holds a list at the top level: fields with values are expected"),
        ("hello\n", "plan.yaml: holds no plan of a sweep: fields with values are expected"),
        ("a: b: c\n", "plan.yaml: is no YAML: line 1"),
        (TEXT, "plan.yaml: stations: is no field of a plan: a plan of a sweep names a scenario"),
    ],
)
def test_what_is_no_plan_at_all(folder: Path, text: str, line: str) -> None:
    (said,) = refused(folder, text)
    assert said.startswith(line)


def test_there_is_no_such_plan(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match=r"plan\.yaml: there is no such file"):
        load_plan(tmp_path / "plan.yaml")


# --- the plans that are shown -------------------------------------------------------------------


def test_the_example_is_a_plan_of_160_variants() -> None:
    of = load_plan(ROOT / "examples" / "sweep.yaml")
    variants = variants_of(of)
    assert (len(variants), len(variants) * of.replications) == (160, 3200)
    assert len(of.scenario.stations) == 50
    assert of.until_s == 86400.0


def test_the_plan_on_the_page_is_one(folder: Path) -> None:
    page = (ROOT / "docs" / "experiments.md").read_text(encoding="utf-8")
    shown = re.findall(r"^```yaml\n(.*?)^```", page, re.DOTALL | re.MULTILINE)
    (text,) = [block for block in shown if "factors:" in block and "scenario:" in block]
    assert len(variants_of(plan(folder, text.replace("demo_city.yaml", "city.yaml")))) > 1
