"""What is over before its own end: against the script, line after line, and in cases by hand."""

import math
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voltwin.scenario import parameters
from voltwin.scenario.ended import Ended, ended
from voltwin.scenario.files import scenario_of
from voltwin.scenario.scenario import Scenario
from voltwin_core.record import as_array
from voltwin_core.station.script import (
    CLOSE_NOW,
    HOURS_BY_WEEK,
    LIMIT_BY_WEEK,
    LIMIT_KW,
    NO_LINE,
    OBSERVE,
    OPEN_NOW,
    PUT_BACK,
    TAKE_OUT,
)

HOUR_S = 3600.0
_STATION = {"chargers": {"count": 2, "power_kw": 80}, "batteries": 6, "swaps_per_day": 99}
CITY: dict[str, Any] = {
    "battery_types": [{"id": "std", "capacity_kwh": 40, "charge_curve": {"power_kw": 80}}],
    "start": "2026-01-05T00:00:00+01:00",
    "horizon": "2d",
    "stations": [
        {"id": "north", "region": "A", "opening_hours": "06:00-22:00", **_STATION},
        {"id": "south", "region": "B", **_STATION},
    ],
}


def city(*interventions: dict[str, Any]) -> Scenario:
    return scenario_of({**CITY, "interventions": list(interventions)})


def close(at: str, *stations: str, **more: Any) -> dict[str, Any]:
    where = {"stations": list(stations)} if stations else {}
    return {"kind": "close", "at": at, **where, **more}


def open_(at: str, *stations: str) -> dict[str, Any]:
    return {**close(at, *stations), "kind": "open"}


def out(at: str, charger: Any, **more: Any) -> dict[str, Any]:
    return {"kind": "charger_out", "at": at, "station": "south", "charger": charger, **more}


@pytest.mark.parametrize(
    ("interventions", "expected"),
    [
        # What is undone is over by it, and so is what undoes it where the hours say the same.
        (
            [close("7h", "south"), open_("9h", "south")],
            {0: Ended(9 * HOUR_S, 1), 1: Ended(9 * HOUR_S, None)},
        ),
        # At night nothing but the intervention holds it open.
        ([close("7h", "north"), open_("23h", "north")], {0: Ended(23 * HOUR_S, 1)}),
        # One of several stations is closed still.
        ([close("7h"), open_("9h", "south")], {1: Ended(9 * HOUR_S, None)}),
        # It has ended by itself before.
        ([close("7h", "south", **{"for": "1h"}), close("9h", "south")], {}),
        # What is said of the past comes before what is said of later, whatever was said first.
        ([close("9h", "south"), close("7h", "south")], {1: Ended(9 * HOUR_S, 0)}),
        ([out("1h", "all"), out("2h", 0), out("3h", 1)], {0: Ended(3 * HOUR_S, 2)}),
        (
            [
                out("1h", 0),
                {"kind": "observation", "at": "2h", "station": "south", "chargers": {0: "idle"}},
            ],
            {0: Ended(2 * HOUR_S, 1)},
        ),
        (
            [
                {"kind": "grid_limit", "at": "1h", "limit_kw": 50, "regions": ["B"]},
                {"kind": "grid_limit", "at": "4h", "limit_kw": "unlimited"},
            ],
            {0: Ended(4 * HOUR_S, 1), 1: Ended(4 * HOUR_S, None)},
        ),
        (
            [
                {"kind": "surge", "at": "1h", "factor": 2},
                {"kind": "surge", "at": "2h", "factor": 1},
            ],
            {},
        ),
    ],
)
def test_what_ends_what(interventions: list[dict[str, Any]], expected: dict[int, Ended]) -> None:
    assert ended(city(*interventions), range(len(interventions))) == expected


def test_only_what_is_asked_for_is_told() -> None:
    scenario = city(close("7h", "south"), open_("9h", "south"), out("1h", 0), out("2h", 0))
    assert ended(scenario, [2]) == {2: Ended(2 * HOUR_S, 3)}
    assert ended(scenario, []) == {}


