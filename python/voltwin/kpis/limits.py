"""How much energy the grid limits of stations allow, by 15-minute slot of local time."""

import numpy as np

from voltwin.kpis.cells import Floats, Integers
from voltwin.kpis.scripted_limits import scripted_limit_kwh, stations_with_scripted_limits
from voltwin_core.calendar import WEEK_S
from voltwin_core.record import as_array
from voltwin_core.station.cells import SLOT_S
from voltwin_core.station.parameters import Parameters

_SLOTS_PER_WEEK = int(WEEK_S / SLOT_S)


def limit_kwh(parameters: Parameters, slot: Integers) -> Floats:
    """Return the most that each station may draw in each slot, shape (stations, slots) [kWh].

    Infinite where a station is unlimited for any part of the slot.

    Args:
        parameters: of the run.
        slot: numbers of slots, counted from the begin of the hour in which the run starts.
    """
    clock = as_array(parameters.clock)[0]
    begin_s = int(clock["week_phase_s"]) - int(clock["phase_s"])  # a full hour of the week
    of_week = (begin_s // int(SLOT_S) + slot) % _SLOTS_PER_WEEK
    stations = as_array(parameters.stations)
    schedules, which = np.unique(stations[["first_limit", "limits"]], return_inverse=True)
    weeks = [_week_kwh(parameters, int(first), int(count)) for first, count in schedules]
    kwh = np.stack(weeks)[which][:, of_week]
    if len(slot):
        for station in stations_with_scripted_limits(parameters):
            kwh[station] = scripted_limit_kwh(parameters, station, slot)
    return kwh


def _week_kwh(parameters: Parameters, first: int, count: int) -> Floats:
    """Return what a weekly schedule of limits allows in each slot of the week [kWh]."""
    steps = as_array(parameters.steps)[first : first + count]
    border_s = np.concatenate([[0.0], steps["at_s"], [WEEK_S]])
    kw = np.concatenate([steps["value"][-1:], steps["value"]])  # the week is a circle
    unlimited = np.isinf(kw)
    kwh = _slot_integrals(border_s, np.where(unlimited, 0.0, kw)) / 3600.0
    return np.where(_slot_integrals(border_s, unlimited.astype(float)) > 0.0, np.inf, kwh)


def _slot_integrals(border_s: Floats, value: Floats) -> Floats:
    """Return the integrals over slots of what is constant between borders."""
    up_to = np.concatenate([[0.0], np.cumsum(value * np.diff(border_s))])
    at = np.arange(_SLOTS_PER_WEEK + 1) * SLOT_S
    return np.asarray(np.diff(np.interp(at, border_s, up_to)))
