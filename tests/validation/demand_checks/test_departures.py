"""Departures of a fleet: other ones than are asked for are found out."""

import numpy as np
import pytest
from tests.validation.demand_checks.made import failed

from voltwin.simulation import Simulation
from voltwin.validation.demand_checks import departures
from voltwin.validation.demand_checks.departures import (
    CLASSES,
    DAYS,
    SEED,
    VEHICLES,
    exposed,
    scenario,
    verdicts_on,
)
from voltwin.validation.demand_checks.runs import DAY_S, Rows, rows_of
from voltwin.validation.trust.effort import Effort
from voltwin.validation.trust.verdict import Sample

MANY = VEHICLES[Effort.QUICK]
SAMPLE = Sample(SEED, "a fleet", "nothing")
MEAN, GAPS, WHERE_ZERO = (
    "departures / expected",
    "gaps, distance of law",
    "departures at a rate of 0",
)


@pytest.fixture(scope="module")
def rows() -> Rows:
    simulation = Simulation(scenario(MANY), seed=SEED)
    return rows_of(simulation, ["trip"], ["time", "vehicle", "until"])


def wrong(rows: Rows) -> set[str]:
    departures._changed.cache_clear()
    found = failed(verdicts_on(exposed(rows, MANY), SAMPLE, Effort.QUICK))
    departures._changed.cache_clear()
    return found


def test_a_fleet_passes(rows: Rows) -> None:
    assert wrong(rows) == set()


def test_a_rate_that_is_a_little_off_is_found_out(
    rows: Rows, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(departures, "MULTIPLIER", 1.2)
    assert wrong(rows) >= {MEAN, GAPS}


def test_the_profile_of_the_other_class_is_found_out(
    rows: Rows, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = CLASSES
    swapped = (
        first._replace(profile=second.profile),
        second._replace(profile=first.profile),
    )
    monkeypatch.setattr(departures, "CLASSES", swapped)
    assert wrong(rows) >= {GAPS, WHERE_ZERO}


def test_a_vehicle_that_is_taken_to_be_parked_while_it_drives_is_found_out(rows: Rows) -> None:
    assert wrong({**rows, "until": rows["time"]}) >= {MEAN, GAPS}


def test_an_hour_too_late_is_found_out(rows: Rows) -> None:
    late = {**rows, "time": rows["time"] + 3600.0, "until": rows["until"] + 3600.0}
    kept = late["time"] < DAYS * DAY_S
    assert wrong({name: of[kept] for name, of in late.items()}) >= {GAPS, WHERE_ZERO}


def test_two_vehicles_by_hand(monkeypatch: pytest.MonkeyPatch) -> None:
    """Parked for an hour of rate 1, on the way for one, parked to the end."""
    edges = np.array([0.0, 3600.0, 7200.0, 10_800.0])
    expected = np.array([1.0, 0.5, 0.25])
    total = np.append(0.0, np.cumsum(expected))
    monkeypatch.setattr(departures, "_changed", lambda _number: (edges, total, expected))
    rows = {
        "time": np.array([1800.0, 9000.0]),
        "vehicle": np.array([0, 1]),
        "until": np.array([7200.0, 20_000.0]),
    }
    found = exposed(rows, 1)
    assert found.departed.tolist() == [1.0, 1.0]
    assert found.expected.tolist() == [0.5 + 0.25, 1.625]
    assert found.gaps.tolist() == [0.5, 0.25 + 1.625]
