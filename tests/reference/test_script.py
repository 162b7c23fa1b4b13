"""Grid limits, closures and openings by script: docs/model.md §4."""

import math

import pytest
from tests.reference.small import from_then_on, site
from tests.reference.test_outages import run

from voltwin.validation.scripting import Intervention

TWO = ((60.0, 1.0),) * 2
DAY_AND_NIGHT = from_then_on(1.0, (1000.0, 0.0), (2000.0, 1.0))


def test_the_lower_of_two_limits_holds() -> None:
    lower = Intervention(100.0, "limit_kw", 0, value=80.0, for_s=1900.0)
    week = from_then_on(120.0, (500.0, 60.0), (1000.0, 100.0))
    story = run(lower, at=site(stock=(0.2, 0.2), chargers=TWO, limit_kw=week))
    assert [(row["time"], row["power_kw"]) for row in story.about(kind="limit")] == [
        (100.0, 80.0),
        (500.0, 60.0),
        (1000.0, 80.0),
        (2000.0, 100.0),
    ]
    assert story.the("suspended")["time"] == 100.0


def test_a_part_of_the_limit_follows_the_week() -> None:
    half = Intervention(100.0, "limit_factor", 0, value=0.5)
    story = run(half, at=site(limit_kw=from_then_on(120.0, (500.0, 60.0))))
    assert story.column("limit", "power_kw") == [60.0, 30.0]


def test_an_unlimited_station_reserves_for_what_charges_already() -> None:
    # Two charges of 60 kW; the later one is suspended, and resumes when the first is full.
    lower = Intervention(600.0, "limit_kw", 0, value=60.0)
    story = run(lower, at=site(stock=(0.2, 0.2), chargers=TWO))
    assert story.the("suspended")["battery"] == 1
    assert story.the("resumed")["time"] == story.column("full", "time")[0] == 2100.0


def test_a_limit_that_changes_nothing_is_no_row() -> None:
    story = run(Intervention(9.0, "limit_kw", 0, value=math.inf), at=site())
    assert story.rows == []


def test_a_closed_station_stays_closed_whatever_its_hours_say() -> None:
    story = run(Intervention(500.0, "close", 0), at=site(2500.0, hours=DAY_AND_NIGHT))
    assert [*story] == [(500.0, "closed"), (2500.0, "arrival"), (2500.0, "lost_closed")]


def test_when_its_time_is_over_the_hours_rule_again() -> None:
    story = run(Intervention(500.0, "close", 0, for_s=1000.0), at=site(hours=DAY_AND_NIGHT))
    assert [*story] == [(500.0, "closed"), (2000.0, "opened")]


@pytest.mark.parametrize(
    ("opens_at", "expected"),
    [
        (700.0, [(500.0, "closed"), (700.0, "opened"), (1000.0, "closed"), (2000.0, "opened")]),
        (1500.0, [(500.0, "closed"), (1500.0, "opened")]),  # against the hours: it stays open
    ],
)
def test_what_undoes_a_closing_ends_it_where_the_hours_agree(
    opens_at: float, expected: list[tuple[float, str]]
) -> None:
    closed_and_opened = Intervention(500.0, "close", 0), Intervention(opens_at, "open", 0)
    assert [*run(*closed_and_opened, at=site(hours=DAY_AND_NIGHT))] == expected


def test_the_end_of_a_closing_passes_by_if_another_one_has_begun() -> None:
    first = Intervention(100.0, "close", 0, for_s=1000.0)
    second = Intervention(600.0, "close", 0, for_s=1000.0)
    assert [*run(first, second, at=site())] == [(100.0, "closed"), (1600.0, "opened")]


def test_interventions_come_before_the_hours_and_arrivals_of_their_instant() -> None:
    story = run(Intervention(1000.0, "open", 0), at=site(1000.0, hours=DAY_AND_NIGHT))
    assert story.kinds[:2] == ["arrival", "swap_begin"]  # kept open: the hours close nothing
