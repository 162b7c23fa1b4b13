"""Times of this machine, engine by engine: `python -m pytest benchmarks`."""

from typing import Any

import pytest

from voltwin.bench import networks
from voltwin.bench.networks import DAY_S, WEEK_S
from voltwin.bench.plain_stations import plain_stations
from voltwin.bench.rivals import rival
from voltwin.scenario import Scenario, demo_city, parameters
from voltwin_bindings.engine import Engine
from voltwin_core.station.parameters import Parameters


def city_of(stations: int, horizon_s: float) -> Scenario:
    """Return a demo city of some stations."""
    return demo_city(stations=stations, seed=1).model_copy(update={"horizon": horizon_s})


@pytest.fixture(scope="module")
def fifty() -> Parameters:
    """Return the tables of 50 stations, a week."""
    return parameters(city_of(50, WEEK_S))


@pytest.fixture(scope="module")
def two() -> Parameters:
    """Return the tables of 2 stations, a day."""
    return parameters(city_of(2, DAY_S))


def advance(engine: Engine) -> None:
    """Handle everything up to the horizon."""
    engine.advance(WEEK_S)
    engine.drain()


@pytest.mark.parametrize("log", [False, True], ids=["log off", "log on"])
def test_kernel_week_of_50_stations(benchmark: Any, fifty: Parameters, log: bool) -> None:
    benchmark.pedantic(
        advance, setup=lambda: ((networks.kernel(fifty, log=log),), {}), rounds=10, warmup_rounds=1
    )


def test_reference_day_of_2_stations(benchmark: Any, two: Parameters) -> None:
    benchmark.pedantic(advance, setup=lambda: ((networks.reference(two),), {}), rounds=5)


def test_plain_simpy_day_of_2_stations(benchmark: Any, two: Parameters) -> None:
    simulate, stations = rival("plain_swap").simulate, plain_stations(two)
    benchmark.pedantic(simulate, args=(stations, DAY_S, 1), rounds=5)


def test_bare_loop_week_of_50_stations(benchmark: Any, fifty: Parameters) -> None:
    loop = rival("bare_loop").BareLoop(plain_stations(fifty))
    benchmark.pedantic(loop.run, args=(WEEK_S, 1), rounds=10, warmup_rounds=1)


def test_tables_of_50_stations(benchmark: Any) -> None:
    benchmark.pedantic(parameters, args=(city_of(50, WEEK_S),), rounds=5, warmup_rounds=1)
