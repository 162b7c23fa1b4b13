"""What batteries gain and chargers draw, in closed form from each anchor of a charge.

Between two anchors the power follows the charge curve, or is held at a set-point below, so that
the energy of any stretch of time is a difference of two states of charge: grid energy = rise of
SoC x nominal capacity x state of health / efficiency.
"""

from dataclasses import replace

import numpy as np
import numpy.typing as npt

from voltwin.kpis.cells import Floats, Integers
from voltwin.kpis.spread import Calendar, spread
from voltwin.kpis.stays import Stays
from voltwin.kpis.summed import summed
from voltwin_core.charging import Knot
from voltwin_core.jit import kernel
from voltwin_core.ladder import Ladders, Rung, build_ladders, seconds_at, soc_at
from voltwin_core.record import F64, I8, I32, Record, Table, as_array
from voltwin_core.set_point import held_soc
from voltwin_core.station.cells import CHARGING, TOPPING
from voltwin_core.station.parameters import Parameters


class _Anchor(Record):
    """Where a charge goes on from; see `voltwin_core.ladder` and `voltwin_core.set_point`."""

    since: F64  # [s]
    soc: F64
    target: F64
    first: I32  # rungs of its ladder
    rungs: I32
    pace: F64  # derating over state of health
    held: I8  # 1: at a set-point below the charger's power
    set_point_kw: F64
    derating: F64
    kwh: F64  # grid energy per unit of SoC of a new battery [kWh]
    first_knot: I32
    knots: I32


def charges(stays: Stays) -> Stays:
    """Return those stays in which power flows."""
    return stays[(stays.state == CHARGING) | (stays.state == TOPPING)]


def finished(stays: Stays, parameters: Parameters) -> Stays:
    """Return the stays with the SoC at the run's end read for those that are under way."""
    soc = np.where(np.isnan(stays.soc_after), stays.soc, stays.soc_after)
    charging = (stays.state == CHARGING) | (stays.state == TOPPING)
    open_charges = charging & np.isnan(stays.soc_after)
    soc[open_charges] = soc_at_times(stays[open_charges], stays.end[open_charges], parameters)
    return replace(stays, soc_after=soc)


def gained_kwh(stays: Stays, parameters: Parameters) -> Floats:
    """Return, per stay, by how much the energy in its battery rose [kWh]; it falls on the road."""
    capacity_kwh = _of_type(stays, parameters, "capacity_kwh") * stays.soh
    return (stays.soc_after - stays.soc) * capacity_kwh


def grid_kwh(stays: Stays, parameters: Parameters) -> Floats:
    """Return what chargers drew [kWh], by (station, 15-minute slot), in finished stays."""
    calendar, charging = Calendar.of(parameters), charges(stays)
    first, last = calendar.first_slot(charging.begin), calendar.last_slot(charging.end)
    charge, slot = spread(first, last)
    goes_on = slot < last[charge]
    reached = charging.soc_after[charge]
    reached[goes_on] = soc_at_times(
        charging, calendar.slot_end(slot[goes_on]), parameters, charge[goes_on]
    )
    before = np.where(slot == first[charge], charging.soc[charge], np.roll(reached, 1))
    drawn = (reached - before) * (_kwh(charging, parameters) * charging.soh)[charge]
    station = charging.station[charge]
    return summed((station, slot), drawn, (len(parameters.stations), calendar.slots))


def soc_at_times(
    charging: Stays, times: Floats, parameters: Parameters, which: Integers | None = None
) -> Floats:
    """Return the SoC at `times` [s] of charges, by default one time for each charge.

    Args:
        charging: the charges, in each of which power flows.
        times: [s], each within its charge.
        parameters: of the run.
        which: the number of the charge that each time belongs to.
    """
    soc = np.empty(len(times))
    anchors = _anchors(charging, parameters)
    every = np.arange(len(times)) if which is None else which
    _fill_soc(ladders_of(parameters).rungs, parameters.knots, anchors, every, times, soc)
    return soc


@kernel
def _fill_soc(
    rungs: Table[Rung],
    knots: Table[Knot],
    anchors: Table[_Anchor],
    which: npt.NDArray[np.int64],
    times: npt.NDArray[np.float64],
    soc: npt.NDArray[np.float64],
) -> None:
    """Write the SoC at each time of the charge with that anchor."""
    for i in range(len(times)):
        a = anchors[which[i]]
        seconds = max(0.0, times[i] - a.since)
        if a.held:
            held = a.kwh, a.set_point_kw, a.derating, a.pace
            reached = held_soc(knots, a.first_knot, a.knots, *held, a.soc, seconds, a.target)
        else:
            at_s = seconds_at(rungs, a.first, a.rungs, a.soc) + seconds * a.pace
            reached = soc_at(rungs, a.first, a.rungs, at_s)
        soc[i] = min(max(reached, a.soc), a.target)


def _anchors(charging: Stays, parameters: Parameters) -> Table[_Anchor]:
    anchors = _Anchor.table(len(charging.battery))
    fields = as_array(anchors)
    ready_soc, full_soc = (
        _of_type(charging, parameters, name) for name in ("ready_soc", "full_soc")
    )
    ladders = ladders_of(parameters)
    battery_type = as_array(parameters.batteries)["battery_type"][charging.battery]
    ladder = as_array(ladders.ladders)[ladders.of_charger[charging.charger] + battery_type]
    fields["since"] = charging.begin
    fields["soc"] = charging.soc
    target = np.where(charging.state == CHARGING, ready_soc, full_soc)
    fields["target"] = np.maximum(target, charging.soc)
    fields["first"] = ladder["first"]
    fields["rungs"] = ladder["rungs"]
    fields["pace"] = charging.derating / charging.soh
    power_kw = as_array(parameters.chargers)["power_kw"][charging.charger]
    fields["held"] = charging.set_point_kw < power_kw * charging.derating
    fields["set_point_kw"] = charging.set_point_kw
    fields["derating"] = charging.derating
    fields["kwh"] = ladder["kwh"]
    fields["first_knot"] = _of_type(charging, parameters, "first_knot")
    fields["knots"] = _of_type(charging, parameters, "knots")
    return anchors


def ladders_of(parameters: Parameters) -> Ladders:
    """Return the ladders of a run's charges."""
    return build_ladders(
        parameters.knots, as_array(parameters.battery_types), as_array(parameters.chargers)
    )


def _kwh(charging: Stays, parameters: Parameters) -> Floats:
    """Return the grid energy per unit of SoC of new batteries [kWh]."""
    efficiency = as_array(parameters.chargers)["efficiency"][charging.charger]
    return np.asarray(_of_type(charging, parameters, "capacity_kwh") / efficiency)


def _of_type(stays: Stays, parameters: Parameters, name: str) -> Floats:
    """Return, per stay, a field of its battery's type."""
    battery_type = as_array(parameters.batteries)["battery_type"][stays.battery]
    return np.asarray(as_array(parameters.battery_types)[name][battery_type])
