"""Replications without a log: what is read of each is what a run of its own gives."""

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.bindings.runs import assert_same, busy
from tests.kpis.networks import Site, network

from voltwin.kpis.cells import Cells
from voltwin.kpis.from_world import cells_from_world
from voltwin.validation.network import parameters as tables_of
from voltwin.validation.random_networks import random_network
from voltwin.validation.scope import Scope
from voltwin_bindings import replicas
from voltwin_bindings.engine import EngineError
from voltwin_bindings.kernel_engine import KernelEngine
from voltwin_bindings.readings import battery_columns, vehicles_inside
from voltwin_bindings.replicas import Replicas, ReplicationError, Series
from voltwin_core.linked import NONE
from voltwin_core.record import as_array
from voltwin_core.replications import run_replications
from voltwin_core.station.cells import COUNTS
from voltwin_core.station.parameters import LOSE, Parameters
from voltwin_core.swap import REACHED

Arrays = dict[str, npt.NDArray[Any]]


def of_run(parameters: Parameters, key: int, until: float) -> Arrays:
    engine = KernelEngine(parameters, key, log=False)
    engine.advance(until)
    cells = cells_from_world(engine.closed_world(), engine.now)
    return _arrays(cells) | {"inside": engine.inside(), **engine.batteries()}


def of_series(series: Series, number: int, until: float) -> Arrays:
    """Return what is read of one replication of a series."""
    cells = cells_from_world(series.world, until)
    batteries = battery_columns(series.world)
    all_of_them = _arrays(cells) | {"inside": vehicles_inside(series.world), **batteries}
    own = {name: np.split(all_, series.replications)[number] for name, all_ in all_of_them.items()}
    stations = len(series.world.parameters.stations) // series.replications
    own["station"] = np.where(own["station"] == NONE, NONE, own["station"] - number * stations)
    return own


def _arrays(cells: Cells) -> Arrays:
    return {name: of for name, of in vars(cells).items() if isinstance(of, np.ndarray)}


def horizon_s(parameters: Parameters) -> float:
    return float(as_array(parameters.clock)["horizon_s"][0])


@settings(max_examples=60, deadline=None)
@given(number=st.integers(0, 2**24 - 1), stations=st.sampled_from((1, 2, 6)))
def test_each_replication_of_any_network_is_a_run_of_its_own(number: int, stations: int) -> None:
    parameters = tables_of(random_network(Scope(str(number), stations=stations)))
    until, replicas = horizon_s(parameters), Replicas(parameters)
    keys = [number + 1, number + 2, number + 1] if replicas.may_be_read_together else [number]
    worker = replicas.worker()
    try:
        alone = [of_run(parameters, key, until) for key in keys]
    except EngineError as error:
        with pytest.raises(ReplicationError, match=re.escape(str(error))):
            worker.run(keys, until)
        return
    for _ in range(2):  # what the first series has left behind does not show in the second
        series = worker.run(keys, until)
        for place, run in enumerate(alone):
            assert_same(of_series(series, place, until), run)


def test_replications_end_where_they_are_told_to() -> None:
    series = Replicas(busy()).worker().run([7, 8], 5000.5)
    for place, key in enumerate((7, 8)):
        assert_same(of_series(series, place, 5000.5), of_run(busy(), key, 5000.5))


def test_an_error_tells_the_replication_and_its_station() -> None:
    calm, short = Site(ring=2, arrivals=(5.0,)), Site(ring=1, arrivals=(100.0, 110.0))
    worker = Replicas(network((calm, short))).worker()
    with pytest.raises(ReplicationError) as found:
        worker.run([1, 2], 1000.0)
    assert (found.value.number, found.value.cause.station, found.value.cause.time) == (0, 1, 110.0)


def test_a_short_series_is_run_in_one_call(monkeypatch: pytest.MonkeyPatch) -> None:
    ended: list[int] = []

    def counted(*arguments: Any) -> int:
        ended.append(run_replications(*arguments))
        return ended[-1]

    monkeypatch.setattr(replicas, "run_replications", counted)
    Replicas(busy()).worker().run([7, 8, 9], 4000.0)
    assert ended == [REACHED]


def test_a_long_series_pauses_and_goes_on() -> None:
    """So long that a call returns before its end, to let whoever waits be interrupted."""
    arrivals, replications = 100_000, 100
    site = Site(policy=LOSE, inventory=((),), ring=1, arrivals=tuple(np.arange(arrivals) / 10.0))
    parameters = network((site,), horizon_s=2e4)
    series = Replicas(parameters).worker().run([1] * replications, 2e4)
    lost = cells_from_world(series.world, 2e4).counts[:, :, COUNTS.index("lost_stockout")]
    assert lost.sum(axis=1).tolist() == [arrivals] * replications


PLAIN = """
from tests.bindings.runs import busy
from voltwin_bindings.replicas import Replicas
world = Replicas(busy()).worker().run([7, 8], 4000.0).world
print(world.counts.tolist(), world.sums.tolist(), world.grid_kwh.tolist())
"""


def test_plain_python_gives_the_numbers_of_compiled_code() -> None:
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", PLAIN],
        env={**os.environ, "NUMBA_DISABLE_JIT": "1"},
        cwd=Path(__file__).resolve().parents[2],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stderr == ""
    world = Replicas(busy()).worker().run([7, 8], 4000.0).world
    found = f"{world.counts.tolist()} {world.sums.tolist()} {world.grid_kwh.tolist()}"
    assert done.stdout.strip() == found
