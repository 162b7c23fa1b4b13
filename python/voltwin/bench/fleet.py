"""The moving city: 10,000 vehicles that live in a city and swap at its 500 stations."""

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from voltwin.bench import networks
from voltwin.bench.networks import DAY_S, WEEK_S
from voltwin.bench.timing import interleaved, processor_seconds
from voltwin.scenario import Scenario, load, parameters, templates
from voltwin_bindings.engine import Engine
from voltwin_core.fleet.cells import FLEET_COUNTS, TRIPS
from voltwin_core.station.cells import COUNTS, SWAPS
from voltwin_core.station.parameters import Parameters

_ROUNDS = 7
_FEW_ROUNDS = 2  # a day takes the reference a minute
_LEAST_DAY_TRIPS = 250_000


@cache
def city() -> Scenario:
    """Return the moving city, one week."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "moving_city.yaml"
        file.write_text(templates.moving_city(), encoding="utf-8")
        return load(file)


@cache
def week_parameters() -> Parameters:
    """Return the tables of the moving city."""
    return parameters(city())


@cache
def day_parameters() -> Parameters:
    """Return the tables of its first day."""
    return parameters(city().model_copy(update={"horizon": DAY_S}))


def work(network: Parameters, until_s: float) -> tuple[int, int]:
    """Return (trips, swaps) up to a time [s]; this also warms the kernel up."""
    engine = networks.kernel(network)
    engine.advance(until_s)
    world = engine.closed_world()
    trips = world.fleet_counts[TRIPS :: len(FLEET_COUNTS)].sum()
    return int(trips), int(world.counts[SWAPS :: len(COUNTS)].sum())


def speedup() -> tuple[float, str]:
    """Return reference over kernel on a day of the moving city, log off.

    Raises:
        RuntimeError: there is less to do than there has to be.
    """
    network = day_parameters()
    trips, swaps = work(network, DAY_S)
    if trips < _LEAST_DAY_TRIPS:
        raise RuntimeError(f"the day of the moving city has shrunk to {trips:,} trips")
    fast, slow = interleaved(
        lambda: _advance_s(networks.kernel(network), DAY_S),
        lambda: _advance_s(networks.reference(network), DAY_S),
        rounds=_FEW_ROUNDS,
    )
    each = 1e6 / (trips + swaps)
    times = f"kernel {fast * each:.3g}, reference {slow * each:.3g} µs per trip or swap"
    return slow / fast, f"{trips:,} trips and {swaps:,} swaps; {times}"


def events_per_second() -> tuple[float, str]:
    """Return how many rows a second the log of the moving week would have, had it one."""
    network, rows = week_parameters(), week_rows()
    (least,) = interleaved(lambda: _advance_s(networks.kernel(network), WEEK_S), rounds=_ROUNDS)
    trips, swaps = work(network, WEEK_S)
    seen = f"{rows:,} rows ({trips:,} trips, {swaps:,} swaps) in {least:.3g} s"
    return rows / least / 1e6, f"{seen}, minimum of {_ROUNDS}"


def week_rows() -> int:
    """Return the rows of the moving week's log."""
    engine, rows = networks.kernel(week_parameters(), log=True), 0
    while engine.now < WEEK_S:
        engine.step(WEEK_S)
        rows += sum(batch.num_rows for batch in engine.drain())
    return rows


def _advance_s(engine: Engine, until_s: float) -> float:
    return processor_seconds(lambda ready: ready.advance(until_s), lambda: engine)
