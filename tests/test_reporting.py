"""A run with its explanation and its report in one folder."""

import subprocess
import sys
from pathlib import Path

import pytest

import voltwin
import voltwin.reporting
from voltwin.run_folder.former_run import refuse_others
from voltwin.scenario.station import Chargers


def small() -> voltwin.Scenario:
    scenario = voltwin.demo_city(stations=2, seed=1)
    scenario.horizon = 86400.0
    scenario.stations[0].chargers = (Chargers(count=3, power_kw=40),)  # too few: it loses
    return scenario


def test_a_run_comes_with_its_report_and_explanation(tmp_path: Path) -> None:
    run = voltwin.run(small(), seed=3, folder=tmp_path / "run")
    assert {path.name for path in (tmp_path / "run").iterdir()} == {
        *("kpis", "report.html", "run.json", "scenario.yaml")
    }
    page = (tmp_path / "run" / "report.html").read_text(encoding="utf-8")
    worst = run.explain().worst[0]
    assert worst["sentence"].split(":")[0] in page
    assert "--seed 3" in page
    assert f"{run.record['total']['arrivals']:,}" in page


def test_the_explanation_in_the_folder_is_the_one_of_the_run(tmp_path: Path) -> None:
    voltwin.run(small(), seed=3, folder=tmp_path / "run")
    read = voltwin.load_run(tmp_path / "run")
    fresh = voltwin.run(small(), seed=3)
    assert read.explain().table.equals(fresh.explain().table)
    name = read.scenario.stations[1].id
    assert read.explain([name]).table.equals(voltwin.run(small(), seed=3).explain([name]).table)
    with pytest.raises(ValueError, match='"nowhere" is no station'):
        read.explain(["nowhere"])


def test_a_run_with_its_report_can_be_replaced(tmp_path: Path) -> None:
    voltwin.run(small(), folder=tmp_path / "run")
    refuse_others(tmp_path / "run", tmp_path / "run")
    voltwin.run(small(), seed=2, folder=tmp_path / "run", report=False)
    assert not (tmp_path / "run" / "report.html").exists()


def test_a_report_that_fails_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(voltwin.reporting, "write_html", fail)
    with pytest.raises(KeyboardInterrupt):
        voltwin.run(small(), folder=tmp_path / "run")
    assert list(tmp_path.iterdir()) == []


def test_progress_of_the_explanation_ends_at_one(tmp_path: Path) -> None:
    told: list[float] = []
    voltwin.reporting.add_report(voltwin.run(small()), _made(tmp_path), told.append)
    assert told[-1] == 1.0


def _made(folder: Path) -> Path:
    (folder / "kpis").mkdir()
    return folder


EXIT = """
import threading
from voltwin import reporting

def imported(module: str) -> None:
    threading.main_thread().join()
    print(module)

reporting.import_module = imported
reporting.prepare()
"""


def test_nobody_is_left_importing_when_python_goes() -> None:
    done = subprocess.run(
        [sys.executable, "-c", EXIT], capture_output=True, text=True, check=True, timeout=60
    )
    assert "matplotlib.figure" in done.stdout
