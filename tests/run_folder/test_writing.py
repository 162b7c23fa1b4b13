"""Run folders: whole or not there at all."""

import errno
import json
import os
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest

import voltwin
from voltwin.run_folder.folder_error import FolderError
from voltwin.run_folder.writing import write_run
from voltwin.simulation import Simulation
from voltwin_bindings.engine import EngineError


@pytest.fixture(scope="module")
def small() -> voltwin.Scenario:
    scenario = voltwin.demo_city(stations=2, seed=1)
    scenario.horizon = 6 * 3600.0
    return scenario


def test_a_run_folder_holds_log_kpis_scenario_and_recipe(
    small: voltwin.Scenario, tmp_path: Path
) -> None:
    run = write_run(Simulation(small, seed=5), tmp_path / "run")
    names = {path.name for path in (tmp_path / "run").iterdir()}
    assert names == {"events.parquet", "kpis", "run.json", "scenario.yaml"}
    written = json.loads((tmp_path / "run" / "run.json").read_text())
    assert written["seed"] == 5
    assert written["balances"]["ok"]
    assert written["log_rows"] == run.record["log_rows"] > 100
    again = voltwin.Scenario.model_validate(written["scenario"])
    assert Simulation(again, seed=5).run().total.equals(Simulation(small, seed=5).run().total)


def test_the_log_in_the_folder_is_the_event_log(small: voltwin.Scenario, tmp_path: Path) -> None:
    write_run(Simulation(small), tmp_path / "run")
    simulation = Simulation(small)
    simulation.run()
    events, written = simulation.events(), pq.read_table(tmp_path / "run" / "events.parquet")
    assert written.column_names == events.column_names
    for name in events.column_names:
        ours, theirs = (table[name].to_numpy() for table in (events, written))
        assert np.array_equal(ours, theirs, equal_nan=ours.dtype == np.float64)


def test_an_earlier_run_is_replaced(small: voltwin.Scenario, tmp_path: Path) -> None:
    write_run(Simulation(small, seed=1), tmp_path / "run")
    write_run(Simulation(small, seed=2), tmp_path / "run")
    assert json.loads((tmp_path / "run" / "run.json").read_text())["seed"] == 2
    assert [path.name for path in tmp_path.iterdir()] == ["run"]


def test_a_folder_with_something_else_is_left_alone(
    small: voltwin.Scenario, tmp_path: Path
) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").write_text("precious")
    with pytest.raises(FolderError, match=r"mine: holds thesis\.txt, .*; move it away"):
        write_run(Simulation(small), tmp_path / "mine")
    assert (tmp_path / "mine" / "thesis.txt").read_text() == "precious"


def test_files_beside_a_former_run_are_not_lost(small: voltwin.Scenario, tmp_path: Path) -> None:
    run = tmp_path / "run"
    write_run(Simulation(small), run)
    for name in ("notes.txt", "kpis/my.csv"):
        (run / name).write_text("precious")
        with pytest.raises(FolderError, match=f"holds {name}, which is no part of a run"):
            write_run(Simulation(small), run)
        (run / name).unlink()
    write_run(Simulation(small), run)


@pytest.mark.parametrize("text", ["{}", "[1]", "no json", "\0"])
def test_another_programs_run_json_makes_no_run(
    small: voltwin.Scenario, tmp_path: Path, text: str
) -> None:
    (tmp_path / "run.json").write_text(text)
    with pytest.raises(FolderError, match=r"holds run\.json, which is no part of a run"):
        write_run(Simulation(small), tmp_path)
    assert (tmp_path / "run.json").read_text() == text


def test_a_link_stays_a_link(small: voltwin.Scenario, tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    link = tmp_path / "link"
    link.symlink_to("real", target_is_directory=True)
    write_run(Simulation(small), link)
    assert link.is_symlink()
    assert (tmp_path / "real" / "run.json").is_file()


def test_a_link_that_leads_back_to_itself_is_refused(
    small: voltwin.Scenario, tmp_path: Path
) -> None:
    (tmp_path / "one").symlink_to("two")
    (tmp_path / "two").symlink_to("one")
    with pytest.raises(FolderError, match="one: is a link that leads back to itself"):
        write_run(Simulation(small), tmp_path / "one")


def test_a_name_that_the_disk_does_not_take_is_said(
    small: voltwin.Scenario, tmp_path: Path
) -> None:
    with pytest.raises(FolderError, match=r"x: cannot be written: File name too long"):
        write_run(Simulation(small), tmp_path / ("x" * 300))


@pytest.mark.parametrize("folder", [".", "..", ""])
def test_the_current_folder_is_refused(
    small: voltwin.Scenario, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, folder: str
) -> None:
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    with pytest.raises(FolderError, match="is the current folder, or contains it; name another"):
        write_run(Simulation(small), Path(folder))
    assert list((tmp_path / "here").iterdir()) == []


def test_a_full_disk_is_said_and_leaves_the_earlier_run(
    small: voltwin.Scenario, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_run(Simulation(small, seed=1), tmp_path / "run")

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("voltwin.run_folder.writing.write_json", full)
    with pytest.raises(FolderError, match=r"run: cannot be written: No space left on device"):
        write_run(Simulation(small, seed=2), tmp_path / "run")
    assert [path.name for path in tmp_path.iterdir()] == ["run"]
    assert json.loads((tmp_path / "run" / "run.json").read_text())["seed"] == 1


def test_folders_made_on_the_way_go_with_a_failed_run_and_stay_with_a_whole_one(
    small: voltwin.Scenario, tmp_path: Path
) -> None:
    def stop(now: float) -> None:
        raise StopError

    with pytest.raises(StopError):
        write_run(Simulation(small), tmp_path / "a" / "b" / "run", progress=stop)
    assert list(tmp_path.iterdir()) == []
    write_run(Simulation(small), tmp_path / "a" / "b" / "run")
    assert (tmp_path / "a" / "b" / "run" / "run.json").is_file()


def test_if_the_last_step_fails_the_earlier_run_comes_back(
    small: voltwin.Scenario, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_run(Simulation(small, seed=1), tmp_path / "run")
    rename = Path.rename

    def failing(self: Path, target: Path) -> Path:
        if ".partial-" in self.name:
            raise OSError(errno.EACCES, os.strerror(errno.EACCES))
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", failing)
    with pytest.raises(FolderError, match="Permission denied"):
        write_run(Simulation(small, seed=2), tmp_path / "run")
    assert [path.name for path in tmp_path.iterdir()] == ["run"]
    assert json.loads((tmp_path / "run" / "run.json").read_text())["seed"] == 1


class StopError(Exception):
    """Stands for whatever ends a run early."""


@pytest.mark.parametrize("error", [StopError, KeyboardInterrupt, EngineError])
def test_a_run_that_ends_early_leaves_nothing(
    small: voltwin.Scenario, tmp_path: Path, error: type[BaseException]
) -> None:
    write_run(Simulation(small, seed=1), tmp_path / "run")

    def interrupt(now: float) -> None:
        raise error

    with pytest.raises(error):
        write_run(Simulation(small, seed=2), tmp_path / "run", progress=interrupt)
    assert [path.name for path in tmp_path.iterdir()] == ["run"]
    assert json.loads((tmp_path / "run" / "run.json").read_text())["seed"] == 1
