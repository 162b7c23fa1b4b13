"""Drives: distance, duration by the hour of departure, energy."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.fleet.fleets import THURSDAY, clock, travel

from voltwin_core.travel import Travel, drive_kwh, relative_speed, travel_km, travel_s

KM = np.array([[0.0, 3.0, 5.0], [4.0, 0.0, 7.0], [6.0, 8.0, 0.0]])
SECONDS = 100.0 * KM


def rush_hour() -> Travel:
    """Return a network in which the hour from 08:00 of each day has half the speed."""
    speeds = np.array([0.5 if hour % 24 == 8 else 1.0 for hour in range(168)])
    return travel(KM, SECONDS, speeds, clock(phase_s=1800.0))


@pytest.mark.parametrize(("a", "b", "km"), [(0, 1, 3.0), (1, 0, 4.0), (2, 1, 8.0), (2, 2, 0.0)])
def test_a_drive_has_the_distance_from_its_row_to_its_column(a: int, b: int, km: float) -> None:
    assert travel_km(rush_hour(), a, b) == km


@pytest.mark.parametrize(
    ("begins", "seconds"),
    [
        (0.0, 300.0),  # at 00:30
        (7.5 * 3600.0 - 0.001, 300.0),  # just before 08:00
        (7.5 * 3600.0, 600.0),
        (8.5 * 3600.0 - 0.001, 600.0),
        (8.5 * 3600.0, 300.0),
        (31.5 * 3600.0, 600.0),  # the next day
    ],
)
def test_the_speed_of_the_hour_of_departure_holds(begins: float, seconds: float) -> None:
    assert travel_s(rush_hour(), 0, 1, 1.0, begins) == seconds


def test_a_vehicle_twice_as_fast_takes_half_the_time() -> None:
    assert travel_s(rush_hour(), 1, 2, 2.0, 0.0) == 350.0


def test_a_drive_that_leads_nowhere_takes_no_time() -> None:
    assert travel_s(rush_hour(), 1, 1, 0.3, 8.0 * 3600.0) == 0.0


@given(st.floats(0.0, 3e6), st.integers(0, 2), st.integers(0, 2), st.floats(0.1, 9.0))
def test_a_plain_twin_agrees_to_the_bit(t: float, a: int, b: int, factor: float) -> None:
    speeds = np.linspace(0.3, 1.0, 168)
    network = travel(KM, SECONDS, speeds, clock(phase_s=1800.0))
    hour = (THURSDAY + math.floor((1800.0 + t) / 3600.0)) % 168
    assert relative_speed(network, t) == speeds[hour]
    assert travel_s(network, a, b, factor, t) == 100.0 * KM[a, b] / (speeds[hour] * factor)


def test_energy_is_distance_times_consumption_times_a_factor() -> None:
    assert drive_kwh(40.0, 0.25, 1.1) == 40.0 * 0.25 * 1.1
