"""Engines and plain models against each other, in one process."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from voltwin.bench import networks
from voltwin.bench.networks import DAY_S, WEEK_S
from voltwin.bench.plain_stations import plain_stations
from voltwin.bench.rivals import rival
from voltwin.bench.timing import interleaved, processor_seconds, seconds
from voltwin.simulation import EngineName, Simulation
from voltwin.store.event_file import EventFile
from voltwin_bindings.engine import Engine
from voltwin_core.station.parameters import Parameters

_ROUNDS = 5
_PLAIN_SEED = 1


def speedup() -> tuple[float, str]:
    """Return reference over kernel, log off."""
    network, arrivals = networks.sample_parameters(), networks.sample_arrivals()
    fast, slow = interleaved(
        lambda: _kernel_s(network, DAY_S),
        lambda: _advance_s(networks.reference(network), DAY_S),
        rounds=_ROUNDS,
    )
    return slow / fast, _each(kernel=fast / arrivals, reference=slow / arrivals)


def speedup_plain() -> tuple[float, str]:
    """Return plain SimPy over kernel, log off, per arrival."""
    network, arrivals = networks.sample_parameters(), networks.sample_arrivals()
    fast, plain = interleaved(
        lambda: _kernel_s(network, DAY_S) / arrivals,
        lambda: _plain_each_s(network),
        rounds=_ROUNDS,
    )
    return plain / fast, _each(kernel=fast, plain=plain)


def speedup_logged() -> tuple[float, str]:
    """Return reference over kernel, both writing the whole log to Parquet."""
    arrivals = networks.sample_arrivals()
    _logged_s("kernel")  # compiled from here on
    fast, slow = interleaved(
        lambda: min(_logged_s("kernel") for _ in range(3)),
        lambda: _logged_s("reference"),
        rounds=_ROUNDS,
    )
    return slow / fast, _each(kernel=fast / arrivals, reference=slow / arrivals)


def week_seconds() -> tuple[float, str]:
    """Return how long the demo week takes the kernel, log off [s]."""
    network, arrivals = networks.city_parameters(), networks.city_arrivals()
    (least,) = interleaved(
        lambda: seconds(lambda engine: engine.advance(WEEK_S), lambda: networks.kernel(network)),
        rounds=5,
    )
    return least, f"{arrivals:,} arrivals, making the tables not counted, minimum of 5"


def floor_ratio() -> tuple[float, str]:
    """Return kernel over bare loop on the demo week, per arrival."""
    network, arrivals = networks.city_parameters(), networks.city_arrivals()
    bare = rival("bare_loop").BareLoop(plain_stations(network))
    bare_arrivals, _ = bare.run(WEEK_S, _PLAIN_SEED)
    fast, floor = interleaved(
        lambda: _advance_s(networks.kernel(network), WEEK_S) / arrivals,
        lambda: _bare_s(bare) / bare_arrivals,
        rounds=5,
    )
    return fast / floor, _each(kernel=fast, bare=floor)


def reference_plain_ratio() -> tuple[float, str]:
    """Return reference over plain SimPy where both have the same features, per arrival."""
    network = networks.plain_network()
    arrivals = networks.arrivals(network)
    slow, plain = interleaved(
        lambda: _advance_s(networks.reference(network), DAY_S) / arrivals,
        lambda: _plain_each_s(network),
        rounds=_ROUNDS,
    )
    return slow / plain, _each(reference=slow, plain=plain)


def _advance_s(engine: Engine, until_s: float) -> float:
    return processor_seconds(lambda ready: ready.advance(until_s), lambda: engine)


def _bare_s(loop: Any) -> float:
    return processor_seconds(lambda ready: ready.run(WEEK_S, _PLAIN_SEED), lambda: loop)


def _kernel_s(network: Parameters, until_s: float) -> float:
    """Return the least time of several: the kernel's runs are short beside its rivals'."""
    return min(_advance_s(networks.kernel(network), until_s) for _ in range(3))


def _plain_each_s(network: Parameters) -> float:
    """Return seconds per arrival of the plain SimPy model, for a day."""
    simulate, plain = rival("plain_swap").simulate, plain_stations(network)
    arrivals: list[int] = []
    took_s = processor_seconds(
        lambda stations: arrivals.append(simulate(stations, DAY_S, _PLAIN_SEED)[0]), lambda: plain
    )
    return took_s / arrivals[0]


def _logged_s(engine: EngineName) -> float:
    """Return how long a run of the sample takes that writes its log to a file [s]."""
    with TemporaryDirectory() as folder:
        return seconds(
            lambda simulation: _write(simulation, Path(folder) / "events.parquet"),
            lambda: Simulation(networks.sample(), engine=engine),
        )


def _write(simulation: Simulation, file: Path) -> None:
    with EventFile(file) as events:
        for batch in simulation.stream():
            events.write(batch)


def _each(**seconds_each: float) -> str:
    """Return times per arrival in words."""
    times = (f"{name} {1e6 * each:,.3g}" for name, each in seconds_each.items())
    return f"{', '.join(times)} µs per arrival"
