"""Who is charged next, and what the grid limit allows: docs/model.md §4."""

import pytest
from tests.reference.small import KEY, from_then_on, network, run, site, story_of

from voltwin.reference import ReferenceEngine
from voltwin.validation.network import Type
from voltwin_core.station.parameters import FIFO, HIGHEST_SOC, LOWEST_SOC

TWO = ((60.0, 1.0),) * 2
THREE = ((60.0, 1.0),) * 3
FALLING = ((0.0, 60.0), (0.5, 60.0), (1.0, 10.0))


@pytest.mark.parametrize(
    ("order", "expected"),
    [(FIFO, [0, 1, 2, 3]), (LOWEST_SOC, [1, 0, 3, 2]), (HIGHEST_SOC, [2, 0, 3, 1])],
)
def test_charge_orders(order: int, expected: list[int]) -> None:
    story = run(site(stock=(0.5, 0.2, 0.7, 0.5), charge_order=order))
    assert story.column("placed", "battery") == expected


def test_first_in_is_who_joined_first_whatever_its_number() -> None:
    # Vehicles 0 and 1 bring batteries 3 and 4 back, and vehicle 0 then battery 0.
    story = run(site(0.0, 10.0, 100.0, stock=(0.9,) * 3, ring=2, bays=2))
    assert story.column("swap_end", "battery") == [3, 4, 0]
    assert story.column("placed", "battery") == [3, 4, 0]


def test_the_lowest_idle_charger_is_taken() -> None:
    story = run(site(stock=(0.7, 0.2, 0.3, 0.2, 0.2), chargers=THREE))
    # Charger 0 is free at 600 s (battery 0 is full), then 2, then 1.
    assert story.column("placed", "charger") == [0, 1, 2, 0, 2]


def test_the_limit_holds_for_the_largest_power_still_to_come() -> None:
    story = run(site(stock=(0.2, 0.2, 0.2), chargers=THREE, limit_kw=from_then_on(120.0)))
    assert story.column("placed", "time")[:2] == [0.0, 0.0]
    assert story.column("placed", "time")[2] == story.column("full", "time")[0]


def test_a_reservation_is_that_of_the_rest_of_the_charge() -> None:
    # From 0.75 on the falling curve never asks for more than 35 kW.
    kinds = (Type(curve=FALLING),)
    story = run(site(stock=(0.2, 0.75), chargers=TWO, limit_kw=from_then_on(95.0)), kinds=kinds)
    assert story.column("placed", "time") == [0.0, 0.0]


def test_reservations_that_fill_the_limit_exactly_fit() -> None:
    chargers = ((0.1, 1.0),) * 3  # 0.1 + 0.1 + 0.1 > 0.3
    story = run(site(stock=(0.2,) * 3, chargers=chargers, limit_kw=from_then_on(0.3)))
    assert story.kinds.count("placed") == 3


def test_a_head_that_does_not_fit_blocks_those_behind_it() -> None:
    chargers = ((40.0, 1.0), (60.0, 1.0), (30.0, 1.0))
    story = run(site(stock=(0.2,) * 3, chargers=chargers, limit_kw=from_then_on(75.0)))
    # 40 kW fit, 60 more do not; that 30 would fit on the last charger helps nobody.
    assert story.column("placed", "charger") == [0, 0, 0]


def test_a_limit_below_every_reservation_places_nothing() -> None:
    assert run(site(stock=(0.2,), limit_kw=from_then_on(59.0))).kinds == []


def test_a_falling_limit_suspends_the_latest_and_a_rising_one_resumes_the_first() -> None:
    limit = from_then_on(180.0, (600.0, 60.0), (1200.0, 120.0), (1500.0, 180.0))
    story = run(site(stock=(0.2,) * 3, chargers=THREE, limit_kw=limit))
    wanted = ("limit", "suspended", "resumed")
    told = [(r["time"], r["kind"], r["charger"]) for r in story.rows if r["kind"] in wanted]
    assert told == [
        (600.0, "limit", -1),
        (600.0, "suspended", 2),
        (600.0, "suspended", 1),
        (1200.0, "limit", -1),
        (1200.0, "resumed", 1),
        (1500.0, "limit", -1),
        (1500.0, "resumed", 2),
    ]
    assert story.column("limit", "power_kw") == [60.0, 120.0, 180.0]
    assert story.column("suspended", "soc") == [pytest.approx(0.4)] * 2
    assert story.column("suspended", "power_kw") == [0.0, 0.0]
    assert story.column("resumed", "power_kw") == [60.0, 60.0]
    assert story.column("ready", "time") == [pytest.approx(t) for t in (1800.0, 2400.0, 2700.0)]


