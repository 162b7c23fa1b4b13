"""What observations tell of the levels of stations."""

from typing import Any

import numpy as np
from tests.twin.small_city import HOUR_S, city

from voltwin.scenario.interventions import Observation
from voltwin.twin.sightings import Sighting, latest_seen, newly_seen, sightings


def seen(station: str, at: str, **fields: Any) -> dict[str, Any]:
    return {"kind": "observation", "station": station, "at": at, **fields}


def levels(*interventions: dict[str, Any], types: int = 1) -> list[Sighting]:
    scenario = city(*interventions, types=types)
    return list(sightings(scenario, scenario.interventions))


def test_ready_batteries_and_waiting_vehicles_are_levels() -> None:
    assert levels(seen("west", "2h", ready=3, not_ready=1, waiting=2)) == [
        Sighting(2 * HOUR_S, 1, "ready", 3.0),
        Sighting(2 * HOUR_S, 1, "queue", 2.0),
    ]


def test_what_was_not_seen_is_no_sighting() -> None:
    assert levels(seen("west", "2h", not_ready=1)) == []
    assert levels({"kind": "close", "at": "1h"}) == []


def test_they_come_by_time() -> None:
    found = levels(seen("west", "3h", ready=3), seen("east", "2026-01-05 02:00", ready=1))
    assert [(of.at, of.station) for of in found] == [(2 * HOUR_S, 0), (3 * HOUR_S, 1)]


def test_of_what_was_seen_at_one_time_the_last_holds() -> None:
    found = levels(seen("west", "3h", ready=3), seen("west", "3h", ready=5))
    assert [of.value for of in found] == [5.0]


def test_two_reports_of_one_time_are_merged_field_by_field() -> None:
    """The first tells of the line, the later one of batteries; of both the later holds."""
    both = levels(seen("west", "3h", ready=3, waiting=2), seen("west", "3h", ready=5, not_ready=1))
    assert both == [
        Sighting(3 * HOUR_S, 1, "ready", 5.0),
        Sighting(3 * HOUR_S, 1, "queue", 2.0),
    ]


def test_a_station_of_two_types_is_known_when_both_are_seen() -> None:
    large = seen("west", "2h", battery_type="large", ready=3, waiting=1)
    small = seen("west", "2h", battery_type="small", ready=4)
    assert levels(large, types=2) == []
    assert levels(large, small, types=2) == [Sighting(2 * HOUR_S, 1, "ready", 7.0)]
    assert levels(large, {**small, "at": "3h"}, types=2) == []


def test_what_was_seen_last_is_told_as_of_a_time() -> None:
    scenario = city(seen("west", "2h", ready=3), seen("west", "4h", ready=6, waiting=1))
    told = latest_seen(scenario, 3 * HOUR_S)
    assert np.array_equal(told["ready"], [np.nan, 3.0], equal_nan=True)
    assert np.isnan(told["queue"]).all()
    assert latest_seen(scenario, 4 * HOUR_S)["ready"][1] == 6.0


def booked(*whats: dict[str, Any], types: int = 1) -> list[Observation]:
    scripted = city(*whats, types=types).interventions
    return [what for what in scripted if isinstance(what, Observation)]


def test_types_that_are_seen_one_after_another_are_one_sighting() -> None:
    scenario = city(types=2)
    large, small = booked(
        seen("west", "2h", battery_type="large", ready=3),
        seen("west", "2026-01-05 02:00", battery_type="small", ready=4),
        types=2,
    )
    assert newly_seen(scenario, [], [large]) == []
    assert newly_seen(scenario, [large], [small]) == [Sighting(2 * HOUR_S, 1, "ready", 7.0)]


def test_what_was_known_already_is_not_newly_seen() -> None:
    scenario = city()
    first, again, line = booked(
        seen("west", "2h", ready=3), seen("west", "2h", ready=5), seen("west", "2h", waiting=1)
    )
    assert newly_seen(scenario, [first], [again]) == []
    assert newly_seen(scenario, [first], [again, line]) == [Sighting(2 * HOUR_S, 1, "queue", 1.0)]
