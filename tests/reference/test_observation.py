"""A station is set to what was seen there: docs/model.md §4, step by step."""

import pytest
from tests.reference.observing import IDLE, ROOM, at, look, seen_at, watched
from tests.reference.small import HOUR_S, KEY, site, story_of
from tests.reference.test_chargers import TWO
from tests.reference.towns import drivers, live, stop

from voltwin.reference import ReferenceEngine
from voltwin.reference.battery import BAY, CHARGING, IN_VEHICLE, RACK, UNOBSERVED
from voltwin.reference.run import as_key
from voltwin.validation.laws import fixed, uniform
from voltwin_core.draws import PATIENCE, SWAP_TIME, entity_key
from voltwin_core.draws import uniform as uniform_draw
from voltwin_core.station.parameters import LOWEST_SOC

STATION = as_key(entity_key("station", "0"))


# --- what is as it was simulated stays ------------------------------------------------------------


def test_nothing_follows_where_all_is_as_simulated() -> None:
    story = look(seen_at(600.0, ready=2, not_ready=1, waiting=0), at=site(stock=(0.9, 0.9, 0.2)))
    assert at(story, 600.0) == [("observed",)]


def test_what_was_not_looked_at_stays() -> None:
    story = look(seen_at(600.0, waiting=0), at=site(stock=(0.9, 0.2, 0.2)))
    assert at(story, 600.0) == [("observed",)]


def test_observations_of_an_instant_are_taken_in_their_order() -> None:
    seen = seen_at(600.0, ready=0, not_ready=0), seen_at(600.0, ready=1, not_ready=0)
    story = look(*seen, at=site(stock=(0.9, 0.9)))
    assert at(story, 600.0) == [
        ("observed",),
        ("battery_unseen", 0),
        ("battery_unseen", 1),
        ("observed",),
        ("battery_seen", 0),
    ]


# --- claims ---------------------------------------------------------------------------------------


def test_who_has_claimed_a_battery_that_was_not_seen_waits_for_another() -> None:
    # Vehicle 0 is in the bay; 1 has claimed battery 1. What 0 returns is ready at 60 + 1800 s.
    story = look(seen_at(30.0, ready=0, not_ready=0), at=site(0.0, 10.0, stock=(0.9, 0.9)))
    assert at(story, 30.0) == [("observed",), ("wait_battery", 1), ("battery_unseen", 1)]
    claimed = story.the("claimed")
    assert (claimed["vehicle"], claimed["time"]) == (1, pytest.approx(1860.0))
    assert claimed["wait_s"] == pytest.approx(1850.0)


def test_the_last_in_the_bay_line_loses_its_claim_and_goes_behind_the_stock_line() -> None:
    shop = site(0.0, 10.0, 20.0, 25.0, stock=(0.9,) * 3)
    story = look(seen_at(30.0, ready=1, not_ready=0), at=shop)
    assert at(story, 30.0) == [("observed",), ("wait_battery", 2), ("battery_unseen", 1)]
    assert story.column("claimed", "vehicle") == [3, 2]


def test_a_claim_is_lost_after_the_charger_whose_battery_it_was_on() -> None:
    # At 1900 s both are ready on chargers; vehicle 0 takes one, and 1 has claimed the other.
    shop = site(1900.0, 1910.0, stock=(0.2, 0.2), chargers=TWO)
    story = look(seen_at(1930.0, chargers={0: IDLE, 1: 0.5}), at=shop)
    assert at(story, 1930.0) == [
        ("observed",),
        ("soc_simulated", 1, 1),
        ("soc_seen", 1, 1),
        ("wait_battery", 1),
    ]


def test_an_unclaimed_battery_is_missed_by_nobody() -> None:
    story = look(seen_at(30.0, ready=1, not_ready=0), at=site(0.0, 10.0, stock=(0.9, 0.9, 0.9)))
    assert at(story, 30.0) == [("observed",), ("battery_unseen", 1)]
    assert story.the("swap_begin", vehicle=1)["battery"] == 2


