"""Experiments: what they take besides their runs, what a cluster takes, what common random numbers
bring, and how soon one is gone on with."""

import os
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from voltwin.bench import networks
from voltwin.bench.processes import VOLTWIN
from voltwin.bench.replications import small_station
from voltwin.bench.timing import interleaved, seconds
from voltwin.experiment.comparison import compare
from voltwin.experiment.executor import Executor, Threads
from voltwin.experiment.replicate import replicate
from voltwin.experiment.replications import replications
from voltwin.experiment.spans import Chunk, Span
from voltwin.experiment.variant import Variant
from voltwin.experiment.work import Work
from voltwin.scenario import Scenario, demo_city, save
from voltwin.scenario.changes import Change, changed

_ROUNDS = 3
_STATIONS = 50  # for a week: some 50 ms a run
_REPLICATIONS = 60
_CHUNKS, _RUNS_OF_CHUNK = 8, 20
_RESUMED = 1000
_VARIANTS = {f"{n} more": [f"stations[*].chargers+={n}"] for n in (1, 2, 3)}


@cache
def _city() -> Scenario:
    """Return a city whose week takes some 50 ms."""
    return demo_city(stations=_STATIONS, seed=7)


def overhead() -> tuple[float, str]:
    """Return by what part an experiment of four variants takes longer than their replications."""

    def bare(city: Scenario) -> None:
        replicate(city, replications=_REPLICATIONS)
        for changes in _VARIANTS.values():
            child = changed(city, [Change.parse(change) for change in changes])
            replicate(child, replications=_REPLICATIONS)

    def experiment(city: Scenario) -> None:
        with TemporaryDirectory() as folder:
            compare(city, _VARIANTS, replications=_REPLICATIONS, keep=[], folder=folder + "/x")

    bare(_city())  # compiled from here on
    alone, whole = interleaved(
        lambda: seconds(bare, _city), lambda: seconds(experiment, _city), rounds=_ROUNDS
    )
    runs = _REPLICATIONS * (1 + len(_VARIANTS))
    threads = os.cpu_count() or 1
    seen = f"{runs} runs of {1e3 * alone * threads / runs:.0f} ms in {alone:.3g} s, {whole:.3g} s"
    return 100.0 * (whole / alone - 1.0), f"{seen} as an experiment, journal and tables included"


def ray_ratio() -> tuple[float, str]:
    """Return how fast chunks of a second are done by Ray on this machine, threads being 1.

    Raises:
        ClusterError: Ray is not installed.
    """
    from voltwin.experiment.on_ray import OnRay

    work = Work(_city(), 1, _city().horizon, ("lost_share",))

    def chunks() -> Iterator[Chunk]:
        for number in range(_CHUNKS):
            yield ((Variant("base"), Span(0, number * _RUNS_OF_CHUNK, _RUNS_OF_CHUNK)),)

    def run(executor: Executor) -> float:
        begun = perf_counter()
        for _ in executor.results(work, chunks()):
            pass
        return perf_counter() - begun

    threads, ray = Threads(os.cpu_count() or 1), OnRay("local")
    try:
        run(ray)  # its processes have started, and all is ready, from here on
        run(threads)
        on_threads, on_ray = interleaved(lambda: run(threads), lambda: run(ray), rounds=_ROUNDS)
    finally:
        ray.close()
    each = on_threads * threads.threads / _CHUNKS
    seen = f"{_CHUNKS} chunks of {each:.2g} s on {threads.threads} processors"
    return on_threads / on_ray, f"{seen}: {on_threads:.3g} s on threads, {on_ray:.3g} s on Ray"


def common_random_numbers() -> tuple[float, str]:
    """Return by what factor common random numbers reduce the variance of a difference."""
    found = compare(
        networks.city(),
        {"two more": ["stations[*].chargers+=2"]},
        replications=30,
        measures=["lost_share"],
        keep=[],
    )
    (row,) = found.table("differences").to_pylist()
    seen = f"{100 * row['base']:.3g} % lost, {100 * row['difference']:.2g} points with two more"
    return float(row["variance_reduction"]), f"{seen}, 30 pairs"


def resume() -> tuple[float, str]:
    """Return what it takes to go on with an experiment all of whose runs are finished [s]."""
    with TemporaryDirectory() as place:
        file, folder = Path(place) / "small.yaml", Path(place) / "experiment"
        save(small_station(), file)
        replications(file, _RESUMED, folder=folder)
        command = [*VOLTWIN, "run", str(file), "--no-report"]
        command += ["--replications", str(_RESUMED), "--out", str(folder), "--resume"]

        def again() -> float:
            (folder / "result.json").unlink()
            begun = perf_counter()
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
            return perf_counter() - begun

        (least,) = interleaved(again, rounds=_ROUNDS)
    return least, f"{_RESUMED:,} runs, whole process, tables written again, minimum of {_ROUNDS}"
