"""A station is set to what was seen there: docs/model.md §4, step by step."""

import math
from typing import Any

import pytest
from tests.reference.observing import IDLE, OUT, about, look, play, seen_at, watched
from tests.reference.small import HOUR_S, KEY, Story, from_then_on, site, story_of
from tests.reference.test_chargers import FALLING, TWO
from tests.reference.towns import drivers, live, stop

from voltwin.reference import ReferenceEngine
from voltwin.reference.battery import BAY, CHARGING, IN_VEHICLE, RACK, UNOBSERVED
from voltwin.reference.run import as_key
from voltwin.validation.laws import fixed, uniform
from voltwin.validation.network import Arrivals, Site, Type
from voltwin.validation.scripting import Intervention
from voltwin_core.draws import CHARGER_FAULT, PATIENCE, SWAP_TIME, entity_key, fault_ordinal
from voltwin_core.draws import uniform as uniform_draw
from voltwin_core.station.parameters import LOWEST_SOC, SHARE

STATION = as_key(entity_key("station", "0"))
ROOM = {"more_racks": 3}


def at(story: Story, t: float) -> list[tuple[object, ...]]:
    """Return what happened at a time: kinds, and the numbers of vehicle, battery, charger, bay."""
    return [about(row) for row in story.rows if row["time"] == t]


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


# --- chargers -------------------------------------------------------------------------------------


def test_a_charger_seen_out_of_order_goes_out_by_the_script_and_comes_back_when_seen() -> None:
    seen = seen_at(900.0, chargers={0: OUT}), seen_at(1000.0, chargers={0: IDLE})
    story = look(*seen, at=site(stock=(0.2,)))
    assert at(story, 900.0) == [("observed",), ("charger_out", 0, 0)]
    assert at(story, 1000.0)[:3] == [("observed",), ("charger_in", 0), ("placed", 0, 0)]
    assert story.the("ready")["time"] == pytest.approx(1900.0)  # 0.5 at 900 s


def test_what_was_seen_of_a_charger_replaces_an_earlier_line_about_it() -> None:
    out = Intervention(100.0, "charger_out", 0, 0, for_s=1000.0)
    story = play(watched(site(), seen=(seen_at(600.0, chargers={0: OUT}),), interventions=(out,)))
    assert [*story] == [(100.0, "charger_out"), (600.0, "observed")]  # and not in at 1100 s


def test_a_fault_is_over_when_the_charger_was_seen_to_work() -> None:
    # It would be repaired at 1500 s, and fail again at 2500 s.
    shop = site(charger_faults=(fixed(1000.0), fixed(500.0)))
    story = play(watched(shop, seen=(seen_at(1200.0, chargers={0: IDLE}),), hours=0.8))
    assert [*story] == [
        (1000.0, "charger_out"),
        (1200.0, "observed"),
        (1200.0, "charger_in"),
        (2200.0, "charger_out"),
        (2700.0, "charger_in"),
    ]


def test_the_next_failure_has_the_number_that_it_has_after_a_repair() -> None:
    shop = site(charger_faults=(uniform(500.0, 1500.0), fixed(1e5)))
    story = look(seen_at(2000.0, chargers={0: IDLE}), at=shop)
    u = uniform_draw(KEY, CHARGER_FAULT, STATION, fault_ordinal(0, 2))
    assert story.column("charger_out", "time")[1] == pytest.approx(2000.0 + 500.0 + 1000.0 * u)


def test_both_reasons_of_a_charger_are_over_with_one_row() -> None:
    out = Intervention(1100.0, "charger_out", 0, 0)
    shop = site(charger_faults=(fixed(1000.0), fixed(500.0)))
    seen = (seen_at(1200.0, chargers={0: IDLE}),)
    story = play(watched(shop, seen=seen, interventions=(out,), hours=0.5))
    assert [*story] == [(1000.0, "charger_out"), (1200.0, "observed"), (1200.0, "charger_in")]


