"""Chargers, batteries and bays by units: the next unit of docs/model.md §8, several, and fewer."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.scenario.changes.cities import TYPES, city, one_station, station

from voltwin.explain.next_unit import LEVERS, Kinds
from voltwin.explain.site import Site, network_of
from voltwin.scenario import Scenario, ScenarioError, Station
from voltwin.scenario.changes import Change, changed
from voltwin.scenario.derived import mix, stock_by_type
from voltwin.scenario.station import BatteryStock


def after(scenario: Scenario, change: str) -> Station:
    """Return the first station after a change of it."""
    return changed(scenario, [Change.parse(f"stations[0].{change}")]).stations[0]


def groups(at: Station) -> list[tuple[int, float]]:
    return [(group.count, group.power_kw) for group in at.chargers]


KINDS = [{"count": 2, "power_kw": 60}, {"count": 1, "power_kw": 120}, {"count": 2, "power_kw": 60}]


@pytest.mark.parametrize(
    ("chargers", "change", "left"),
    [
        (KINDS, "+=2", [(2, 60), (1, 120), (2, 60), (2, 120)]),  # behind all others
        (KINDS, "-=1", [(2, 60), (1, 120), (1, 60)]),
        (KINDS, "-=3", [(1, 60), (1, 120)]),  # the strongest goes last
        (KINDS, "-=5", []),
        (KINDS, "*=1.3", [(2, 60), (1, 120), (2, 60), (2, 120)]),  # 6.5 is 7
        (KINDS, "*=0.7", [(2, 60), (1, 120), (1, 60)]),
        (KINDS, "+=-1", [(2, 60), (1, 120), (1, 60)]),
        (KINDS, "+=0", [(2, 60), (1, 120), (2, 60)]),
        (KINDS, "=0", []),
        (KINDS, "[1].count=4", [(2, 60), (4, 120), (2, 60)]),
        (KINDS, "[power_kw=60].count=1", [(1, 60), (1, 120), (1, 60)]),
        (KINDS, "+={count: 3, power_kw: 90}", [(2, 60), (1, 120), (2, 60), (3, 90)]),
        (KINDS[::2], "=7", [(7, 60)]),
        (0, "+=2", [(2, 80)]),  # of the network's usual kind: here the curve's peak
        (0, "=2", [(2, 80)]),
    ],
)
def test_chargers_are_added_to_the_strongest_and_taken_from_the_weakest(
    chargers: Any, change: str, left: list[tuple[int, float]]
) -> None:
    assert groups(after(one_station(chargers=chargers), f"chargers{change}")) == left


def test_the_first_chargers_are_of_the_kind_of_which_the_network_has_most() -> None:
    many = station("many", chargers=[{"count": 1, "power_kw": 300}, {"count": 99, "power_kw": 50}])
    assert groups(after(city(more=[many], chargers=0), "chargers+=3")) == [(3, 50.0)]


@pytest.mark.parametrize(
    ("batteries", "change", "left"),
    [
        (6, "+=2", 8),
        (6, "-=6", 0),
        (6, "*=1.25", 8),  # 7.5 is 8
        (6, "=9", 9),
        (6, ".std+=2", 8),
        ({"std": 6}, "+=2", {"std": 8}),
        ({"std": [0.1, 0.5]}, "+=1", {"std": (0.1, 0.5, 0.99)}),
        ({"std": [0.1, 0.5]}, "-=1", {"std": (0.1,)}),
        ({"std": {"count": 2}}, "+=1", {"std": BatteryStock(count=3)}),
        ({"std": {"count": 2, "soc": 0.3}}, "+=1", {"std": (0.3, 0.3, 0.99)}),
        ({"std": {"count": 2, "soc": 0.3}}, "-=1", {"std": BatteryStock(count=1, soc=0.3)}),
        (
            {"std": {"count": 2, "soc": 0.3}},
            ".std.soc=0.4",
            {"std": BatteryStock(count=2, soc=0.4)},
        ),
        (6, ".std=9", {"std": 9}),
    ],
)
def test_batteries_are_added_full_behind_the_others(batteries: Any, change: str, left: Any) -> None:
    assert after(one_station(batteries=batteries), f"batteries{change}").batteries == left


def test_racks_that_are_given_have_places_for_the_units() -> None:
    assert after(one_station(racks=10), "batteries+=4").racks == 14
    assert after(one_station(racks=10), "batteries-=4").racks == 6
    assert after(one_station(), "batteries+=4").racks is None


@pytest.mark.parametrize("change", ["batteries.short+=3", "batteries.short-=2", "batteries*=3"])
def test_more_batteries_of_a_type_change_no_mix_of_arrivals(change: str) -> None:
    one = one_station(battery_types=TYPES, batteries={"long": 6, "short": 3})
    before, at = one.stations[0], after(one, change)
    assert at.batteries != before.batteries
    assert mix(at, stock_by_type(at, one.battery_types)) == mix(
        before, stock_by_type(before, one.battery_types)
    )


def test_each_type_is_scaled() -> None:
    one = one_station(battery_types=TYPES, batteries={"long": 6, "short": 3})
    assert after(one, "batteries*=1.5").batteries == {"long": 9, "short": 5}


def test_the_one_type_that_arrives_need_not_be_named() -> None:
    fields = {"batteries": {"long": 6, "short": 2}, "battery_mix": {"short": 1}}
    assert after(one_station(battery_types=TYPES, **fields), "batteries+=1").batteries == {
        **{"long": 6, "short": 3}
    }
    assert after(one_station(battery_types=TYPES, batteries={"long": 6}), "batteries+=1").batteries
    with pytest.raises(
        ScenarioError, match=r"several types arrive; say which: .*long\+=1, .*short"
    ):
        after(one_station(battery_types=TYPES, batteries={"long": 6, "short": 2}), "batteries+=1")


def test_a_type_that_the_station_lacks_is_added() -> None:
    one = one_station(battery_types=TYPES, batteries={"long": 6})
    assert after(one, "batteries.short+=2").batteries == {"long": 6, "short": 2}


def test_a_ring_that_is_given_grows_with_the_bays() -> None:
    at = after(one_station(bays=2, queue_places=3, ring=6), "bays+=2")
    assert (at.bays, at.ring) == (4, 8)
    assert after(one_station(bays=2), "bays*=1.5").ring is None
    with pytest.raises(ScenarioError, match=r"ring .*: 6 is too small; .* = 8"):
        after(one_station(bays=2, queue_places=3, ring=6), "bays=4")  # = is about nothing else


SCRIPT: list[dict[str, Any]] = [
    {"kind": "charger_out", "at": "1h", "station": "s0", "charger": "all", "for": "1h"},
    {"kind": "charger_out", "at": "2h", "station": "s0", "charger": [1], "for": "1h"},
    {"kind": "bay_out", "at": "1h", "station": "s0", "bay": "all", "for": "1h"},
    {"kind": "charger_in", "at": "9h", "station": "s1", "charger": "all"},
    {"kind": "observation", "at": "3h", "station": "s0", "ready": 3, "not_ready": 2},
    {"kind": "surge", "at": "3h", "factor": 2, "for": "1h"},
]


def scripted() -> Scenario:
    more = [Change("interventions", "+=", what) for what in SCRIPT]
    return changed(city(), more)


@pytest.mark.parametrize("lever", ["charger", "battery", "bay"])
def test_one_unit_more_is_the_next_unit_that_explanations_try(lever: str) -> None:
    """All of it: the station, and what interventions do to it."""
    one = scripted()
    (variant,) = LEVERS[lever](Site.of(one, 0), Kinds.of(one))
    others = [Site.of(one, number) for number in (1, 2)]
    wanted = network_of(one, [variant.site, *others])
    field = {"charger": "chargers", "battery": "batteries.std", "bay": "bays"}[lever]
    got = changed(one, [Change(f"stations[0].{field}", "+=", 1)])
    got.stations[0].batteries = stock_by_type(got.stations[0], got.battery_types)
    wanted.stations[0].batteries = stock_by_type(wanted.stations[0], wanted.battery_types)
    assert got == wanted


def test_no_intervention_undoes_a_unit() -> None:
    units = [Change(f"stations[*].{name}", "+=", 2) for name in ("chargers", "bays", "batteries")]
    script = changed(scripted(), units).interventions
    assert script[0].charger == (0, 1, 2, 3)  # type: ignore[union-attr]
    assert script[1].charger == (1,)  # type: ignore[union-attr]
    assert script[2].bay == (0,)  # type: ignore[union-attr]
    assert script[3].charger == (0, 1, 2, 3)  # type: ignore[union-attr]
    assert (script[4].ready, script[4].not_ready) == (5, 2)  # type: ignore[union-attr]
    assert script[5] == scripted().interventions[5]


def test_fewer_batteries_were_seen_where_there_are_fewer() -> None:
    seen = changed(scripted(), [Change("stations[s0].batteries", "-=", 5)]).interventions[4]
    assert seen.ready == 0  # type: ignore[union-attr]


def test_what_was_about_all_of_none_is_about_none_of_the_new_ones() -> None:
    one = changed(city(chargers=0), [Change("interventions", "+=", SCRIPT[0])])
    assert changed(one, [Change("stations[*].chargers", "+=", 2)]).interventions == ()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ("chargers-=9", "stations[s0].chargers: has 4; -=9 would leave -5"),
        ("chargers+=1.5", "stations[s0].chargers: given 1.5 after +=, must be a whole number"),
        ("chargers-=two", 'stations[s0].chargers: given "two" after -=, must be a number'),
        (
            "chargers+=20000",
            'stations[0].chargers[1].count ("s0"): given 20000, must be at most 10000',
        ),
        ("bays-=1", 'stations[0].bays ("s0"): given 0, must be at least 1'),
        ("batteries.sdt+=1", 'stations[s0].batteries[sdt]: "sdt" is no battery type'),
        ("batteries-=9", "stations[s0].batteries: has 6; -=9 would leave -3"),
        ("batteries*=-1", "stations[s0].batteries: has 6; *=-1 would leave -6"),
        ("batteries*=.inf", "given inf after *=, must be from -1e+100 to 1e+100"),
        ("bays+=1" + "0" * 400, "must be from -1e+100 to 1e+100"),
        ("bays+=1e99", "must be at most 10000"),
    ],
)
def test_units_that_cannot_be_are_refused(change: str, message: str) -> None:
    with pytest.raises(ScenarioError) as caught:
        after(city(), change)
    assert message in str(caught.value)


def test_a_total_of_several_kinds_is_refused_with_what_to_write() -> None:
    with pytest.raises(ScenarioError) as caught:
        after(one_station(chargers=KINDS), "chargers=7")
    assert str(caught.value) == (
        "stations[s0].chargers: has several kinds (2 x 60 kW, 1 x 120 kW, 2 x 60 kW); "
        "set the number of one, as in stations[s0].chargers[0].count=7, "
        "or add to the strongest with +="
    )


COUNTS = st.integers(1, 40)


@given(
    field=st.sampled_from(["chargers", "batteries", "bays", "batteries.std"]),
    more=COUNTS,
    racks=st.none() | st.integers(6, 20),
    batteries=st.sampled_from([6, {"std": 6}, {"std": {"count": 6}}, {"std": [0.2, 0.4]}]),
)
def test_taking_what_was_added_leaves_the_scenario_as_it_was(
    field: str, more: int, racks: int | None, batteries: Any
) -> None:
    one = one_station(racks=racks, batteries=batteries, queue_places=3, ring=9, bays=2)
    path = f"stations[0].{field}"
    assert changed(one, [Change(path, "+=", more), Change(path, "-=", more)]) == one


@given(first=COUNTS, second=COUNTS)
def test_units_add_up(first: int, second: int) -> None:
    one = one_station(chargers=KINDS, racks=20)
    for field in ("batteries", "bays"):
        path = f"stations[*].{field}"
        twice = [Change(path, "+=", first), Change(path, "+=", second)]
        assert changed(one, twice) == changed(one, [Change(path, "+=", first + second)])
