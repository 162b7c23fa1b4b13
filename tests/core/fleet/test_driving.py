"""What the kernel keeps of a vehicle between its events, in small towns; see `towns.py`."""

from typing import Any

import pytest
from tests.reference.small import KEY, from_then_on
from tests.reference.towns import HOURLY, drivers, stop, town

from voltwin.validation.laws import fixed
from voltwin_bindings.kernel_engine import KernelEngine
from voltwin_core.fleet.state import (
    INSIDE,
    ON_TRIP,
    PARKED,
    RETRIES,
    SEEKS,
    STRANDED,
    TO_STATION,
)
from voltwin_core.record import as_array
from voltwin_core.station.parameters import DIVERT, Parameters

WORK, HOME, STATION, NOWHERE = 0, 1, 2, -1  # places


def at(tables: Parameters, *times: float) -> list[dict[str, Any]]:
    """Return the state of vehicle 0, and the SoC of its battery, just before these times [s]."""
    engine, found = KernelEngine(tables, KEY), []
    for time in times:
        engine.advance(time)
        world = engine.state().world
        row = as_array(world.drivers)[0]
        battery = as_array(world.vehicles)["battery"][0]
        state = {name: row[name].item() for name in row.dtype.names}
        found.append({**state, "soc": float(as_array(world.batteries)["soc"][battery])})
    return found


def kinds_of(engine: KernelEngine) -> list[str]:
    """Return the kinds of all rows of a run of four hours."""
    engine.advance(4 * 3600.0)
    return [str(kind) for batch in engine.drain() for kind in batch.column("kind").to_pylist()]


def test_who_drives_to_a_station_is_not_yet_inside() -> None:
    """It comes to the station at 7560 s."""
    tables = town((66.0, stop(0.9)), classes=(drivers(threshold_soc=0.7),))
    assert [of["doing"] for of in at(tables, 7201.0, 7561.0)] == [TO_STATION, INSIDE]
    assert len({PARKED, ON_TRIP, TO_STATION, INSIDE, RETRIES, STRANDED, SEEKS}) == 7


def what(state: dict[str, Any]) -> tuple[int, int, int]:
    return state["doing"], state["place"], state["goal"]


def test_nobody_waits_for_the_end_of_a_trip_after_which_nothing_is_decided() -> None:
    (driving,) = at(town((6.0, stop(0.9)), classes=(drivers(),)), 3601.0)
    # It counts as parked at its destination from the time of arrival on.
    assert what(driving) == (PARKED, WORK, NOWHERE)
    assert (driving["departed_at"], driving["arrives_at"]) == (3600.0, 7200.0)
    assert driving["soc"] == pytest.approx(0.6)


def test_the_end_of_a_trip_to_an_empty_battery_is_waited_for() -> None:
    tables = town((66.0, stop(0.9)), classes=(drivers(threshold_soc=0.7),))
    trip, to_station, inside, parked = at(tables, 7200.0, 7201.0, 7561.0, 7700.0)
    assert what(trip) == (ON_TRIP, WORK, NOWHERE)
    assert what(to_station) == (TO_STATION, STATION, NOWHERE)
    assert to_station["arrives_at"] == 7560.0
    assert what(inside) == (INSIDE, STATION, NOWHERE)
    assert what(parked) == (PARKED, STATION, NOWHERE)
    assert parked["soc"] == 0.9


def test_a_swap_on_the_way_remembers_the_goal_until_it_goes_on() -> None:
    to_station, on = at(town((6.0, stop(0.9)), classes=(drivers(0.35),)), 3601.0, 4021.0)
    assert what(to_station) == (TO_STATION, STATION, WORK)
    assert what(on) == (PARKED, WORK, NOWHERE)
    assert (on["origin"], on["arrives_at"]) == (STATION, 7260.0)


def test_a_trip_after_which_a_full_battery_is_at_the_floor_is_worth_a_swap() -> None:
    least = 0.9 - 15.0 / 50.0  # full, and what the 60 km take
    of = drivers(0.65, floor_soc=least, per_hour=HOURLY)
    kinds = kinds_of(KernelEngine(town((6.0, stop(0.9)), classes=(of,)), KEY))
    assert "to_station" in kinds
    assert "trip_cancelled" not in kinds


def test_trips_drives_and_visits_are_counted_each_by_themselves() -> None:
    (at_home, *later) = at(
        town((6.0, stop(0.9)), classes=(drivers(0.35),)), 3600.0, 3601.0, 3961.0, 4021.0
    )
    assert [(s["trip"], s["drive"], s["visit"]) for s in (at_home, *later)] == [
        (0, 0, 0),
        (1, 1, 0),  # a departure, and a drive to the station
        (1, 1, 1),
        (1, 2, 1),  # the rest of the same trip
    ]


def test_who_was_lost_stands_at_the_station_until_it_tries_again() -> None:
    closed = stop(0.9, hours=from_then_on(0.0, (5000.0, 1.0)))
    waiting, again = at(town((6.0, closed), classes=(drivers(0.35),)), 3961.0, 5761.0)
    assert what(waiting) == (RETRIES, STATION, WORK)
    assert waiting["soc"] == pytest.approx(0.32)
    assert what(again) == (INSIDE, STATION, WORK)


def test_who_is_stranded_is_towed_home_full_and_has_no_goal() -> None:
    tables = town((200.0, stop(0.9)), classes=(drivers(0.35, tow_s=5000.0),))
    stranded, towed = at(tables, 8600.0, 8601.0)
    assert what(stranded) == (STRANDED, HOME, WORK)
    assert what(towed) == (PARKED, HOME, NOWHERE)
    assert (stranded["soc"], towed["soc"]) == (0.35, 0.9)


def test_diversions_are_counted_from_setting_out_on() -> None:
    sold_out = stop(0.2, chargers=(), policy=DIVERT, most_diversions=1)
    of = drivers(0.4, floor_soc=0.2)
    driving, lost, again = at(
        town((6.0, sold_out), (16.0, sold_out), classes=(of,)), 3961.0, 4561.0, 5461.0
    )
    assert (*what(driving), driving["diversions"]) == (TO_STATION, 3, WORK, 1)
    assert (*what(lost), lost["diversions"]) == (RETRIES, 3, WORK, 0)
    assert (*what(again), again["diversions"]) == (TO_STATION, 2, WORK, 1)


def test_the_battery_got_may_be_too_empty_for_the_goal() -> None:
    of = drivers(0.5, kwh_per_km=0.6)
    slow = stop(0.8, swap_s=fixed(3600.0))
    (parked,) = at(town((-10.0, slow), classes=(of,)), 7801.0)
    assert what(parked) == (PARKED, STATION, NOWHERE)
    assert parked["soc"] == 0.8


def test_without_any_departure_nothing_happens_but_standing_at_home() -> None:
    engine = KernelEngine(
        town((6.0, stop(0.9)), classes=(drivers(count=3, per_hour=(0.0,) * 168),)), KEY
    )
    assert kinds_of(engine) == ["parked"] * 3
