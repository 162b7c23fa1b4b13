"""Cells added up to what one row of a KPI table stands for: stations, regions, hours."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from voltwin.kpis.cells import Cells, Floats, Integers
from voltwin.kpis.spread import Calendar
from voltwin.kpis.summed import counted, summed
from voltwin.kpis.waits import binned_quantiles, exact_quantiles
from voltwin_core.record import as_array
from voltwin_core.station.cells import COUNTS, OUTS, SLOTS_PER_HOUR, STATES, SUMS
from voltwin_core.station.parameters import Parameters

PERCENTS = (50, 95, 99)

Array = npt.NDArray[Any]


@dataclass(frozen=True)
class Groups:
    """Sums over the window, from the end of the warm-up to the run's end; one entry per row."""

    counts: Integers  # (rows, len(COUNTS))
    sums: Floats  # (rows, len(SUMS))
    state_s: Floats  # (rows, len(STATES)), battery-seconds [s]
    out_s: Floats  # (rows, len(OUTS)): time out of order of chargers, of bays [s]
    grid_kwh: Floats  # grid side [kWh]
    peak_slot_kwh: Floats  # most that all its stations together draw in one slot [kWh]
    time_s: Floats  # observed [s]
    bay_s: Floats  # bays x time [s]
    charger_s: Floats  # chargers x time [s]
    waits_s: Floats | None = None  # (len(PERCENTS), rows) [s]; not known by the hour
    cycles: Floats | None = None  # mean equivalent full cycles of a battery, over the whole run
    soh_mean: Floats | None = None  # of its batteries at the end
    soh_min: Floats | None = None

    def count(self, *names: str) -> Integers:
        """Return the sum of these columns of COUNTS."""
        return np.asarray(self.counts[:, [COUNTS.index(name) for name in names]].sum(axis=1))

    def sum(self, name: str) -> Floats:
        """Return this column of SUMS."""
        return np.asarray(self.sums[:, SUMS.index(name)])

    def state(self, *names: str) -> Floats:
        """Return the sum of these columns of STATES [s]."""
        return np.asarray(self.state_s[:, [STATES.index(name) for name in names]].sum(axis=1))

    def out(self, name: str) -> Floats:
        """Return this column of OUTS [s]."""
        return np.asarray(self.out_s[:, OUTS.index(name)])


def window_s(parameters: Parameters, end_s: float) -> Floats:
    """Return how long each local hour after the warm-up was observed in a run up to `end_s` [s]."""
    calendar, warm_up = Calendar.of(parameters), warm_up_hours(parameters)
    hour = np.arange(warm_up, calendar.hours)
    begin = np.maximum(calendar.hour_start(hour), 0.0)
    end = np.minimum(calendar.hour_start(hour + 1), end_s)
    return np.asarray(np.maximum(end - begin, 0.0))


def warm_up_hours(parameters: Parameters) -> int:
    """Return how many local hours, the first ones, are left out."""
    return int(as_array(parameters.settings)["warm_up_hours"][0])


def gather(
    cells: Cells,
    parameters: Parameters,
    group: Integers,
    groups: int,
    *,
    hourly: bool = False,
    network: bool = False,
) -> Groups:
    """Return one row per group of stations, over the whole window.

    Args:
        cells: of the run.
        parameters: of the run.
        group: per station, the number of its group.
        groups: how many there are.
        hourly: one row per group and observed hour instead, all hours of the first group first.
        network: the only group is the network, to which the batteries of a fleet belong, too.
    """
    time_s = window_s(parameters, cells.end_s)
    warm_up, seen = warm_up_hours(parameters), time_s > 0.0
    stations = as_array(parameters.stations)
    of_battery = _groups_of_batteries(parameters, group, network)

    def added(values: Array) -> Array:
        """Return the sums over the stations of each group."""
        total = np.zeros((groups, *values.shape[1:]), values.dtype)
        for number, value in zip(group.tolist(), values, strict=True):  # quicker than np.add.at
            total[number] += value
        return total

    def rows(hours: Array) -> Array:
        """Return rows of (groups, hours from the end of the warm-up, ...)."""
        if hourly:
            return hours[:, seen].reshape(-1, *hours.shape[2:])
        return np.asarray(hours.sum(axis=1))

    slots = added(cells.grid_kwh.reshape(len(group), -1, SLOTS_PER_HOUR)[:, warm_up:])
    peak = slots[:, seen].max(axis=2) if hourly else slots.max(axis=(1, 2), initial=0.0)
    return Groups(
        counts=rows(added(cells.counts[:, warm_up:])),
        sums=rows(added(cells.sums[:, warm_up:])),
        state_s=rows(added(cells.state_s[:, warm_up:])),
        out_s=rows(added(cells.out_s[:, warm_up:])),
        grid_kwh=rows(slots.sum(axis=2)),
        peak_slot_kwh=peak.ravel(),
        time_s=rows(np.tile(time_s, (groups, 1))),
        bay_s=rows(np.outer(added(stations["bays"]), time_s)),
        charger_s=rows(np.outer(added(stations["chargers"]), time_s)),
        waits_s=None if hourly else _quantiles(cells, group, groups),
        cycles=None if hourly else _mean(cycles(cells, parameters), of_battery, groups),
        soh_mean=None if hourly else _mean(cells.soh, of_battery, groups),
        soh_min=None if hourly else _least(cells.soh, of_battery, groups),
    )


def cycles(cells: Cells, parameters: Parameters) -> Floats:
    """Return the equivalent full cycles of each battery."""
    battery_type = as_array(parameters.batteries)["battery_type"]
    capacity = as_array(parameters.battery_types)["capacity_kwh"][battery_type]
    return np.asarray(cells.throughput_kwh / (2.0 * capacity))


def _quantiles(cells: Cells, group: Integers, groups: int) -> Floats:
    if cells.waits is not None:
        of_wait = group[cells.waits.station]
        return exact_quantiles(of_wait, cells.waits.wait_s, groups, PERCENTS)
    bins = np.zeros((groups, cells.wait_bins.shape[1]), np.int64)
    np.add.at(bins, group, cells.wait_bins)
    return binned_quantiles(bins, PERCENTS)


def _groups_of_batteries(parameters: Parameters, group: Integers, network: bool) -> Integers:
    """Return the number of each battery's group; -1 for those that a fleet begins with, unless the
    only group is the network, and for those of unobserved pools."""
    station = as_array(parameters.batteries)["station"]
    of_battery = np.where(station < 0, 0 if network else -1, group[station])
    of_battery[as_array(parameters.settings)["batteries"][0] :] = -1
    return of_battery


def _least(of_batteries: Floats, of_battery: Integers, groups: int) -> Floats:
    """Return the least value of each group's batteries."""
    least = np.full(groups, np.inf)
    own = of_battery >= 0
    np.minimum.at(least, of_battery[own], of_batteries[own])
    return np.where(np.isinf(least), np.nan, least)


def _mean(of_batteries: Floats, of_battery: Integers, groups: int) -> Floats:
    """Return the mean of each group's batteries."""
    own = of_battery >= 0
    total = summed((of_battery[own],), of_batteries[own], (groups,))
    batteries = counted((of_battery[own],), (groups,))
    return np.where(batteries > 0, total / np.maximum(batteries, 1), np.nan)
