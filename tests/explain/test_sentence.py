"""One sentence that a planner understands, right in singular and plural."""

from typing import Any

import pytest
from tests.explain.test_evidence import lost_by, of

from voltwin.explain.gains import Gain, Gains
from voltwin.explain.sentence import sentence
from voltwin.explain.verdict import Verdict


def brings(lever: str, saved: int, in_time: int = 0, wait_s: float | None = None) -> Gains:
    return {(lever,): Gain(None, saved, in_time, wait_s, 80.0 if lever == "grid" else None)}


def said(levers: str, gains: Gains, **changes: Any) -> str:
    found = Verdict(tuple(levers.split("_")) if levers else ())
    return sentence("East 12", of(**changes), found, gains)


def test_chargers() -> None:
    gains = {**brings("bay", 0), **brings("battery", 31), **brings("charger", 98)}
    counts = {"arrivals": 3240, "lost": 136}
    text = said("charger", gains, **counts, lost_by=lost_by(lost_stockout=130, reneged=6))
    assert text == (
        "East 12 loses 4.2 % (136 of 3,240), mostly because no charged battery was left: its 10 "
        "chargers bind, in use 100.0 % of the time when it loses, with 3.0 batteries queued; one "
        "more charger would save 98 of them, one more battery 31, one more bay none."
    )


QUEUE_FULL = lost_by(lost_queue_full=100)


@pytest.mark.parametrize(
    ("lever", "changes", "binding"),
    [
        (
            "charger",
            {"chargers": 1, "queued": 1.0},
            "its only charger binds, in use 100.0 % of the time when it loses, with 1.0 battery "
            "queued",
        ),
        ("charger", {"chargers": 0}, "it has no charger"),
        (
            "battery",
            {"charging": 0.5},
            "its 20 batteries bind, 0.2 ready when it loses, while 4.0 of 10 chargers stand idle",
        ),
        ("battery", {"batteries": 1, "charging": 0.5}, "its only battery binds, 0.2 ready"),
        (
            "battery",
            {"chargers": 1, "charging": 0.3},
            "its 20 batteries bind, 0.2 ready when it loses, while its only charger stands idle "
            "60.0 % of the time;",
        ),
        # All chargers are in use, which is no evidence; nor are ready ones that are many.
        ("battery", {}, "its 20 batteries bind, 0.2 ready when it loses;"),
        (
            "battery",
            {"rack": 3.0, "charging": 0.5},
            "its 20 batteries bind, while 4.0 of 10 chargers stand idle when it loses;",
        ),
        # Ready ones are of all types, and may be of the other one.
        (
            "battery",
            {"types": 2, "charging": 0.5},
            "its 20 batteries bind, while 4.0 of 10 chargers stand idle when it loses;",
        ),
        # Lost for want of a battery: those ready at another time are no evidence for the bay.
        ("bay", {"rack": 6.6}, "its only bay binds, in use 30.0 % of the time when it loses;"),
        ("battery", {"batteries": 0}, "it has no battery"),
        (
            "bay",
            {"rack": 3.25, "lost_by": QUEUE_FULL},
            "its only bay binds, in use 30.0 % of the time when it loses, while 3.2 charged "
            "batteries stand ready",
        ),
        (
            "bay",
            {"bays": 2, "rack": 1.0, "lost_by": QUEUE_FULL},
            "its 2 bays bind, in use 30.0 % of the time when it loses, while 1.0 charged battery "
            "stands ready",
        ),
        (
            "grid",
            {"limited": 1.0, "charging": 0.7},
            "its grid limit binds, keeping 3.0 batteries from charging when it loses",
        ),
        (
            "grid",
            {"limited": 0.8, "shares": True, "use": 0.76},
            "its grid limit binds, 95.0 % of it drawn when it loses",
        ),
        (
            "price",
            {"dear": 0.5, "charging": 0.5},
            "its price rule holds it back, keeping 3.0 batteries from charging when it loses",
        ),
        (
            "battery",
            {"stock": 2.25, "charging": 0.5},
            "its batteries bind, 2.2 in all and 0.2 ready when it loses, while 4.0 of 10 chargers",
        ),
        (
            "bay",
            {"bays": 2, "bays_out": 1.0, "bay_out_h": 40.0},
            "its 2 bays were out of order, 100.0 % of the time when it loses (40 h each);",
        ),
        (
            "bay",
            {"bays": 2, "bays_out": 0.75, "bay_out_h": 40.0},
            "1.5 of its 2 bays were out of order, 75.0 % of the time when it loses (40 h each "
            "on average);",
        ),
        (
            "charger",
            {"chargers": 1, "charging": 0.0, "out": 0.96, "charger_out_h": 2.5},
            "its only charger was out of order, 96.0 % of the time when it loses (2.5 h in all);",
        ),
        (
            "charger",
            {"chargers": 1, "charging": 0.0, "out": 0.5, "charger_out_h": 2.5},
            "its only charger was out of order, 50.0 % of the time when it loses (2.5 h in all);",
        ),
        ("hour", {"closed_h": 6.0}, "its opening hours bind, being closed 6 h a day;"),
        ("hour", {"closed_by_hand_h": 48.0}, "interventions kept it closed for 48 h;"),
        (
            "hour",
            {"closed_h": 6.0, "closed_by_hand_h": 48.0},
            "its opening hours bind, being closed 6 h a day, and by interventions for 48 h more;",
        ),
        (
            "charger_grid",
            {"limited": 1.0, "charging": 0.7},
            "two things bind at once: its 10 chargers bind, in use 80.0 % of the time when it "
            "loses, with 3.0 batteries queued, and its grid limit binds, keeping 3.0 batteries",
        ),
    ],
)
def test_each_resource_shows_its_own_numbers(
    lever: str, changes: dict[str, Any], binding: str
) -> None:
    assert f": {binding}" in said(lever, {}, **changes)


