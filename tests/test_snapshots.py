"""Snapshot, restore, fork: the run goes on as the one that was never interrupted."""

from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pytest

import voltwin
from voltwin.kpis.cells import compare
from voltwin.simulation import Simulation
from voltwin.validation.difference import columns_of, first_difference
from voltwin_bindings import kernel_state

DAY_S = 86_400.0


@pytest.fixture(scope="module")
def city() -> voltwin.Scenario:
    scenario = voltwin.demo_city(stations=5, seed=4)
    scenario.horizon = 2 * DAY_S
    scenario.warm_up = 7 * 3600.0
    return scenario


def same_rows(one: pa.Table, other: pa.Table) -> bool:
    return first_difference(columns_of(one), columns_of(other)) == ""


def rest(log: pa.Table, since_s: float) -> pa.Table:
    return log.filter(pc.field("time") >= since_s)


@pytest.mark.parametrize("until", [0.0, "5h 17min", 20_000.5, "1d 3h", "2d"])
def test_a_restored_run_ends_like_the_reference(
    city: voltwin.Scenario, tmp_path: Path, until: float | str
) -> None:
    reference, kernel = Simulation(city, seed=3, engine="reference"), Simulation(city, seed=3)
    reference.run()
    kernel.advance(until)
    kernel.snapshot(tmp_path / "a.snapshot")
    again = Simulation.restore(tmp_path / "a.snapshot")
    assert (again.now, again.log_from) == (kernel.now, kernel.now)
    again.run()
    assert same_rows(again.events(), rest(reference.events(), kernel.now))
    assert compare(again.cells(), reference.cells()) == []  # exact waits from the start, too


def test_what_was_handed_out_and_the_restored_log_are_the_whole_log(
    city: voltwin.Scenario, tmp_path: Path
) -> None:
    whole, kernel = Simulation(city), Simulation(city)
    whole.run()
    parts = list(kernel.stream("21h"))
    for until in ("1d 5h", "1d 6h", None):
        kernel.snapshot(tmp_path / "a.snapshot")
        kernel = Simulation.restore(tmp_path / "a.snapshot")
        parts += kernel.stream(until)
    assert same_rows(pa.Table.from_batches(parts), whole.events())


def test_recipe_and_scenario_are_in_the_file(city: voltwin.Scenario, tmp_path: Path) -> None:
    Simulation(city, seed=5, replication=2).snapshot(tmp_path / "a.snapshot")
    again = Simulation.restore(tmp_path / "a.snapshot")
    assert (again.seed, again.replication, again.engine_name) == (5, 2, "kernel")
    assert again.scenario == city


def test_a_run_without_a_log_stays_without(city: voltwin.Scenario, tmp_path: Path) -> None:
    silent, whole = Simulation(city, log=False), Simulation(city, log=False)
    silent.advance("30h")
    silent.snapshot(tmp_path / "a.snapshot")
    again = Simulation.restore(tmp_path / "a.snapshot")
    assert not again.has_log
    assert again.run().total.equals(whole.run().total)
    assert again.events().num_rows == 0


# --- forks ----------------------------------------------------------------------------------------


def test_a_fork_goes_its_own_way_on_the_same_numbers(city: voltwin.Scenario) -> None:
    original = Simulation(city)
    original.advance("20h")
    past, fork = original.events(), original.fork()
    fork.run()
    assert original.now == 72_000.0
    assert fork.log_from == 72_000.0
    original.run()
    future = original.events()
    assert past.num_rows > 0
    assert same_rows(fork.events(), future)
    assert compare(fork.cells(), original.cells()) == []


def test_a_fork_of_a_fork_is_one_too(city: voltwin.Scenario) -> None:
    original = Simulation(city)
    original.advance("20h")
    fork = original.fork()
    fork.advance("25h")
    second = fork.fork()
    for simulation in (original, fork, second):
        simulation.run()
    assert compare(second.cells(), original.cells()) == []
    assert same_rows(second.events(), rest(original.events(), 25 * 3600.0))


def test_a_fork_may_be_asked_about_other_prices(city: voltwin.Scenario) -> None:
    dearer = city.model_copy(deep=True)
    assert dearer.economics
    dearer.economics.price_per_swap = 2.0 * (dearer.economics.price_per_swap or 1.0)
    dearer.stations[0].name = "Old Gate"
    original = Simulation(city)
    original.advance("20h")
    fork = original.fork(dearer)
    fork.run()
    assert compare(fork.cells(), Simulation(dearer).run().cells) == []
    assert fork.kpis().total.equals(Simulation(dearer).run().total)


def test_a_fork_refuses_what_would_have_been_another_run(city: voltwin.Scenario) -> None:
    larger = city.model_copy(deep=True)
    larger.stations[3].bays += 1
    larger.target_wait = 30.0
    larger.name = "larger"
    with pytest.raises(
        voltwin.SnapshotError,
        match=r"^name, target_wait, stations\[3\]\.bays: cannot be changed in mid-run; only what",
    ):
        Simulation(city).fork(larger)


def test_a_fork_of_an_invalid_scenario_is_told_as_such(city: voltwin.Scenario) -> None:
    wrong = city.model_copy(deep=True)
    wrong.stations[0].id = wrong.stations[1].id
    with pytest.raises(voltwin.ScenarioError, match="is also the id of"):
        Simulation(city).fork(wrong)


# --- what cannot be saved or gone on from ---------------------------------------------------------


def test_the_reference_cannot_be_saved(city: voltwin.Scenario, tmp_path: Path) -> None:
    reference = Simulation(city, engine="reference")
    for attempt in (reference.fork, lambda: reference.snapshot(tmp_path / "a.snapshot")):
        with pytest.raises(voltwin.SnapshotError, match=r"^the reference engine cannot be saved"):
            attempt()
    assert list(tmp_path.iterdir()) == []


def test_a_run_that_failed_cannot_be_saved(tmp_path: Path) -> None:
    station = {"id": "rush", "chargers": 0, "batteries": 0, "policy": "wait", "ring": 2}
    scenario = voltwin.Scenario.model_validate(
        {
            "horizon": "1h",
            "battery_types": [{"id": "b", "capacity_kwh": 40, "charge_curve": {"power_kw": 80}}],
            "stations": [{**station, "queue_places": "unlimited", "trace": [1.0, 2.0, 3.0]}],
        }
    )
    simulation = Simulation(scenario)
    for attempt in (simulation.run, lambda: simulation.snapshot(tmp_path / "a"), simulation.fork):
        with pytest.raises(voltwin.EngineError, match='station "rush"'):
            attempt()


def test_a_snapshot_of_another_version_is_named_with_its_file(
    city: voltwin.Scenario, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, here = tmp_path / "a.snapshot", kernel_state._origin()
    Simulation(city).snapshot(file)
    monkeypatch.setattr(kernel_state, "_origin", lambda: {**here, "kernel": "other"})
    with pytest.raises(voltwin.SnapshotError, match=rf"^{file}: was written by Voltwin \d"):
        Simulation.restore(file)


def test_a_snapshot_is_no_scenario(city: voltwin.Scenario, tmp_path: Path) -> None:
    Simulation(city).snapshot(tmp_path / "a.snapshot")
    with pytest.raises(voltwin.ScenarioError, match="is the snapshot of a run; `voltwin resume`"):
        voltwin.load(tmp_path / "a.snapshot")