HOURS = st.integers(1, 30).map(lambda hour: f"{hour}h")
FOR = st.sampled_from([{}, {"for": "1h"}, {"for": "5h"}])
WHERE = st.sampled_from([{}, {"stations": ["north"]}, {"regions": ["B"]}])
ITEMS = st.sampled_from([0, [0, 1], "all"])
SOMEWHERE = st.builds(
    lambda kind, at, where, lasts: {**kind, "at": at, **where, **lasts},
    st.sampled_from(
        [
            {"kind": "close"},
            {"kind": "open"},
            {"kind": "grid_limit", "limit_kw": 60},
            {"kind": "grid_limit", "limit_kw": "unlimited"},
        ]
    ),
    HOURS,
    WHERE,
    FOR,
)
CHARGERS = st.builds(
    lambda kind, at, charger, lasts: {
        **{"kind": kind, "at": at, "station": "south", "charger": charger},
        **(lasts if kind == "charger_out" else {}),
    },
    st.sampled_from(["charger_out", "charger_in"]),
    HOURS,
    ITEMS,
    FOR,
)


@settings(max_examples=60, deadline=None)
@given(st.lists(SOMEWHERE | CHARGERS, min_size=1, max_size=7))
def test_it_is_as_the_script_says(interventions: list[dict[str, Any]]) -> None:
    scenario = city(*interventions)
    assert ended(scenario, range(len(interventions))) == slowly(scenario)


def slowly(scenario: Scenario) -> dict[int, Ended]:
    """Return the same by letting all lines happen."""
    owner = owners(scenario)
    rows = as_array(parameters(scenario).script)
    lines = sorted(rows, key=lambda line: (line["time"], line["rank"], line["number"]))
    in_force = dict[tuple[Any, ...], int]()
    kept = dict[int, bool | None]()
    left = dict[int, set[int]]()  # by intervention, its lines that are in force or to come
    for line in lines:
        if line["ends"] == NO_LINE and line["does"] not in (PUT_BACK, OBSERVE):
            left.setdefault(owner[int(line["number"])], set()).add(int(line["number"]))
    over, own_end = dict[int, Ended](), set[int]()
    for line in lines:
        number, does = int(line["number"]), line["does"]
        about = (int(line["station"]), *thing(line))
        before = in_force.get(about)
        if line["ends"] not in (NO_LINE, before):
            continue
        if line["ends"] != NO_LINE:
            if before in left[owner[number]]:  # of it something was left until now
                own_end.add(owner[number])
        elif before is not None:
            end(left, over, owner, before, Ended(float(line["time"]), owner[number]))
        in_force[about] = number
        if does in (CLOSE_NOW, OPEN_NOW):
            wanted = bool(does == OPEN_NOW)
            undoes = kept.get(about[0]) is (not wanted) and by_week(scenario, line) is wanted
            kept[about[0]] = None if undoes else wanted
            if undoes:
                end(left, over, owner, number, Ended(float(line["time"]), None))
        elif does == HOURS_BY_WEEK:
            kept[about[0]] = None
        elif does == LIMIT_KW and line["value"] == math.inf:
            end(left, over, owner, number, Ended(float(line["time"]), None))
    return {
        one: found
        for one, found in over.items()
        if not left[one] and one not in own_end and found.at_s < own_end_s(scenario, one)
    }


def own_end_s(scenario: Scenario, number: int) -> float:
    what: Any = scenario.interventions[number]
    return math.inf if what.lasts is None else float(what.at) + float(what.lasts)


def end(
    left: dict[int, set[int]], over: dict[int, Ended], owner: list[int], line: int, how: Ended
) -> None:
    """Let a line be over, unless it is already, or ends at this time by itself."""
    one = owner[line]
    if line in left.get(one, ()):
        left[one].remove(line)
        before = over.get(one, how)
        over[one] = max(before, how, key=lambda end: (end.at_s, -1 if end.by is None else end.by))


def thing(line: Any) -> tuple[Any, ...]:
    if line["does"] in (TAKE_OUT, PUT_BACK):
        return "unit", int(line["unit"])
    return ("limit",) if line["does"] in (LIMIT_KW, LIMIT_BY_WEEK) else ("hours",)


def by_week(scenario: Scenario, line: Any) -> bool:
    if scenario.stations[int(line["station"])].opening_hours == "24h":
        return True
    return bool(6 * HOUR_S <= line["time"] % (24 * HOUR_S) < 22 * HOUR_S)


def owners(scenario: Scenario) -> list[int]:
    """Return the intervention that each line belongs to, by its number."""
    owner = list[int]()
    for number in range(len(scenario.interventions)):
        some = scenario.model_copy(update={"interventions": scenario.interventions[: number + 1]})
        owner += [number] * (len(as_array(parameters(some).script)) - len(owner))
    return owner
