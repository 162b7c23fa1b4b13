"""The changes between two scenarios: few, small, and readable."""

from typing import Any

import pytest
from tests.scenario.changes.cities import TYPE, city, one_station, station
from tests.scenario.changes.random_changes import RICH

from voltwin.scenario import Scenario
from voltwin.scenario.changes import Change, changed, changes_between


def said(one: Scenario, other: Scenario) -> list[str]:
    changes = changes_between(one, other)
    assert changed(one, changes) == other
    return [str(change) for change in changes]


@pytest.mark.parametrize(
    "change",
    [
        "name=other",
        "horizon=1d 6h",
        "demand.multiplier=1.5",
        "demand.region_multipliers[North]=2.0",
        "demand.surges[0].factor=3.0",
        "battery_types[long].charge_curve.power_kw=120.0",
        "stations[s0].chargers[0].count=5",
        "stations[s0].chargers=[{count: 2, power_kw: 60.0, efficiency: 0.95}, "
        "{count: 2, power_kw: 60.0, efficiency: 0.9}]",
        "stations[s0].batteries[long]=8",
        "stations[s2].batteries[long].soc=0.5",
        "stations[s1].queue_places=7",
        "stations[s1].patience=null",
        "stations[s1].patience.mean=300.0",
        "stations[s2].grid_limit_kw[weekday]=unlimited",
        "stations[s2].charge_when=null",
        "economics.price_per_swap=6.0",
        "economics.battery.cost=7.0",
        "interventions[1].limit_kw=20.0",
        "interventions[0].for=2h",
    ],
)
def test_a_single_change_is_found_again(change: str) -> None:
    assert said(RICH, changed(RICH, [Change.parse(change)])) == [change]


def test_several_fields_are_several_changes() -> None:
    texts = [
        "horizon=3d",
        "stations[s0].bays=2",
        "stations[s2].racks=20",
        "economics.interest=0.05",
    ]
    assert said(RICH, changed(RICH, [Change.parse(text) for text in texts])) == texts


def test_nothing_differs_from_itself() -> None:
    assert said(RICH, RICH.model_copy(deep=True)) == []


@pytest.mark.parametrize(
    ("field", "one", "other"),
    [
        (
            "swap_time",
            {"kind": "uniform", "low": 10, "high": 20},
            {"kind": "uniform", "low": 30, "high": 40},
        ),
        (
            "swap_time",
            {"kind": "exponential", "mean": 60},
            {"kind": "uniform", "low": 1, "high": 2},
        ),
        (
            "swap_time",
            {"kind": "lognormal", "mean": 60, "sd": 6},
            {"kind": "lognormal", "median": 60, "sigma": 0.2},
        ),
        ("grid_limit_kw", {"weekday": 100, "weekend": 50}, {"mon": 50, "tue-sun": 30}),
    ],
)
def test_fields_that_cannot_be_set_one_by_one_are_set_together(
    field: str, one: Any, other: Any
) -> None:
    (change,) = said(one_station(**{field: one}), one_station(**{field: other}))
    assert change.startswith(f"stations[s0].{field}={{")


def test_numbers_of_stations_that_differ_are_told_once_with_all_stations() -> None:
    more = city(more=[station("s3", bays=2)])
    (change,) = changes_between(city(), more)
    assert change.path == "stations"
    assert [one["id"] for one in change.value] == ["s0", "s1", "s2", "s3"]
    assert change.value[3] == {
        **{"id": "s3", "region": "North", "swaps_per_day": 99.0, "bays": 2, "batteries": 6},
        "chargers": [{"count": 4, "power_kw": 80.0, "efficiency": 0.95}],
    }
    assert said(more, city())


def test_stations_in_another_order_are_set_as_a_whole() -> None:
    other = city()
    other.stations.reverse()
    (change,) = changes_between(city(), other)
    assert change.path == "stations"
    assert changed(city(), [change]) == other


def test_ids_that_look_like_numbers_are_ids() -> None:
    one = city(more=[station("0"), station("1")])
    other = changed(one, [Change('stations["1"].bays', "=", 5)])
    assert said(one, other) == ['stations["1"].bays=5']
    assert other.stations[4].bays == 5


def test_another_type_of_batteries_and_those_of_it_go_together() -> None:
    one = one_station()
    two = one_station(battery_types=[TYPE, {**TYPE, "id": "new"}], batteries={"std": 6, "new": 2})
    assert said(one, two)
    assert said(two, one)
