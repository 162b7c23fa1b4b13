"""Whole runs against published rates and a real market: from the scenario file to the KPIs."""

import csv
import gzip
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from tests.scenario.fleet.towns import town
from tests.scenario.real_data import real

import voltwin
from voltwin.simulation import Simulation
from voltwin.validation.physics_checks.tariffs import worked_example
from voltwin.validation.trust.verdict import Status
from voltwin.wording.totals import money_totals

# One battery so large that its charger draws 100 kW throughout.
STEADY = """
start: {start}
horizon: {horizon}
battery_types:
  - id: large
    capacity_kwh: 1000000
    charge_curve: {{ points: [[0, 100], [1, 100]] }}
    cool_down: {{ minimum: 0s }}
economics:
  currency: USD
  tariff: {tariff}
stations:
  - id: north
    chargers: {{ count: 1, power_kw: 100, efficiency: 1 }}
    batteries: {{ large: {{ count: 1, soc: 0 }} }}
    trace: []
"""

CITY = """
start: 2023-06-12T09:30:00+02:00
battery_types: [{ id: std, capacity_kwh: 40, charge_curve: { power_kw: 80 } }]
economics:
  currency: USD
  tariff: { prices: prices.csv, time: utc, price: price, unit: per_mwh, surcharge_per_kwh: 0.08 }
stations: { generate: demo_city, count: 4, seed: 2 }
"""


def steady(folder: Path, start: str, horizon: str, tariff: str) -> voltwin.Kpis:
    file = folder / "steady.yaml"
    file.write_text(STEADY.format(start=start, horizon=horizon, tariff=tariff))
    return Simulation(voltwin.load_scenario(file)).run()


def test_a_summer_weekday_of_sce_tou_ev_4(tmp_path: Path) -> None:
    """Energy and the month's charge are those of the check `tariff`; a day of July is a 31st."""
    file = real("data", "tariffs", "sce_tou_ev_4_march_2019.json")
    real("validation", "reference_values.json")
    assert [verdict.status for verdict in worked_example()] == [Status.PASSED] * 3
    kpis = steady(tmp_path, "2019-07-01T00:00:00-08:00", "1d", f"{{ file: '{file}' }}")
    total = kpis.total.to_pylist()[0]
    assert total["demand_charge"] == pytest.approx(1551.0 / 31, rel=1e-12)


def test_from_summer_into_winter(tmp_path: Path) -> None:
    """Monday 2019-09-30 is summer; Tuesday is winter and another month, at the same rate."""
    file = real("data", "tariffs", "sce_tou_ev_4_march_2019.json")
    kpis = steady(tmp_path, "2019-09-30T12:00:00-08:00", "1d", f"{{ file: '{file}' }}")
    total = kpis.total.to_pylist()[0]
    summer = 100 * (6 * 0.26668 + 5 * 0.0925 + 1 * 0.05623)
    winter = 100 * (8 * 0.06087 + 4 * 0.07492)
    assert total["energy_cost"] == pytest.approx(summer + winter, rel=1e-12)
    assert total["demand_charge"] == pytest.approx(1551.0 * (0.5 / 30 + 0.5 / 31), rel=1e-12)


def test_a_published_tariff_without_a_demand_charge(tmp_path: Path) -> None:
    file = real("data", "tariffs", "sce_tou_ev_8_june_2019.json")
    kpis = steady(tmp_path, "2019-07-06T00:00:00-08:00", "1d", f"{{ file: '{file}' }}")
    total = kpis.total.to_pylist()[0]
    saturday = 100 * (19 * 0.12597 + 5 * 0.25563)
    assert total["energy_cost"] == pytest.approx(saturday, rel=1e-12)
    assert total["demand_charge_month"] == 0.0


def test_a_week_at_the_prices_of_a_real_market(tmp_path: Path) -> None:
    """The cost is the sum of price times energy, added up by a plain twin that reads the file."""
    with gzip.open(real("data", "price_DE-LU_2023_hourly.csv.gz"), "rt") as file:
        rows = list(csv.DictReader(file))
    (tmp_path / "prices.csv").write_text(
        "\n".join(["utc,price", *(f"{r['Datetime (UTC)']},{r['Price (USD/MWh)']}" for r in rows)])
    )
    (tmp_path / "city.yaml").write_text(CITY)
    scenario = voltwin.load_scenario(tmp_path / "city.yaml")
    kpis = Simulation(scenario, log=False).run()

    per_mwh = {
        datetime.fromisoformat(row["Datetime (UTC)"]): float(row["Price (USD/MWh)"]) for row in rows
    }
    local = scenario.start.tzinfo
    cost = 0.0
    for slot in kpis.by_station_slot.to_pylist():
        begin = slot["slot"].replace(tzinfo=local)
        hour = begin - timedelta(minutes=begin.minute)
        cost += slot["grid_kwh"] * (per_mwh[hour] / 1000.0 + 0.08)
    assert min(per_mwh[h] for h in per_mwh if h.month == 6) < 0.0
    assert kpis.total["energy_cost"].to_pylist() == pytest.approx([cost], rel=1e-12)


def test_vehicles_of_a_fleet_that_try_again_are_no_lost_revenue() -> None:
    """40 taxis, and six batteries that charge slowly: they are turned away time and again."""
    economics = {"currency": "EUR", "price_per_swap": 10, "price_per_kwh": 0.4, "tariff": 0.2}
    crowd = {"id": "taxi", "count": 40, "trips_per_day": 60}
    scenario = town(
        fleet__classes=[crowd],
        battery_types__0__capacity_kwh=12,
        battery_types__0__charge_curve={"power_kw": 3},
        economics=economics,
    )
    kpis = Simulation(scenario, log=False).run()
    total = kpis.total.to_pylist()[0]
    assert total["lost"] > 40
    assert total["revenue"] == pytest.approx(10 * total["swaps"] + 0.4 * total["delivered_kwh"])
    for table in (kpis.total, kpis.by_station, kpis.by_hour):
        assert set(table["lost_revenue"].to_pylist()) == {None}
    money = money_totals(kpis)
    assert money is not None
    assert "lost revenue" not in [line[0] for line in money[0].lines]


def test_a_run_folder_shows_and_reproduces_its_money(tmp_path: Path) -> None:
    from voltwin.run_folder.writing import write_run

    economics = "{seasons: [{price_per_kwh: 0.2, demand_charge_per_kw: 6}]}"
    steady(tmp_path, "2026-01-05T00:00:00+01:00", "1d", economics)
    record = write_run(Simulation(tmp_path / "steady.yaml"), tmp_path / "run").record
    assert record["total"]["energy_cost"] == pytest.approx(2400 * 0.2, rel=1e-12)
    assert "energy_cost,USD," in (tmp_path / "run/kpis/columns.csv").read_text().replace('"', "")
    again = Simulation(tmp_path / "run" / "scenario.yaml").run()
    assert again.total.to_pylist()[0] == record["total"]
