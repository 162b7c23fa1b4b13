"""Engines and plain models against each other, in one process."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from voltwin.bench import networks
from voltwin.bench.networks import DAY_S, WEEK_S
from voltwin.bench.plain_stations import plain_stations
from voltwin.bench.rivals import rival
from voltwin.bench.timing import interleaved, processor_seconds, seconds
from voltwin.run_folder.event_file import EventFile
from voltwin.simulation import EngineName, Simulation
from voltwin_bindings.engine import Engine
from voltwin_core.station.parameters import Parameters

_ROUNDS = 7
_FEW_ROUNDS = 3  # where a round takes the rival a quarter of a minute or more
_LEAST_WEEK_ARRIVALS = 1_200_000
_PLAIN_SEED = 1


def speedup() -> tuple[float, str]:
    """Return reference over kernel on a day of the demo city, log off."""
    fast, slow = _engines(networks.city_day_parameters(), rounds=_FEW_ROUNDS)
    arrivals = networks.city_day_arrivals()
    times = _each(kernel=fast / arrivals, reference=slow / arrivals)
    return slow / fast, f"{times}; {sample_speedup():.3g} x on 20 stations alone"


def sample_speedup() -> float:
    """Return reference over kernel on 20 stations, where the reference's memory is small."""
    networks.sample_arrivals()  # compiled from here on
    fast, slow = _engines(networks.sample_parameters(), rounds=_ROUNDS)
    return slow / fast


def speedup_plain() -> tuple[float, str]:
    """Return plain SimPy over kernel on the demo week, log off, per arrival.

    A turn of SimPy's is a hundred of the kernel's, and leaves the caches to it cold: the kernel has
    three a turn.
    """
    network, arrivals = networks.city_parameters(), networks.city_arrivals()
    fast, plain = interleaved(
        lambda: min(_advance_s(networks.kernel(network), WEEK_S) for _ in range(3)) / arrivals,
        lambda: _plain_each_s(network, WEEK_S),
        rounds=_FEW_ROUNDS,
    )
    return plain / fast, _each(kernel=fast, plain=plain)


def speedup_logged() -> tuple[float, str]:
    """Return reference over kernel on a day of the demo city, both writing the log to Parquet."""
    arrivals = networks.city_day_arrivals()
    fast, slow = interleaved(
        lambda: _logged_s("kernel"), lambda: _logged_s("reference"), rounds=_FEW_ROUNDS
    )
    return slow / fast, _each(kernel=fast / arrivals, reference=slow / arrivals)


def week_seconds() -> tuple[float, str]:
    """Return how long the demo week takes the kernel, log off [s]."""
    network, arrivals = networks.city_parameters(), networks.city_arrivals()
    if arrivals <= _LEAST_WEEK_ARRIVALS:
        raise RuntimeError(f"the demo week has shrunk to {arrivals:,} arrivals")
    (least,) = interleaved(
        lambda: seconds(lambda engine: engine.advance(WEEK_S), lambda: networks.kernel(network)),
        rounds=_ROUNDS,
    )
    return least, f"{arrivals:,} arrivals, making the tables not counted, minimum of {_ROUNDS}"


def floor_ratio() -> tuple[float, str]:
    """Return kernel over bare loop on the demo week, per arrival."""
    network, arrivals = networks.city_parameters(), networks.city_arrivals()
    bare = rival("bare_loop").BareLoop(plain_stations(network))
    bare_arrivals, _ = bare.run(WEEK_S, _PLAIN_SEED)
    fast, floor = interleaved(
        lambda: _advance_s(networks.kernel(network), WEEK_S) / arrivals,
        lambda: _bare_s(bare) / bare_arrivals,
        rounds=_ROUNDS,
    )
    return fast / floor, _each(kernel=fast, bare=floor)


def reference_plain_ratio() -> tuple[float, str]:
    """Return reference over plain SimPy where both have the same features, per arrival."""
    network = networks.plain_network()
    arrivals = networks.arrivals(network)
    slow, plain = interleaved(
        lambda: _advance_s(networks.reference(network), DAY_S) / arrivals,
        lambda: _plain_each_s(network, DAY_S),
        rounds=_ROUNDS,
    )
    return slow / plain, _each(reference=slow, plain=plain)


def _advance_s(engine: Engine, until_s: float) -> float:
    return processor_seconds(lambda ready: ready.advance(until_s), lambda: engine)


def _bare_s(loop: Any) -> float:
    return processor_seconds(lambda ready: ready.run(WEEK_S, _PLAIN_SEED), lambda: loop)


def _engines(network: Parameters, rounds: int) -> list[float]:
    """Return how long a day takes the kernel and the reference, log off [s]."""
    return interleaved(
        lambda: _advance_s(networks.kernel(network), DAY_S),
        lambda: _advance_s(networks.reference(network), DAY_S),
        rounds=rounds,
    )


def _plain_each_s(network: Parameters, until_s: float) -> float:
    """Return seconds per arrival of the plain SimPy model."""
    simulate, plain = rival("plain_swap").simulate, plain_stations(network)
    arrivals: list[int] = []
    took_s = processor_seconds(
        lambda stations: arrivals.append(simulate(stations, until_s, _PLAIN_SEED)[0]), lambda: plain
    )
    return took_s / arrivals[0]


def _logged_s(engine: EngineName) -> float:
    """Return how long a day of the demo city takes that writes its log to a file [s]."""
    with TemporaryDirectory() as folder:
        return seconds(
            lambda simulation: _write(simulation, Path(folder) / "events.parquet"),
            lambda: Simulation(networks.city_day(), engine=engine),
        )


def _write(simulation: Simulation, file: Path) -> None:
    with EventFile(file) as events:
        for batch in simulation.stream():
            events.write(batch)


def _each(**seconds_each: float) -> str:
    """Return times per arrival in words."""
    times = (f"{name} {1e6 * each:,.3g}" for name, each in seconds_each.items())
    return f"{', '.join(times)} µs per arrival"
