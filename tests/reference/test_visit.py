"""What vehicles do at a station: docs/model.md §4, in numbers worked out by hand."""

import math

import pytest
from tests.reference.small import coming_at, from_then_on, run, site

from voltwin.validation.laws import fixed
from voltwin.validation.network import Site, Type
from voltwin_core.station.parameters import LOSE, WAIT


def test_one_swap_from_arrival_to_the_rack() -> None:
    story = run(site(100.0), kinds=(Type(cool_minimum_s=60.0),))
    # Battery 0 is the station's; battery 1 comes in vehicle 0, first of the ring.
    assert story.of(vehicle=0) == [(100.0, "arrival"), (100.0, "swap_begin"), (160.0, "swap_end")]
    assert story.of(charger=0) == [
        (160.0, "placed"),
        (220.0, "cooled"),
        (pytest.approx(2020.0), "ready"),
        (pytest.approx(2320.0), "full"),
    ]
    assert story.the("swap_begin")["battery"] == 0
    assert story.the("swap_begin")["soc"] == 0.9
    assert story.the("swap_end")["battery"] == 1
    assert story.the("swap_end")["soc"] == 0.2
    assert story.column("full", "battery") == [1]


def test_every_column_of_a_visit() -> None:
    story = run(site(100.0), hours=0.05)
    # time, kind, station, vehicle, battery, charger, bay, soc, wait_s, power_kw
    assert [tuple(row.values())[:10] for row in story.rows] == [
        (100.0, "arrival", 0, 0, 1, -1, -1, 0.2, None, None),
        (100.0, "swap_begin", 0, 0, 0, -1, 0, 0.9, 0.0, None),
        (160.0, "swap_end", 0, 0, 1, -1, 0, 0.2, 0.0, None),
        (160.0, "placed", 0, -1, 1, 0, -1, 0.2, None, 0.0),
        (160.0, "cooled", 0, -1, 1, 0, -1, 0.2, None, 60.0),
    ]


def test_the_bay_line_is_first_come_first_served() -> None:
    story = run(site(0.0, 10.0, 20.0, stock=(0.9,) * 3))
    assert story.of(vehicle=1) == [
        (10.0, "arrival"),
        (10.0, "wait_bay"),
        (60.0, "swap_begin"),
        (120.0, "swap_end"),
    ]
    assert story.column("swap_begin", "vehicle") == [0, 1, 2]
    assert story.column("swap_begin", "wait_s") == [0.0, 50.0, 100.0]
    assert story.column("swap_end", "wait_s") == [0.0, 50.0, 100.0]


def test_the_lowest_free_bay_is_taken() -> None:
    story = run(site(0.0, 10.0, 65.0, 67.0, 75.0, stock=(0.9,) * 5, ring=6, bays=3))
    #          free: 0, 1, 2   1, 2   0, 2   2     1
    assert story.column("swap_begin", "bay") == [0, 1, 0, 2, 1]


def test_who_finds_no_battery_waits_for_a_claim_and_is_served_as_soon_as_one_is_ready() -> None:
    story = run(site(0.0, 100.0, policy=WAIT))
    ready = story.column("ready", "time")[0]
    assert ready == pytest.approx(1860.0)
    assert story.of(vehicle=1)[:4] == [
        (100.0, "arrival"),
        (100.0, "wait_battery"),
        (ready, "claimed"),
        (ready, "swap_begin"),
    ]
    assert story.the("claimed")["wait_s"] == ready - 100.0
    # The whole consequence of one event, in order: it is ready, claimed, unplugged and handed out.
    at_ready = [kind for time, kind in story if time == ready]
    assert at_ready == ["ready", "claimed", "unplugged", "swap_begin"]


def test_who_has_claimed_may_still_have_to_wait_for_a_bay() -> None:
    story = run(site(0.0, 10.0, stock=(0.9, 0.2), swap_s=fixed(3000.0)))
    # Battery 1 is ready at 1800 s, but the only bay is taken until 3000 s.
    assert story.of(vehicle=1)[1:4] == [
        (10.0, "wait_battery"),
        (pytest.approx(1800.0), "claimed"),
        (3000.0, "swap_begin"),
    ]


def test_policy_lose_takes_no_notice_of_queue_places() -> None:
    story = run(site(0.0, 100.0, policy=LOSE))
    assert story.of(vehicle=1) == [(100.0, "arrival"), (100.0, "lost_stockout")]
    lost = story.the("lost_stockout")
    assert (lost["battery"], lost["soc"], lost["wait_s"]) == (2, 0.2, 0.0)


@pytest.mark.parametrize("stock", [(0.9,), (0.9,) * 4], ids=["for a battery", "for a bay"])
def test_without_a_queue_place_nobody_waits(stock: tuple[float, ...]) -> None:
    story = run(site(0.0, 10.0, 20.0, stock=stock, places=1))
    assert story.kinds.count("lost_queue_full") == 1
    assert story.of(vehicle=2) == [(20.0, "arrival"), (20.0, "lost_queue_full")]


def test_who_is_served_at_once_needs_no_queue_place() -> None:
    assert run(site(0.0, places=0)).column("swap_end", "time") == [60.0]


