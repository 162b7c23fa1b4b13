"""A process that simulates a day of a city of one size on one engine, log off, and tells what that
took.

python -m voltwin.bench.one_size kernel 300
"""

import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, process_time

from voltwin.bench import networks
from voltwin.bench.networks import DAY_S
from voltwin.bench.plain_stations import plain_stations
from voltwin.bench.rivals import rival
from voltwin.bench.week import peak_mb
from voltwin.scenario import Scenario, demo_city, load, parameters, templates
from voltwin_core.station.parameters import Parameters

VEHICLES_PER_STATION = 20  # in the moving city as its template has it

_VEHICLES, _STATIONS = 10_000, 500  # there
_SEED = 1


def city(stations: int) -> Scenario:
    """Return a demo city of some stations, one day."""
    return demo_city(stations=stations, seed=_SEED).model_copy(update={"horizon": DAY_S})


def moving_city(vehicles: int) -> Scenario:
    """Return the moving city with another number of vehicles, and of stations in proportion, one
    day."""
    text = templates.moving_city()
    stations = max(1, vehicles // VEHICLES_PER_STATION)
    text = text.replace(f"count: {_STATIONS},", f"count: {stations},")
    with TemporaryDirectory() as folder:
        file = Path(folder) / "moving_city.yaml"
        file.write_text(text, encoding="utf-8")
        scenario = load(file)
    assert scenario.fleet
    classes = [
        of.model_copy(update={"count": of.count * vehicles // _VEHICLES})
        for of in scenario.fleet.classes
    ]
    fleet = scenario.fleet.model_copy(update={"classes": classes})
    return scenario.model_copy(update={"fleet": fleet, "horizon": DAY_S})


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
    run(parameters(moving_city(200) if engine == "fleet" else city(1)))  # compiled from here on
    begun = perf_counter()
    network = parameters(moving_city(size) if engine == "fleet" else city(size))
    making = perf_counter() - begun
    print(f"{making:.4f} {run(network):.6f} {peak_mb():.1f}")


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