def test_the_battery_of_a_charger_seen_idle_goes_and_the_next_one_is_placed() -> None:
    story = look(seen_at(900.0, chargers={0: IDLE}), at=site(stock=(0.2, 0.3)))
    assert at(story, 900.0)[:3] == [("observed",), ("battery_unseen", 0, 0), ("placed", 1, 0)]
    gone = story.the("battery_unseen")
    assert (gone["soc"], gone["power_kw"]) == (pytest.approx(0.5), 0.0)


def test_a_battery_goes_on_from_the_soc_that_was_seen() -> None:
    story = look(seen_at(900.0, chargers={0: 0.3}), at=site(stock=(0.2,)))
    simulated, seen = story.the("soc_simulated"), story.the("soc_seen")
    assert at(story, 900.0) == [("observed",), ("soc_simulated", 0, 0), ("soc_seen", 0, 0)]
    assert (simulated["soc"], simulated["power_kw"]) == (pytest.approx(0.5), 0.0)
    assert (seen["soc"], seen["power_kw"]) == (0.3, 60.0)
    assert story.the("ready")["time"] == pytest.approx(900.0 + 3000.0 * (0.8 - 0.3))


def test_a_soc_that_was_seen_is_no_throughput() -> None:
    seen = (seen_at(900.0, chargers={0: 0.3}),)
    engine = ReferenceEngine(watched(site(stock=(0.2,)), seen=seen), KEY)
    engine.advance(HOUR_S)
    charged = (0.5 - 0.2) + (0.9 - 0.3)  # of 50 kWh
    assert engine.batteries()["throughput_kwh"][0] == pytest.approx(charged * 50.0)


def test_a_ready_battery_of_which_less_was_seen_is_ready_no_more() -> None:
    # It is ready at 1800 s, and has 0.85 at 1950 s.
    story = look(seen_at(1950.0, chargers={0: 0.5}), at=site(2000.0, stock=(0.2,)))
    assert story.of(vehicle=0)[:3] == [
        (2000.0, "arrival"),
        (2000.0, "wait_battery"),
        (pytest.approx(1950.0 + 900.0), "claimed"),
    ]
    assert len(story.about(kind="ready", battery=0)) == 2


def test_cooling_goes_on_with_the_soc_that_was_seen() -> None:
    kinds = (Type(cool_minimum_s=600.0),)
    story = look(seen_at(100.0, chargers={0: 0.5}), at=site(stock=(0.2,)), kinds=kinds)
    assert story.the("soc_seen")["power_kw"] == 0.0
    assert (story.the("cooled")["time"], story.the("cooled")["soc"]) == (600.0, 0.5)


def test_a_charge_that_does_not_fit_with_the_soc_seen_is_suspended() -> None:
    # From 0.75 on no more than 35 kW are asked for, which fit beside 60; from 0.3 on 60.
    shop = site(stock=(0.2, 0.75), chargers=TWO, limit_kw=from_then_on(95.0))
    story = look(seen_at(10.0, chargers={1: 0.3}), at=shop, kinds=(Type(curve=FALLING),))
    assert at(story, 10.0) == [
        ("observed",),
        ("soc_simulated", 1, 1),
        ("soc_seen", 1, 1),
        ("suspended", 1, 1),
    ]
    assert story.the("soc_seen")["power_kw"] == 0.0
    assert story.the("resumed")["time"] == story.the("full", battery=0)["time"]


def test_a_charge_that_needs_less_with_the_soc_seen_makes_room() -> None:
    shop = site(stock=(0.2, 0.75), chargers=TWO, limit_kw=from_then_on(94.0))
    story = look(seen_at(10.0, chargers={0: 0.77}), at=shop, kinds=(Type(curve=FALLING),))
    assert story.the("placed", battery=1)["time"] == 10.0


def test_a_suspended_charge_stays_so_until_it_is_resumed() -> None:
    limit = from_then_on(60.0, (300.0, 0.0), (1200.0, 60.0))
    story = look(seen_at(600.0, chargers={0: 0.5}), at=site(stock=(0.2,), limit_kw=limit))
    assert at(story, 600.0) == [("observed",), ("soc_simulated", 0, 0), ("soc_seen", 0, 0)]
    assert story.the("soc_seen")["power_kw"] == 0.0
    assert story.the("resumed")["time"] == 1200.0
    assert story.the("ready")["time"] == pytest.approx(1200.0 + 900.0)