def test_who_lost_a_claim_may_lose_its_place_in_the_same_observation() -> None:
    shop = site(0.0, 10.0, 20.0, 100.0, 101.0, 102.0, 103.0, stock=(0.9,) * 3, ring=5)
    story = look(seen_at(30.0, ready=0, not_ready=0, waiting=0), at=shop)
    assert at(story, 30.0) == [
        ("observed",),
        ("wait_battery", 2),
        ("wait_battery", 1),
        ("battery_unseen", 1),
        ("battery_unseen", 2),
        ("vehicle_unseen", 1, 4),
        ("vehicle_unseen", 2, 5),
    ]
    # They are in the ring again in the order in which they left, and behind 0, which is back at 60.
    assert story.column("arrival", "vehicle")[3:] == [3, 4, 1, 2]


# --- what was simulated and not seen --------------------------------------------------------------


def test_the_ready_batteries_go_that_a_vehicle_would_take() -> None:
    story = look(seen_at(100.0, ready=1, not_ready=0), at=site(stock=(0.82, 0.9, 0.85)))
    assert at(story, 100.0) == [("observed",), ("battery_unseen", 1), ("battery_unseen", 2)]


def test_a_ready_battery_is_unplugged_before_it_goes() -> None:
    story = look(seen_at(1950.0, ready=0, not_ready=0), at=site(stock=(0.2,)))
    assert at(story, 1950.0) == [("observed",), ("unplugged", 0, 0), ("battery_unseen", 0)]
    assert story.the("battery_unseen")["soc"] == pytest.approx(0.85)
    assert story.the("battery_unseen")["power_kw"] is None


def test_of_those_not_ready_the_last_of_the_queue_go_and_then_those_placed_last() -> None:
    shop = site(stock=(0.2, 0.3, 0.4, 0.1), chargers=TWO)
    story = look(seen_at(100.0, ready=0, not_ready=1), at=shop)
    assert at(story, 100.0) == [
        ("observed",),
        ("battery_unseen", 3),
        ("battery_unseen", 2),
        ("battery_unseen", 1, 1),
    ]
    assert story.column("battery_unseen", "power_kw") == [None, None, 0.0]


def test_without_the_other_count_the_sum_of_both_is_kept() -> None:
    story = look(seen_at(100.0, ready=3), at=site(stock=(0.9, 0.9, 0.2, 0.2)))
    assert at(story, 100.0) == [("observed",), ("battery_unseen", 3), ("battery_seen", 3)]
    assert story.the("battery_seen")["soc"] == 0.9


def test_nor_is_it_less_than_nothing() -> None:
    story = look(seen_at(100.0, not_ready=4), at=site(stock=(0.9, 0.2), **ROOM))
    assert at(story, 100.0) == [
        ("observed",),
        ("battery_unseen", 0),  # of those ready
        *(("battery_seen", battery) for battery in (0, 7, 8)),
    ]


def test_vehicles_that_were_not_seen_leave_the_end_of_the_line_for_the_ring() -> None:
    shop = site(0.0, 10.0, 20.0, 40.0, 50.0, 60.0, 70.0, stock=(), places=3)
    story = look(seen_at(30.0, waiting=1), at=shop)
    assert at(story, 30.0) == [
        ("observed",),
        ("vehicle_unseen", 2, 2),
        ("vehicle_unseen", 1, 1),
    ]
    assert story.column("vehicle_unseen", "wait_s") == [10.0, 20.0]
    assert story.column("vehicle_unseen", "soc") == [0.2, 0.2]
    assert story.column("arrival", "vehicle") == [0, 1, 2, 3, 4, 2, 1]
    assert story.column("lost_queue_full", "time") == [60.0, 70.0]  # two places were free


def test_who_waits_for_a_bay_leaves_last_and_its_claim_is_free() -> None:
    shop = site(0.0, 10.0, 20.0, 40.0, stock=(0.9, 0.9))
    story = look(seen_at(30.0, waiting=0), at=shop)
    assert at(story, 30.0) == [
        ("observed",),
        ("vehicle_unseen", 2, 4),
        ("vehicle_unseen", 1, 3),
    ]
    assert story.of(vehicle=3)[:3] == [(40.0, "arrival"), (40.0, "wait_bay"), (60.0, "swap_begin")]


