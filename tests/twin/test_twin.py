"""A twin: sought, intervened in at any time of it, forked."""

import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from tests.twin.random_twins import difference_of_logs, differences

import voltwin
from voltwin import Twin
from voltwin.scenario.files import scenario_of
from voltwin.scenario.interventions import Close
from voltwin.twin import Recipe
from voltwin.twin.timeline import STEP_S

HOUR_S = 3600.0
CLOSED = {"kind": "close", "stations": "s1", "for": "3h"}
SURGE = {"kind": "surge", "factor": 3.0, "for": "2h"}
SEEN = {"kind": "observation", "station": "s2", "ready": 3, "not_ready": 4, "waiting": 2}


@pytest.fixture(scope="module")
def city() -> voltwin.Scenario:
    scenario = voltwin.demo_city(stations=3, seed=3)
    scenario.horizon = 36 * HOUR_S
    for number, station in enumerate(scenario.stations):
        station.id = f"s{number}"
        station.racks = 100
    return scenario


def kinds(twin: Twin) -> list[str]:
    return [made.what.kind for made in twin.recipe.made]


def test_it_begins_at_the_start_and_advances_to_the_horizon(city: voltwin.Scenario) -> None:
    twin = Twin.of(city, seed=7)
    assert (twin.now, twin.reached, twin.horizon) == (0.0, 0.0, 36 * HOUR_S)
    twin.advance("5h 1s")
    assert (twin.now, twin.reached) == (18_001.0, 18_001.0)
    twin.advance("3h")  # which has been
    assert twin.now == 18_001.0
    twin.advance("9d")
    assert twin.now == twin.horizon
    assert list(differences(twin)) == []


@pytest.mark.parametrize("at", [0.0, 0.25, STEP_S, "7h 13min 0.5s", "2026-01-05 09:00", "36h"])
def test_any_time_is_sought_from_before_and_after_it(
    city: voltwin.Scenario, at: float | str
) -> None:
    twin, fresh = Twin.of(city), Twin.of(city)
    twin.advance("36h")
    for one in (twin, fresh):
        one.seek(at)
        assert list(differences(one)) == []
    assert twin.now == fresh.now
    assert (twin.reached, fresh.reached) == (twin.horizon, fresh.now)


@pytest.mark.parametrize(
    ("at", "message"),
    [
        ("37h", "at: 1d 13h after the start is no time of the run, which ends at 1d 12h"),
        ("2026-01-04 23:00", "at: 1h before the start is no time of the run"),
        ("noon", "a duration from the start such as 1d 6h, or a local time"),
        (-1.0, "not negative"),
    ],
)
def test_other_times_are_refused(city: voltwin.Scenario, at: Any, message: str) -> None:
    twin = Twin.of(city)
    with pytest.raises(ValueError, match=message):
        twin.seek(at)
    with pytest.raises(ValueError, match=message):
        twin.fork(at)
    assert twin.now == 0.0


def test_what_is_made_happens_now_unless_it_says_when(city: voltwin.Scenario) -> None:
    twin, wall = Twin.of(city), datetime(2026, 3, 1, 12, tzinfo=timezone(timedelta(hours=1)))
    twin.advance("6h")
    made = twin.make(CLOSED, by="ann", wall=wall)
    assert (made.number, made.by, made.wall) == (1, "ann", wall.astimezone(UTC))
    assert made.what == Close(at=6 * HOUR_S, stations="s1", lasts=3 * HOUR_S)
    later = twin.make({"at": "8h", **SURGE}, by="bob")
    assert (later.number, later.what.at) == (2, 8 * HOUR_S)
    assert later.wall.tzinfo is UTC
    assert twin.now == 6 * HOUR_S
    twin.advance("1d")
    assert twin.recipe.made == (made, later)
    assert list(differences(twin)) == []
    assert difference_of_logs(twin) == ""


def test_what_comes_late_is_simulated_anew_from_its_time(city: voltwin.Scenario) -> None:
    twin = Twin.of(city)
    twin.advance("20h")
    before = twin.kpis().total
    twin.make({"at": "9h 5min", **SEEN}, by="ann")
    assert (twin.now, twin.reached) == (20 * HOUR_S, 20 * HOUR_S)
    assert not twin.kpis().total.equals(before)
    assert list(differences(twin)) == []
    twin.seek("9h")
    assert list(differences(twin)) == []


def test_what_was_reached_stays_reached_whatever_comes_after_a_seek_back(
    city: voltwin.Scenario,
) -> None:
    twin = Twin.of(city)
    twin.advance("1d")
    twin.seek("4h")
    assert twin.reached == 24 * HOUR_S
    twin.make({"at": "10h", **CLOSED}, by="ann")
    assert (twin.now, twin.reached) == (4 * HOUR_S, 24 * HOUR_S)
    twin.advance("1d")
    assert list(differences(twin)) == []


