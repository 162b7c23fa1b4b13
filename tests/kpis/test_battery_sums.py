"""Batteries counted and added up by hand, in one block and in several."""

from dataclasses import replace

import numpy as np
import pytest
from tests.kpis.networks import Site, network

from voltwin.kpis import battery_sums
from voltwin.kpis.battery_sums import BatterySums
from voltwin_bindings.engine import BatteryColumns
from voltwin_core.station.cells import (
    BAY,
    CHARGING,
    IN_TRUCK,
    IN_VEHICLE,
    QUEUED,
    RACK,
    STATES,
    UNOBSERVED,
)

# Three batteries of 50 kWh at each of two stations, and two in the vehicles of each.
SITE = Site(inventory=((0.9, 0.8, 0.2),), ring=2)
PARAMETERS = network((SITE, replace(SITE, inventory=((1.0, 0.5, 0.5),))))

STATES_NOW = [RACK, CHARGING, BAY, QUEUED, IN_TRUCK, RACK, IN_VEHICLE, BAY, UNOBSERVED, IN_VEHICLE]
STATIONS = [0, 0, 0, 1, -1, 0, -1, 1, -1, -1]
SOC = [0.9, 0.6, 0.4, 0.2, 0.9, 0.8, 0.5, 0.3, 0.7, 0.1]
SOH = [1.0, 0.5, 1.0, 1.0, 1.0, 1.0, 0.8, 1.0, 1.0, 1.0]
NOW = BatteryColumns(
    state=np.array(STATES_NOW, np.int8),
    station=np.array(STATIONS, np.int32),
    soc=np.array(SOC),
    soh=np.array(SOH),
)


@pytest.fixture(params=[1, 3, 10, 1000])
def sums(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> BatterySums:
    """What is summed up, by blocks of so many batteries."""
    monkeypatch.setattr(battery_sums, "_BLOCK", request.param)
    return BatterySums.of(NOW, PARAMETERS)


def test_batteries_are_counted_by_station_and_state(sums: BatterySums) -> None:
    expected = np.zeros((2, len(STATES)), np.int64)
    expected[0, [RACK, CHARGING, BAY]] = 2, 1, 1
    expected[1, [QUEUED, BAY]] = 1, 1
    np.testing.assert_array_equal(sums.at_stations, expected)


def test_those_at_no_station_are_counted_apart(sums: BatterySums) -> None:
    assert (sums.in_trucks, sums.elsewhere) == (1, 3)


def test_inventory_is_what_was_stored_at_the_start(sums: BatterySums) -> None:
    np.testing.assert_allclose(sums.begun_kwh, [50.0 * 1.9, 50.0 * 2.0], rtol=1e-12)


def test_battery_in_a_bay_is_in_its_vehicle_and_stored_nowhere(sums: BatterySums) -> None:
    at_first = 0.9 + 0.6 * 0.5 + 0.8
    np.testing.assert_allclose(sums.stored_kwh, [50.0 * at_first, 50.0 * 0.2], rtol=1e-12)
    in_vehicles = 0.4 + 0.5 * 0.8 + 0.3 + 0.1
    assert sums.in_vehicles_kwh == pytest.approx(50.0 * in_vehicles, rel=1e-12)


def test_largest_battery_is_told(sums: BatterySums) -> None:
    assert sums.largest_kwh == 50.0