def test_the_patience_of_who_was_not_seen_is_no_matter_any_more() -> None:
    story = look(seen_at(30.0, waiting=0), at=site(0.0, stock=(), patience_s=fixed(100.0)))
    assert "reneged" not in story.kinds


def test_a_vehicle_of_a_fleet_parks_at_the_station_and_tries_again() -> None:
    # It departs at 3600 s for 60 km, which take 0.3 of a battery, of which 0.1 has to be left.
    empty, seen = stop(0.2, chargers=()), (seen_at(4000.0, waiting=0),)
    story = live((0.0, empty), classes=(drivers(soc=0.32),), observations=seen)
    assert story.of(vehicle=0)[1:7] == [
        (3600.0, "to_station"),
        (3600.0, "arrival"),
        (3600.0, "wait_battery"),
        (4000.0, "vehicle_unseen"),
        (4900.0, "to_station"),
        (4900.0, "arrival"),
    ]


# --- what was seen and not simulated --------------------------------------------------------------


def test_batteries_come_into_the_queue_by_its_order_and_then_into_the_rack() -> None:
    shop = site(stock=(0.2, 0.3), charge_order=LOWEST_SOC, **ROOM)
    story = look(seen_at(100.0, ready=1, not_ready=3, soc=0.1), at=shop)
    assert at(story, 100.0) == [("observed",), ("battery_seen", 7), ("battery_seen", 8)]
    assert story.column("battery_seen", "soc") == [0.1, 0.9]
    assert story.column("placed", "battery") == [0, 7, 1]


def test_who_waits_is_served_with_what_comes() -> None:
    story = look(seen_at(100.0, ready=1), at=site(0.0, stock=(), **ROOM))
    assert at(story, 100.0) == [
        ("observed",),
        ("battery_seen", 5),
        ("claimed", 0),
        ("swap_begin", 0, 5, 0),
    ]


def test_what_went_unseen_comes_first_having_the_lowest_number() -> None:
    seen = seen_at(100.0, ready=0, not_ready=0), seen_at(200.0, ready=2, not_ready=0)
    story = look(*seen, at=site(stock=(0.85,), **ROOM))
    assert at(story, 200.0)[1:] == [("battery_seen", 0), ("battery_seen", 6)]
    assert story.column("battery_seen", "soc") == [0.9, 0.9]


def test_vehicles_come_on_queue_places_or_without() -> None:
    story = look(seen_at(100.0, waiting=2, soc=0.25), at=site(200.0, stock=(), places=1))
    assert at(story, 100.0) == [
        ("observed",),
        ("vehicle_seen", 5, 6),
        ("wait_battery", 5),
        ("vehicle_seen", 6, 7),
        ("wait_battery", 6),
    ]
    assert story.column("vehicle_seen", "soc") == [0.25, 0.25]
    assert story.of(vehicle=0) == [(200.0, "arrival"), (200.0, "lost_queue_full")]


def test_who_waited_before_is_granted_a_battery_first() -> None:
    story = look(seen_at(100.0, ready=2, waiting=2), at=site(0.0, stock=(), bays=2, **ROOM))
    assert at(story, 100.0)[3:] == [
        ("vehicle_seen", 5, 10),
        ("wait_battery", 5),
        ("claimed", 0),
        ("claimed", 5),
        ("swap_begin", 0, 5, 0),
        ("swap_begin", 5, 6, 1),
    ]


def test_who_comes_is_granted_what_nobody_has_claimed() -> None:
    """Several swaps begin at once, one after the other."""
    shop = site(stock=(0.2, 0.2), chargers=TWO, bays=2)
    story = look(seen_at(1900.0, waiting=2), at=shop)
    assert at(story, 1900.0)[1:11] == [
        ("vehicle_seen", 5, 11),
        ("wait_battery", 5),
        ("vehicle_seen", 6, 12),
        ("wait_battery", 6),
        ("claimed", 5),
        ("claimed", 6),
        ("unplugged", 0, 0),
        ("swap_begin", 5, 0, 0),
        ("unplugged", 1, 1),
        ("swap_begin", 6, 1, 1),
    ]