def test_of_several_all_are_made_or_none(city: voltwin.Scenario) -> None:
    twin = Twin.of(city)
    twin.advance("12h")
    before, live = twin.recipe, twin.live()
    with pytest.raises(voltwin.ScenarioError, match='"s9" is no station'):
        twin.make_all([SEEN, {"kind": "close", "at": "3h", "stations": "s9"}], by="ann")
    assert twin.recipe is before
    assert twin.live().stations["ready"].tolist() == live.stations["ready"].tolist()
    made = twin.make_all([SEEN, {"at": "5h", **SURGE}, {"at": "13h", **CLOSED}], by="ann")
    assert [one.number for one in made] == [1, 2, 3]
    assert kinds(twin) == ["observation", "surge", "close"]
    assert list(differences(twin)) == []
    assert twin.make_all([], by="ann") == ()


@pytest.fixture(scope="module")
def far_away() -> voltwin.Scenario:
    """Return two stations hours apart; those that "near" has no battery for go there."""
    station = {
        **{"batteries": 40, "chargers": {"count": 20, "power_kw": 100}, "bays": 2},
        **{"queue_places": 3, "swaps_per_day": 100, "ring": 6, "racks": 60},
    }
    return scenario_of(
        {
            "horizon": "2d",
            "battery_types": [{"id": "b", "capacity_kwh": 50, "charge_curve": {"power_kw": 100}}],
            "stations": [
                {"id": "near", "lon": 10.0, "lat": 50.0, "policy": "divert", **station},
                {"id": "far", "lon": 10.2, "lat": 50.0, **station},
            ],
            "travel": {"kind": "great_circle", "speed_kmh": 2},
        }
    )


NONE_LEFT = {"kind": "observation", "station": "near", "ready": 0, "not_ready": 0}


def test_what_would_keep_the_run_from_now_is_not_made(far_away: voltwin.Scenario) -> None:
    twin = Twin.of(far_away)
    twin.advance("1d")
    with pytest.raises(voltwin.EngineError, match="near"):
        twin.make({"at": "3h", **NONE_LEFT}, by="ann")
    assert twin.recipe.made == ()
    twin.advance("30h")
    assert list(differences(twin)) == []


def test_a_run_that_cannot_go_on_stays_where_it_was(far_away: voltwin.Scenario) -> None:
    twin = Twin.of(far_away)
    twin.advance("5h 20min")
    twin.make(NONE_LEFT, by="ann")
    for go in (twin.advance, twin.seek):
        with pytest.raises(voltwin.EngineError, match="near"):
            go("2d")
        assert twin.now == 5 * HOUR_S + 1200.0
        assert list(differences(twin)) == []
    twin.seek("4h")
    with pytest.raises(voltwin.EngineError, match="near"):
        twin.fork("2d")
    assert list(differences(twin)) == []


def test_a_moment_says_its_offset_from_utc(city: voltwin.Scenario) -> None:
    twin = Twin.of(city)
    with pytest.raises(ValueError, match="does not say its offset from UTC"):
        twin.make(SURGE, by="ann", wall=datetime(2026, 1, 1))
    assert twin.recipe.made == ()


def test_nothing_is_made_beyond_the_end(city: voltwin.Scenario) -> None:
    twin = Twin.of(city)
    twin.advance("36h")
    with pytest.raises(voltwin.ScenarioError, match="the run ends at 1d 12h"):
        twin.make(CLOSED, by="ann")
    twin.make({"at": "30h", **CLOSED}, by="ann")
    assert list(differences(twin)) == []


def test_a_fork_has_the_past_and_a_recipe_of_its_own(city: voltwin.Scenario) -> None:
    twin = Twin.of(city)
    twin.advance("8h")
    twin.make(SEEN, by="ann")
    twin.advance("1d")
    same, earlier, later = twin.fork(), twin.fork("6h 30min"), twin.fork("30h")
    assert [one.now for one in (same, earlier, later)] == [86_400.0, 23_400.0, 108_000.0]
    earlier.make(CLOSED, by="bob")
    twin.make(SURGE, by="ann")
    assert [kinds(one) for one in (twin, same, earlier)] == [
        ["observation", "surge"],
        ["observation"],
        ["observation", "close"],
    ]
    for one in (twin, same, earlier, later):
        one.advance("31h")
        assert list(differences(one)) == []


