"""What observations bring and take, by hand; from the log and from what the kernel has summed."""

import math

import numpy as np
import pyarrow as pa
import pytest

from voltwin.kpis.balances import check
from voltwin.kpis.cells import Cells, compare
from voltwin.kpis.from_log import cells_from_log
from voltwin.kpis.from_world import cells_from_world
from voltwin.validation.network import Arrivals, Network, Site, Type, parameters
from voltwin.validation.scripting import Observed
from voltwin_bindings.event_log import SCHEMA
from voltwin_bindings.kernel_engine import KernelEngine
from voltwin_core.station.cells import COUNTS, EXCHANGES
from voltwin_core.station.script import SEEN_IDLE

END_S = 3600.0
KIND = Type()  # 50 kWh, ready at 0.8, full at 0.9, 60 kW and no cool-down


def cells_of(*seen: Observed, stock: tuple[float, ...], arrivals: tuple[float, ...] = ()) -> Cells:
    """Run two chargers for an hour; both ways to the cells agree, and the balances hold."""
    site = Site(
        inventory=(stock,),
        ring=(4,),
        shares=(1.0,),
        arrivals=Arrivals(times=arrivals),
        chargers=((60.0, 1.0), (60.0, 1.0)),
        more_racks=3,
    )
    tables = parameters(Network((KIND,), (site,), END_S, observations=seen))
    engine = KernelEngine(tables, 1)
    engine.advance(math.inf)
    cells = cells_from_log(pa.Table.from_batches(engine.drain(), SCHEMA), tables, engine.now)
    assert compare(cells, cells_from_world(engine.closed_world(), engine.now)) == []
    assert check(cells, engine.batteries(), engine.inside(), tables).message == ""
    return cells


def exchanged(cells: Cells, *names: str) -> list[float]:
    return [float(cells.exchanges[0, EXCHANGES.index(name)]) for name in names]


def count(cells: Cells, name: str) -> int:
    return int(cells.counts[0, :, COUNTS.index(name)].sum())


def test_ready_batteries_come_full_and_go_as_they_are() -> None:
    cells = cells_of(Observed(600.0, 0, ready=2), Observed(900.0, 0, ready=0), stock=(0.85,))
    # At 600 s one of 0.9 comes; at 900 s both go, that of 0.85 having been there from the start.
    # What is not said of those that are not ready keeps the sum: so two come that are not.
    names = "observed", "observed_kwh", "observed_at_s"
    came_kwh, went_kwh, empty_kwh = 50.0 * 0.9, 50.0 * (0.9 + 0.85), 2 * 50.0 * 0.4
    assert exchanged(cells, *names) == pytest.approx(
        [1.0, came_kwh - went_kwh + empty_kwh, 600.0 - 2 * 900.0 + 2 * 900.0], rel=1e-12
    )


def test_a_soc_that_was_seen_brings_the_difference_and_is_no_throughput() -> None:
    # 60 kW into 50 kWh from 0.2 on: 0.4 after 600 s; seen with 0.7, it is ready 300 s later.
    cells = cells_of(Observed(600.0, 0, chargers=((0, 0.7),)), stock=(0.2,))
    assert exchanged(cells, "observed", "observed_kwh") == pytest.approx([0.0, 15.0], rel=1e-12)
    assert cells.throughput_kwh[0] == pytest.approx(50.0 * (0.2 + 0.2), rel=1e-12)
    assert cells.grid_kwh.sum() == pytest.approx(20.0, rel=1e-12)


def test_a_battery_that_is_not_seen_stops_being_counted() -> None:
    cells = cells_of(Observed(600.0, 0, chargers=((0, SEEN_IDLE),)), stock=(0.2,))
    assert exchanged(cells, "observed", "observed_kwh") == pytest.approx([-1.0, -20.0], rel=1e-12)
    assert cells.state_s.sum() == pytest.approx(600.0)
    assert cells.grid_kwh.sum() == pytest.approx(10.0)


def test_vehicles_that_are_seen_arrive_and_others_are_unseen() -> None:
    # Without a battery two wait from 100 s on; one of them is not seen at 600 s. At 1200 s three
    # are seen, so that two come.
    seen = Observed(600.0, 0, waiting=1), Observed(1200.0, 0, waiting=3, soc=0.3)
    cells = cells_of(*seen, stock=(), arrivals=(100.0, 100.0))
    assert [count(cells, name) for name in ("arrivals", "unseen", "swaps")] == [4, 1, 0]
    assert exchanged(cells, "observed_vehicles_kwh") == pytest.approx([2 * 15.0], rel=1e-12)


def test_a_vehicle_that_is_seen_takes_a_battery_out_of_sight() -> None:
    """It brings 15 kWh in its battery, and leaves with the 45 kWh of another."""
    seen = Observed(600.0, 0, waiting=1, soc=0.3)
    cells = cells_of(seen, stock=(0.9,), arrivals=())
    assert [count(cells, name) for name in ("arrivals", "swaps")] == [1, 1]
    assert exchanged(cells, "observed_vehicles_kwh") == pytest.approx([15.0 - 45.0], rel=1e-12)
    assert np.count_nonzero(cells.throughput_kwh) == 1  # that of the one it has brought
