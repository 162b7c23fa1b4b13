"""What is seen of a run without a log is what its log says, at any time, of any network."""

import math
from random import Random
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from tests.bindings.seen_in_log import walks

from voltwin.scenario import Scenario
from voltwin.simulation import Simulation
from voltwin.validation.difference import columns_of, first_difference
from voltwin.validation.network import Network, parameters
from voltwin.validation.random_networks import random_network
from voltwin.validation.scope import Scope
from voltwin_bindings.engine import EngineError
from voltwin_bindings.event_log import SCHEMA
from voltwin_bindings.kernel_engine import KernelEngine
from voltwin_bindings.live import DOING, Live
from voltwin_core.charging import power_at
from voltwin_core.record import as_array
from voltwin_core.station.cells import CHARGING, TOPPING
from voltwin_core.station.parameters import Parameters
from voltwin_core.station.world import World


def networks(number: int, *, fleets: bool) -> list[Network]:
    """Return random networks, with or without a fleet."""
    drawn = (random_network(Scope(f"live/{n}", arrivals=0.4)) for n in range(6 * number))
    return [of for of in drawn if bool(of.city and of.city.zones) == fleets][:number]


NETWORKS = [*networks(24, fleets=True), *networks(24, fleets=False)]


def moments(log: pa.Table, horizon_s: float, source: Random) -> list[float]:
    """Return times at random, and some at which something happens."""
    times: list[float] = log["time"].to_numpy().tolist()
    chosen = [source.uniform(0.0, horizon_s) for _ in range(6)]
    if times:
        chosen += [source.choice(times) for _ in range(3)]
        chosen += [math.nextafter(source.choice(times), math.inf) for _ in range(3)]
    return sorted({0.0, *(time for time in chosen if 0.0 < time <= horizon_s), horizon_s})


def logged(tables: Parameters, key: int) -> pa.Table:
    engine = KernelEngine(tables, key)
    engine.advance(math.inf)
    return pa.Table.from_batches(engine.drain(), SCHEMA)


@pytest.mark.parametrize("number", range(len(NETWORKS)))
def test_what_is_seen_is_what_the_log_says(number: int) -> None:
    tables = parameters(NETWORKS[number])
    log = logged(tables, number)
    horizon_s = float(as_array(tables.clock)["horizon_s"][0])
    times = moments(log, horizon_s, Random(number))
    silent, logging = (KernelEngine(tables, number, log=on) for on in (False, True))
    # At the start all has begun: what has a row then has happened.
    said = walks(log, tables, [math.ulp(0.0), *times[1:]])
    for now, (vehicles, stations) in zip(times, said, strict=True):
        silent.advance(now)
        logging.advance(now)
        seen = silent.live()
        assert_equal(seen, logging.live())
        assert seen.now == now
        assert {name: of.tolist() for name, of in seen.vehicles.items()} == vehicles
        assert_stations(seen, stations)


def assert_equal(one: Live, other: Live) -> None:
    for ours, theirs in ((one.vehicles, other.vehicles), (one.stations, other.stations)):
        assert ours.keys() == theirs.keys()
        for name in ours:
            assert ours[name].tolist() == theirs[name].tolist(), name


def assert_stations(seen: Live, said: dict[str, list[int]]) -> None:
    states = {name: np.array(said.pop(name)) for name in ("topping", "rack", "suspended")}
    below = sum(np.array(said.pop(name)) for name in ("cooling", "charging"))
    assert said.pop("bay") == said["bays_busy"]
    said["waiting"] = said.pop("queued")
    of = {name: column.tolist() for name, column in seen.stations.items()}
    assert {name: of[name] for name in said} == said
    # Whether one counts as ready that is suspended, rows tell who knows those before.
    ready, charging = seen.stations["ready"], seen.stations["charging"]
    of_suspended = ready - states["topping"] - states["rack"]
    assert ((of_suspended >= 0) & (of_suspended <= states["suspended"])).all()
    assert (charging - below == states["suspended"] - of_suspended).all()


