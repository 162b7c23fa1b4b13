"""The compiled engine in slabs: cut anywhere, read at any time, with any buffer, it is one run."""

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.bindings.runs import (
    Arrays,
    assert_same,
    busy,
    everything,
    log_columns,
    readings,
)
from tests.kpis.any_network import networks
from tests.kpis.networks import Site, fixed, network

from voltwin_bindings import kernel_engine
from voltwin_bindings.engine import EngineError
from voltwin_bindings.kernel_engine import KernelEngine
from voltwin_core.record import as_array
from voltwin_core.station.cells import ARRIVALS
from voltwin_core.station.events import KINDS
from voltwin_core.station.parameters import LOSE, Parameters
from voltwin_core.swap import advance

SEVERAL = settings(max_examples=60, deadline=None)
KEY = st.integers(0, 2**64 - 1)
TIMES = st.lists(st.floats(0.0, 45_000.0), max_size=8).map(sorted)


def whole_run(parameters: Parameters, key: int = 1) -> Arrays:
    engine = KernelEngine(parameters, key)
    engine.advance(math.inf)
    return everything(engine)


def test_the_busy_network_writes_every_kind_of_row() -> None:
    """But those of vehicles that drive, of trucks and of observations: its stations are on their
    own, and as they are simulated."""
    driving = set(KINDS[KINDS.index("diverted") : KINDS.index("towed") + 1])
    trucks = {"truck_leaves", "loaded", "truck_arrives", "unloaded"}
    written = {KINDS[kind] for kind in whole_run(busy())["kind"].tolist()}
    observed = set(KINDS[KINDS.index("observed") : KINDS.index("vehicle_unseen") + 1])
    assert written == set(KINDS) - driving - trucks - observed


# --- slices ---------------------------------------------------------------------------------------


@SEVERAL
@given(networks(), KEY, TIMES)
def test_a_run_in_slices_is_the_run_in_one_piece(
    parameters: Parameters, key: int, times: list[float]
) -> None:
    engine = KernelEngine(parameters, key)
    for until in [*times, math.inf]:
        engine.advance(until)
    assert_same(everything(engine), whole_run(parameters, key))


@SEVERAL
@given(TIMES, KEY)
def test_the_busy_run_in_slices_is_the_run_in_one_piece(times: list[float], key: int) -> None:
    engine, batches = KernelEngine(busy(), key), []
    for until in [*(t / 3.0 for t in times), math.inf]:
        engine.advance(until)
        batches += engine.drain()
    assert_same(log_columns(batches) | readings(engine), whole_run(busy(), key))


@pytest.mark.parametrize("slab_rows", [2, 10, 100, 1000])
def test_a_small_log_buffer_grows_and_changes_nothing(
    monkeypatch: pytest.MonkeyPatch, slab_rows: int
) -> None:
    expected = whole_run(busy())
    monkeypatch.setattr(kernel_engine, "_SLAB_ROWS", slab_rows)
    assert_same(whole_run(busy()), expected)


@SEVERAL
@given(networks(), KEY, st.sampled_from([5, 30]))
def test_any_run_is_the_same_with_a_small_log_buffer(
    parameters: Parameters, key: int, slab_rows: int
) -> None:
    expected = whole_run(parameters, key)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(kernel_engine, "_SLAB_ROWS", slab_rows)
        assert_same(whole_run(parameters, key), expected)


@SEVERAL
@given(st.lists(st.floats(1.0, 20_000.0), min_size=1, max_size=5))
def test_everything_before_now_is_handled_and_nothing_else(times: list[float]) -> None:
    engine, until = KernelEngine(busy(), 1), 0.0
    for time in times:
        engine.advance(time)
        rows = log_columns(engine.drain())["time"]
        assert all(until <= row < time for row in rows)
        until = max(until, min(time, 14_400.0))
        assert engine.now == until


def test_an_event_at_exactly_until_is_left_for_later() -> None:
    engine = KernelEngine(network((Site(arrivals=(600.0,)),)), 1)
    engine.advance(600.0)
    before = log_columns(engine.drain())
    engine.advance(math.nextafter(600.0, math.inf))
    assert 600.0 not in before["time"]
    assert 600.0 in log_columns(engine.drain())["time"]


def test_events_at_the_horizon_are_not_handled() -> None:
    engine = KernelEngine(network((Site(arrivals=(7199.0, 7200.0)),), horizon_s=7200.0), 1)
    engine.advance(1e9)
    kinds = log_columns(engine.drain())["kind"].tolist()
    assert engine.now == 7200.0
    assert kinds.count(KINDS.index("arrival")) == 1


def test_a_step_does_not_pass_its_end_and_gets_there() -> None:
    engine = KernelEngine(busy(), 1)
    for _ in range(1000):
        before = engine.now
        engine.step(10_000.0)
        assert before < engine.now <= 10_000.0
        if engine.now == 10_000.0:
            break
    engine.step(10_000.0)
    assert engine.now == 10_000.0


