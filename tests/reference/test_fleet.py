"""The life of a vehicle in the city: docs/model.md §3, in numbers worked out by hand."""

import pytest
from tests.reference.small import HOUR_S, KEY, from_then_on
from tests.reference.towns import HOURLY, drivers, drives, live, stop, town

from voltwin.reference import ReferenceEngine
from voltwin.validation.laws import fixed, uniform
from voltwin_core.draws import SWAP_TIME, TRIP_ENERGY, entity_key
from voltwin_core.draws import uniform as uniform_draw

WORK, HOME, STATION = 0, 1, 2  # places: two zones, then the station
VEHICLE: int = entity_key("vehicle", "0/0")


def test_a_trip_is_told_when_it_begins_with_the_soc_at_its_end() -> None:
    story = live((6.0, stop(0.9)), classes=(drivers(),))
    assert drives(story) == [
        (0.0, "parked", -1, 0.9, HOME, -1, None),
        (3600.0, "trip", -1, 0.6, HOME, WORK, 7200.0),
    ]
    # Battery 0 is the station's, battery 1 the vehicle's; nothing is at the station.
    assert story.column("trip", "battery") == [1]
    assert len(story.rows) == 2


def test_who_is_parked_departs_again_from_where_it_is() -> None:
    story = live((6.0, stop(0.9)), zones=(20.0, 0.0), classes=(drivers(),))
    assert drives(story)[1:] == [
        (3600.0, "trip", -1, 0.8, HOME, WORK, 4800.0),
        (4800.0, "trip", -1, 0.7, WORK, HOME, 6000.0),
        (6000.0, "trip", -1, 0.6, HOME, WORK, 7200.0),
    ]


def test_below_the_threshold_after_a_trip_it_swaps_and_parks_at_the_station() -> None:
    story = live((66.0, stop(0.9)), classes=(drivers(threshold_soc=0.7),))
    assert drives(story)[1:] == [
        (3600.0, "trip", -1, 0.6, HOME, WORK, 7200.0),
        (7200.0, "to_station", 0, 0.57, WORK, STATION, 7560.0),
    ]
    assert story.of(vehicle=0, station=0)[1:] == [
        (7560.0, "arrival"),
        (7560.0, "swap_begin"),
        (7620.0, "swap_end"),
    ]


@pytest.mark.parametrize(("threshold", "swaps"), [(0.59, 0), (0.61, 1)])
def test_the_threshold_is_on_the_soc_after_the_trip(threshold: float, swaps: int) -> None:
    story = live((66.0, stop(0.9)), classes=(drivers(threshold_soc=threshold),))
    assert story.kinds.count("to_station") == swaps


def test_a_trip_that_would_end_below_the_floor_goes_by_way_of_a_station() -> None:
    story = live((6.0, stop(0.9)), classes=(drivers(0.35),))
    assert drives(story)[1:] == [
        (3600.0, "to_station", 0, 0.32, HOME, STATION, 3960.0),
        (4020.0, "trip", -1, 0.63, STATION, WORK, 7260.0),  # 54 km with the station's battery
    ]
    assert story.column("trip", "battery") == [0]
    assert story.the("swap_end")["soc"] == pytest.approx(0.32)


def test_a_trip_that_no_full_battery_would_do_is_cancelled_and_the_vehicle_stays() -> None:
    far = drivers(kwh_per_km=1.0, per_hour=HOURLY)  # 60 km take 1.2 batteries
    story = live((6.0, stop(0.9)), classes=(far,), hours=24.0)
    rows = drives(story)[1:]
    assert len(rows) > 10  # of 24 expected
    assert {row[1:] for row in rows} == {("trip_cancelled", -1, 0.9, HOME, WORK, None)}


def test_a_trip_may_be_cancelled_after_the_swap_if_the_battery_got_was_not_full() -> None:
    # 60 km take 0.72 of a battery, which a full one has; from the station it is 70 km.
    of = drivers(0.5, kwh_per_km=0.6)
    story = live((-10.0, stop(0.8, swap_s=fixed(HOUR_S))), classes=(of,))
    assert drives(story)[1:] == [
        (3600.0, "to_station", 0, 0.38, HOME, STATION, 4200.0),
        (7800.0, "trip_cancelled", -1, 0.8, STATION, WORK, None),
    ]


def test_who_is_lost_tries_again_after_a_while_with_the_battery_that_it_came_with() -> None:
    hours = from_then_on(0.0, (5000.0, 1.0))
    story = live((6.0, stop(0.9, hours=hours)), classes=(drivers(0.35),))
    assert drives(story)[1:] == [
        (3600.0, "to_station", 0, 0.32, HOME, STATION, 3960.0),
        (4860.0, "to_station", 0, 0.32, STATION, STATION, 4860.0),
        (5760.0, "to_station", 0, 0.32, STATION, STATION, 5760.0),
        (5820.0, "trip", -1, 0.63, STATION, WORK, 9060.0),
    ]
    assert [t for t, _ in story.of(kind="lost_closed")] == [3960.0, 4860.0]


