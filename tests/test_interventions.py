"""Interventions in a simulation: scripted or live, on either engine, the run is the same."""

from collections.abc import Sequence
from typing import Any

import pyarrow as pa
import pytest

import voltwin
from voltwin.kpis.cells import compare
from voltwin.simulation import ENGINES, EngineName, Simulation
from voltwin.validation.difference import columns_of, first_difference

HOUR_S = 3600.0
DONE: Sequence[dict[str, Any]] = (
    {"kind": "charger_out", "at": 3 * HOUR_S, "station": "s001", "charger": [0, 1], "for": "5h"},
    {"kind": "surge", "at": 4.5 * HOUR_S, "factor": 3.0, "for": "6h"},
    {"kind": "grid_limit", "at": 6 * HOUR_S, "limit_kw": 100, "stations": ["s001", "s002"]},
    {"kind": "bay_out", "at": 6 * HOUR_S, "station": "s003", "bay": "all", "for": "2h"},
    {"kind": "close", "at": 10 * HOUR_S, "regions": [], "stations": "s002"},
    {
        **{"kind": "truck", "at": 11 * HOUR_S, "from": "s001", "to": "s004"},
        **{"batteries": 3, "travel": "40min"},
    },
    {
        **{"kind": "observation", "at": 11.2 * HOUR_S, "station": "s001", "ready": 2},
        **{"not_ready": 9, "waiting": 3, "chargers": {1: "idle", 0: "out", 2: 0.45}},
    },
    {"kind": "open", "at": 12 * HOUR_S, "stations": "s002"},
    {"kind": "observation", "at": 15 * HOUR_S, "station": "s001", "ready": 12, "waiting": 6},
    {"kind": "observation", "at": 15 * HOUR_S, "station": "s003", "not_ready": 30},
    {"kind": "charger_in", "at": 7 * HOUR_S, "station": "s001", "charger": 0},
)


@pytest.fixture(scope="module")
def city() -> voltwin.Scenario:
    scenario = voltwin.demo_city(stations=4, seed=3)
    scenario.horizon = 86_400.0
    for number, station in enumerate(scenario.stations, 1):
        station.id = f"s{number:03}"
        station.racks = 100 if number == 4 else None
    return scenario


def scripted(city: voltwin.Scenario) -> voltwin.Scenario:
    return voltwin.Scenario.model_validate({**city.model_dump(), "interventions": WANTED})


WANTED = [{key: value for key, value in what.items() if value != []} for what in DONE]


def ran_live(city: voltwin.Scenario, engine: EngineName, log: bool = True) -> Simulation:
    """Run a city to which everything is done live, the last thing ahead of its time."""
    simulation = Simulation(city, engine=engine, log=log)
    for what in WANTED[:-1]:
        simulation.advance(what["at"])
        simulation.intervene({key: value for key, value in what.items() if key != "at"})
        if what["kind"] == "grid_limit":
            simulation.intervene(WANTED[-1])
    simulation.advance(simulation.horizon)
    return simulation


def difference(one: pa.Table, other: pa.Table) -> str:
    return first_difference(columns_of(one), columns_of(other))


@pytest.mark.parametrize("engine", ENGINES)
def test_live_ones_are_equal_to_scripted_ones(city: voltwin.Scenario, engine: EngineName) -> None:
    script = Simulation(scripted(city))
    script.run()
    live = ran_live(city, engine)
    live.check_balances()
    log = live.events()
    assert difference(log, script.events()) == ""
    kinds = {"charger_out", "bay_out", "limit", "closed", "battery_unseen", "vehicle_seen"}
    assert kinds <= set(log["kind"].to_pylist())
    assert compare(live.cells(), script.cells()) == []


def test_a_run_without_a_log_sums_up_the_same(city: voltwin.Scenario) -> None:
    script = Simulation(scripted(city))
    script.run()
    assert compare(ran_live(city, "kernel", log=False).cells(), script.cells()) == []


def test_a_fork_may_be_intervened_in(city: voltwin.Scenario) -> None:
    original = Simulation(city)
    original.advance(WANTED[0]["at"])
    fork = original.fork()
    past = original.events()
    fork.intervene(*WANTED)
    fork.run()
    original.run()
    script, untouched = Simulation(scripted(city)), Simulation(city)
    script.run()
    untouched.run()
    assert difference(pa.concat_tables([past, fork.events()]), script.events()) == ""
    assert difference(pa.concat_tables([past, original.events()]), untouched.events()) == ""


def test_they_are_part_of_the_recipe(city: voltwin.Scenario) -> None:
    live = ran_live(city, "kernel")
    again = Simulation(live.scenario)
    again.run()
    assert difference(again.events(), live.events()) == ""
    assert city.interventions == ()  # the scenario that was given is as it was


@pytest.mark.parametrize("engine", ENGINES)
def test_before_anything_has_happened(city: voltwin.Scenario, engine: EngineName) -> None:
    script, live = Simulation(scripted(city), engine=engine), Simulation(city, engine=engine)
    for what in WANTED:
        live.intervene(what)
    script.advance("5h")
    live.advance("5h")
    assert difference(live.events(), script.events()) == ""


def test_of_several_all_are_done_or_none(city: voltwin.Scenario) -> None:
    live = Simulation(city)
    live.advance("2h")
    before = live.scenario
    with pytest.raises(ValueError, match="before now"):
        live.intervene({"kind": "close"}, {"kind": "open", "at": 3600.0})
    assert live.scenario is before
    live.intervene({"kind": "close"}, {"kind": "open", "at": "3h"})
    kinds = [what.kind for what in live.scenario.interventions]
    assert kinds == ["close", "open"]


@pytest.mark.parametrize("engine", ENGINES)
def test_a_surge_draws_nothing_anew(city: voltwin.Scenario, engine: EngineName) -> None:
    """A factor of 1 is a breakpoint, too: nobody arrives at another time, up to rounding."""
    plain, surged = Simulation(city, engine=engine), Simulation(city, engine=engine)
    surged.advance(20_000.0)
    surged.intervene({"kind": "surge", "factor": 1.0, "for": "1h"})
    for simulation in (plain, surged):
        simulation.advance("9h")
    rows = [columns_of(simulation.events()) for simulation in (plain, surged)]
    times = [one["time"][one["kind"] == 0] for one in rows]
    assert times[1] == pytest.approx(times[0], rel=1e-12)


@pytest.mark.parametrize(
    ("what", "error", "message"),
    [
        ({"kind": "close", "at": "1h"}, ValueError, "at 3600 s is before now, 7200 s"),
        ({"kind": "close", "stations": "s9"}, voltwin.ScenarioError, '"s9" is no station'),
        ({"kind": "shut"}, voltwin.ScenarioError, "unknown kind"),
    ],
)
def test_what_is_refused_changes_nothing(
    city: voltwin.Scenario, what: dict[str, Any], error: type[Exception], message: str
) -> None:
    simulation, plain = Simulation(city), Simulation(city)
    simulation.advance("2h")
    with pytest.raises(error, match=message):
        simulation.intervene(what)
    simulation.advance("3h")
    plain.advance("3h")
    assert difference(simulation.events(), plain.events()) == ""
    assert simulation.scenario.interventions == ()


def test_a_run_that_has_ended_is_over(city: voltwin.Scenario) -> None:
    simulation = Simulation(city, log=False)
    simulation.run()
    with pytest.raises(ValueError, match="the run has ended"):
        simulation.intervene({"kind": "close"})
