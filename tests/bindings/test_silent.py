"""What a charge goes through without an event, where no log is written: nobody can tell.

A battery at 0.2 is ready after 1800 s and full after 2100 s, see `tests.reference.small`.
"""

import math
from typing import Any

import numpy as np
import pytest
from tests.bindings.runs import log_columns
from tests.reference.small import KEY, from_then_on, network, site

from voltwin.kpis.cells import compare
from voltwin.kpis.from_world import cells_from_world
from voltwin.validation.network import Type
from voltwin_bindings.kernel_engine import KernelEngine
from voltwin_core.record import as_array
from voltwin_core.station.events import ROW_FULL, ROW_READY
from voltwin_core.station.parameters import LOSE, WAIT, Parameters

COOLING = (Type(cool_minimum_s=600.0),)


def handled(engine: KernelEngine, until: float) -> int:
    """Return how many events are handled up to then."""
    engine.advance(until)
    return int(as_array(engine.world.control)["handled"][0])


def assert_same(one: KernelEngine, other: KernelEngine) -> None:
    """Compare all that can be read of two runs that stand at the same time."""
    cells, others = (cells_from_world(engine.closed_world(), engine.now) for engine in (one, other))
    assert compare(cells, others) == []
    ours, theirs = (
        {**engine.batteries(), **engine.live().stations, "inside": engine.inside()}
        for engine in (one, other)
    )
    for name in ours.keys() - {"throughput_kwh"}:
        np.testing.assert_array_equal(ours[name], theirs[name], err_msg=name)


def assert_nobody_can_tell(tables: Parameters, *times: float) -> None:
    """Hold a run without a log against one with it, at these times and at the end."""
    silent, logging = (KernelEngine(tables, KEY, log=log) for log in (False, True))
    for until in (*times, math.inf):
        silent.advance(until)
        logging.advance(until)
        assert_same(silent, logging)


@pytest.mark.parametrize("limit", [{}, {"limit_kw": from_then_on(90.0, (12_000.0, 80.0))}])
def test_only_full_is_an_event_where_nobody_waits(limit: dict[str, Any]) -> None:
    tables = network(site(stock=(0.2,), **limit), kinds=COOLING)
    counted = []
    for log in (False, True):
        engine = KernelEngine(tables, KEY, log=log)
        engine.advance(1.0)
        counted.append([handled(engine, until) for until in (601.0, 2401.0, 2701.0)])
    assert counted == [[0, 0, 1], [1, 1, 1]]


def test_who_waits_has_the_battery_in_the_moment_in_which_it_is_ready() -> None:
    engine = KernelEngine(network(site(600.0, stock=(0.2,), policy=WAIT)), KEY, log=False)
    engine.advance(math.inf)
    (counts, sums) = engine.visits()
    assert (counts[0, :, 1].sum(), sums[0, :, 0].sum()) == (1, pytest.approx(1200.0))


def the_time_of(kind: int) -> float:
    """Return when, to the last bit, such a battery is ready, or full [s]."""
    engine = KernelEngine(network(site(stock=(0.2,))), KEY)
    engine.advance(math.inf)
    columns = log_columns(engine.drain())
    return float(columns["time"][columns["kind"] == kind][0])


READY_S, FULL_S = the_time_of(ROW_READY), the_time_of(ROW_FULL)
TIMES = [600.0, READY_S - 0.1, READY_S, READY_S + 0.1, 2000.0, FULL_S, FULL_S + 0.1]


@pytest.mark.parametrize("stock", [(0.2,), (0.2, 0.3, 0.2)])
@pytest.mark.parametrize("policy", [LOSE, WAIT])
@pytest.mark.parametrize("arrival", TIMES)
def test_an_arrival_finds_what_it_would_have_found(
    arrival: float, policy: int, stock: tuple[float, ...]
) -> None:
    """Before `ready`, in its very moment (which comes before the arrival), between it and `full`,
    when the battery is taken off its charger, and after."""
    chargers = (60.0, 1.0), (60.0, 1.0)
    tables = network(site(arrival, arrival + 70.0, stock=stock, chargers=chargers, policy=policy))
    assert_nobody_can_tell(tables, *TIMES)


def test_the_best_battery_may_be_one_that_nobody_has_asked_for() -> None:
    """At 1850 s two slow charges are known to be ready, and the first is taken. By 2150 s a quick
    one has become ready, too, and overtaken the other."""
    chargers = ((30.0, 1.0), (30.0, 1.0), (60.0, 1.0))
    tables = network(site(1850.0, 2150.0, stock=(0.5, 0.5, 0.17), chargers=chargers))
    assert_nobody_can_tell(tables, 2000.0, 2300.0)


def test_energy_of_a_moment_is_that_of_a_charge_with_events() -> None:
    """What is drawn from the end of a quarter of an hour to `full`, 0.1 ms later, is a difference
    of nearly equal states of charge: it agrees only if each of them does, to the last bit. One
    charge of sixty tells, of which this is one."""
    tapers = Type(curve=((0.0, 60.0), (0.5, 60.0), (1.0, 6.0)), cool_minimum_s=127.7153336301676)
    charger = (45.94025672397025, 0.93)
    tables = network(site(stock=(0.23391746814800246,), chargers=(charger,)), kinds=(tapers,))
    assert_nobody_can_tell(tables, 3500.0)


@pytest.mark.parametrize("change", TIMES)
@pytest.mark.parametrize("limit", [0.0, 70.0])
def test_a_limit_finds_what_it_would_have_found(change: float, limit: float) -> None:
    limit_kw = from_then_on(120.0, (change, limit), (change + 400.0, 120.0))
    chargers = ((60.0, 1.0), (60.0, 1.0))
    stock = (0.2, 0.3, 0.2)
    tables = network(site(2500.0, stock=stock, chargers=chargers, limit_kw=limit_kw))
    assert_nobody_can_tell(tables, *TIMES)


def test_looking_changes_nothing() -> None:
    """Not even in the last bit: what is told to who looks is not booked in the run."""
    tables = network(site(2000.0, 2050.0, stock=(0.2, 0.2, 0.3), chargers=((60.0, 1.0),) * 3))
    looked_at, left_alone = (KernelEngine(tables, KEY, log=False) for _ in range(2))
    for until in TIMES:
        looked_at.advance(until)
        looked_at.live()
        looked_at.batteries()
        looked_at.closed_world()
    for engine in (looked_at, left_alone):
        engine.advance(math.inf)
    ours, theirs = (as_array(engine.world.grid_kwh) for engine in (looked_at, left_alone))
    assert ours.tolist() == theirs.tolist()
    assert_same(looked_at, left_alone)