def test_a_suspended_charge_resumes_when_another_is_over() -> None:
    limit = from_then_on(120.0, (600.0, 60.0))
    story = run(site(stock=(0.2,) * 3, chargers=TWO, limit_kw=limit))
    # It comes before the queue: battery 2 has to wait although charger 0 is idle.
    assert story.the("resumed")["time"] == story.column("full", "time")[0] == pytest.approx(2100.0)
    assert story.the("resumed")["battery"] == 1
    assert story.column("placed", "time")[2] == story.column("full", "time")[1]


def test_a_suspended_charge_that_does_not_fit_blocks_the_queue() -> None:
    chargers = ((40.0, 1.0), (60.0, 1.0), (20.0, 1.0))
    limit = from_then_on(100.0, (600.0, 80.0))
    story = run(site(640.0, stock=(0.9, 0.2, 0.2), chargers=chargers, limit_kw=limit))
    # 40 kW stay. From 700 s on a battery is queued that would fit beside them on charger 2, but
    # the 60 kW of charger 1 come first, and have to wait until charger 0 has done.
    done = story.the("full", battery=1)["time"]
    assert story.the("suspended")["charger"] == 1
    assert story.the("resumed")["time"] == done
    assert story.the("placed", battery=3)["time"] > done


def test_the_reservation_is_looked_at_anew_so_that_a_charge_may_resume_at_once() -> None:
    # Near full the falling curve needs little: what was reserved when it was placed does not fit
    # any more, what the rest of its charge needs does.
    kinds = (Type(curve=FALLING),)
    limit = from_then_on(60.0, (1900.0, 59.0))
    story = run(site(stock=(0.2,), limit_kw=limit), kinds=kinds)
    at_fall = [kind for time, kind in story if time == 1900.0]
    assert at_fall == ["limit", "suspended", "resumed"]


def test_a_suspended_battery_goes_on_cooling() -> None:
    limit = from_then_on(60.0, (100.0, 0.0), (900.0, 60.0))
    story = run(site(stock=(0.2,), limit_kw=limit), kinds=(Type(cool_minimum_s=600.0),))
    assert story.of(battery=0)[:5] == [
        (0.0, "placed"),
        (100.0, "suspended"),
        (600.0, "cooled"),
        (900.0, "resumed"),
        (pytest.approx(2700.0), "ready"),
    ]
    assert [row["power_kw"] for row in story.about(battery=0)][:4] == [0.0, 0.0, 0.0, 60.0]


def test_one_that_resumes_while_it_cools_draws_nothing_yet() -> None:
    limit = from_then_on(60.0, (100.0, 0.0), (200.0, 60.0))
    story = run(site(stock=(0.2,), limit_kw=limit), kinds=(Type(cool_minimum_s=600.0),))
    assert story.of(battery=0)[1:4] == [
        (100.0, "suspended"),
        (200.0, "resumed"),
        (600.0, "cooled"),
    ]
    assert story.column("resumed", "power_kw") == [0.0]
    assert story.column("cooled", "power_kw") == [60.0]


def test_a_suspended_ready_battery_may_be_unplugged() -> None:
    limit = from_then_on(60.0, (1950.0, 0.0))
    story = run(site(3000.0, stock=(0.2,), limit_kw=limit))
    assert story.of(battery=0)[3:] == [
        (1950.0, "suspended"),
        (3000.0, "unplugged"),
        (3000.0, "swap_begin"),
    ]
    assert story.the("unplugged")["soc"] == pytest.approx(0.85)


def test_a_charge_suspended_twice_reaches_its_target_by_its_own_charging_time() -> None:
    limit = from_then_on(60.0, (300.0, 0.0), (600.0, 60.0), (900.0, 0.0), (1200.0, 60.0))
    story = run(site(stock=(0.2,), limit_kw=limit))
    assert story.column("ready", "time") == [pytest.approx(1800.0 + 2 * 300.0)]
    assert story.kinds.count("ready") == 1


def test_steps_of_a_limit_that_change_nothing_are_not_told() -> None:
    limit = from_then_on(60.0, (100.0, 60.0), (200.0, 30.0), (300.0, 30.0))
    assert run(site(limit_kw=limit)).of(kind="limit") == [(200.0, "limit")]


def test_stations_do_not_share_a_limit() -> None:
    limited = site(stock=(0.2,), limit_kw=from_then_on(60.0))
    engine = ReferenceEngine(network(limited, limited), KEY)
    engine.advance(1.0)
    assert story_of(engine).column("placed", "station") == [0, 1]