def test_the_networks_show_all_that_can_be_seen() -> None:
    doing, most = np.zeros(len(DOING)), dict[str, float]()
    for number, network in enumerate(NETWORKS):
        tables = parameters(network)
        engine = KernelEngine(tables, number, log=False)
        horizon_s = float(as_array(tables.clock)["horizon_s"][0])
        for now in np.linspace(0.0, horizon_s, 12):
            engine.advance(float(now))
            seen = engine.live()
            if seen.vehicles:
                doing += np.bincount(seen.vehicles["doing"], minlength=len(DOING))
            for name, column in seen.stations.items():
                most[name] = max(most.get(name, 0.0), float(column.max()))
    assert (doing > 0).all()
    assert [name for name, value in most.items() if value < (1 if name == "open" else 2)] == []


def power_of(world: World, parameters: Parameters) -> Any:
    """Return the power of each station by the charge curve, from a world whose books are closed."""
    power = np.zeros(len(parameters.stations))
    chargers, batteries = as_array(world.chargers), as_array(world.batteries)
    kinds, types = as_array(parameters.battery_types), as_array(parameters.batteries)
    for charger, of in zip(chargers, as_array(parameters.chargers), strict=True):
        battery = batteries[charger["battery"]]
        if charger["battery"] < 0 or battery["state"] not in (CHARGING, TOPPING):
            continue
        kind = kinds[types["battery_type"][charger["battery"]]]
        curve = parameters.knots, int(kind["first_knot"]), int(kind["knots"])
        drawn = min(of["power_kw"], power_at(*curve, float(battery["soc"]))) * charger["derating"]
        power[of["station"]] += min(drawn, charger["set_point_kw"]) if charger["held"] else drawn
    return power


@pytest.mark.parametrize("number", range(0, len(NETWORKS), 2))
def test_power_is_that_of_the_curves_at_the_socs_of_now(number: int) -> None:
    tables = parameters(NETWORKS[number])
    engine = KernelEngine(tables, number, log=False)
    horizon_s = float(as_array(tables.clock)["horizon_s"][0])
    for share in (0.13, 0.31, 0.62, 0.87):
        engine.advance(share * horizon_s)
        expected = power_of(engine.closed_world(), tables)
        # Where a curve has a step, two ways to the same SoC may fall on either side of it.
        assert engine.live().stations["power_kw"] == pytest.approx(expected, rel=1e-6, abs=1e-6)


def test_looking_changes_nothing() -> None:
    tables = parameters(NETWORKS[0])
    looked_at, left_alone = KernelEngine(tables, 1), KernelEngine(tables, 1)
    looked_at.live()
    looked_at.advance(20_000.0)
    looked_at.live().stations["ready"][:] = 0
    for engine in (looked_at, left_alone):
        engine.advance(math.inf)
    ours, theirs = (
        pa.Table.from_batches(engine.drain(), SCHEMA) for engine in (looked_at, left_alone)
    )
    assert first_difference(columns_of(ours), columns_of(theirs)) == ""


def town() -> Scenario:
    station = {"id": "s", "lon": 10, "lat": 53, "batteries": 4, "swaps_per_day": 50}
    return Scenario.model_validate(
        {
            "horizon": "1d",
            "battery_types": [
                {"id": "b", "capacity_kwh": 40, "charge_curve": {"power_kw": 60}},
            ],
            "stations": [{**station, "chargers": {"count": 2, "power_kw": 60}}],
        }
    )


def test_a_simulation_without_a_fleet_has_stations_only() -> None:
    simulation = Simulation(town(), log=False)
    simulation.advance("12h")
    seen = simulation.live()
    assert seen.vehicles == {}
    assert seen.stations["swaps"][0] == simulation.kpis().total["swaps"][0].as_py()


def test_the_reference_is_not_seen_live() -> None:
    with pytest.raises(EngineError, match="only a run of the kernel"):
        Simulation(town(), engine="reference").live()
