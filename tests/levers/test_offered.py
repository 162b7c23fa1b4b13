"""Levers: each value of each lever of each scenario is a change that the scenario bears."""

import math
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from voltwin.experiment.comparable import refuse_incomparable
from voltwin.levers.lever import Lever, Now
from voltwin.levers.offered import levers_of
from voltwin.levers.table import TABLE
from voltwin.scenario import demo_city
from voltwin.scenario.changes import Change, changed, levels_of
from voltwin.scenario.files import scenario_of
from voltwin.scenario.scenario import Scenario
from voltwin.scenario.templates import first_fleet, first_scenario
from voltwin.scenario.without_files import scenario_without_files

_CURVE = {"power_kw": 80, "knee_soc": 0.8}
TYPES = [
    {"id": "large", "capacity_kwh": 60, "charge_curve": _CURVE},
    {"id": "small 1", "capacity_kwh": 30, "charge_curve": _CURVE},
]
REGIONS = ["North", "St. John", "a=b|c]", ""]


def arrivals() -> st.SearchStrategy[dict[str, Any]]:
    return st.sampled_from(
        [{"swaps_per_day": 40}, {"rate_per_hour": 3}, {"trace": [10.0, 20.0]}, {"gap": "10min"}]
    )


@st.composite
def stations(draw: st.DrawFn, number: int, types: int) -> dict[str, Any]:
    """Return a station as in a file; some of its fields contradict those of others."""
    names = [str(kind["id"]) for kind in TYPES[:types]]
    stock: Any = {
        name: draw(st.one_of(st.integers(1, 6), st.lists(st.floats(0, 1), min_size=1, max_size=4)))
        for name in names
    }
    if types == 1 and draw(st.booleans()):
        stock = draw(st.integers(0, 6))
    bays = draw(st.integers(1, 3))
    places = draw(st.sampled_from([0, 4, 50, "unlimited"]))
    ring = {"ring": 40 + draw(st.integers(0, 9))} if places == "unlimited" else {}
    groups = st.fixed_dictionaries(
        {"count": st.integers(0, 3), "power_kw": st.sampled_from([7.0, 60.0])}
    )
    limits = st.sampled_from(["unlimited", 100, [100] * 12 + [50] * 12, [0] * 12 + [80] * 12])
    return {
        "id": draw(st.sampled_from([f"s{number}", f"{number}", f"s {number}]"])),
        "region": draw(st.sampled_from(REGIONS)),
        "lon": 10.0 + number / 100,
        "lat": 53.0,
        "bays": bays,
        "queue_places": places,
        **ring,
        "chargers": draw(st.lists(groups, max_size=2)),
        "batteries": stock,
        "grid_limit_kw": draw(limits),
        "policy": draw(st.sampled_from(["lose", "wait", "divert"])),
        **draw(arrivals()),
    }


@st.composite
def scripts(draw: st.DrawFn, station: dict[str, Any]) -> list[dict[str, Any]]:
    """Return interventions about a station that name chargers and bays by their numbers."""
    chargers = sum(group["count"] for group in station["chargers"])
    found: list[dict[str, Any]] = [{"at": "1h", "kind": "grid_limit", "limit_kw": 50}]
    if chargers:
        number = draw(st.integers(0, chargers - 1))
        found.append({"at": 60, "kind": "charger_out", "charger": number, "station": station["id"]})
    bay = draw(st.integers(0, station["bays"] - 1))
    found.append({"at": 90, "kind": "bay_out", "bay": bay, "station": station["id"]})
    return draw(st.lists(st.sampled_from(found), max_size=2))


@st.composite
def scenarios(draw: st.DrawFn) -> Scenario:
    types = draw(st.integers(1, 2))
    sites = [draw(stations(number, types)) for number in range(draw(st.integers(1, 3)))]
    assume(len({site["id"] for site in sites}) == len(sites))
    fields = {
        "horizon": "1d",
        "battery_types": TYPES[:types],
        "stations": sites,
        "interventions": draw(scripts(sites[0])),
    }
    return scenario_of(fields)


def values_of(lever: Lever) -> st.SearchStrategy[float | str]:
    if lever.choices is not None:
        return st.sampled_from(lever.choices)
    assert lever.low is not None
    assert lever.high is not None
    assert lever.step is not None
    steps = math.floor((lever.high - lever.low) / lever.step + 1e-9)
    low, step = lever.low, lever.step
    return st.integers(0, steps).map(lambda count: low + count * step)


def where(scenario: Scenario) -> st.SearchStrategy[dict[str, str]]:
    regions = [{"region": one.region} for one in scenario.stations if one.region]
    ids = [{"station": one.id} for one in scenario.stations]
    return st.sampled_from([{}, *regions, *ids])


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_a_scenario_bears_whatever_a_lever_says(data: st.DataObject) -> None:
    scenario = data.draw(scenarios())
    for lever in levers_of(scenario, **data.draw(where(scenario))):
        if isinstance(lever.neutral, float | int):
            assert (lever.low or 0.0) <= lever.neutral <= (lever.high or 0.0)
        change = Change.parse(lever.change(data.draw(values_of(lever))))
        refuse_incomparable(scenario, changed(scenario, [change]))