def test_out_of_reach_of_all_stations_it_is_stranded_and_towed_home_full() -> None:
    story = live((200.0, stop(0.9)), classes=(drivers(0.35),))
    assert drives(story)[1:] == [
        (3600.0, "stranded", -1, 0.35, HOME, -1, 5400.0),
        (5400.0, "towed", -1, 0.9, HOME, HOME, None),
        (5400.0, "trip", -1, 0.6, HOME, WORK, 9000.0),  # a new one: it is parked at home
    ]


def test_tow_and_drives_are_throughput_of_the_battery() -> None:
    engine = ReferenceEngine(town((200.0, stop(0.9)), classes=(drivers(0.35),)), KEY)
    engine.advance(4 * HOUR_S)
    # 0.35 to 0.9 charged, then 60 km driven.
    assert engine.batteries()["throughput_kwh"][1] == pytest.approx(27.5 + 15.0)


def test_a_station_that_is_just_in_reach_is_reached_with_an_empty_battery() -> None:
    # 80 km take 20 kWh, all of 0.4; 0.4 * 50 and 80 * 0.25 are exact.
    story = live((80.0, stop(0.9)), classes=(drivers(0.4, floor_soc=0.2),))
    assert drives(story)[1] == (3600.0, "to_station", 0, 0.0, HOME, STATION, 8400.0)


def test_the_speed_at_departure_holds_to_the_end() -> None:
    # Half as fast from 02:00 on; the class is twice as fast as others.
    speeds = tuple(0.5 if hour == 2 else 1.0 for hour in range(168))
    of = drivers(speed_factor=2.0, threshold_soc=0.7)
    story = live((70.0, stop(0.9)), zones=(118.0, 0.0), classes=(of,), speeds=speeds)
    assert drives(story)[1:] == [
        (3600.0, "trip", -1, 0.31, HOME, WORK, 7140.0),
        (7140.0, "to_station", 0, 0.07, WORK, STATION, 8580.0),  # departs at 01:59
    ]


def test_the_energy_of_a_drive_is_drawn_by_vehicle_and_number_of_the_drive() -> None:
    of = drivers(threshold_soc=0.9, energy_factor=uniform(0.5, 1.5))
    story = live((66.0, stop(0.9)), classes=(of,))
    first, second = (0.5 + uniform_draw(KEY, TRIP_ENERGY, VEHICLE, n) for n in range(2))
    assert story.the("trip")["soc"] == pytest.approx(0.9 - 0.3 * first, rel=1e-12)
    there = 0.9 - 0.3 * first - 0.03 * second
    assert story.the("to_station")["soc"] == pytest.approx(there, rel=1e-12)


def test_draws_at_a_station_are_by_vehicle_and_number_of_its_visit() -> None:
    hours = from_then_on(0.0, (4000.0, 1.0))  # the first visit is in vain
    of = drivers(0.35)
    story = live((6.0, stop(0.9, hours=hours, swap_s=uniform(60.0, 120.0))), classes=(of,))
    took_s = story.the("swap_end")["time"] - story.the("swap_begin")["time"]
    drawn = 60.0 + 60.0 * uniform_draw(KEY, SWAP_TIME, VEHICLE, 1)
    assert took_s == pytest.approx(drawn, rel=1e-9)


def test_vehicles_are_numbered_class_by_class_and_have_batteries_after_all_stations() -> None:
    two = drivers(0.5, count=2, per_hour=(0.0,) * 168), drivers(0.7, per_hour=(0.0,) * 168)
    story = live((6.0, stop(0.9, 0.9)), classes=two)
    assert story.column("parked", "vehicle") == [0, 1, 2]
    assert story.column("parked", "battery") == [2, 3, 4]
    assert story.column("parked", "soc") == [0.5, 0.5, 0.7]
    # Homes are at the fractions 1/2 and 1/2 + 0.618 of two zones of one width.
    assert story.column("parked", "origin") == [HOME, WORK, HOME]


def test_all_that_depart_at_one_instant_go_by_number() -> None:
    three = drivers(0.35, count=3)
    story = live((30.0, stop(0.9, 0.9, 0.9, bays=3)), classes=(three,))
    assert story.of(kind="to_station") == [(3600.0, "to_station")] * 3
    assert story.column("to_station", "vehicle") == [0, 1, 2]
    assert story.column("swap_begin", "vehicle") == [0, 1, 2]  # all 30 km from both zones
    assert story.column("swap_begin", "time") == [5400.0] * 3
