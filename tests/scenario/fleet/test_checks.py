"""Contradictions of a fleet, each with its message."""

from typing import Any

import pytest
from tests.scenario.fleet.towns import raw, town

from voltwin.scenario import Scenario, ScenarioError
from voltwin.scenario.files import scenario_of
from voltwin.scenario.fleet import checks

TAXI = {"id": "taxi", "count": 6, "trips_per_day": 12}
TWO_TYPES = [
    {"id": name, "capacity_kwh": 40, "charge_curve": {"power_kw": 80}} for name in ("std", "big")
]
FLOWS = "fleet__trips"

WRONG: list[tuple[dict[str, Any], str]] = [
    # what is of arrivals
    (
        {"stations__0__swaps_per_day": 99},
        'stations[0].swaps_per_day ("west"): is of arrivals; with a fleet, its vehicles come',
    ),
    (
        {"stations__1__ring": 9},
        'stations[1].ring ("east"): is of arrivals; with a fleet, its vehicles come',
    ),
    (
        {"stations__1__multiplier": 2},
        'stations[1].multiplier ("east"): is of arrivals; with a fleet, its vehicles come',
    ),
    (
        {"demand": {"multiplier": 2}},
        "demand.multiplier: is of arrivals; with a fleet, its trips are the demand",
    ),
    # places
    (
        {"stations__0__lon": None, "stations__0__lat": None},
        'stations[0] ("west"): has no lon and lat; they are needed, as a fleet drives there',
    ),
    (
        {"fleet__zones__1__id": "a"},
        'fleet.zones[1].id: "a" is also the id of another',
    ),
    (
        {"fleet__zones__0__lat": 530},
        "fleet.zones[0].lat: given 530, must be at most 90 [degrees]",
    ),
    # classes
    ({"fleet__classes": [TAXI, TAXI]}, 'fleet.classes[1].id: "taxi" is also the id of another'),
    ({"fleet__classes__0__count": 0}, "fleet.classes: have 0 vehicles; 1 to 2,000,000 are allowed"),
    (
        {"fleet__classes__0__homes": {"d": 1}},
        'fleet.classes[0].homes.d: "d" is no zone; allowed: a, b, c',
    ),
    (
        {"fleet__classes__0__homes": {"a": 0}},
        "fleet.classes[0].homes: all weights are 0; where do the vehicles live?",
    ),
    (
        {"fleet__classes__0__profile": "comuter"},
        'fleet.classes[0].profile: "comuter" is no profile; did you mean "commuter"?',
    ),
    (
        {"fleet__classes__0__profile": [0] * 24},
        "fleet.classes[0].trips_per_day: 12, but its profile is 0 all week",
    ),
    (
        {"fleet__multiplier": 1e12},
        "fleet.classes[0].trips_per_day: 1.2e+13 with the fleet's multiplier; 100,000 are allowed",
    ),
    (
        {"fleet__classes__0__retry": 1e-12},
        "fleet.classes[0].retry: given 1e-12, must be at least 1 [s]",
    ),
    (
        {"fleet__classes__0__threshold_soc": 0.05},
        "fleet.classes[0].threshold_soc: 0.05 is below floor_soc (0.1)",
    ),
    (
        {"fleet__classes__0__floor_soc": 0.99},
        "fleet.classes[0].floor_soc: 0.99 must be below full_soc (0.99) of the batteries",
    ),
    (
        {"fleet__classes__0__initial_soc": 0.05},
        "fleet.classes[0].initial_soc: no value lies from floor_soc (0.1) to full_soc (0.99)",
    ),
    (
        {"fleet__classes__0__battery_type": "sdt"},
        'fleet.classes[0].battery_type: "sdt" is no battery type; did you mean "std"?',
    ),
    (
        {"stations__0__batteries": 0, "stations__1__batteries": 0},
        'fleet.classes[0].battery_type: no station has a battery of type "std"',
    ),
    # trips
    (
        {FLOWS: {"flows": [["a", "dd", 3]]}},
        'fleet.trips.flows: "dd" is no zone; allowed: a, b, c',
    ),
    (
        {FLOWS: {"flows": [["a", "b", 3, 7], ["b", "a", 2]]}},
        "fleet.trips.flows: some have an hour, and some have none",
    ),
    (
        {FLOWS: {"flows": [["a", "b", 3, 24]]}},
        'fleet.trips.flows: hour 24 is not from 0 to 23; hours_of: "week" has 168',
    ),
    (
        {FLOWS: {"flows": [["a", "a", 3], ["a", "b", 0]]}},
        "fleet.trips.flows: no trips lead from one zone to another",
    ),
    (
        {FLOWS: {"flows": [["a", "b", -3]]}},
        "fleet.trips.flows: given [[a, b, -3]], flow 0: trips must be a number, 0 or more, not -3",
    ),
    (
        {FLOWS: {"flows": [["a", "b", 3]], "bands": [6, 6]}},
        "fleet.trips: given",
    ),
    (
        {"fleet__zones__0__attraction": 0, "fleet__zones__1__attraction": [0] + [1] * 23},
        "fleet.zones: in hour 0 of the week fewer than 2 have an attraction above 0",
    ),
    ({FLOWS: 5}, "fleet.trips: given 5, must be {scale_km: 5}, or {flows: trips.csv}"),
    # travel
    ({"travel": {"circuity": 0.9}}, "travel.circuity: given 0.9, must be at least 1"),
    ({"travel": {"speed_profile": 0}}, "travel.speed_profile: given 0, must be a number from 0.01"),
    ({"travel": 30}, "travel: given 30, must be {circuity: 1.3, speed_kmh: 25}, or {graph:"),
    (
        {"travel": {"graph": {"nodes": "10 53\n", "links": "0 0 1\n"}}},
        "travel.graph: given {nodes: 10 53",
    ),
    ({"fleet__clases": []}, 'fleet.clases: unknown field; did you mean "classes"?'),
]