FILES = {"first": first_scenario, "fleet": first_fleet}


@pytest.fixture(scope="module", params=[*FILES, "city"])
def given_city(request: pytest.FixtureRequest) -> Scenario:
    if request.param == "city":
        return demo_city(stations=12, seed=2)
    return scenario_without_files(yaml.safe_load(FILES[request.param]()))


def test_the_ends_of_each_lever_are_borne(given_city: Scenario) -> None:
    for lever in levers_of(given_city):
        for value in lever.choices or (lever.low, lever.high):
            assert value is not None
            changed(given_city, [Change.parse(lever.change(value))])


def test_what_there_is_now_is_told(given_city: Scenario) -> None:
    for lever in levers_of(given_city):
        if lever.kind == "add":
            numbers = [number for _, number in levels_of(given_city, lever.path)]
            found = lever.now.least, lever.now.most, lever.now.sum
            assert found == (min(numbers), max(numbers), sum(numbers)), lever.id
            assert lever.places == len(given_city.stations)


def queues(*places: object) -> Scenario:
    """Return a town with stations that have so many places in their queues."""
    usual = {"batteries": 3, "chargers": {"power_kw": 60}, "swaps_per_day": 9}
    stations = [
        {
            "id": f"s{number}",
            "queue_places": one,
            **usual,
            **({"ring": 90} if one == "unlimited" else {}),
        }
        for number, one in enumerate(places)
    ]
    return scenario_of({"battery_types": TYPES[:1], "stations": stations})


def test_what_is_set_goes_as_far_as_what_is_there() -> None:
    [places] = [lever for lever in levers_of(queues(50, 4)) if lever.id == "queue_places"]
    assert (places.low, places.high) == (0, 50)
    assert (places.now.least, places.now.most, places.now.sum) == (4, 50, 54)
    fleet = scenario_without_files(yaml.safe_load(first_fleet()))
    late = changed(fleet, [Change.parse("fleet.classes[*].threshold_soc=0.95")])
    [threshold] = [lever for lever in levers_of(late) if lever.id == "threshold_soc"]
    assert threshold.neutral == threshold.high == 0.95


def test_how_many_are_without_a_limit_is_told_and_then_there_is_no_sum() -> None:
    for places, expected in (
        ((7, "unlimited", 4), Now(4, 7, None, unlimited=1)),
        (("unlimited", "unlimited"), Now(None, None, None, unlimited=2)),
        ((7, 4), Now(4, 7, 11)),
    ):
        [lever] = [one for one in levers_of(queues(*places)) if one.id == "queue_places"]
        assert lever.now == expected
        assert lever.places == len(places)


def test_where_it_is_neutral_a_lever_changes_nothing(given_city: Scenario) -> None:
    for lever in levers_of(given_city):
        if lever.neutral is not None:
            child = changed(given_city, [Change.parse(lever.change(lever.neutral))])
            assert child == given_city, lever.id


def test_every_lever_is_offered_somewhere() -> None:
    cities = [demo_city(stations=12, seed=2), scenario_without_files(yaml.safe_load(first_fleet()))]
    offered = {lever.id for city in cities for lever in levers_of(city)}
    offered |= {lever.id for lever in levers_of(cities[0], station="s001")}
    assert offered | {"speed"} >= {row.id for row in TABLE}


def test_a_region_has_its_own_levers_and_none_of_the_network() -> None:
    city = demo_city(stations=12, seed=2)
    region = city.stations[0].region
    found = {lever.id: lever for lever in levers_of(city, region=region)}
    assert "demand" not in found
    assert "demand_here" in found
    assert found["bays"].path == f"stations[region={region}].bays"
    assert found["bays"].places == sum(one.region == region for one in city.stations)


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ({"region": "Harbur"}, 'region: there is no "Harbur"; did you mean "Harbour"'),
        ({"station": "s01"}, 'station: there is no "s01"'),
        ({"station": "s001", "region": "North"}, "give one of them"),
    ],
)
def test_what_there_is_not_is_refused(place: dict[str, str], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        levers_of(demo_city(stations=12, seed=2), **place)


def test_a_station_without_a_place_offers_no_drives() -> None:
    station = {"id": "s", "batteries": 3, "chargers": {"power_kw": 60}, "swaps_per_day": 9}
    town = scenario_of({"battery_types": TYPES[:1], "stations": [station]})
    [policy] = [lever for lever in levers_of(town) if lever.id == "policy"]
    assert policy.choices == ("lose", "wait")


def test_ids_and_labels_are_unique_and_told_in_words() -> None:
    assert len({row.id for row in TABLE}) == len(TABLE) == len({row.label for row in TABLE})
    assert all(row.meaning.endswith(".") for row in TABLE)