def test_a_queue_place_is_free_again_when_the_swap_begins() -> None:
    story = run(site(0.0, 10.0, 70.0, stock=(0.9,) * 3, places=1))
    assert story.of(vehicle=1)[2] == (60.0, "swap_begin")
    assert story.of(vehicle=2)[1:3] == [(70.0, "wait_bay"), (120.0, "swap_begin")]


def test_a_queue_place_is_free_again_after_reneging() -> None:
    story = run(site(0.0, 10.0, 40.0, stock=(0.9,) * 3, places=1, patience_s=fixed(20.0)))
    assert story.of(vehicle=1)[2] == (30.0, "reneged")
    assert story.of(vehicle=2)[1:3] == [(40.0, "wait_bay"), (60.0, "swap_begin")]


def test_a_vehicle_keeps_its_place_when_it_claims() -> None:
    story = run(site(0.0, 10.0, 2000.0, stock=(0.9, 0.2, 0.2), swap_s=fixed(3000.0), places=1))
    # Vehicle 1 waits for a bay on the only place from 10 s to 3000 s.
    assert story.of(vehicle=2)[1] == (2000.0, "lost_queue_full")


def test_who_waits_for_a_battery_reneges_when_patience_runs_out() -> None:
    story = run(site(0.0, 100.0, patience_s=fixed(500.0)))
    assert story.of(vehicle=1) == [
        (100.0, "arrival"),
        (100.0, "wait_battery"),
        (600.0, "reneged"),
    ]
    reneged = story.the("reneged")
    assert (reneged["battery"], reneged["soc"], reneged["wait_s"]) == (2, 0.2, 500.0)


def test_a_claim_given_back_goes_to_who_waits_longest_for_one() -> None:
    patience = fixed(500.0)
    story = run(
        site(0.0, 10.0, 20.0, 30.0, stock=(0.9, 0.9), swap_s=fixed(520.0), patience_s=patience)
    )
    # 0 swaps until 520; 1 has the other claim and waits for the bay; 2 and 3 wait for a battery.
    assert [pair for pair in story if pair[0] == 510.0] == [(510.0, "reneged"), (510.0, "claimed")]
    assert story.the("claimed")["vehicle"] == 2
    assert story.the("swap_begin", vehicle=2)["time"] == 520.0  # just before its own patience: 520
    assert story.of(vehicle=3)[-1] == (530.0, "reneged")


def test_a_bay_is_free_before_patience_runs_out_at_the_same_instant() -> None:
    story = run(site(0.0, 10.0, stock=(0.9, 0.9), patience_s=fixed(50.0)))
    assert story.of(vehicle=1)[2] == (60.0, "swap_begin")


def test_patience_that_began_in_line_is_forgotten_in_the_bay() -> None:
    story = run(site(0.0, 10.0, stock=(0.9, 0.9), patience_s=fixed(80.0)))
    assert story.of(vehicle=1)[-1] == (120.0, "swap_end")


def test_no_patience_at_all_still_joins_the_line_first() -> None:
    story = run(site(0.0, 10.0, patience_s=fixed(0.0)))
    assert story.of(vehicle=1) == [(10.0, "arrival"), (10.0, "wait_battery"), (10.0, "reneged")]


@pytest.mark.parametrize("patience", [None, fixed(math.inf)])
def test_infinite_patience_never_runs_out(patience: object) -> None:
    story = run(site(0.0, 100.0, patience_s=patience))
    assert story.of(vehicle=1)[-1][1] == "swap_end"


def test_swaps_in_no_time_end_after_what_began_them() -> None:
    story = run(site(5.0, 5.0, stock=(0.9, 0.9), swap_s=fixed(0.0)))
    # A swap end (rank 10) comes before the arrival (rank 15) that waits at the same instant, and
    # after the whole consequence of the arrival that began it.
    assert [kind for time, kind in story if time == 5.0] == [
        *("arrival", "swap_begin", "swap_end", "placed"),
        "cooled",
        *("arrival", "swap_begin", "swap_end"),
    ]


def test_a_negative_draw_is_no_time() -> None:
    story = run(site(5.0, swap_s=fixed(-3.0)))
    assert story.column("swap_end", "time") == [5.0]


def test_a_lost_vehicle_comes_back_with_the_battery_as_it_was_outside() -> None:
    hours = from_then_on(0.0, (1000.0, 1.0))
    story = run(site(0.0, 2000.0, ring=1, hours=hours), kinds=(Type(arrival_soc=fixed(0.5)),))
    assert story.column("arrival", "soc") == [0.5, 0.5]
    assert story.column("lost_closed", "soc") == [0.5]
    assert story.column("swap_begin", "time") == [2000.0]


def test_each_type_has_a_stock_line_of_its_own() -> None:
    two, arrivals = (Type(), Type()), coming_at(*(float(t) for t in range(0, 400, 10)))
    story = run(Site(((0.9,) * 40, (0.9,)), (50, 50), (0.5, 0.5), arrivals, bays=1), kinds=two)
    of_second = [v for v in story.column("arrival", "vehicle") if v >= 50]
    assert 5 < len(of_second) < 35
    # Of the second type there is one battery; of the first, enough: these wait for the bay only.
    assert story.column("wait_battery", "vehicle") == of_second[1:]