def test_rows_are_drained_once() -> None:
    engine = KernelEngine(busy(), 1)
    engine.advance(7200.0)
    assert engine.drain()
    assert engine.drain() == []


def test_a_busy_hour_after_a_quiet_month_does_not_come_as_one_batch() -> None:
    month = 30 * 86400.0
    arrivals = tuple(month + 30.0 * n for n in range(20_000))
    engine = KernelEngine(
        network((Site(arrivals=arrivals, places=2, ring=4),), horizon_s=month + 6e5), 1
    )
    longest_s, rows = 0.0, 0
    while engine.now < month + 6e5:
        before = engine.now
        engine.step(math.inf)
        longest_s = max(longest_s, engine.now - before)
        rows = max([rows, *(batch.num_rows for batch in engine.drain())])
    assert longest_s <= 6 * 3600.0
    assert 0 < rows < 10 * 6 * 120


def test_a_long_slab_can_be_interrupted(monkeypatch: pytest.MonkeyPatch) -> None:
    calls = []

    def counted(*arguments: Any) -> int:
        calls.append(1)
        return advance(*arguments)

    monkeypatch.setattr(kernel_engine, "advance", counted)
    often = Site(gap_s=fixed(1.0 / 4096.0), places=0, policy=LOSE, inventory=((),))
    engine = KernelEngine(network((often, often), horizon_s=1200.0), 1, log=False)
    engine.advance(1200.0)
    counts = engine.closed_world().counts.reshape(2, -1)
    assert counts[:, ARRIVALS].tolist() == 2 * [1200 * 4096 - 1]
    assert len(calls) == 2


# --- readings -------------------------------------------------------------------------------------


@SEVERAL
@given(networks(), KEY, TIMES)
def test_reading_on_the_way_changes_nothing(
    parameters: Parameters, key: int, times: list[float]
) -> None:
    engine = KernelEngine(parameters, key)
    for until in [*times, math.inf]:
        engine.advance(until)
        first, second = readings(engine), readings(engine)
        assert_same(second, first)
    assert_same(everything(engine), whole_run(parameters, key))


def test_readings_are_copies() -> None:
    engine = KernelEngine(busy(), 1)
    engine.advance(5000.0)
    before = readings(engine)
    world, batteries = engine.closed_world(), engine.batteries()
    for table in (world.stations, world.batteries):
        as_array(table).view(np.uint8)[:] = 255
    for column in (world.state_s, world.grid_kwh, *batteries.values(), engine.inside()):
        column[:] = 0
    assert_same(readings(engine), before)


def test_without_a_log_the_sums_are_the_same() -> None:
    silent = KernelEngine(busy(), 1, log=False)
    silent.advance(math.inf)
    assert silent.drain() == []
    expected = whole_run(busy())
    assert_same(readings(silent), {name: expected[name] for name in readings(silent)})


# --- runs beside each other -----------------------------------------------------------------------


def contents(tables: tuple[Any, ...]) -> list[bytes]:
    """Return all that is in tables, those within tables included."""
    nested = (contents(of) if isinstance(of, tuple) else [as_array(of).tobytes()] for of in tables)
    return [content for part in nested for content in part]


def test_parameters_are_not_written_to() -> None:
    parameters = busy()
    before = contents(parameters)
    whole_run(parameters)
    assert contents(parameters) == before


def test_runs_of_the_same_parameters_do_not_touch_each_other() -> None:
    parameters = busy()
    engines = [KernelEngine(parameters, key) for key in (1, 2, 1)]
    for until in range(0, 15_000, 600):
        for engine in engines:
            engine.advance(float(until))
    first, other, again = map(everything, engines)
    assert_same(again, first)
    assert first["time"].tobytes() != other["time"].tobytes()
    assert_same(first, whole_run(parameters, 1))


def test_a_station_does_not_notice_the_others() -> None:
    """The model's components: alone, a station has the rows that it has in the network."""
    sites = [Site(ring=70, arrivals=tuple(float(a * 100 * n) for n in range(60))) for a in (1, 2)]
    alone = whole_run(network((sites[0],)))
    together = whole_run(network(tuple(sites)))
    own = together["station"] == 0
    for name in ("time", "kind", "soc", "wait_s", "power_kw"):
        assert together[name][own].tobytes() == alone[name].tobytes(), name


# --- failures -------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", [0, 1, 2])
def test_an_empty_ring_stops_the_run_and_names_the_station(number: int) -> None:
    calm = Site(arrivals=(100.0,))
    short = Site(ring=1, arrivals=(100.0, 110.0))
    engine = KernelEngine(network(tuple(short if s == number else calm for s in range(3))), 1)
    engine.advance(105.0)
    with pytest.raises(EngineError, match=rf"number {number}: .* at 110 s.* larger `ring`"):
        engine.advance(7200.0)


def test_a_ring_of_one_more_than_fits_inside_is_never_empty() -> None:
    site = Site(ring=4, places=2, arrivals=tuple(float(n) for n in range(500)))
    engine = KernelEngine(network((site,)), 1)
    engine.advance(math.inf)
    assert engine.inside().max() <= 3