@pytest.mark.parametrize(("changes", "message"), WRONG)
def test_what_contradicts_is_told_in_one_line(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(ScenarioError) as error:
        town(**changes)
    assert len(error.value.lines) == 1
    assert error.value.lines[0].startswith(message)


def test_the_town_itself_is_right() -> None:
    assert isinstance(town(), Scenario)


def test_a_type_must_be_told_where_there_are_several() -> None:
    batteries = {"stations__0__batteries": {"std": 3}, "stations__1__batteries": {"big": 3}}
    with pytest.raises(ScenarioError, match="must be given, as there are several: std, big"):
        town(battery_types=TWO_TYPES, **batteries)
    town(battery_types=TWO_TYPES, fleet__classes__0__battery_type="big", **batteries)


def test_a_fleet_that_can_reach_no_station_is_refused() -> None:
    far = {"stations__0__lat": 56.0, "stations__1__lat": 56.0}  # 3 degrees: 333.6 km, 60 kWh
    with pytest.raises(ScenarioError, match=r"\[0\]: no station is within reach; .* 334 km"):
        town(**far)
    town(**far, fleet__classes__0__kwh_per_km=0.1)  # 33.4 of the 35.6 kWh above the floor


def test_places_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "MOST_PLACES", 4)
    with pytest.raises(ScenarioError, match="3 zones and 2 stations are 5 places; at most 4 are"):
        town()


def test_tables_of_destinations_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "MOST_SHARES", 17)  # two tables of nine
    town()
    with pytest.raises(ScenarioError, match="destinations by the hour are too many"):
        town(fleet__zones__0__attraction=[1, 2] * 12)


def test_arrivals_that_divert_need_places() -> None:
    fields = raw()
    del fields["fleet"], fields["travel"]
    for station in fields["stations"]:
        station["swaps_per_day"] = 40
    fields["stations"][0]["policy"] = "divert"
    scenario_of(fields)
    del fields["stations"][1]["lon"], fields["stations"][1]["lat"]
    with pytest.raises(ScenarioError, match=r"\(\"east\"\): has no lon and lat; .* may divert"):
        scenario_of(fields)
