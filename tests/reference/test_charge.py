"""One charge: cool-down, ready, full, and being taken off the charger before."""

import math

import pytest
from tests.reference.small import KEY, from_then_on, network, run, site, story_of

from voltwin.reference import ReferenceEngine
from voltwin.validation.network import Type

FALLING = ((0.0, 60.0), (0.5, 60.0), (1.0, 10.0))


def test_it_cools_down_before_it_charges() -> None:
    story = run(site(stock=(0.2,)), kinds=(Type(cool_minimum_s=600.0),))
    assert story.of(battery=0) == [
        (0.0, "placed"),
        (600.0, "cooled"),
        (pytest.approx(2400.0), "ready"),
        (pytest.approx(2700.0), "full"),
    ]
    assert [row["power_kw"] for row in story.rows] == [0.0, 60.0, 60.0, 0.0]
    assert [row["soc"] for row in story.rows] == [0.2, 0.2, 0.8, 0.9]


def test_the_power_drawn_follows_the_curve_and_the_set_point() -> None:
    kinds = (Type(curve=FALLING),)
    story = run(site(stock=(0.2,), chargers=((40.0, 1.0),)), kinds=kinds)
    at_ready = 60.0 - 50.0 * (0.8 - 0.5) / 0.5
    assert story.column("cooled", "power_kw") == [40.0]
    assert story.column("ready", "power_kw") == [pytest.approx(at_ready)]


def test_efficiency_makes_it_take_longer() -> None:
    story = run(site(stock=(0.2,), chargers=((60.0, 0.8),)))
    assert story.column("ready", "time") == [pytest.approx(1800.0 / 0.8)]


def test_nothing_left_to_charge_takes_no_time() -> None:
    kinds = (Type(ready_soc=0.9, full_soc=0.9),)
    story = run(site(stock=(0.3,)), kinds=kinds)
    assert story.kinds == ["placed", "cooled", "ready", "full"]
    assert story.column("full", "time") == story.column("ready", "time")


def test_newton_cooling_decides_when_it_takes_longer_than_the_minimum() -> None:
    warm = Type(cool_minimum_s=60.0, cool_tau_s=1000.0, cool_start_c=30.0, return_c=50.0)
    story = run(site(0.0), kinds=(warm,))
    reached = 60.0 + 1000.0 * math.log((50.0 - 20.0) / (30.0 - 20.0))  # returned at 60 s
    assert story.column("cooled", "time") == [pytest.approx(reached)]


def test_a_battery_cools_in_the_queue_too() -> None:
    warm = Type(cool_minimum_s=0.0, cool_tau_s=1000.0, cool_start_c=30.0, return_c=50.0)
    story = run(site(0.0, stock=(0.9, 0.2)), kinds=(warm,))
    # The only charger is taken by battery 1 until 2100 s; by then battery 2 has long cooled down.
    placed, cooled = (story.the(kind, battery=2)["time"] for kind in ("placed", "cooled"))
    assert placed == cooled == pytest.approx(2100.0)


def test_a_battery_that_is_cool_at_the_start_waits_for_the_minimum_only() -> None:
    kinds = (Type(cool_minimum_s=60.0, cool_tau_s=1000.0, cool_start_c=25.0, return_c=50.0),)
    assert run(site(stock=(0.2,)), kinds=kinds).column("cooled", "time") == [60.0]


def test_the_ambient_of_the_start_is_that_of_the_hour() -> None:
    kinds = (Type(cool_tau_s=1000.0, cool_start_c=25.0, return_c=50.0),)
    ambient = ((0.0, 40.0), (1800.0, 15.0))
    story = run(site(stock=(0.2,), ambient_c=ambient), kinds=kinds)
    reached = 1800.0 + 1000.0 * math.log((40.0 - 15.0) / (25.0 - 15.0))
    assert story.column("cooled", "time") == [pytest.approx(reached)]


