"""What the kernel shows and writes of networks that are made by hand."""

import math

import pytest
from tests.bindings.runs import log_columns
from tests.reference.small import KEY, network, site
from tests.reference.towns import drivers, stop, town

from voltwin.validation.network import Type
from voltwin_bindings.kernel_engine import KernelEngine
from voltwin_bindings.live import DOING
from voltwin_core.station.cells import CHARGING, COOLING
from voltwin_core.station.events import ROW_ARRIVAL, ROW_TO_STATION


def test_who_charges_draws_power_and_who_is_full_none() -> None:
    """A flat 60 kW from 0.2 to full, which is after 2100 s."""
    engine = KernelEngine(network(site(stock=(0.2,))), KEY, log=False)
    seen = []
    for now in (100.0, 2000.0, 2200.0):
        engine.advance(now)
        seen.append(engine.live().stations["power_kw"].tolist())
    assert seen == [[60.0], [60.0], [0.0]]


def test_without_drives_a_log_has_the_arrival_and_not_the_way_there() -> None:
    kinds = []
    for drives in (True, False):
        engine = KernelEngine(town((10.0, stop(0.9)), classes=(drivers(0.2),)), KEY, drives=drives)
        engine.advance(math.inf)
        kinds.append(set(log_columns(engine.drain())["kind"].tolist()))
    assert all(ROW_ARRIVAL in of for of in kinds)
    assert [ROW_TO_STATION in of for of in kinds] == [True, False]


def test_who_waits_for_a_bay_is_seen_to_wait_and_who_is_in_one_to_be_served() -> None:
    """Two vehicles come at 7560 s to a station with one bay, where a swap takes a minute."""
    each = drivers(threshold_soc=0.7)
    tables = town((66.0, stop(0.9, 0.9)), classes=(each, each))
    engine = KernelEngine(tables, KEY, log=False)
    seen = []
    for now in (7559.0, 7561.0, 7621.0, 7681.0):
        engine.advance(now)
        doing = [DOING[of] for of in engine.live().vehicles["doing"].tolist()]
        seen.append([doing.count(of) for of in ("to_station", "waiting", "served")])
    assert seen == [[2, 0, 0], [0, 1, 1], [0, 0, 1], [0, 0, 0]]


@pytest.mark.parametrize("log", [True, False])
def test_what_is_due_at_the_moment_has_not_happened_yet(log: bool) -> None:
    """A battery cools for ten minutes."""
    tables = network(site(stock=(0.2,)), kinds=(Type(cool_minimum_s=600.0),))
    engine = KernelEngine(tables, KEY, log=log)
    states = []
    for now in (599.0, 600.0, 601.0):
        engine.advance(now)
        states += engine.batteries()["state"].tolist()[:1]
    assert states == [COOLING, COOLING, CHARGING]


def test_a_battery_that_a_vehicle_takes_is_at_no_station_and_the_one_it_brings_is_there() -> None:
    engine = KernelEngine(network(site(100.0)), KEY, log=False)
    at_station = []
    for now in (100.0, 101.0):
        engine.advance(now)
        stations = engine.batteries()["station"].tolist()
        at_station.append([b for b, station in enumerate(stations) if station == 0])
    (stock,), (brought,) = at_station
    assert stock != brought
