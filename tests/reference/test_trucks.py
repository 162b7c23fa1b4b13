"""Trucks between two stations: docs/model.md §4."""

from tests.reference.small import HOUR_S, KEY, MONDAY, Story, site, story_of

from voltwin.reference import ReferenceEngine
from voltwin.validation.network import Network, Site, Type, parameters
from voltwin.validation.scripting import Haul


def run(haul: Haul, *sites: Site) -> Story:
    made = Network((Type(),), sites, 2.0 * HOUR_S, first_hour=MONDAY, hauls=(haul,))
    engine = ReferenceEngine(parameters(made), KEY)
    engine.advance(2.0 * HOUR_S)
    return story_of(engine)


def haul(count: int, travel_s: float = 600.0, at_s: float = 100.0) -> Haul:
    return Haul(at_s, 0, 1, 0, count, travel_s)


def test_it_takes_the_best_of_the_rack_and_brings_them_in_this_order() -> None:
    story = run(haul(2), site(stock=(0.85, 0.9, 0.88)), site(stock=(), more_racks=9))
    assert [*story] == [
        (100.0, "truck_leaves"),
        (100.0, "loaded"),
        (100.0, "loaded"),
        (700.0, "truck_arrives"),
        (700.0, "unloaded"),
        (700.0, "unloaded"),
    ]
    assert story.column("loaded", "battery") == story.column("unloaded", "battery") == [1, 2]
    assert story.column("unloaded", "soc") == [0.9, 0.88]
    assert story.column("unloaded", "station") == [1, 1]


def test_it_takes_from_a_charger_what_the_rack_does_not_have() -> None:
    # From 0.2 the battery is ready after 1800 s.
    story = run(haul(5, at_s=1900.0), site(stock=(0.2,)), site(stock=(), more_racks=9))
    assert story.of(battery=0)[-3:] == [
        (1900.0, "unplugged"),
        (1900.0, "loaded"),
        (2500.0, "unloaded"),
    ]


def test_it_leaves_what_is_claimed() -> None:
    # One vehicle is in the bay, the other has claimed the second battery and waits for the bay.
    story = run(haul(9), site(70.0, 80.0, stock=(0.9, 0.9, 0.9)), site(stock=(), more_racks=9))
    assert story.column("loaded", "battery") == [1]


def test_it_keeps_what_finds_no_place() -> None:
    story = run(haul(3), site(stock=(0.9,) * 3), site(stock=(0.9,), more_racks=2))
    assert story.column("unloaded", "battery") == [0, 1]


def test_who_waits_is_served_with_what_it_brings() -> None:
    empty = site(200.0, stock=(), chargers=(), more_racks=1)
    story = run(haul(1), site(stock=(0.9,)), empty)
    assert story.of(vehicle=5) == [
        (200.0, "arrival"),
        (200.0, "wait_battery"),
        (700.0, "claimed"),
        (700.0, "swap_begin"),
        (760.0, "swap_end"),
    ]