def test_power_is_shared_anew_after_a_soc_was_seen() -> None:
    # 60 and 35 kW fit below the limit; with 0.3 on charger 1 both ask for 60, and get 47.5.
    shop = site(stock=(0.2, 0.75), chargers=TWO, limit_kw=from_then_on(95.0), grid_rule=SHARE)
    story = look(seen_at(10.0, chargers={1: 0.3}), at=shop, kinds=(Type(curve=FALLING),))
    assert at(story, 10.0)[3:] == [("set_point", 0, 0), ("set_point", 1, 1)]
    set_points = [row["power_kw"] for row in story.about(kind="set_point", time=10)]
    assert set_points == [pytest.approx(47.5)] * 2


def test_a_battery_that_was_seen_on_an_empty_charger_comes_and_is_placed() -> None:
    story = look(seen_at(100.0, chargers={0: 0.5}), at=site(stock=(), **ROOM))
    # Batteries 0 to 4 are those of the ring.
    assert at(story, 100.0)[:3] == [("observed",), ("battery_seen", 5, 0), ("placed", 5, 0)]
    assert story.the("battery_seen")["soc"] == 0.5
    assert story.the("ready")["time"] == pytest.approx(1000.0)


def test_one_that_does_not_fit_joins_the_queue_before_those_who_wait() -> None:
    shop = site(stock=(0.2, 0.1), chargers=TWO, limit_kw=from_then_on(60.0), **ROOM)
    story = look(seen_at(100.0, chargers={1: 0.5}), at=shop)
    assert at(story, 100.0) == [("observed",), ("battery_seen", 7, 1)]
    assert story.column("placed", "battery") == [0, 7, 1]


def test_it_is_placed_whatever_the_price() -> None:
    shop = site(stock=(0.2,), chargers=TWO, reserve=0, price_below=0.5, **ROOM)
    seen = (seen_at(100.0, chargers={1: 0.5}),)
    story = play(watched(shop, seen=seen, prices=(1.0,) * 16))
    assert story.column("placed", "battery") == [6]


def test_its_temperature_is_the_ambient_of_that_time() -> None:
    warm = Type(cool_tau_s=1000.0, cool_start_c=25.0)
    ambient = from_then_on(10.0, (50.0, 40.0), (200.0, 20.0))
    story = look(
        seen_at(100.0, chargers={0: 0.5}),
        at=site(stock=(), ambient_c=ambient, **ROOM),
        kinds=(warm,),
    )
    cooled = 200.0 + 1000.0 * math.log((40.0 - 20.0) / (25.0 - 20.0))
    assert story.the("cooled")["time"] == pytest.approx(cooled)


def test_none_comes_where_there_is_no_place() -> None:
    story = look(seen_at(100.0, ready=9, chargers={0: 0.5}), at=site(stock=(0.9,)))
    assert at(story, 100.0) == [("observed",)]


def two_types(**more: Any) -> Site:
    return Site(((0.2,), (0.9,)), (5, 5), (0.5, 0.5), Arrivals(times=()), **more)


def test_a_battery_of_another_type_was_not_seen_there() -> None:
    seen = seen_at(900.0, chargers={0: 0.3}, battery_type=1)
    story = look(seen, at=two_types(**ROOM), kinds=(Type(), Type()))
    assert at(story, 900.0)[1:4] == [
        ("battery_unseen", 0, 0),
        ("battery_seen", 12, 0),
        ("placed", 12, 0),
    ]


def test_counts_are_those_of_the_type() -> None:
    seen = seen_at(900.0, ready=0, not_ready=0, battery_type=1)
    story = look(seen, at=two_types(), kinds=(Type(), Type()))
    assert at(story, 900.0) == [("observed",), ("battery_unseen", 1)]


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
