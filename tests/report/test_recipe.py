import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from tests.report.runs import network, run_of
from typer.testing import CliRunner

import voltwin
from voltwin.cli.app import app
from voltwin.report.recipe import MOST_CHARACTERS, facts, recipe, scenario_text
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
    assert recipe(run_of(name)).lines == [words]


def test_the_command_gives_the_same_numbers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = voltwin.run(network(2), seed=7, until="9h 30min", events=True, folder=tmp_path / "a run")
    words = shlex.split(recipe(run).lines[-1])
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
    again = eval(recipe(run).lines[-1], {"voltwin": voltwin})  # what a reader would type
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


@pytest.fixture
def saved(tmp_path: Path) -> voltwin.Run:
    voltwin.run(network(2, "3h"), seed=7, folder=tmp_path / "a run")
    return voltwin.load_run(tmp_path / "a run")


def scenario_file_of(run: voltwin.Run) -> Path:
    assert run.folder is not None
    return run.folder / "scenario.yaml"


def test_what_ran_is_shown_though_the_file_was_changed(saved: voltwin.Run) -> None:
    file = scenario_file_of(saved)
    file.write_text(file.read_text().replace("batteries: 8", "batteries: 99"))
    text, _ = scenario_text(saved)
    assert scenario_of(read_yaml(text)) == saved.scenario
    assert "scenario.yaml has been changed since" in recipe(saved).where


@pytest.mark.parametrize("text", ["stations: [", None])
def test_the_lines_work_without_the_scenario_file(
    text: str | None, saved: voltwin.Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = scenario_file_of(saved)
    if text is None:
        file.unlink()
        assert "scenario.yaml is gone" in recipe(saved).where
    else:
        file.write_text(text)
        assert "scenario.yaml has been changed since" in recipe(saved).where
    monkeypatch.chdir(file.parent)
    first, second = (shlex.split(line) for line in recipe(saved).lines)
    assert first[:2] == ["python", "-c"]
    subprocess.run([sys.executable, *first[1:]], check=True, timeout=60)
    done = CliRunner().invoke(app, [*second[1:], "--out", "../again"], catch_exceptions=False)
    assert done.exit_code == 0
    again = voltwin.load_run("../again")
    assert again.kpis.total.equals(saved.kpis.total)


def test_comments_and_layout_change_nothing(saved: voltwin.Run) -> None:
    file = scenario_file_of(saved)
    assert len(recipe(saved).lines) == 1
    file.write_text(f"# mine\n{file.read_text()}")
    assert len(recipe(saved).lines) == 1
    file.write_text(file.read_text().replace("horizon: 3h", "horizon: 180min"))
    assert "180min" in file.read_text()
    assert recipe(saved).where == "In the folder of this run, which holds scenario.yaml:"


def test_an_empty_log_is_a_log(tmp_path: Path) -> None:
    quiet = network(1, "1h", swaps_per_day=0, batteries=0)
    kept = voltwin.run(quiet, events=True, folder=tmp_path / "kept")
    assert kept.record["log_rows"] == kept.events.num_rows == 0
    assert recipe(kept).lines == ["voltwin run scenario.yaml --seed 1"]
    none = voltwin.run(quiet, events=False, folder=tmp_path / "none")
    assert none.record["log_rows"] is None
    assert recipe(none).lines == ["voltwin run scenario.yaml --seed 1 --no-events"]