def test_a_battery_that_never_cools_keeps_its_charger() -> None:
    kinds = (Type(cool_tau_s=1000.0, cool_start_c=10.0, return_c=50.0),)
    assert run(site(stock=(0.2, 0.2)), kinds=kinds).kinds == ["placed"]


def test_a_full_battery_in_the_rack_goes_before_one_on_a_charger() -> None:
    story = run(site(2000.0, stock=(0.85, 0.2)))  # battery 1 is ready since 1800 s and above 0.85
    assert story.column("swap_begin", "battery") == [0]
    assert "unplugged" not in story.kinds


def test_the_rack_gives_the_highest_soc_and_of_equal_ones_that_which_came_first() -> None:
    story = run(site(0.0, 100.0, 200.0, 300.0, stock=(0.82, 0.9, 0.85, 0.9)))
    assert story.column("swap_begin", "battery") == [1, 3, 2, 0]


def test_full_batteries_are_handed_out_in_turn() -> None:
    # What the first vehicle brings is full before the second one comes, and stands behind number 1.
    story = run(site(0.0, 5000.0, 10000.0, stock=(0.9, 0.9)))
    assert story.column("swap_begin", "battery")[:2] == [0, 1]
    assert story.column("full", "battery")[0] not in (0, 1)
    assert story.column("swap_begin", "battery")[2] == story.column("full", "battery")[0]


def test_the_chargers_give_the_highest_soc_then_the_lowest_number() -> None:
    chargers = ((60.0, 1.0),) * 3
    story = run(site(1900.0, 1910.0, 1920.0, stock=(0.2, 0.22, 0.22), bays=3, chargers=chargers))
    assert story.column("unplugged", "battery") == [1, 2, 0]
    assert story.column("unplugged", "soc") == story.column("swap_begin", "soc")
    assert story.column("unplugged", "soc") == [
        pytest.approx(0.22 + 1900.0 / 3000.0),
        pytest.approx(0.22 + 1910.0 / 3000.0),
        pytest.approx(0.2 + 1920.0 / 3000.0),
    ]


def test_an_unplugged_battery_leaves_no_event_behind_and_its_charger_goes_to_the_next() -> None:
    story = run(site(1900.0, stock=(0.2, 0.5)))
    # The charger charges battery 0 until it is taken, then battery 1, and at last what came back.
    assert story.of(charger=0)[:5] == [
        (0.0, "placed"),
        (0.0, "cooled"),
        (pytest.approx(1800.0), "ready"),
        (1900.0, "unplugged"),
        (1900.0, "placed"),
    ]
    assert story.column("full", "battery") == [1, 2]


def test_reading_a_battery_on_a_charger_changes_nothing() -> None:
    watched, unwatched = (ReferenceEngine(network(site(stock=(0.2,))), KEY) for _ in range(2))
    for t in range(0, 3600, 7):
        watched.advance(float(t))
        watched.batteries()
    for engine in (watched, unwatched):
        engine.advance(math.inf)
    assert story_of(watched).rows == story_of(unwatched).rows


def test_a_falling_limit_just_as_it_gets_ready_does_not_lose_it() -> None:
    """The limit (rank 7) falls before the battery is ready (rank 11) at the same instant: its SoC
    is that of ready by then, yet it is counted when it resumes, and not before."""
    ready = run(site(stock=(0.2,))).the("ready")["time"]
    limit = from_then_on(60.0, (ready, 0.0), (7200.0, 60.0))
    story = run(site(3000.0, stock=(0.2,), limit_kw=limit))
    assert story.of(battery=0)[:6] == [
        (0.0, "placed"),
        (0.0, "cooled"),
        (ready, "suspended"),
        (7200.0, "resumed"),
        (7200.0, "ready"),
        (7200.0, "unplugged"),
    ]
    assert story.the("swap_begin")["time"] == 7200.0
    assert story.column("suspended", "soc") == [0.8]
