"""What chargers, bays and batteries cost by the year: annuities over their lives."""

import math

import numpy as np

from voltwin.kpis.cells import Cells, Floats
from voltwin.kpis.groups import warm_up_hours
from voltwin.kpis.summed import summed
from voltwin.scenario.economics import BatteryCost, Economics
from voltwin_core.record import as_array
from voltwin_core.station.cells import SLOTS_PER_HOUR
from voltwin_core.station.parameters import Parameters


def capital_per_year(
    economics: Economics, cells: Cells, parameters: Parameters, years: float
) -> Floats:
    """Return each station's capital cost [currency/year].

    Args:
        economics: with what is bought, and the interest.
        cells: of the run, for how much batteries were charged.
        parameters: of the run, for what each station has.
        years: observed after the warm-up.
    """
    stations, interest = as_array(parameters.stations), economics.interest
    per_year = np.zeros(len(stations))
    if economics.charger:
        chargers = as_array(parameters.chargers)
        each = economics.charger.cost + economics.charger.cost_per_kw * chargers["power_kw"]
        bought = summed((chargers["station"],), each, per_year.shape)
        per_year += bought * recovery_factor(interest, np.array(economics.charger.life_years))
    if economics.bay:
        bought = economics.bay.cost * stations["bays"]
        per_year += bought * recovery_factor(interest, np.array(economics.bay.life_years))
    if economics.battery:
        capacities_kwh = _stock_kwh(parameters)
        battery = economics.battery
        bought = battery.cost * stations["inventory"] + battery.cost_per_kwh * capacities_kwh
        charged_kwh = _charged_kwh(cells, parameters)
        life_years = _battery_life(battery, capacities_kwh, charged_kwh, years)
        per_year += bought * recovery_factor(interest, life_years)
    return per_year


def recovery_factor(interest: float, life_years: Floats) -> Floats:
    """Return the capital recovery factor, i / (1 - (1 + i)^-n) [1/year]: the annuity that pays off
    1 over a life of n years. Without interest it is 1 / n."""
    if interest == 0.0:
        return 1.0 / life_years
    return np.asarray(interest / -np.expm1(-life_years * math.log1p(interest)))


def _stock_kwh(parameters: Parameters) -> Floats:
    """Return the capacity of each station's batteries in no vehicle at the start [kWh]."""
    batteries, stations = as_array(parameters.batteries), as_array(parameters.stations)
    first = stations["first_battery"][batteries["station"]]
    own = batteries[np.arange(len(batteries)) < first + stations["inventory"][batteries["station"]]]
    capacity_kwh = as_array(parameters.battery_types)["capacity_kwh"][own["battery_type"]]
    return summed((own["station"],), capacity_kwh, (len(stations),))


def _charged_kwh(cells: Cells, parameters: Parameters) -> Floats:
    """Return what each station has charged after the warm-up, battery side [kWh].

    The mean efficiency of its chargers is that of the whole run.
    """
    drawn = cells.grid_kwh[:, warm_up_hours(parameters) * SLOTS_PER_HOUR :].sum(axis=1)
    ever = cells.grid_kwh.sum(axis=1)
    share = np.divide(drawn, ever, out=np.zeros(len(ever)), where=ever > 0.0)
    return np.asarray(cells.charged_kwh * share)


def _battery_life(
    cost: BatteryCost, stock_kwh: Floats, charged_kwh: Floats, years: float
) -> Floats:
    """Return how long each station's batteries live [years]: their years or their cycles."""
    life = np.full(len(stock_kwh), math.inf if cost.life_years is None else cost.life_years)
    if cost.life_cycles is not None:
        cycles_times_years = np.divide(
            stock_kwh * cost.life_cycles * years,
            charged_kwh,
            out=np.full(len(stock_kwh), math.inf),
            where=(charged_kwh > 0.0) & (stock_kwh > 0.0),
        )
        life = np.minimum(life, cycles_times_years)
    return life
