"""The moving city grown: up to a hundred times its vehicles, and what each of them takes.

Streets, zones and the 500 stations stay where they are. Each class has so many times its vehicles,
and each station is sized, as its generator sizes it, for so many times the swaps, with so many
times the places in its queue: so service is that of the template, and what grows is only what
there is to do and to hold.
"""

import math
import subprocess
import sys
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import yaml

from voltwin.bench import networks
from voltwin.bench.networks import DAY_S
from voltwin.bench.timing import interleaved, processor_seconds
from voltwin.scenario import Scenario, load, parameters, templates
from voltwin_bindings.kernel_engine import KernelEngine
from voltwin_core.station.parameters import Parameters

_VEHICLES = 10_000  # of the template
_MILLION = 1_000_000
_ROUNDS = 3


def grown(times: float) -> Scenario:
    """Return a day of the moving city with so many times its vehicles and swaps."""
    data: dict[str, Any] = yaml.safe_load(templates.moving_city())
    data["horizon"] = DAY_S
    for of in data["fleet"]["classes"]:
        of["count"] = round(of["count"] * times)
    data["stations"]["fleet_swaps_per_day"] *= times
    with TemporaryDirectory() as folder:
        file = Path(folder) / "grown_city.yaml"
        file.write_text(yaml.safe_dump(data), encoding="utf-8")
        scenario = load(file)
    stations = [
        of.model_copy(update={"queue_places": math.ceil(of.queue_places * times)})
        for of in scenario.stations
    ]
    return scenario.model_copy(update={"stations": stations})


def ratio_100k() -> tuple[float, str]:
    """Return rows per second of 100,000 vehicles over those of 10,000."""
    return _ratio(10)


def ratio_1m() -> tuple[float, str]:
    """Return rows per second of a million vehicles over those of 10,000."""
    return _ratio(100)


def bytes_per_vehicle() -> tuple[float, str]:
    """Return the peak resident size of a process that loads and simulates a million vehicles for a
    day, KPIs and all, over their number [B]."""
    command = [sys.executable, "-m", "voltwin.bench.grown_day"]
    _output([*command, str(_VEHICLES)])  # compiled from here on
    told = _output([*command, str(_MILLION)]).split()
    peak_mb, loaded_s, ran_s = map(float, told)
    seen = (
        f"peak of the process {peak_mb:,.0f} MB, loaded in {loaded_s:.3g} s, run in {ran_s:.3g} s"
    )
    return peak_mb * 1e6 / _MILLION, seen


def _ratio(times: int) -> tuple[float, str]:
    small, large = _tables(1), _tables(times)
    small_s, large_s = interleaved(
        lambda: _day_s(small), lambda: _day_s(large), rounds=_ROUNDS if times < 100 else 1
    )
    few, many = _rows(1) / small_s, _rows(times) / large_s
    seen = f"{_rows(times):,} rows in {large_s:.3g} s; {many / 1e6:.3g} against {few / 1e6:.3g} M/s"
    return many / few, seen


@cache
def _tables(times: int) -> Parameters:
    return parameters(grown(times))


@cache
def _rows(times: int) -> int:
    """Return the rows that the log of the day has."""
    engine, rows = networks.kernel(_tables(times), log=True), 0
    while engine.now < DAY_S:
        engine.step(DAY_S)
        rows += sum(batch.num_rows for batch in engine.drain())
    return rows


def _day_s(tables: Parameters) -> float:
    def start() -> KernelEngine:
        engine = networks.kernel(tables)
        engine.advance(1.0)  # every vehicle is parked, and all memory has been touched
        return engine

    return processor_seconds(lambda engine: engine.advance(DAY_S), start)


def _output(command: list[str]) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"a measured process failed:\n{done.stderr}")
    return done.stdout
