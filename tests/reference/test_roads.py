"""Stations that drivers choose from: docs/model.md §3, in numbers worked out by hand."""

import pytest
from tests.reference.choices import CHOICES, Choice
from tests.reference.small import KEY, coming_at
from tests.reference.towns import drivers, live, stop, town

from voltwin.reference.battery import Battery
from voltwin.reference.roads import Roads
from voltwin.reference.run import Run
from voltwin.reference.station import Station, build_stations
from voltwin.validation.network import Site, Type
from voltwin_core.fleet.parameters import LEAST_TIME
from voltwin_core.station.parameters import Parameters

HOME = 1  # place


def begun(tables: Parameters) -> tuple[Roads, list[Station], Battery]:
    """Return what drivers see a second after the start, and the battery of the first vehicle."""
    run = Run(tables, KEY, log=False)
    stations, batteries = build_stations(run)
    for station in stations:
        station.start()
    run.env.run_before(1.0)
    return Roads(run, stations), stations, batteries[-1]


@pytest.mark.parametrize("of", CHOICES, ids=lambda of: of.why)
def test_choices_by_hand(of: Choice) -> None:
    roads, stations, battery = begun(of.tables)
    battery.soc = of.soc
    but = stations[of.but] if of.but >= 0 else None
    chosen = roads.choose(roads.classes[0], battery, HOME, of.factor, but)
    assert (chosen.number if chosen else -1) == of.chosen


def test_stations_of_a_place_are_in_order_of_travel_time_and_ties_of_number() -> None:
    tables = town(*((km, stop(0.9)) for km in (7.0, -3.0, 3.0, 7.0, 0.0)), classes=(drivers(),))
    order = tables.fleet.order.reshape(-1, 5)
    assert order[HOME].tolist() == [4, 1, 2, 0, 3]
    assert order[2].tolist() == [0, 3, 2, 4, 1]  # the place of station 0


def test_a_battery_of_another_type_is_of_no_use() -> None:
    two = Type(), Type()
    of_first, of_second = (
        Site(stock, (0, 0), (0.5, 0.5), coming_at()) for stock in (((0.9,), ()), ((), (0.9,)))
    )
    tables = town((5.0, of_first), (9.0, of_second), classes=(drivers(battery_type=1),), kinds=two)
    roads, _, battery = begun(tables)
    chosen = roads.choose(roads.classes[0], battery, HOME, 1.0)
    assert chosen
    assert chosen.number == 1


@pytest.mark.parametrize(("far_km", "chosen"), [(7.0, 0), (6.0, 1)])
def test_a_busy_bay_is_waited_for_by_the_mean_swap_time(far_km: float, chosen: int) -> None:
    """To the nearer one it is 5 min, and one swap of 90 s to wait for: 6.5 min."""
    near = 5.0, stop(0.9, 0.9)
    tables = town(near, (-far_km, stop(0.9)), classes=(drivers(choice=LEAST_TIME),))
    roads, stations, battery = begun(tables)
    stations[0].bays.items.clear()  # a swap is under way in the only bay
    found = roads.choose(roads.classes[0], battery, HOME, 1.0)
    assert found
    assert found.number == chosen


def test_all_that_decide_at_one_instant_see_the_same() -> None:
    of = drivers(0.35, choice=LEAST_TIME, considers=2)
    story = live((5.0, stop(0.9)), (-6.0, stop(0.9)), classes=(of, of, of))
    # Those on the way are not seen at a station yet: all go to the nearer one.
    assert story.column("to_station", "station") == [0, 0, 0]
