"""Plans of sizings: what they hold, in Python and as files, and what is wrong with them."""

from pathlib import Path
from typing import Any

import pytest
from tests.experiment.sizing.towns import sizing
from tests.scenario.small import TEXT

from voltwin import ScenarioError, Sizing
from voltwin.experiment.plan import Plan
from voltwin.experiment.sizing.course import sizing_of
from voltwin.experiment.sizing.optimising import plan_of
from voltwin.experiment.sizing.sizing_file import load_sizing

ROOT = Path(__file__).resolve().parents[3]
PLAN = """\
scenario: city.yaml
until: 1d
levers:
  chargers: { each: region, most: 3 }
costs: { charger: 1000 }
goal: { measure: lost_share, at_most: 1% }
"""


def in_file(folder: Path, text: str) -> Sizing:
    (folder / "city.yaml").write_text(TEXT, encoding="utf-8")
    (folder / "plan.yaml").write_text(text, encoding="utf-8")
    return load_sizing(folder / "plan.yaml")


def test_a_file_holds_a_plan(tmp_path: Path) -> None:
    plan = in_file(tmp_path, PLAN)
    assert plan.goal.target == 0.01
    assert plan.until_s == 86_400.0
    assert plan.levers["chargers"].most == 3
    assert plan.scenario.stations[0].id == "north"


def test_the_example_is_a_plan() -> None:
    assert load_sizing(ROOT / "examples" / "sizing.yaml").goal.confidence == 0.95


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("at_most: 1%", "at_mots: 1%", 'goal.at_mots: unknown field; did you mean "at_most"?'),
        ("lost_share", "lost_shar", 'there is no KPI "lost_shar"; did you mean "lost_share"?'),
        ("chargers:", "charger:", '"charger" is nothing that can be added'),
        ("chargers:", "batteries.none:", '"none" is no battery type'),
        ("most: 3", "most: 0", "must be at least 1"),
        ("until: 1d", "until: 1y", "must be a duration"),
        ("until: 1d", "until: 2w", "at most the scenario's horizon"),
        ("costs: { charger: 1000 }", "", "what a charger costs is not known"),
        ("scenario: city.yaml", "scenario: town.yaml", "town.yaml"),
        ("each: region", "each: regoin", "region"),
        ("chargers:", "chargers.80:", "nothing that can be added"),
    ],
)
def test_what_is_wrong_is_said_in_a_line(tmp_path: Path, old: str, new: str, line: str) -> None:
    assert old in PLAN
    with pytest.raises(ScenarioError) as error:
        in_file(tmp_path, PLAN.replace(old, new))
    assert len(error.value.lines) == 1
    assert line in error.value.lines[0]
    assert error.value.lines[0].startswith(str(tmp_path / "plan.yaml"))


def test_a_scenario_is_no_plan(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match="names a scenario, and this is one"):
        in_file(tmp_path, TEXT)


@pytest.mark.parametrize(
    "fields", [{}, {"at_most": None}, {"replications": 30, "costs": {"charger": 2.0}, "seed": 7}]
)
def test_a_plan_survives_the_folder_of_its_experiment(fields: dict[str, Any]) -> None:
    asked = sizing(**fields)
    plan = plan_of(asked)
    again = Plan.from_dict(plan.as_dict())
    assert again == plan
    assert sizing_of(again) == asked


def test_two_ways_to_name_batteries_are_refused() -> None:
    levers = {name: {"most": 1} for name in ("batteries", "batteries.std")}
    with pytest.raises(ScenarioError, match="are the same"):
        sizing(levers=levers)
