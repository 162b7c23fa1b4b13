"""The 1,433 battery-swap stations of Taiwan that were in service in 2021, for a week."""

import os
from pathlib import Path

import pytest

import voltwin
from voltwin.simulation import Simulation

SHARED = Path(os.environ.get("VOLTWIN_SHARED", Path(__file__).parents[3] / "shared"))
GOGORO = SHARED / "data" / "gogoro_gostations_2021.csv"

SCENARIO = """
name: battery swapping for scooters in Taiwan
start: 2026-01-05T00:00:00+08:00
horizon: 1w
battery_types:
  - id: scooter
    capacity_kwh: 1.7
    charge_curve: { power_kw: 0.85, knee_soc: 0.85 }
    full_soc: 0.98
demand: { profile: commuter }
station_defaults:
  bays: 2
  swap_time: 30s
  chargers: { count: 24, power_kw: 0.85 }
  batteries: 28
  swaps_per_day: 130
  policy: wait
  patience: 10min
  opening_hours: 24h
stations:
  file: FILE
  columns: { id: id, lon: lon, lat: lat, region: city, name: district }
  where: { state: 1 }
"""


@pytest.fixture
def scenario(tmp_path: Path) -> voltwin.Scenario:
    if not GOGORO.is_file():
        pytest.skip(f"real data: {GOGORO.name} is not beside the project")
    file = tmp_path / "gogoro.yaml"
    file.write_text(SCENARIO.replace("FILE", str(GOGORO)))
    return voltwin.load_scenario(file)


def test_stations_in_service_are_read_by_column_mapping(scenario: voltwin.Scenario) -> None:
    assert len(scenario.stations) == 1433
    first = scenario.stations[0]
    assert (first.region, first.lon, first.lat) == ("Yunlin County", 120.433871, 23.711194)
    assert first.swaps_per_day == 130


def test_a_week_of_them_runs_and_has_rush_hours(scenario: voltwin.Scenario) -> None:
    kpis = Simulation(scenario, log=False).run()
    total = kpis.total.to_pylist()[0]
    expected = 1433 * 130 * 7
    assert abs(total["arrivals"] - expected) < 5 * expected**0.5
    by_hour = kpis.by_hour["arrivals"].to_numpy()
    assert by_hour[18] > 5 * by_hour[3]  # Monday evening against Monday night
    assert kpis.by_region.num_rows == len({station.region for station in scenario.stations})
