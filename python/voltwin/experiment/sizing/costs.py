"""What a unit costs by the year: known before anything is run, so that only service is uncertain.

Annuities of the units added, as in the KPI `capital_cost` (docs/model.md); energy, demand charges
and the wear of batteries by their cycles follow from runs and stand in the KPI `cost` beside.
"""

from collections.abc import Callable, Mapping, Sequence

import numpy as np

from voltwin.experiment.sizing.levers import Lever
from voltwin.experiment.sizing.sizing_plan import Sizing
from voltwin.kpis.capital import recovery_factor
from voltwin.scenario.changes import Change, changed
from voltwin.scenario.derived import count, stock_by_type
from voltwin.scenario.economics import Economics
from voltwin.scenario.errors import ScenarioError
from voltwin.scenario.scenario import Scenario
from voltwin.scenario.station import Station
from voltwin.statistics.moments import Floats

_UNITS = {"chargers": "charger", "batteries": "battery", "bays": "bay"}


def unit_of(resource: str) -> str:
    """Return what one of a resource is called."""
    return _UNITS[resource.partition(".")[0]]


def unit_costs(plan: Sizing, levers: Sequence[Lever]) -> Floats:
    """Return what a unit of each lever costs, at all its stations together [currency/year].

    Raises:
        ScenarioError: nothing says what a resource costs, or it cannot be added.
    """
    by_resource = {lever.resource: None for lever in levers}
    each = {resource: _at_each_station(plan, resource) for resource in by_resource}
    return np.array([float(each[of.resource][list(of.stations)].sum()) for of in levers])


def _at_each_station(plan: Sizing, resource: str) -> Floats:
    """Return what one unit more costs at each station."""
    more = changed(plan.scenario, [Change(f"stations[*].{resource}", "+=", 1)])
    given = getattr(plan.costs, unit_of(resource))
    if given is not None:
        return np.full(len(more.stations), float(given))
    price = _PRICES[unit_of(resource)]
    economics = plan.scenario.economics
    if economics is None:
        raise _unknown(resource, "the scenario has no economics")
    one = np.array([price(economics, plan.scenario, at) for at in plan.scenario.stations])
    other = np.array([price(economics, more, at) for at in more.stations])
    if not (other > one).all():
        raise _unknown(resource, "by the scenario's economics it costs nothing")
    return np.asarray(other - one)


def _unknown(resource: str, why: str) -> ScenarioError:
    unit = unit_of(resource)
    text = f"what a {unit} costs is not known: {why}; give it here, as {unit}: ... a year"
    return ScenarioError([f"costs: {text}"], [("costs",)])


def _annuity(economics: Economics, life_years: float) -> float:
    return float(recovery_factor(economics.interest, np.array(life_years)))


def _of_chargers(economics: Economics, scenario: Scenario, station: Station) -> float:
    cost = economics.charger
    if cost is None:
        return 0.0
    bought = sum(of.count * (cost.cost + cost.cost_per_kw * of.power_kw) for of in station.chargers)
    return bought * _annuity(economics, cost.life_years)


def _of_bays(economics: Economics, scenario: Scenario, station: Station) -> float:
    cost = economics.bay
    return 0.0 if cost is None else station.bays * cost.cost * _annuity(economics, cost.life_years)


def _of_batteries(economics: Economics, scenario: Scenario, station: Station) -> float:
    """Batteries are paid by years: what they are charged, and so their wear by cycles, is spread
    over more of them, and hardly more of it."""
    cost = economics.battery
    if cost is None:
        return 0.0
    if cost.life_years is None:
        why = "the scenario's economics give its life by cycles alone"
        raise _unknown("batteries", why)
    capacity_kwh = {kind.id: kind.capacity_kwh for kind in scenario.battery_types}
    stock = stock_by_type(station, scenario.battery_types)
    bought = sum(
        count(of) * (cost.cost + cost.cost_per_kwh * capacity_kwh[kind])
        for kind, of in stock.items()
    )
    return bought * _annuity(economics, cost.life_years)


_PRICES: Mapping[str, Callable[[Economics, Scenario, Station], float]] = {
    "charger": _of_chargers,
    "battery": _of_batteries,
    "bay": _of_bays,
}
