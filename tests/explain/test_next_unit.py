"""Levers on every form that a station's fields may have."""

import math
from typing import Any

import pytest
from tests.explain.constructed import TYPE, chargers, scenario, station

from voltwin.explain.next_unit import (
    Kinds,
    Variant,
    more_grid,
    one_more_battery,
    one_more_bay,
    one_more_charger,
    one_more_hour,
    with_pair,
)
from voltwin.explain.site import Site
from voltwin.scenario import Scenario
from voltwin.scenario.checks import checked
from voltwin.scenario.derived import mix, stock_by_type
from voltwin.scenario.opening_hours import opening_steps
from voltwin.scenario.station import BatteryStock

TYPES = [{**TYPE, "id": "long"}, {**TYPE, "id": "short", "full_soc": 0.95}]
H = 3600.0


def one(fields: dict[str, Any], **network: Any) -> tuple[Scenario, Any, Kinds]:
    city = scenario(station(**fields), **network)
    return city, Site.of(city, 0), Kinds.of(city)


def only(variants: Any) -> Variant:
    (variant,) = variants
    assert isinstance(variant, Variant)
    return variant


def test_a_charger_more_is_of_the_strongest_kind_there_is() -> None:
    groups = [
        {"count": 2, "power_kw": 60},
        {"count": 1, "power_kw": 120},
        {"count": 0, "power_kw": 500},
    ]
    _, of, kinds = one({"chargers": groups})
    more = only(one_more_charger(of, kinds)).station
    assert [(group.count, group.power_kw) for group in more.chargers] == [
        (2, 60),
        (1, 120),
        (0, 500),
        (1, 120),  # its number is behind all others
    ]


def test_the_first_charger_is_the_networks_usual_one_or_fits_the_curve() -> None:
    none = station("none", chargers=0)
    many = station("many", chargers=[{"count": 1, "power_kw": 300}, {"count": 9, "power_kw": 50}])
    city = scenario(none, many)
    first = only(one_more_charger(Site.of(city, 0), Kinds.of(city))).station.chargers
    assert [(group.count, group.power_kw) for group in first] == [(1, 50.0)]
    alone = scenario(none)
    first = only(one_more_charger(Site.of(alone, 0), Kinds.of(alone))).station.chargers
    assert [(group.count, group.power_kw) for group in first] == [(1, 80.0)]  # peak of the curve


@pytest.mark.parametrize(
    ("batteries", "more"),
    [
        (7, {"std": 8}),
        ({"std": 7}, {"std": 8}),
        ({"std": [0.1, 0.5]}, {"std": (0.1, 0.5, 0.9)}),
        ({"std": {"count": 2}}, {"std": BatteryStock(count=3)}),
        ({"std": {"count": 2, "soc": 0.3}}, {"std": (0.3, 0.3, 0.9)}),
        (0, {"std": 1}),
    ],
)
def test_a_battery_more_is_full_whatever_the_others_are(batteries: Any, more: Any) -> None:
    _, of, kinds = one({"batteries": batteries, "racks": 30})
    variant = only(one_more_battery(of, kinds))
    assert variant.station.batteries == more
    assert variant.station.racks == 31
    assert variant.battery_type is None


def test_a_battery_more_is_tried_for_each_type_that_arrives_and_changes_no_mix() -> None:
    _, of, kinds = one({"batteries": {"long": 6, "short": 2}}, battery_types=TYPES)
    before = mix(of.station, stock_by_type(of.station, kinds.battery_types))
    variants = list(one_more_battery(of, kinds))
    assert [variant.battery_type for variant in variants] == ["long", "short"]
    assert [variant.station.batteries for variant in variants] == [
        {"long": 7, "short": 2},
        {"long": 6, "short": 3},
    ]
    for variant in variants:
        assert mix(variant.station, stock_by_type(variant.station, kinds.battery_types)) == before


