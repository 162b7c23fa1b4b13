"""Costs of units: the annuities that the KPI of capital cost has, known beforehand."""

from typing import Any

import numpy as np
import pytest
from tests.experiment.sizing.towns import BATTERY, CHARGER, ECONOMICS, sizing, town

import voltwin
from voltwin import ScenarioError
from voltwin.experiment.sizing.costs import unit_costs
from voltwin.experiment.sizing.levers import levers_of, variant_of
from voltwin.experiment.sizing.sizing_plan import Sizing

ALL = {name: {"each": "region", "most": 3} for name in ("chargers", "batteries", "bays")}


def costs(plan: Sizing) -> list[float]:
    return [float(cost) for cost in unit_costs(plan, levers_of(plan))]


def test_a_unit_of_a_group_costs_one_at_each_of_its_stations() -> None:
    each = {name: {"each": "network", "most": 1} for name in ("chargers", "batteries")}
    assert costs(sizing(levers=each)) == pytest.approx([2 * CHARGER, 2 * BATTERY])


def test_a_design_costs_by_what_its_runs_cost_more() -> None:
    economics = {
        **ECONOMICS,
        "charger": {"cost": 900, "cost_per_kw": 20, "life_years": 9},
        "battery": {"cost": 50, "cost_per_kwh": 90, "life_years": 7},
        "interest": 0.06,
    }
    city = town(economics=economics, horizon="62h")
    plan = sizing(scenario=city, levers=ALL)
    levers = levers_of(plan)
    design = (1, 3, 2, 1, 1, 0)
    grown = variant_of(levers, design).scenario(city)
    one, other = (
        voltwin.run(scenario).kpis.total.column("capital_cost")[0].as_py()
        for scenario in (city, grown)
    )
    of_a_year = 62 / (31 * 24) / 12  # January has 31 days
    assert (other - one) / of_a_year == pytest.approx(np.dot(design, costs(plan)), rel=1e-9)


def test_costs_of_the_plan_come_first() -> None:
    given: dict[str, Any] = {"charger": 7.0, "battery": 3.0, "bay": 20.0}
    assert costs(sizing(levers=ALL, costs=given)) == [7.0, 7.0, 3.0, 3.0, 20.0, 20.0]


def refused(economics: Any, resource: str) -> str:
    with pytest.raises(ScenarioError) as error:
        sizing(scenario=town(economics=economics), levers={resource: {"most": 1}})
    (line,) = error.value.lines
    return line


def test_without_economics_the_plan_has_to_say_what_a_unit_costs() -> None:
    assert refused(None, "chargers") == (
        "costs: what a charger costs is not known: the scenario has no economics; give it here, as "
        "charger: ... a year"
    )
    assert "it costs nothing" in refused({"currency": "EUR"}, "bays")


def test_a_battery_needs_a_life_in_years() -> None:
    battery = {"cost": 100, "life_cycles": 1000}
    assert "its life by cycles alone" in refused({**ECONOMICS, "battery": battery}, "batteries")
    assert costs(
        sizing(
            scenario=town(economics=None),
            levers={"batteries": {"each": "network", "most": 1}},
            costs={"battery": 5.0, "currency": "EUR"},
        )
    ) == [10.0]
