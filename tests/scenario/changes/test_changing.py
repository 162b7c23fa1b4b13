"""Scenarios with changes: which places change, and to what."""

from typing import Any

import pytest
from tests.scenario.changes.cities import city, one_station, station
from tests.scenario.fleet.towns import town

from voltwin.scenario import Scenario, ScenarioError
from voltwin.scenario.changes import Change, changed, changes_between, levels_of


def with_(scenario: Scenario, *changes: str) -> Scenario:
    return changed(scenario, [Change.parse(text) for text in changes])


def bays(scenario: Scenario) -> list[int]:
    return [station.bays for station in scenario.stations]


@pytest.mark.parametrize(
    ("path", "after"),
    [
        ("stations[1].bays", [1, 9, 1]),
        ("stations[s1].bays", [1, 9, 1]),
        ("stations[s1|s2].bays", [1, 9, 9]),
        ("stations[0|s2].bays", [9, 1, 9]),
        ("stations[region=North].bays", [9, 9, 1]),
        ("stations[region=South|North].bays", [9, 9, 9]),
        ("stations[region=North,policy=wait].bays", [1, 9, 1]),
        ("stations[queue_places=4].bays", [9, 9, 9]),
        ("stations[lon=null].bays", [9, 9, 9]),
        ("stations[grid_limit_kw=unlimited].bays", [9, 9, 1]),
        ("stations[*].bays", [9, 9, 9]),
    ],
)
def test_brackets_say_which_items_change(path: str, after: list[int]) -> None:
    assert bays(with_(city(), f"{path}=9")) == after


@pytest.mark.parametrize(
    ("change", "path", "level"),
    [
        ("horizon=2d", "horizon", 172800.0),
        ("horizon+=1d", "horizon", 172800.0),
        ("horizon*=0.5", "horizon", 43200.0),
        ("demand.multiplier*=1.5", "demand.multiplier", 1.5),
        ("demand.region_multipliers.North=2", "demand.region_multipliers.North", 2.0),
        (
            "battery_types[0].charge_curve.power_kw-=20",
            "battery_types[0].charge_curve.power_kw",
            60,
        ),
        ("stations[0].queue_places*=1.4", "stations[0].queue_places", 6),  # 5.6 rounded
        ("stations[0].queue_places=unlimited", "stations[0].queue_places", "unlimited"),
        ("stations[0].chargers[0].count-=1", "stations[0].chargers[0].count", 3),
        ("stations[0].patience=10min", "stations[0].patience", 600.0),
        (
            "stations[0].charger_faults={mtbf: 9d, mttr: 1h}",
            "stations[0].charger_faults.mttr.mean",
            3600.0,
        ),
        ("name=other", "name", "other"),
    ],
)
def test_a_change_sets_what_its_path_names(change: str, path: str, level: Any) -> None:
    scenario = city()
    scenario.stations[0].ring = 100  # for unlimited queue places
    ((_, found),) = levels_of(with_(scenario, change), path)
    assert found == level


def test_changes_are_made_in_order() -> None:
    one = city()
    assert with_(one, "demand.multiplier=2", "demand.multiplier*=3").demand.multiplier == 6.0
    assert with_(one, "demand.multiplier*=3", "demand.multiplier=2").demand.multiplier == 2.0


def test_what_contradicts_is_looked_at_when_all_changes_are_made() -> None:
    longer = with_(city(), "warm_up=2d", "horizon=3d")
    assert (longer.warm_up, longer.horizon) == (172800.0, 259200.0)
    with pytest.raises(ScenarioError, match="warm_up: must be shorter than the horizon"):
        with_(city(), "warm_up=2d")


def test_the_scenario_itself_stays_as_it_is_and_shares_nothing_with_the_copy() -> None:
    one = city(batteries={"std": 6}, grid_limit_kw={"weekday": 100, "weekend": 200})
    before = one.model_copy(deep=True)
    other = with_(one, "stations[0].bays=3")
    other.stations[1].bays = 7
    other.stations[1].batteries["std"] = 99  # type: ignore[index]
    other.stations[1].grid_limit_kw["weekday"] = 1.0  # type: ignore[index]
    other.demand.multiplier = 9.0
    other.stations.pop()
    assert one == before


@pytest.mark.parametrize(
    ("fields", "change", "after"),
    [
        ({"swap_time": 90}, "*=2", {"swap_time": 180}),
        ({"swap_time": 90}, "+=30s", {"swap_time": 120}),
        (
            {"swap_time": {"kind": "uniform", "low": 60, "high": 90, "max": 80}},
            "*=2",
            {"swap_time": {"kind": "uniform", "low": 60, "high": 90, "scale": 2, "max": 160}},
        ),
        (
            {"swap_time": {"kind": "exponential", "mean": 60, "shift": 10, "min": 20}},
            "-=5",
            {"swap_time": {"kind": "exponential", "mean": 60, "shift": 5, "min": 15}},
        ),
        (
            {"swap_time": {"kind": "normal", "mean": -60, "sd": 1, "scale": -1, "min": 1}},
            "*=3",
            {"swap_time": {"kind": "normal", "mean": -60, "sd": 1, "scale": -3, "min": 3}},
        ),
    ],
)
def test_a_distribution_is_shifted_and_scaled_with_where_it_ends(
    fields: Any, change: str, after: Any
) -> None:
    assert with_(city(**fields), f"stations[*].swap_time{change}") == city(**after)


