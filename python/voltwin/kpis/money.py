"""Revenue and costs of each station, and of groups of them. docs/model.md §6 defines each amount.

Every station has a meter and a bill of its own: amounts of a region or the network are sums over
stations.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from voltwin.kpis.capital import capital_per_year
from voltwin.kpis.cells import Cells, Floats, Integers
from voltwin.kpis.columns import LOST
from voltwin.kpis.groups import warm_up_hours, window_s
from voltwin.kpis.months import Months
from voltwin.kpis.terms import Terms
from voltwin.scenario.prices import demand_rate, slot_prices
from voltwin_core.station.cells import COUNTS, SLOTS_PER_HOUR, SUMS
from voltwin_core.station.parameters import Parameters


@dataclass(frozen=True)
class Accounts:
    """Amounts in the window; one entry per row of a KPI table [currency]."""

    revenue: Floats
    lost_revenue: Floats  # NaN where nobody knows what was lost: see `Books._lost_revenue`
    energy_cost: Floats
    demand_charge: Floats | None = None  # those from here on are not known by the hour
    demand_charge_month: Floats | None = None  # [currency/month]
    capital_cost: Floats | None = None
    rent: Floats | None = None

    @property
    def cost(self) -> Floats | None:
        """Energy, demand charge, capital and rent."""
        if self.demand_charge is None or self.capital_cost is None or self.rent is None:
            return None
        return self.energy_cost + self.demand_charge + self.capital_cost + self.rent

    @property
    def margin(self) -> Floats | None:
        """Revenue less cost."""
        return None if self.cost is None else self.revenue - self.cost


class Books:
    """The accounts of a run's stations, from the end of the warm-up to where it stands."""

    def __init__(
        self, cells: Cells, parameters: Parameters, terms: Terms, networks: int = 1
    ) -> None:
        self.currency = terms.economics.currency
        self._cells = cells
        self._parameters = parameters
        self._terms = terms
        self._networks = networks  # of as many stations each, one behind the other
        self._warm_up = warm_up_hours(parameters)
        self._seen = window_s(parameters, cells.end_s) > 0.0
        self._months = Months.of(parameters, cells.end_s)

    def accounts(self, group: Integers, groups: int, *, hourly: bool = False) -> Accounts:
        """Return the accounts of groups of stations.

        Args:
            group: per station, the number of its group.
            groups: how many there are.
            hourly: one row per group and observed hour instead, all hours of the first group first.
        """

        def added(values: Floats) -> Floats:
            total = np.zeros((groups, *values.shape[1:]))
            np.add.at(total, group, values)
            return total[:, self._seen].ravel() if hourly else total

        if hourly:
            return Accounts(
                added(self._revenue), added(self._lost_revenue), added(self._energy_cost)
            )
        months = self._months.observed
        return Accounts(
            added(self._revenue.sum(axis=1)),
            added(self._lost_revenue.sum(axis=1)),
            added(self._energy_cost.sum(axis=1)),
            demand_charge=added(_weighted(self._month_charges, self._months.shares)),
            demand_charge_month=added(self._demand_charge_month),
            capital_cost=added(self._capital_per_year * (months / 12.0)),
            rent=added(np.tile(self._terms.rent_per_month, self._networks) * months),
        )

    @cached_property
    def slot_prices(self) -> Floats:
        """Price of energy in each slot of the run, warm-up included [currency/kWh]."""
        slots = self._cells.grid_kwh.shape[1]
        return slot_prices(self._terms.economics.tariff, self._terms.start, slots)

    # Per (station, hour after the warm-up):

    @cached_property
    def _energy_cost(self) -> Floats:
        drawn = self._cells.grid_kwh.reshape(len(self._cells.grid_kwh), -1, SLOTS_PER_HOUR)
        prices = self.slot_prices.reshape(-1, SLOTS_PER_HOUR)
        cost = np.einsum("shq,hq->sh", drawn[:, self._warm_up :], prices[self._warm_up :])
        return np.asarray(cost)

    @cached_property
    def _revenue(self) -> Floats:
        economics = self._terms.economics
        swaps = self._count("swaps") * economics.price_per_swap
        return swaps + self._delivered_kwh * economics.price_per_kwh

    @cached_property
    def _lost_revenue(self) -> Floats:
        """Lost vehicles at what one pays; NaN for a fleet: its vehicles try again and pay then."""
        lost = self._count(*LOST)
        if len(self._parameters.fleet.vehicles):
            return np.full(lost.shape, np.nan)
        return np.multiply(lost, self._worth_of_a_swap[:, None], out=lost, where=lost > 0.0)

    @cached_property
    def _worth_of_a_swap(self) -> Floats:
        """What a vehicle pays at each station on average [currency]."""
        economics = self._terms.economics
        if economics.price_per_kwh == 0.0:
            return np.full(len(self._cells.counts), economics.price_per_swap)
        swaps, kwh = self._count("swaps").sum(axis=1), self._delivered_kwh.sum(axis=1)
        all_kwh, all_swaps = (of.reshape(self._networks, -1).sum(axis=1) for of in (kwh, swaps))
        unknown = np.full(self._networks, np.nan)
        mean = np.divide(all_kwh, all_swaps, out=unknown, where=all_swaps > 0.0)
        known = (swaps > 0.0) & (kwh > 0.0)
        stations = len(swaps) // self._networks
        per_swap = np.divide(kwh, swaps, out=np.repeat(mean, stations), where=known)
        return np.asarray(economics.price_per_swap + per_swap * economics.price_per_kwh)

    @cached_property
    def _delivered_kwh(self) -> Floats:
        sums = self._cells.sums[:, self._warm_up :]
        return np.asarray(
            sums[:, :, SUMS.index("handed_kwh")] - sums[:, :, SUMS.index("returned_kwh")]
        )

    def _count(self, *names: str) -> Floats:
        columns = [COUNTS.index(name) for name in names]
        counts: Any = self._cells.counts[:, self._warm_up :, columns]
        return np.asarray(counts.sum(axis=2), float)

    # Per station, some by the month:

    @cached_property
    def _month_charges(self) -> Floats:
        """Demand charge of each whole month at the peak seen in it, (stations, months)."""
        tariff = self._terms.economics.tariff
        rates = np.array([demand_rate(tariff, month) for month in self._months.begins])
        return np.asarray(self._months.peaks_kw(self._cells, self._parameters) * rates)

    @cached_property
    def _demand_charge_month(self) -> Floats:
        """The mean of these, by how much of each month was observed."""
        if self._months.observed == 0.0:
            return np.zeros(len(self._month_charges))
        return _weighted(self._month_charges, self._months.shares / self._months.observed)

    @cached_property
    def _capital_per_year(self) -> Floats:
        return capital_per_year(
            self._terms.economics, self._cells, self._parameters, self._months.observed / 12.0
        )


def _weighted(by_month: Floats, shares: Floats) -> Floats:
    """Return weighted sums over the months. Not a product of matrices: that may round in another
    way when there are more stations."""
    return np.asarray((by_month * shares).sum(axis=1))
