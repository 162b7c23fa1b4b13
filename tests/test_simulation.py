"""A simulation on either engine: the same numbers, however it is sliced and read."""

import json
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

import voltwin
from voltwin.kpis.cells import compare
from voltwin.kpis.from_log import cells_from_log
from voltwin.simulation import ENGINES, EngineName, Simulation
from voltwin.validation.difference import columns_of, first_difference


def same_rows(one: pa.Table, other: pa.Table) -> bool:
    return first_difference(columns_of(one), columns_of(other)) == ""


@pytest.fixture(scope="module")
def city() -> voltwin.Scenario:
    scenario = voltwin.demo_city(stations=6, seed=3)
    scenario.horizon = 2 * 86400.0
    return scenario


def test_both_engines_give_the_same_events_and_kpis(city: voltwin.Scenario) -> None:
    kernel, reference = (Simulation(city, engine=name) for name in ("kernel", "reference"))
    kernel.run()
    reference.run()
    assert compare(kernel.cells(), reference.cells()) == []
    assert same_rows(kernel.events(), reference.events())


def test_a_run_cut_into_slices_is_the_run_in_one_piece(city: voltwin.Scenario) -> None:
    whole, sliced = Simulation(city), Simulation(city)
    whole.run()
    parts = []
    for until in ("17min", "5h", 20_000.5, "1d 3h", "2d"):
        sliced.advance(until)
        sliced.kpis()  # looking at it changes nothing
        parts.append(sliced.events())
    assert same_rows(pa.concat_tables(parts), whole.events())
    assert compare(sliced.cells(), whole.cells()) == []


def test_streaming_hands_out_every_row_once(city: voltwin.Scenario) -> None:
    streamed, kept = Simulation(city), Simulation(city)
    kept.run()
    batches = list(streamed.stream())
    assert len(batches) > 1
    assert same_rows(pa.Table.from_batches(batches), kept.events())
    assert streamed.events().num_rows == 0


def test_kpis_without_a_log_are_those_of_the_log(city: voltwin.Scenario) -> None:
    silent, logged = Simulation(city, log=False), Simulation(city)
    silent.run()
    logged.run()
    from_log = cells_from_log(logged.events(), logged.parameters, logged.now)
    assert compare(silent.cells(), from_log) == []
    assert compare(logged.cells(), from_log) == []  # its exact waits, too


@pytest.mark.parametrize("warm_up", ["0s", "7h"])
def test_exact_waits_leave_out_the_warm_up(city: voltwin.Scenario, warm_up: str) -> None:
    scenario = city.model_copy(deep=True)
    scenario.warm_up = voltwin.Scenario.model_validate(
        {**city.model_dump(by_alias=True), "warm_up": warm_up}
    ).warm_up
    simulation = Simulation(scenario)
    batches = list(simulation.stream())
    from_log = cells_from_log(pa.Table.from_batches(batches), simulation.parameters, simulation.now)
    assert compare(simulation.cells(), from_log) == []


def test_another_replication_and_another_seed_are_other_runs(city: voltwin.Scenario) -> None:
    runs = [Simulation(city, seed=1), Simulation(city, seed=2), Simulation(city, replication=1)]
    arrivals = [run.run().total["wait_mean_s"][0].as_py() for run in runs]
    assert len(set(arrivals)) == 3


def test_adding_a_station_shifts_nobodys_numbers(city: voltwin.Scenario) -> None:
    fewer = city.model_copy(update={"stations": city.stations[1:]})
    all_rows, fewer_rows = Simulation(city).run().by_station, Simulation(fewer).run().by_station
    assert (
        all_rows.slice(1)
        .drop_columns(["number", "station"])
        .equals(fewer_rows.drop_columns(["number", "station"]))
    )


def test_balances_hold(city: voltwin.Scenario) -> None:
    simulation = Simulation(city)
    simulation.advance("31h")
    assert simulation.balances().ok


def test_an_unknown_engine_is_refused(city: voltwin.Scenario) -> None:
    with pytest.raises(ValueError, match="'fast' is not one of kernel, reference"):
        Simulation(city, engine="fast")  # type: ignore[arg-type]


# --- failures -------------------------------------------------------------------------------------


def short_of_vehicles() -> voltwin.Scenario:
    """Return a scenario whose second station has more arrivals than vehicles."""
    station: dict[str, Any] = {"chargers": 0, "batteries": 0, "policy": "wait", "ring": 2}
    return voltwin.Scenario.model_validate(
        {
            "horizon": "1h",
            "battery_types": [{"id": "b", "capacity_kwh": 40, "charge_curve": {"power_kw": 80}}],
            "stations": [
                {**station, "id": "calm", "queue_places": 0, "trace": [60.0]},
                {**station, "id": "rush", "queue_places": "unlimited", "trace": [1.0, 2.0, 3.0]},
            ],
        }
    )


@pytest.mark.parametrize("engine", ENGINES)
def test_a_run_that_failed_does_not_go_on(engine: EngineName) -> None:
    simulation = Simulation(short_of_vehicles(), engine=engine)
    for _ in range(2):
        with pytest.raises(voltwin.EngineError, match=r'station "rush": .* at 3 s.* larger `ring`'):
            simulation.run()


@pytest.mark.parametrize("engine", ENGINES)
def test_there_are_no_events_without_a_log(engine: EngineName, city: voltwin.Scenario) -> None:
    simulation = Simulation(city, engine=engine, log=False)
    simulation.advance("1h")
    assert simulation.events().num_rows == 0
    assert simulation.kpis().total["arrivals"][0].as_py() > 0


@pytest.mark.parametrize("seed", [-1, 1.5, True, "a"])
def test_a_seed_is_a_whole_number(seed: Any, city: voltwin.Scenario) -> None:
    with pytest.raises(ValueError, match=r"seed: .* whole number of 0 or more"):
        Simulation(city, seed=seed)


def test_a_seed_of_numpy_is_written_as_a_number(city: voltwin.Scenario) -> None:
    seed: Any = np.int64(5)
    assert json.dumps(Simulation(city, seed=seed).seed) == "5"


@pytest.mark.parametrize("scenario", [None, 5, {}])
def test_what_is_no_scenario_is_refused(scenario: Any) -> None:
    with pytest.raises(TypeError, match="neither a scenario nor the path of one"):
        Simulation(scenario)
