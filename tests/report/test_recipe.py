import shlex
from pathlib import Path

import pytest
from tests.report.runs import network, run_of
from typer.testing import CliRunner

import voltwin
from voltwin.cli.app import app
from voltwin.report.recipe import MOST_CHARACTERS, command, facts, scenario_text
from voltwin.scenario.files import scenario_of
from voltwin.scenario.yaml_text import read_yaml


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("no coordinates", "voltwin run scenario.yaml --seed 1 --no-events"),
        ("nothing observed", "voltwin run scenario.yaml --seed 1 --until 12h --no-events"),
        ("the reference", "voltwin run scenario.yaml --seed 1 --engine reference --no-events"),
        (
            "another replication",
            "voltwin.run(\"scenario.yaml\", seed=1, replication=3, engine='kernel', until='7h')",
        ),
    ],
)
def test_the_command_names_what_is_not_usual(name: str, words: str) -> None:
    assert command(run_of(name)) == words


def test_the_command_gives_the_same_numbers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = voltwin.run(network(2), seed=7, until="9h 30min", events=True, folder=tmp_path / "a run")
    words = shlex.split(command(run))
    monkeypatch.chdir(tmp_path / "a run")
    done = CliRunner().invoke(app, [*words[1:], "--out", "../again"], catch_exceptions=False)
    assert done.exit_code == 0
    again = voltwin.load_run(tmp_path / "again")
    assert again.kpis.by_station_hour.equals(run.kpis.by_station_hour)


def test_the_python_line_gives_the_same_numbers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = run_of("another replication")
    voltwin.save(run.scenario, tmp_path / "scenario.yaml")
    monkeypatch.chdir(tmp_path)
    again = eval(command(run), {"voltwin": voltwin})  # what a reader would type
    assert again.kpis.total.equals(run.kpis.total)


def test_facts_say_what_was_run_on_what() -> None:
    run = run_of("another replication")
    said = dict(facts(run))
    assert said["seed"] == "1"
    assert said["replication"] == "3"
    assert said["simulated"] == "7h from 2026-01-05T00:00:00+00:00"
    assert said["balances"].startswith("hold; worst residual ")
    assert f"numpy {run.record['platform']['numpy']}" in said["versions"]


def test_the_scenario_is_the_one_that_was_run() -> None:
    run = run_of("all limited")
    text, is_cut = scenario_text(run)
    assert not is_cut
    assert scenario_of(read_yaml(text)) == run.scenario


def test_a_long_scenario_is_cut_at_the_end_of_a_line() -> None:
    run = voltwin.run(network(1100, "1h"))
    text, is_cut = scenario_text(run)
    assert is_cut
    assert len(text) <= MOST_CHARACTERS
    assert text.endswith("\n")
