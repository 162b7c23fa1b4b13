"""What batteries gain and chargers draw, in closed form from each anchor of a charge.

Between two anchors the power follows the charge curve, so that the energy of any stretch of time is
a difference of two states of charge: grid energy = rise of SoC x capacity / efficiency.
"""

from dataclasses import replace

import numpy as np
import numpy.typing as npt

from voltwin.kpis.cells import Floats, Integers
from voltwin.kpis.spread import Calendar, spread
from voltwin.kpis.stays import Stays
from voltwin.kpis.summed import summed
from voltwin_core.jit import kernel
from voltwin_core.ladder import Ladders, Rung, build_ladders, seconds_at, soc_at
from voltwin_core.record import F64, I32, Record, Table, as_array
from voltwin_core.station.cells import CHARGING, TOPPING
from voltwin_core.station.parameters import Parameters


class _Anchor(Record):
    """Where a charge goes on from; see `voltwin_core.ladder`."""

    since: F64  # [s]
    soc: F64
    target: F64
    first: I32  # rungs of its ladder
    rungs: I32


def charges(stays: Stays) -> Stays:
    """Return those stays in which power flows."""
    return stays[(stays.state == CHARGING) | (stays.state == TOPPING)]


def finished(stays: Stays, parameters: Parameters) -> Stays:
    """Return the stays with the SoC at the run's end read for those that are under way."""
    soc = np.where(np.isnan(stays.soc_after), stays.soc, stays.soc_after)
    charging = (stays.state == CHARGING) | (stays.state == TOPPING)
    open_charges = charging & np.isnan(stays.soc_after)
    soc[open_charges] = _soc_at(stays[open_charges], stays.end[open_charges], parameters)
    return replace(stays, soc_after=soc)


def gained_kwh(stays: Stays, parameters: Parameters) -> Floats:
    """Return, per stay, by how much the energy in its battery rose [kWh]; it falls on the road."""
    return (stays.soc_after - stays.soc) * _of_type(stays, parameters, "capacity_kwh")


def grid_kwh(stays: Stays, parameters: Parameters) -> Floats:
    """Return what chargers drew [kWh], by (station, 15-minute slot), in finished stays."""
    calendar, charging = Calendar.of(parameters), charges(stays)
    first, last = calendar.first_slot(charging.begin), calendar.last_slot(charging.end)
    charge, slot = spread(first, last)
    goes_on = slot < last[charge]
    reached = charging.soc_after[charge]
    reached[goes_on] = _soc_at(
        charging, calendar.slot_end(slot[goes_on]), parameters, charge[goes_on]
    )
    before = np.where(slot == first[charge], charging.soc[charge], np.roll(reached, 1))
    drawn = (reached - before) * _kwh(charging, parameters)[charge]
    station = charging.station[charge]
    return summed((station, slot), drawn, (len(parameters.stations), calendar.slots))


def _soc_at(
    charging: Stays, times: Floats, parameters: Parameters, which: Integers | None = None
) -> Floats:
    """Return the SoC at `times` [s] of charges, by default one time for each charge."""
    soc = np.empty(len(times))
    anchors = _anchors(charging, parameters)
    every = np.arange(len(times)) if which is None else which
    _fill_soc(_ladders(parameters).rungs, anchors, every, times, soc)
    return soc


@kernel
def _fill_soc(
    rungs: Table[Rung],
    anchors: Table[_Anchor],
    which: npt.NDArray[np.int64],
    times: npt.NDArray[np.float64],
    soc: npt.NDArray[np.float64],
) -> None:
    """Write the SoC at each time of the charge with that anchor; a loop over `soc_at`."""
    for i in range(len(times)):
        a = anchors[which[i]]
        seconds = seconds_at(rungs, a.first, a.rungs, a.soc) + max(0.0, times[i] - a.since)
        soc[i] = min(max(soc_at(rungs, a.first, a.rungs, seconds), a.soc), a.target)


def _anchors(charging: Stays, parameters: Parameters) -> Table[_Anchor]:
    anchors = _Anchor.table(len(charging.battery))
    fields = as_array(anchors)
    ready_soc, full_soc = (
        _of_type(charging, parameters, name) for name in ("ready_soc", "full_soc")
    )
    ladders = _ladders(parameters)
    battery_type = as_array(parameters.batteries)["battery_type"][charging.battery]
    ladder = as_array(ladders.ladders)[ladders.of_charger[charging.charger] + battery_type]
    fields["since"] = charging.begin
    fields["soc"] = charging.soc
    fields["target"] = np.where(charging.state == CHARGING, ready_soc, full_soc)
    fields["first"] = ladder["first"]
    fields["rungs"] = ladder["rungs"]
    return anchors


def _ladders(parameters: Parameters) -> Ladders:
    return build_ladders(
        parameters.knots, as_array(parameters.battery_types), as_array(parameters.chargers)
    )


def _kwh(charging: Stays, parameters: Parameters) -> Floats:
    """Return the grid energy per unit of SoC [kWh]."""
    efficiency = as_array(parameters.chargers)["efficiency"][charging.charger]
    return np.asarray(_of_type(charging, parameters, "capacity_kwh") / efficiency)


def _of_type(stays: Stays, parameters: Parameters, name: str) -> Floats:
    """Return, per stay, a field of its battery's type."""
    battery_type = as_array(parameters.batteries)["battery_type"][stays.battery]
    return np.asarray(as_array(parameters.battery_types)[name][battery_type])