def test_no_battery_is_tried_of_a_type_that_never_arrives() -> None:
    fields = {"batteries": {"long": 6, "short": 2}, "battery_mix": {"short": 1}}
    _, of, kinds = one(fields, battery_types=TYPES)
    variant = only(one_more_battery(of, kinds))
    assert variant.station.batteries == {"long": 6, "short": 3}
    assert variant.battery_type is None  # there is no other to tell it from


def test_a_bay_more_brings_its_vehicle_where_the_ring_is_given() -> None:
    city, of, kinds = one({"bays": 2, "queue_places": 3, "ring": 6})
    more = only(one_more_bay(of, kinds)).station
    assert (more.bays, more.ring) == (3, 7)
    checked(city.model_copy(update={"stations": [more]}))
    _, of, kinds = one({"bays": 2})
    assert only(one_more_bay(of, kinds)).station.ring is None


BY_DAY = {"weekday": [100.0] * 24, "sat": "unlimited", "sun": 50.0}
STEPS = [{"from": "06:00", "value": 200}, {"from": "sat-sun 22:00", "value": "unlimited"}]


@pytest.mark.parametrize(
    ("limit", "raised"),
    [
        (100, 180.0),
        ([100, "unlimited"] * 12, (180.0, math.inf) * 12),
        ([50] * 168, (130.0,) * 168),
        (BY_DAY, {"weekday": (180.0,) * 24, "sat": math.inf, "sun": 130.0}),
        (STEPS, ({"from": "06:00", "value": 280.0}, {"from": "sat-sun 22:00", "value": math.inf})),
        (1e6, None),  # the most that a limit can be
        ("unlimited", None),
    ],
    ids=lambda value: type(value).__name__,
)
def test_a_limit_is_raised_by_a_charger_wherever_there_is_one(limit: Any, raised: Any) -> None:
    _, of, kinds = one({"grid_limit_kw": limit})
    variants = list(more_grid(of, kinds))
    assert [variant.station.grid_limit_kw for variant in variants] == ([raised] if raised else [])


def test_a_limit_without_chargers_is_not_raised() -> None:
    _, of, kinds = one({"grid_limit_kw": 100, "chargers": 0})
    assert list(more_grid(of, kinds)) == []


@pytest.mark.parametrize(
    ("hours", "later"),
    [
        ("06:00-18:00", "06:00-19:00"),
        ("06:00-23:30", "06:00-00:30"),
        ("06:00-05:00", "24h"),
        ("06:00-05:30", "24h"),
        (["06:00-10:00", "10:30-12:00"], "06:00-13:00"),
        (["06:00-10:00", "12:00-14:00"], ["06:00-11:00", "12:00-15:00"]),
        (
            {"mon-sat": "08:00-20:00", "sun": "closed"},
            {"mon-sat": "08:00-21:00", "sun": "closed"},
        ),
        ({"mon-sat": "closed", "sun": "08:00-24:00"}, {"mon-sat": "closed", "sun": "08:00-01:00"}),
    ],
    ids=str,
)
def test_each_span_closes_an_hour_later_or_meets_the_next(hours: Any, later: Any) -> None:
    _, of, kinds = one({"opening_hours": hours})
    _, wanted, _ = one({"opening_hours": later})
    more = only(one_more_hour(of, kinds)).station
    assert opening_steps(more.opening_hours) == opening_steps(wanted.station.opening_hours)


@pytest.mark.parametrize("hours", ["24h", {"weekday": "24h", "weekend": "00:00-24:00"}])
def test_a_station_that_is_always_open_cannot_close_later(hours: Any) -> None:
    _, of, kinds = one({"opening_hours": hours})
    assert list(one_more_hour(of, kinds)) == []


def test_a_pair_is_both_changes_and_the_station_itself_stays_as_it_was() -> None:
    city, of, kinds = one({"chargers": chargers(1), "grid_limit_kw": 80})
    before = city.model_copy(deep=True)
    both = only(with_pair(of, ("charger", "grid"), kinds)).station
    assert [group.count for group in both.chargers] == [1, 1]
    assert both.grid_limit_kw == 160.0
    assert city == before