def test_scripted_interventions_come_before_those_that_are_made(city: voltwin.Scenario) -> None:
    script = voltwin.Scenario.model_validate(
        {**city.model_dump(), "interventions": [{"at": "10h", **CLOSED}]}
    )
    twin = Twin(Recipe(script, seed=2, replication=3))
    twin.advance("9h")
    twin.make(SURGE, by="ann")
    assert [what.kind for what in twin.scenario.interventions] == ["close", "surge"]
    assert twin.recipe.scenario_in_full() == twin.scenario
    assert script.interventions == twin.recipe.scenario.interventions
    twin.advance("1d")
    assert list(differences(twin)) == []


def test_the_scenario_that_was_given_may_be_changed_afterwards(city: voltwin.Scenario) -> None:
    given = city.model_copy(deep=True)
    twin = Twin.of(given)
    given.stations[0].bays = 99
    twin.advance("6h")
    assert twin.recipe.scenario == city
    assert list(differences(twin)) == []


def test_a_small_budget_costs_time_and_nothing_else(city: voltwin.Scenario) -> None:
    rich, poor = Twin.of(city), Twin.of(city, budget_bytes=0)
    for twin in (rich, poor):
        twin.advance("36h")
        twin.seek("29h")
    world = poor.bytes
    assert world < rich.bytes
    rich.thin_out(0)
    assert rich.bytes == world
    assert rich.now == 29 * HOUR_S
    assert list(differences(rich)) == []


def test_what_is_made_at_now_is_seen_at_once_and_after_every_seek(city: voltwin.Scenario) -> None:
    twin = Twin.of(city)
    twin.advance("9h 7min")
    twin.make_all([SEEN, {"kind": "close", "stations": "s1", "for": "3h"}], by="ann")
    for _ in range(2):
        assert twin.now == 9 * HOUR_S + 420.0
        stations = twin.live().stations
        assert stations["open"].tolist() == [1, 0, 1]
        assert stations["charging"][2] + stations["waiting"][2] == 4
        assert twin.simulation().live().stations["open"].tolist() == [1, 1, 1]  # it stands before
        assert list(differences(twin)) == []
        twin.seek("1d")
        twin.seek("9h 7min")
    twin.make({"kind": "open", "stations": "s1"}, by="bob")  # in its place among those of now
    assert twin.live().stations["open"].tolist() == [1, 1, 1]
    twin.advance("1d")
    assert list(differences(twin)) == []
    assert difference_of_logs(twin) == ""


def test_what_ends_at_now_is_seen_to_have_ended(city: voltwin.Scenario) -> None:
    twin = Twin.of(city)
    twin.make({"kind": "close", "at": "6h", "stations": "s1", "for": "2h"}, by="ann")
    seen = []
    for at in ("6h", "7h", "8h", "9h"):
        twin.seek(at)
        seen.append(int(twin.live().stations["open"][1]))
    assert seen == [0, 0, 1, 1]


def test_what_cannot_be_simulated_at_now_is_not_seen(far_away: voltwin.Scenario) -> None:
    twin = Twin.of(far_away)
    twin.advance("5h 20min")
    twin.make(NONE_LEFT, by="ann")
    before = twin.now
    twin.live()
    twin.kpis()
    assert twin.now == before


def test_forks_on_several_threads_are_what_they_are_alone(city: voltwin.Scenario) -> None:
    twin = Twin.of(city)
    twin.advance("1d")
    twin.make({"at": "7h", **SURGE}, by="ann")

    def lived_by(fork: Twin, number: int) -> list[Any]:
        fork.make({"at": 3600.0 * number, **CLOSED}, by="bob")
        fork.make({"kind": "surge", "factor": 1.0 + number, "for": "2h"}, by="bob")
        fork.seek(HOUR_S * (number + 3))
        fork.make({**SEEN, "at": HOUR_S * (number + 1)}, by="bob")
        again = fork.fork(HOUR_S * number)
        again.advance("30h")
        return [fork.kpis().total.to_pylist(), again.kpis().by_station.to_pylist()]

    numbers = range(1, 9)
    alone = [lived_by(twin.fork(), number) for number in numbers]
    forks = [twin.fork() for _ in numbers]
    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(lived_by, forks, numbers)) == alone
    assert list(differences(twin)) == []


def calls_of(do: Callable[[], object]) -> int:
    """Return how many functions are called, those of NumPy and pydantic as one each."""
    count = 0

    def called(frame: object, event: str, argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(called)
    try:
        do()
    finally:
        sys.setprofile(None)
    return count


def test_a_batch_costs_the_same_however_many_came_before(city: voltwin.Scenario) -> None:
    twin = Twin.of(city)
    twin.advance("10h")
    whats = [{"at": twin.now - number, **SEEN} for number in range(50)]
    twin.make_all(whats, by="feed")
    first = calls_of(lambda: twin.make_all(whats, by="feed"))
    for _ in range(20):
        twin.make_all(whats, by="feed")
    assert calls_of(lambda: twin.make_all(whats, by="feed")) < 1.2 * first
