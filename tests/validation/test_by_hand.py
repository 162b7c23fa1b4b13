"""Both engines on networks made by hand, for what random ones seldom do."""

import math

import numpy as np
from tests.reference.observing import at, seen_at, watched
from tests.reference.small import HOUR_S, KEY, MONDAY, Story, from_then_on, site, story_of
from tests.reference.test_chargers import FALLING, TWO
from tests.reference.towns import drivers, stop, town

from voltwin.reference import ReferenceEngine
from voltwin.validation.engines import compare_engines
from voltwin.validation.network import Network, Type, parameters
from voltwin.validation.scripting import Haul
from voltwin_core.record import as_array
from voltwin_core.station.parameters import SHARE, Parameters


def agreed(network: Parameters) -> Story:
    """Return the story of a run on which both engines agree, and are right."""
    outcome = compare_engines(network, 1)
    assert outcome.ok, outcome.message
    engine = ReferenceEngine(network, KEY)
    engine.advance(math.inf)
    return story_of(engine)


def test_of_stations_at_one_instant_those_that_open_come_before_those_that_close() -> None:
    closes = site(100.0, hours=((0.0, 1.0), (HOUR_S, 0.0)))
    opens = site(100.0, hours=((0.0, 0.0), (HOUR_S, 1.0)))
    day = parameters(Network((Type(),), (closes, opens), 4 * HOUR_S, first_hour=MONDAY))
    at_the_hour = [kind for time, kind in agreed(day) if time == HOUR_S]
    assert at_the_hour == ["opened", "closed"]


def test_nobody_drives_to_a_station_from_which_a_truck_has_taken_all() -> None:
    """At 01:00 the vehicle, with 0.2 left, has to swap before its trip of 60 km."""
    near, far = (10.0, stop(0.9)), (20.0, stop(0.9, more_racks=1))
    truck = Haul(at_s=100.0, site=0, to=1, battery_type=0, count=1, travel_s=600.0)
    for hauls, station in (((), 0), ((truck,), 1)):
        story = agreed(town(near, far, classes=(drivers(0.2),), hauls=hauls))
        assert story.column("to_station", "station")[0] == station


def test_a_road_may_be_longer_there_than_back() -> None:
    network = town((10.0, stop(0.9)), classes=(drivers(0.2),))
    roads = as_array(network.fleet.travel.drives)
    places = math.isqrt(len(roads))
    roads["seconds"] += 10.0 * (np.arange(len(roads)) // places)  # by where it begins
    story = agreed(network)
    (row,) = [of for of in story.rows if of["kind"] == "to_station"][:1]
    drive = row["origin"] * places + row["destination"]
    assert roads["seconds"][drive] != roads["seconds"].reshape(places, places).T.ravel()[drive]
    assert row["until"] == row["time"] + roads["seconds"][drive]


def test_a_run_may_end_just_after_the_power_was_shared() -> None:
    """At 960 s a third battery takes its part of 60 kW; the run ends half a second later."""
    limit = ((0.0, 60.0),)
    chargers = ((60.0, 1.0),) * 3
    stock = (0.2, 0.3, 0.9)
    three = site(900.0, stock=stock, chargers=chargers, limit_kw=limit, grid_rule=SHARE)
    story = agreed(parameters(Network((Type(),), (three,), 960.5, first_hour=MONDAY)))
    shared = [row for row in story.rows if row["kind"] == "set_point" and row["time"] == 960.0]
    assert [row["power_kw"] for row in shared] == [20.0] * 3


def test_a_charge_that_was_seen_to_need_more_than_is_left_is_held_back_after_it_was_seen() -> None:
    """Near full 34 kW were reserved beside 60; at 0.3 it would be 60 beside 60, of 100."""
    shop = site(stock=(0.2, 0.76), chargers=TWO, limit_kw=from_then_on(100.0))
    seen = seen_at(60.0, chargers={1: 0.3})
    story = agreed(watched(shop, seen=(seen,), kinds=(Type(curve=FALLING),)))
    assert at(story, 60.0) == [
        ("observed",),
        ("soc_simulated", 1, 1),
        ("soc_seen", 1, 1),
        ("suspended", 1, 1),
    ]
