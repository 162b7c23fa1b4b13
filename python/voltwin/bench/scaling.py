"""How the time and memory of a run grow with its size: stations, vehicles, replications, cores."""

import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from time import perf_counter

from voltwin.bench import networks
from voltwin.bench.machine import cores
from voltwin.bench.networks import WEEK_S
from voltwin.bench.one_size import city
from voltwin.experiment.replicate import replicate
from voltwin_bindings.kernel_engine import KernelEngine

STATIONS = (10, 30, 100, 300, 1000, 3000, 10_000)
STATIONS_OF_SIMPY = STATIONS[:4]  # the reference takes 20 seconds for 300
VEHICLES = (1000, 10_000, 100_000, 1_000_000)
REPLICATIONS = (1, 10, 100, 1000, 10_000)

_ROUNDS = 3


@dataclass(frozen=True)
class Point:
    """What one size takes."""

    size: int
    seconds: float
    peak_mb: float | None = None  # of a process of its own, where the size has one


@dataclass(frozen=True)
class Curve:
    """What an engine takes, size by size."""

    name: str
    points: tuple[Point, ...]


@dataclass(frozen=True)
class Panel:
    """Curves over one kind of size."""

    work: str  # in words
    size: str  # what is counted, such as "stations"
    curves: tuple[Curve, ...]


def measure(progress: Callable[[str], None]) -> list[Panel]:
    """Measure all sizes, one after another, and tell `progress` before each kind.

    Raises:
        ValueError: the plain model is not in this installation.
    """
    progress("scaling: stations")
    by_stations = (
        _curve("kernel", "kernel", STATIONS),
        _curve("plain SimPy", "plain", STATIONS_OF_SIMPY),
        _curve("reference (SimPy, all features)", "reference", STATIONS_OF_SIMPY),
    )
    progress("scaling: vehicles")
    by_vehicles = (_curve("kernel", "fleet", VEHICLES),)
    progress("scaling: replications and cores")
    return [
        Panel("demo city, a day, one core", "stations", by_stations),
        Panel("moving city, a day, one core, 500 stations", "vehicles", by_vehicles),
        Panel("one station of the demo city, a day, one core", "replications", (_replications(),)),
        Panel("demo city, a week, wall-clock time", "cores", (_cores(),)),
    ]


def _curve(name: str, engine: str, sizes: tuple[int, ...]) -> Curve:
    return Curve(name, tuple(_in_a_process(engine, size) for size in sizes))


def _in_a_process(engine: str, size: int) -> Point:
    command = [sys.executable, "-m", "voltwin.bench.one_size", engine, str(size)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"a measured process failed:\n{done.stderr}")
    _, seconds, peak_mb = map(float, done.stdout.split())
    return Point(size, seconds, peak_mb)


def _replications() -> Curve:
    scenario = city(1)
    replicate(scenario, replications=1)  # compiled from here on

    def run(count: int) -> None:
        replicate(scenario, replications=count, threads=1)

    return Curve("kernel", tuple(Point(count, _least(run, count)) for count in REPLICATIONS))


def _cores() -> Curve:
    network = networks.city_parameters()

    def run(threads: int) -> None:
        KernelEngine(network, networks.KEY, log=False, threads=threads).advance(WEEK_S)

    counts = sorted({1 << power for power in range(cores().bit_length())} | {cores()})
    counts = [count for count in counts if count <= cores()]
    return Curve("kernel", tuple(Point(count, _least(run, count)) for count in counts))


def _least(run: Callable[[int], None], size: int) -> float:
    times = []
    for _ in range(_ROUNDS):
        begun = perf_counter()
        run(size)
        times.append(perf_counter() - begun)
    return min(times)
