"""A process that simulates a day of a city of one size on one engine, log off, and tells what that
took.

python -m voltwin.bench.one_size kernel 300
"""

import sys
from collections.abc import Callable
from time import perf_counter, process_time

from voltwin.bench import networks
from voltwin.bench.fleet_sizes import grown
from voltwin.bench.networks import DAY_S
from voltwin.bench.plain_stations import plain_stations
from voltwin.bench.rivals import rival
from voltwin.bench.week import peak_mb
from voltwin.scenario import Scenario, demo_city, parameters
from voltwin_core.station.parameters import Parameters

_VEHICLES = 10_000  # in the moving city as its template has it
_SEED = 1


def city(stations: int) -> Scenario:
    """Return a demo city of some stations, one day."""
    return demo_city(stations=stations, seed=_SEED).model_copy(update={"horizon": DAY_S})


def moving_city(vehicles: int) -> Scenario:
    """Return the moving city with another number of vehicles on its stations, one day."""
    return grown(vehicles / _VEHICLES)


def by_kernel(network: Parameters) -> float:
    """Simulate the day on the kernel and return the processor's time [s]."""
    engine = networks.kernel(network)
    begun = process_time()
    engine.advance(DAY_S)
    return process_time() - begun


def by_reference(network: Parameters) -> float:
    """Simulate the day on the reference and return the processor's time [s]."""
    engine = networks.reference(network)
    begun = process_time()
    engine.advance(DAY_S)
    return process_time() - begun


def by_plain(network: Parameters) -> float:
    """Simulate the day in plain SimPy and return the processor's time [s]."""
    simulate, stations = rival("plain_swap").simulate, plain_stations(network)
    begun = process_time()
    simulate(stations, DAY_S, _SEED)
    return process_time() - begun


_ENGINES: dict[str, Callable[[Parameters], float]] = {
    "kernel": by_kernel,
    "fleet": by_kernel,
    "reference": by_reference,
    "plain": by_plain,
}


def main(engine: str, size: int) -> None:
    """Print the seconds of making the tables and of the day, and the peak memory [MB]."""
    run = _ENGINES[engine]
    run(parameters(moving_city(1000) if engine == "fleet" else city(1)))  # compiled from here on
    begun = perf_counter()
    network = parameters(moving_city(size) if engine == "fleet" else city(size))
    making = perf_counter() - begun
    print(f"{making:.4f} {run(network):.6f} {peak_mb():.1f}")


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