def test_a_cause_of_half_or_less_is_only_the_most_frequent() -> None:
    text = said("bay", {}, lost_by=lost_by(lost_queue_full=40, reneged=35, lost_stockout=25))
    assert "(100 of 1,000), most often because all queue places were taken:" in text


NOTHING = {**brings("charger", 0), **brings("battery", 0)}


@pytest.mark.parametrize(
    ("lost", "gains", "help_"),
    [
        (1, brings("bay", 1), "one more bay would save it."),
        (1, brings("bay", 0), "no single unit more would save it."),
        (7, brings("bay", 7), "one more bay would save all of them."),
        (7, brings("bay", -2), "no single unit more would save any of them."),
        (7, {}, "no single unit can be added."),
        (
            7,
            {**brings("grid", 3), **brings("hour", 1)},
            "80 kW more from the grid would save 3 of them, closing an hour later 1.",
        ),
        (
            7,
            {**NOTHING, **brings("bay", 3)},
            "one more bay would save 3 of them, one more charger or one more battery none.",
        ),
        (
            7,
            {("battery",): Gain("long", 3, 0, None)},
            'one more battery of type "long" would save 3 of them.',
        ),
        (
            7,
            {**brings("charger", 0), ("charger", "grid"): Gain(None, 5, 0, None, 80.0)},
            "one more charger with 80 kW more from the grid would save 5 of them, one more charger "
            "none.",
        ),
    ],
)
def test_what_would_help_the_most_helpful_first(lost: int, gains: Gains, help_: str) -> None:
    text = said("bay", gains, lost=lost, lost_by=lost_by(lost_queue_full=lost))
    assert text.endswith(f"; {help_}")


def test_a_station_that_delays_speaks_of_waits() -> None:
    late = {"lost": 0, "late": 86, "swaps": 3269, "wait_mean_s": 57.0, "lost_by": lost_by()}
    gains = {("bay",): Gain(None, 0, 85, -53.0, left=1), **brings("charger", 0, -1, 1.0)}
    assert said("bay", gains, **late, bays=2) == (
        "East 12 loses none, but 2.6 % of those it serves (86 of 3,269) wait longer than 5 min "
        "(mean wait of all 57 s): its 2 bays bind, in use 30.0 % of the time when it delays, while "
        "0.2 charged batteries stand ready; one more bay would serve 85 more in time (mean wait 4 "
        "s), one more charger none."
    )
    few = {**late, "lost": 1, "lost_by": lost_by(reneged=1)}
    assert said("bay", {}, **few).startswith("East 12 loses only 1 of 1,000, but 2.6 %")
    nothing = said("bay", brings("bay", 0, 0), **late)
    assert nothing.endswith("; no single unit more would serve more of them in time.")
    assert "would serve all in time" in said("bay", brings("bay", 0, 86, -57.0), **late)


