"""What a charge goes through without an event: nobody can tell, neither by sums nor by the log.

A battery at 0.2 is ready after 1800 s and full after 2100 s, see `tests.reference.small`.
"""

import math
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from tests.bindings.runs import log_columns
from tests.reference.small import KEY, coming_at, from_then_on, network, site

from voltwin.kpis.cells import compare
from voltwin.kpis.from_log import cells_from_log
from voltwin.kpis.from_world import cells_from_world
from voltwin.reference import ReferenceEngine
from voltwin.validation.difference import columns_of, first_difference
from voltwin.validation.network import Site, Type
from voltwin_bindings import kernel_engine
from voltwin_bindings.event_log import SCHEMA
from voltwin_bindings.kernel_engine import KernelEngine
from voltwin_core.record import as_array
from voltwin_core.station.cells import BAY, IN_VEHICLE
from voltwin_core.station.events import KINDS, ROW_FULL, ROW_READY
from voltwin_core.station.parameters import LOSE, WAIT, Parameters

COOLING = (Type(cool_minimum_s=600.0),)


def handled(engine: KernelEngine, until: float) -> int:
    """Return how many events are handled up to then."""
    engine.advance(until)
    return int(as_array(engine.world.control)["handled"][0])


def assert_nobody_can_tell(tables: Parameters, *times: float) -> None:
    """Hold runs without a log and with one against the reference, at these times and at the end."""
    silent, logging = (KernelEngine(tables, KEY, log=log) for log in (False, True))
    reference, log = ReferenceEngine(tables, KEY), pa.Table.from_batches([], SCHEMA)
    for until in (*times, math.inf):
        for engine in (silent, logging, reference):
            engine.advance(until)
        ours, theirs = (
            pa.Table.from_batches(engine.drain(), SCHEMA) for engine in (logging, reference)
        )
        assert not first_difference(columns_of(ours), columns_of(theirs))
        log = pa.concat_tables([log, theirs])
        for engine in (silent, logging):
            assert_same(engine, reference, log)
        assert_seen_alike(silent, logging)


def assert_same(engine: KernelEngine, reference: ReferenceEngine, log: pa.Table) -> None:
    """Compare what the kernel has summed with the log of the reference up to the same time, and
    batteries and vehicles with its."""
    summed = cells_from_world(engine.closed_world(), engine.now)
    assert compare(summed, cells_from_log(log, engine.parameters, reference.now)) == []
    assert engine.inside().tolist() == reference.inside().tolist()
    ours, theirs = engine.batteries(), reference.batteries()
    assert ours["state"].tolist() == theirs["state"].tolist()
    own = ~np.isin(ours["state"], (IN_VEHICLE, BAY))  # of others nobody is told
    assert ours["soc"][own].tolist() == theirs["soc"][own].tolist()


def assert_seen_alike(one: KernelEngine, other: KernelEngine) -> None:
    """Compare what is seen live of two runs that stand at the same time."""
    ours, theirs = (engine.live().stations for engine in (one, other))
    for name in ours:
        np.testing.assert_array_equal(ours[name], theirs[name], err_msg=name)


@pytest.mark.parametrize("limit", [{}, {"limit_kw": from_then_on(90.0, (12_000.0, 80.0))}])
def test_only_full_is_an_event_where_nobody_waits(limit: dict[str, Any]) -> None:
    tables = network(site(stock=(0.2,), **limit), kinds=COOLING)
    counted = []
    for log in (False, True):
        engine = KernelEngine(tables, KEY, log=log)
        engine.advance(1.0)
        counted.append([handled(engine, until) for until in (601.0, 2401.0, 2701.0)])
    assert counted == [[0, 0, 1], [0, 0, 1]]


def test_who_waits_has_the_battery_in_the_moment_in_which_it_is_ready() -> None:
    engine = KernelEngine(network(site(600.0, stock=(0.2,), policy=WAIT)), KEY, log=False)
    engine.advance(math.inf)
    (counts, sums) = engine.visits()
    assert (counts[0, :, 1].sum(), sums[0, :, 0].sum()) == (1, pytest.approx(1200.0))


def the_time_of(kind: int, of: Type | None = None) -> float:
    """Return when, to the last bit, such a battery is ready, or full [s]."""
    engine = KernelEngine(network(site(stock=(0.2,)), kinds=(of or Type(),)), KEY)
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


@pytest.mark.parametrize("log", [False, True])
def test_looking_changes_nothing(log: bool) -> None:
    """Not even in the last bit: what is told to who looks is not booked in the run, nor what is
    written to the log at the end of a slab."""
    tables = network(site(2000.0, 2050.0, stock=(0.2, 0.2, 0.3), chargers=((60.0, 1.0),) * 3))
    looked_at, left_alone = (KernelEngine(tables, KEY, log=log) for _ in range(2))
    for until in TIMES:
        looked_at.advance(until)
        looked_at.live()
        looked_at.batteries()
        looked_at.closed_world()
    for engine in (looked_at, left_alone):
        engine.advance(math.inf)
    for name in ("grid_kwh", "state_s"):
        ours, theirs = (getattr(engine.world, name) for engine in (looked_at, left_alone))
        assert ours.tolist() == theirs.tolist(), name
    assert_seen_alike(looked_at, left_alone)


@pytest.mark.parametrize("limited", [False, True])
@pytest.mark.parametrize("first", [0, 1])
def test_rows_of_one_instant_are_in_the_order_in_which_events_would_have_come(
    first: int, limited: bool
) -> None:
    """Two batteries become ready and two others have cooled, on chargers before theirs or behind
    them, while a vehicle arrives: that alone is an event. A change of the limit gives charges
    theirs back."""
    at = the_time_of(ROW_READY, *COOLING)
    kinds = [*COOLING, Type(cool_minimum_s=at)]
    limit = from_then_on(500.0, (at, 400.0)) if limited else ((0.0, math.inf),)
    stocks, rings, chargers = ((0.2, 0.2), (0.2, 0.2)), (5, 5), ((60.0, 1.0),) * 4
    of = Site(stocks, rings, (0.5, 0.5), coming_at(at), chargers=chargers, limit_kw=limit)
    tables = network(of, kinds=(kinds[first], kinds[1 - first]))
    assert_nobody_can_tell(tables, at)
    engine = KernelEngine(tables, KEY)
    engine.advance(math.inf)
    columns = log_columns(engine.drain())
    then = columns["time"] == at
    found = [KINDS[kind] for kind in columns["kind"][then]]
    assert found[int(limited) : 5 + limited] == [*["ready"] * 2, *["cooled"] * 2, "arrival"]
    ready = [0, 1] if first == 0 else [2, 3]
    of_chargers = columns["charger"][then][int(limited) : 4 + limited]
    assert of_chargers.tolist() == [*ready, *({0, 1, 2, 3} - set(ready))]


def test_late_rows_find_room_where_no_event_asks_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """In a slab without an event, stations write more late rows than the buffer holds."""
    many = [site(stock=(0.2,) * 8, chargers=((60.0, 1.0),) * 8) for _ in range(20)]
    with monkeypatch.context() as small:
        small.setattr(kernel_engine, "_SLAB_ROWS", 1)
        engine = KernelEngine(network(*many, kinds=COOLING), KEY)
    engine.advance(1.0)
    engine.drain()
    rows = len(engine.world.log)
    assert handled(engine, 2450.0) == 0
    (batch,) = engine.drain()
    assert len(engine.world.log) > batch.num_rows == 20 * 8 * 2 > rows
    assert batch["kind"].to_pylist() == ["cooled"] * 160 + ["ready"] * 160
