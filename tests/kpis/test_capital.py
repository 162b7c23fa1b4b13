"""Capital cost: annuities of published value, and lives of batteries by years and by cycles."""

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.kpis.networks import Site, Type, network

from voltwin.kpis.capital import capital_per_year, recovery_factor
from voltwin.kpis.cells import Cells, Floats
from voltwin.scenario.economics import Economics

# A station with batteries of 50 kWh and 20 kWh and two chargers, and one without either.
TYPES = (Type(capacity_kwh=50.0), Type(capacity_kwh=20.0))
SITES = (
    Site(inventory=((0.9, 0.9), (0.9,)), chargers=((60.0, 0.9), (120.0, 0.9)), bays=3),
    Site(inventory=((), ()), chargers=(), bays=1),
)
PARAMETERS = network(SITES, TYPES, horizon_s=7200.0, warm_up_hours=1)
STOCK_KWH = 50.0 + 50.0 + 20.0


def per_year(charged_kwh: float = 0.0, years: float = 1.0, **fields: object) -> list[float]:
    """Return capital costs; half of the energy is charged within the warm-up."""
    economics = Economics.model_validate({"currency": "EUR", **fields})
    cells = Cells.empty(PARAMETERS, 7200.0)
    cells.grid_kwh[0, [1, 5]] = charged_kwh / 0.9
    cells.charged_kwh[0] = 2.0 * charged_kwh
    found: Floats = capital_per_year(economics, cells, PARAMETERS, years)
    return list(found)


# Tables of the capital recovery factor (A/P, i, n), in every textbook of engineering economics.
@pytest.mark.parametrize(
    ("interest", "years", "factor"),
    [(0.05, 10, 0.12950), (0.08, 20, 0.10185), (0.10, 5, 0.26380), (0.06, 1, 1.06)],
)
def test_the_recovery_factor_is_that_of_the_tables(
    interest: float, years: int, factor: float
) -> None:
    assert recovery_factor(interest, np.array(float(years))) == pytest.approx(factor, abs=5e-6)


@given(st.floats(1e-6, 1.0), st.integers(1, 60))
def test_an_annuity_pays_off_what_was_borrowed(interest: float, years: int) -> None:
    owed, annuity = 1.0, float(recovery_factor(interest, np.array(float(years))))
    for _ in range(years):
        owed = owed * (1.0 + interest) - annuity
    assert owed == pytest.approx(0.0, abs=1e-9 * (1.0 + interest) ** years)


def test_without_interest_the_cost_is_spread_evenly() -> None:
    assert recovery_factor(0.0, np.array([4.0, math.inf])).tolist() == [0.25, 0.0]


def test_chargers_are_paid_by_number_and_power() -> None:
    charger = {"cost": 1000, "cost_per_kw": 10, "life_years": 5}
    assert per_year(charger=charger) == [(2 * 1000 + 180 * 10) / 5, 0.0]


def test_bays_are_paid_by_number() -> None:
    assert per_year(bay={"cost": 900, "life_years": 9}) == [300.0, 100.0]


def test_batteries_are_those_in_no_vehicle_at_the_start() -> None:
    battery = {"cost": 100, "cost_per_kwh": 10, "life_years": 10}
    assert per_year(battery=battery) == [(3 * 100 + STOCK_KWH * 10) / 10, 0.0]


def test_batteries_wear_by_what_was_charged_after_the_warm_up() -> None:
    """In half a year the stock is charged twice: 4 of 1000 cycles a year, a life of 250 years."""
    battery = {"cost_per_kwh": 100, "life_cycles": 1000}
    found = per_year(charged_kwh=2 * STOCK_KWH, years=0.5, battery=battery)
    assert found == pytest.approx([100 * STOCK_KWH / 250, 0.0], rel=1e-12)
    assert per_year(charged_kwh=0.0, battery=battery) == [0.0, 0.0]


def test_the_life_that_ends_first_counts() -> None:
    battery = {"cost_per_kwh": 100, "life_cycles": 1000, "life_years": 8}
    few = per_year(charged_kwh=STOCK_KWH, battery=battery)
    many = per_year(charged_kwh=500 * STOCK_KWH, battery=battery)
    assert few == [100 * STOCK_KWH / 8, 0.0]
    assert many == pytest.approx([100 * STOCK_KWH / 2, 0.0], rel=1e-12)


def test_batteries_that_never_wear_out_cost_their_interest() -> None:
    battery = {"cost_per_kwh": 100, "life_cycles": 1000}
    assert per_year(battery=battery, interest=0.04) == pytest.approx([0.04 * 100 * STOCK_KWH, 0.0])


def test_chargers_of_another_efficiency_charge_what_the_balance_says() -> None:
    """What is charged is the run's own sum, cut to the window by the energy drawn."""
    sites = (replace(SITES[0], chargers=((60.0, 0.5), (60.0, 1.0))),)
    parameters = network(sites, TYPES, horizon_s=7200.0, warm_up_hours=1)
    cells = Cells.empty(parameters, 7200.0)
    cells.grid_kwh[0, [0, 4]] = 100.0, 300.0
    cells.charged_kwh[0] = 240.0
    economics = Economics.model_validate(
        {"currency": "EUR", "battery": {"cost_per_kwh": 1, "life_cycles": 1}}
    )
    # 180 kWh in the window are one and a half cycles of the stock: a life of two thirds of a year.
    found = capital_per_year(economics, cells, parameters, 1.0)
    assert found == pytest.approx([STOCK_KWH * 1.5], rel=1e-12)