STUCK = {
    "arrivals": 95,
    "swaps": 5,
    "lost": 0,
    "late": 83,
    "overdue": 83,
    "wait_mean_s": 0.0,
    "lost_by": lost_by(),
}


def test_a_station_in_which_vehicles_are_stuck_delays_them() -> None:
    gains: Gains = {("charger",): Gain(None, 0, 6, 900.0, left=40)}
    assert said("charger", gains, **STUCK, chargers=0) == (
        "East 12 loses none, but at least 83 of 95 wait longer than 5 min, 83 of them still at the "
        "end: it has no charger; one more charger would serve 6 more in time."
    )


def test_many_late_are_told_of_a_station_that_loses() -> None:
    counts = {"arrivals": 192, "swaps": 104, "lost": 88, "late": 52}
    night = {**counts, "lost_by": lost_by(lost_closed=88), "closed_h": 11.0}
    gains = {**brings("hour", 8, 4), **brings("bay", 0, 52), **brings("charger", 0, -1)}
    assert said("hour", gains, **night) == (
        "East 12 loses 45.8 % (88 of 192), because the station was closed, and 52 of 104 served "
        "wait longer than 5 min: its opening hours bind, being closed 11 h a day; closing an hour "
        "later would save 8 of those lost (4 more in time), one more bay none (52 more in time), "
        "one more charger none."
    )
    only_bay = said("hour", brings("bay", 0, 52), **night)
    assert only_bay.endswith("; one more bay would save none, but serve 52 more in time.")
    few = said("hour", gains, **{**night, "late": 43})  # less than half as many as lost
    assert "wait longer" not in few
    assert "in time" not in few


def test_two_causes_are_told_where_a_bay_binds_beside_batteries() -> None:
    causes = lost_by(lost_stockout=60, lost_queue_full=40)
    assert "mostly because no charged battery was left (40 because all queue" in said(
        "bay", {}, lost_by=causes
    )
    assert "(40" not in said("charger", {}, lost_by=causes)


def test_what_is_unclear_is_said_to_be() -> None:
    few = said("", brings("battery", 1), lost=1, lost_by=lost_by(reneged=1))
    assert few.endswith("ran out: too few to tell what binds; one more battery would save it.")
    many = said("", brings("battery", 4))
    assert "no resource stands out as what binds;" in many


def test_a_battery_that_binds_is_of_the_type_that_helps() -> None:
    gains: Gains = {("battery",): Gain("long", 3, 0, None)}
    assert 'its batteries of type "long" bind, while' in said(
        "battery", gains, types=2, charging=0.5
    )


def test_without_a_bad_hour_there_are_no_numbers_to_show() -> None:
    closed = {"lost_by": lost_by(lost_closed=100), "bays_in_use": float("nan")}
    assert "its only bay binds;" in said("bay", {}, **closed)


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        ({"swaps": 1000}, "it loses none, and serves all within 5 min."),
        ({"swaps": 1000, "late": 2}, "it loses none, and serves 99.8 % within 5 min."),
        (
            {"swaps": 999},
            "is fine: it loses none, and has served 999 of 1,000 within 5 min; 1 is still inside.",
        ),
        (
            {"arrivals": 90, "swaps": 5},
            "is fine so far: it loses none, and has served 5 of 90 within 5 min; 85 are still "
            "inside.",
        ),
        ({"arrivals": 0, "swaps": 0}, "no vehicle arrived."),
        ({"swaps": 0}, "it has lost none, and served none yet."),
        ({"observed": False}, "the run has not left its warm-up."),
    ],
)
def test_a_station_that_is_fine_says_so(changes: dict[str, Any], text: str) -> None:
    fine = of(**{"lost": 0, "lost_by": lost_by(), **changes})
    assert fine.trouble is None
    assert sentence("East 12", fine).endswith(text)
