"""Chargers are set to what was seen of them: out, idle, or with a battery of some SoC."""

import math
from typing import Any

import pytest
from tests.reference.observing import IDLE, OUT, ROOM, at, look, play, seen_at, watched
from tests.reference.small import HOUR_S, KEY, from_then_on, site
from tests.reference.test_chargers import FALLING, TWO

from voltwin.reference import ReferenceEngine
from voltwin.reference.run import as_key
from voltwin.validation.laws import fixed, uniform
from voltwin.validation.network import Arrivals, Site, Type
from voltwin.validation.scripting import Intervention
from voltwin_core.draws import CHARGER_FAULT, entity_key, fault_ordinal
from voltwin_core.draws import uniform as uniform_draw
from voltwin_core.station.parameters import SHARE

STATION = as_key(entity_key("station", "0"))


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