WEEK = {"weekday": [100] * 12 + ["unlimited"] * 12, "weekend": 50}
STEPS = [{"from": "06:00", "value": 200}, {"from": "22:00", "value": "unlimited"}]


@pytest.mark.parametrize(
    ("limit", "change", "after"),
    [
        (100, "+=20", 120),
        ([100] * 24, "-=20", [80] * 24),
        (WEEK, "*=2", {"weekday": [200] * 12 + ["unlimited"] * 12, "weekend": 100}),
        (
            STEPS,
            "*=0.5",
            [{"from": "06:00", "value": 100}, {"from": "22:00", "value": "unlimited"}],
        ),
    ],
)
def test_all_values_of_the_week_change(limit: Any, change: str, after: Any) -> None:
    one = with_(city(grid_limit_kw=limit), f"stations[*].grid_limit_kw{change}")
    assert one == city(grid_limit_kw=after)


def test_one_day_of_the_week_changes() -> None:
    one = with_(city(grid_limit_kw=WEEK), "stations[*].grid_limit_kw[weekend]+=25")
    assert one == city(grid_limit_kw={**WEEK, "weekend": 75})


def test_a_limit_changes_where_there_is_one() -> None:
    one = with_(city(), "stations[*].grid_limit_kw*=0.5")  # s2 alone has one
    assert [at.grid_limit_kw for at in one.stations] == [float("inf"), float("inf"), 50.0]


def test_lists_take_items() -> None:
    close = "interventions+={kind: close, at: 2h, for: 1h, stations: [s1]}"
    one = with_(city(), close, "interventions[kind=close].for=2h", "interventions[0].at+=60")
    (done,) = one.interventions
    assert done.model_dump(mode="json", by_alias=True) == {
        **{"at": "2h 1min", "kind": "close", "for": "2h", "stations": ["s1"], "regions": None}
    }


def test_a_list_of_numbers_is_scaled_as_a_whole() -> None:
    times = with_(one_station(swaps_per_day=None, trace=[0, 10, 30]), "stations[0].trace*=2")
    assert times.stations[0].trace == (0.0, 20.0, 60.0)


def test_items_that_some_lists_lack_are_passed_over_but_not_by_all() -> None:
    none = station("none", chargers=0)
    one = city(more=[none])
    more = with_(one, "stations[*].chargers[power_kw=80].count+=1")
    assert [sum(group.count for group in at.chargers) for at in more.stations] == [5, 5, 5, 0]
    with pytest.raises(ScenarioError, match='none has the power_kw "70"; allowed: 80'):
        with_(one, "stations[*].chargers[power_kw=70].count+=1")


def test_levels_are_told_for_each_place_by_its_id() -> None:
    one = city(more=[station("a b", batteries={"std": [0.5, 0.6]}), station("4")])
    assert levels_of(one, "stations[*].chargers") == [
        ("stations[s0].chargers", 4),
        ("stations[s1].chargers", 4),
        ("stations[s2].chargers", 4),
        ("stations[a b].chargers", 4),
        ('stations["4"].chargers', 4),  # the fourth would be stations[4]
    ]
    assert [level for _, level in levels_of(one, "stations[*].batteries")] == [6, 6, 6, 2, 6]
    assert levels_of(one, "stations[a b].batteries.std") == [("stations[a b].batteries[std]", 2)]
    assert levels_of(one, "stations[s2].grid_limit_kw") == [("stations[s2].grid_limit_kw", 100.0)]


def test_a_fleet_its_zones_and_their_travel_change() -> None:
    one = with_(
        town(),
        "fleet.classes[taxi].count*=1.5",
        "fleet.zones[a|c].homes+=1",
        "travel.speed_kmh*=0.5",
        "stations[*].chargers+=1",
    )
    assert one.fleet is not None
    assert [of.count for of in one.fleet.classes] == [9]
    assert [zone.homes for zone in one.fleet.zones] == [2.0, 1.0, 3.0]
    assert levels_of(one, "travel.speed_kmh") == [("travel.speed_kmh", 15.0)]
    assert [str(change) for change in changes_between(town(), one)] == [
        "stations[west].chargers=[{count: 2, power_kw: 80.0, efficiency: 0.95}, "
        "{count: 1, power_kw: 80.0, efficiency: 0.95}]",
        "stations[east].chargers=[{count: 2, power_kw: 80.0, efficiency: 0.95}, "
        "{count: 1, power_kw: 80.0, efficiency: 0.95}]",
        "fleet.classes[taxi].count=9",
        "fleet.zones[a].homes=2.0",
        "fleet.zones[c].homes=3.0",
        "travel.speed_kmh=15.0",
    ]


def test_what_is_no_scenario_is_not_changed() -> None:
    with pytest.raises(TypeError, match="None is no scenario"):
        changed(None, [])  # type: ignore[arg-type]
