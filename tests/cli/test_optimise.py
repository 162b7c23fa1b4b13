"""`voltwin optimise` as its users see it."""

import json
from pathlib import Path

import pytest
from tests.scenario.small import TEXT
from typer.testing import CliRunner

from voltwin.cli.app import app

pytest.importorskip("optuna", reason="the search needs Optuna")

PLAN = """\
scenario: city.yaml
until: 1d
levers:
  chargers: { each: station, most: 2 }
costs: { charger: 1000, currency: EUR }
goal: { measure: lost_share, at_most: 60% }
replications: 6
trials: 4
confirmation: { candidates: 2, replications: 6, looks: 2 }
"""


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    (tmp_path / "city.yaml").write_text(TEXT, encoding="utf-8")
    file = tmp_path / "plan.yaml"
    file.write_text(PLAN, encoding="utf-8")
    return file


def optimised(plan: Path, *options: str) -> str:
    out = str(plan.parent / "out")
    command = ["optimise", str(plan), "--out", out, "--threads", "1", "--no-report", *options]
    result = CliRunner().invoke(app, command)
    assert result.exit_code == 0, result.output
    return result.stdout


def test_it_tells_the_answer(plan: Path) -> None:
    said = " ".join(optimised(plan).split())
    assert "Lost share is at most" in said
    assert "with 95 % confidence" in said
    assert json.loads((plan.parent / "out" / "result.json").read_text())["kind"] == "sizing"
    assert (plan.parent / "out" / "tables" / "confirmed.csv").is_file()


def test_it_goes_on_with_what_is_done(plan: Path) -> None:
    first = optimised(plan)
    again = optimised(plan, "--resume")
    assert first.splitlines()[-1] == again.splitlines()[-1]
    assert ", 0 of them now" in again
