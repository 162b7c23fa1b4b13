"""Who is turned away drives on: docs/model.md §3 and §4, in numbers worked out by hand."""

from typing import Any

import pytest
from tests.reference.small import KEY, from_then_on, site
from tests.reference.towns import drivers, drives, live, stop

from voltwin.validation.city import Drivers
from voltwin.validation.laws import fixed, uniform
from voltwin.validation.network import Site
from voltwin_core.draws import SWAP_TIME, entity_key
from voltwin_core.draws import uniform as uniform_draw
from voltwin_core.fleet.parameters import NEAREST
from voltwin_core.station.parameters import DIVERT, LOSE

EMPTY = {"stock": (0.2,), "chargers": ()}  # its battery is never ready


def comers(kwh_per_km: float = 0.05, choice: int = NEAREST) -> Drivers:
    """Return vehicles that arrive from outside: 30 km take 0.03 of a battery, half an hour."""
    return Drivers(battery_type=0, kwh_per_km=kwh_per_km, choice=choice)


def diverting(*times: float, most: int = 2, **more: Any) -> Site:
    return site(*times, policy=DIVERT, most_diversions=most, **{**EMPTY, **more})


def go(*stations: tuple[float, Site], of: Drivers | None = None, hours: float = 4.0) -> Any:
    return live(*stations, zones=(), classes=(of or comers(),), hours=hours)


def test_who_finds_no_battery_drives_on_and_is_served_there() -> None:
    story = go((0.0, diverting(100.0)), (30.0, stop(0.9)))
    assert story.of(vehicle=0) == [
        (100.0, "arrival"),
        (100.0, "diverted"),
        (1900.0, "arrival"),
        (1900.0, "swap_begin"),
        (1960.0, "swap_end"),
    ]
    # The row is told by the station that it leaves; there the SoC on arrival was 0.2.
    assert drives(story) == [(100.0, "diverted", 0, 0.17, 0, 1, 1900.0)]
    assert story.column("arrival", "station") == [0, 1]
    assert [row["soc"] for row in story.about(kind="arrival")] == pytest.approx([0.2, 0.17])


def test_it_is_diverted_so_many_times_and_then_lost() -> None:
    stations = (0.0, diverting(100.0)), (30.0, diverting()), (60.0, diverting())
    story = go(*stations)
    # From the middle both others are 30 km away; the one with the lower number is taken.
    assert drives(story) == [
        (100.0, "diverted", 0, 0.17, 0, 1, 1900.0),
        (1900.0, "diverted", 1, 0.14, 1, 0, 3700.0),
    ]
    assert story.of(vehicle=0)[-2:] == [(3700.0, "arrival"), (3700.0, "lost_stockout")]
    assert story.the("lost_stockout")["station"] == 0


@pytest.mark.parametrize("most", [0, 1, 3])
def test_the_station_it_is_at_decides_how_often(most: int) -> None:
    story = go((0.0, diverting(100.0, most=most)), (30.0, diverting(most=most)), hours=8.0)
    assert story.kinds.count("diverted") == most
    assert story.kinds.count("arrival") == most + 1
    assert story.kinds.count("lost_stockout") == 1


def test_with_nowhere_in_reach_it_is_lost_at_once() -> None:
    story = go((0.0, diverting(100.0)), (30.0, stop(0.9)), of=comers(kwh_per_km=0.4))
    assert story.kinds == ["arrival", "lost_stockout"]  # 12 kWh of the 10 that it has


def test_only_a_missing_battery_diverts() -> None:
    closed = diverting(100.0, hours=from_then_on(0.0, (9000.0, 1.0)), stock=(0.9,))
    assert go((0.0, closed), (30.0, stop(0.9))).kinds[:2] == ["arrival", "lost_closed"]
    full = diverting(100.0, 110.0, stock=(0.9, 0.9), places=0)
    assert go((0.0, full), (30.0, stop(0.9))).of(vehicle=1) == [
        (110.0, "arrival"),
        (110.0, "lost_queue_full"),
    ]


def test_it_is_still_that_arrival_of_its_home_station() -> None:
    stay = stop(0.9, swap_s=uniform(60.0, 120.0))
    story = go((0.0, diverting(100.0)), (30.0, stay))
    home: int = entity_key("station", "0")
    took_s = story.the("swap_end")["time"] - story.the("swap_begin")["time"]
    drawn = 60.0 + 60.0 * uniform_draw(KEY, SWAP_TIME, home, 0)
    assert took_s == pytest.approx(drawn, rel=1e-9)


def test_served_elsewhere_it_returns_to_its_own_ring() -> None:
    ring = diverting(100.0, 8000.0, ring=1)
    story = go((0.0, ring), (30.0, stop(0.9, 0.9)))
    assert story.column("arrival", "vehicle") == [0, 0, 0, 0]
    assert story.column("arrival", "station") == [0, 1, 0, 1]
    # Battery 1 was its own: charged meanwhile, it stands in the rack behind number 3.
    assert story.column("swap_begin", "battery") == [2, 3]


def test_lost_elsewhere_its_battery_is_again_as_it_was_outside() -> None:
    ring = diverting(100.0, 8000.0, ring=1, most=1)
    story = go((0.0, ring), (30.0, stop(0.2, chargers=(), policy=LOSE)))
    assert story.kinds.count("lost_stockout") == 2
    # Charged elsewhere: the second time it arrives with the 0.2 of its law, not with less.
    assert [row["soc"] for row in story.about(kind="arrival", station=0)] == [0.2, 0.2]


def test_a_vehicle_of_the_fleet_arrives_anew_and_drives_on_to_its_goal() -> None:
    sold_out = stop(0.2, chargers=(), policy=DIVERT, most_diversions=2)
    spare = stop(0.9, swap_s=fixed(120.0))
    story = live((6.0, sold_out), (16.0, spare), classes=(drivers(0.35),))
    assert drives(story)[1:] == [
        (3600.0, "to_station", 0, 0.32, 1, 2, 3960.0),
        (3960.0, "diverted", 0, 0.27, 2, 3, 4560.0),
        (4680.0, "trip", -1, 0.68, 3, 0, 7320.0),  # 44 km
    ]


def test_lost_after_diversions_it_tries_from_where_it_is_and_may_be_diverted_again() -> None:
    sold_out = {"chargers": (), "policy": DIVERT, "most_diversions": 1}
    story = live(
        (6.0, stop(0.2, **sold_out)),
        (16.0, stop(0.2, **sold_out)),
        classes=(drivers(0.4, floor_soc=0.2),),
    )
    assert drives(story)[1:5] == [
        (3600.0, "to_station", 0, 0.37, 1, 2, 3960.0),
        (3960.0, "diverted", 0, 0.32, 2, 3, 4560.0),
        (5460.0, "to_station", 1, 0.32, 3, 3, 5460.0),  # the nearest is the one that it is at
        (5460.0, "diverted", 1, 0.27, 3, 2, 6060.0),
    ]