def test_its_draws_are_those_of_arrivals_of_its_own() -> None:
    shop = site(
        stock=(), patience_s=uniform(100.0, 200.0), swap_s=uniform(60.0, 120.0), more_racks=3
    )
    seen = seen_at(50.0, waiting=1), seen_at(1000.0, ready=1, waiting=1)
    story = look(*seen, at=shop)
    first, second = 2**40, 2**40 + 1
    patience = 100.0 + 100.0 * uniform_draw(KEY, PATIENCE, STATION, first)
    assert story.the("reneged")["time"] == pytest.approx(50.0 + patience)
    swap = 60.0 + 60.0 * uniform_draw(KEY, SWAP_TIME, STATION, second)
    assert story.the("swap_end")["time"] == pytest.approx(1000.0 + swap)


def test_it_goes_back_to_the_pool_with_the_battery_that_it_has_then() -> None:
    seen = seen_at(100.0, waiting=1), seen_at(500.0, waiting=1)
    story = look(*seen, at=site(stock=(0.9,)))
    assert story.of(vehicle=5)[:4] == [
        (100.0, "vehicle_seen"),
        (100.0, "wait_battery"),
        (100.0, "claimed"),
        (100.0, "swap_begin"),
    ]
    # Battery 8 is the one that it came with, and 0 the one that it took.
    assert story.column("vehicle_seen", "vehicle") == [5, 5]
    assert story.column("vehicle_seen", "battery") == [8, 0]
    assert story.column("vehicle_seen", "soc") == [0.4, 0.4]


def test_it_goes_back_to_the_pool_when_its_patience_runs_out() -> None:
    seen = seen_at(100.0, waiting=1), seen_at(500.0, waiting=1)
    story = look(*seen, at=site(stock=(), patience_s=fixed(50.0)))
    assert story.column("vehicle_seen", "vehicle") == [5, 5]
    assert story.column("reneged", "time") == [150.0, 550.0]


@pytest.mark.parametrize(
    ("t", "states", "inside"),
    [
        (99.0, (RACK, UNOBSERVED, UNOBSERVED), 0),
        (130.0, (UNOBSERVED, BAY, IN_VEHICLE), 2),
        (201.0, (UNOBSERVED, CHARGING, UNOBSERVED), 0),
    ],
)
def test_where_batteries_of_unobserved_vehicles_are(
    t: float, states: tuple[int, ...], inside: int
) -> None:
    # Vehicle 5 takes battery 0 for its own, 8, from 100 to 160 s; 6 waits with battery 9.
    seen = seen_at(100.0, waiting=2), seen_at(200.0, waiting=0)
    engine = ReferenceEngine(watched(site(stock=(0.9,)), seen=seen), KEY)
    engine.advance(t)
    assert tuple(engine.batteries()["state"][[0, 8, 9]]) == states
    assert engine.inside().tolist() == [inside]


# --- live -----------------------------------------------------------------------------------------


def test_an_observation_told_in_mid_run_gives_the_same_log() -> None:
    shop = site(0.0, 10.0, 20.0, 1500.0, stock=(0.9, 0.2), **ROOM)
    first = seen_at(600.0, ready=2, waiting=1, chargers={0: 0.3})
    second = seen_at(1200.0, ready=4, not_ready=3, waiting=3)
    engine = ReferenceEngine(watched(shop), KEY)
    for told, until in (((), 300.0), ((first,), 1200.0), ((first, second), 4 * HOUR_S)):
        if told:
            engine.intervene(watched(shop, seen=told))
        engine.advance(until)
    at_once = look(first, second, at=shop)
    assert story_of(engine).rows == at_once.rows
    assert at_once.kinds.count("vehicle_seen") > 0
