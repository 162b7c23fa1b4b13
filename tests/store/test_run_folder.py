"""Run folders: whole or not there at all."""

import json
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest

import voltwin
from voltwin.simulation import Simulation
from voltwin.store.run_folder import FolderError, write_run
from voltwin_bindings.engine import EngineError


@pytest.fixture(scope="module")
def small() -> voltwin.Scenario:
    scenario = voltwin.demo_city(stations=2, seed=1)
    scenario.horizon = 6 * 3600.0
    return scenario


def test_a_run_folder_holds_log_kpis_scenario_and_recipe(
    small: voltwin.Scenario, tmp_path: Path
) -> None:
    record = write_run(Simulation(small, seed=5), tmp_path / "run")
    names = {path.name for path in (tmp_path / "run").iterdir()}
    assert names == {"events.parquet", "kpis", "run.json", "scenario.yaml"}
    written = json.loads((tmp_path / "run" / "run.json").read_text())
    assert written["seed"] == 5
    assert written["balances"]["ok"]
    assert written["log_rows"] == record["log_rows"] > 100
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
    with pytest.raises(FolderError, match="holds something else than a run"):
        write_run(Simulation(small), tmp_path / "mine")
    assert (tmp_path / "mine" / "thesis.txt").read_text() == "precious"


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
