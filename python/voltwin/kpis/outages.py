"""How long chargers and bays are out of order, from the event log."""

import numpy as np

from voltwin.kpis.cells import Flags, Floats, Integers
from voltwin.kpis.rows import Rows
from voltwin.kpis.spread import Calendar, spread
from voltwin.kpis.summed import summed
from voltwin_core.station.cells import BAY_OUT_S, CHARGER_OUT_S, OUTS
from voltwin_core.station.events import (
    ROW_BAY_IN,
    ROW_BAY_OUT,
    ROW_CHARGER_IN,
    ROW_CHARGER_OUT,
)
from voltwin_core.station.parameters import Parameters


def out_s(rows: Rows, parameters: Parameters, end_s: float) -> Floats:
    """Return the time out of order by (station, hour, OUTS), added up over chargers and bays [s].

    Args:
        rows: the log from the start of the run up to `end_s`.
        parameters: of the run.
        end_s: where the run stands [s].
    """
    shape = len(parameters.stations), Calendar.of(parameters).hours
    found = np.zeros((*shape, len(OUTS)))
    for column, out, back, item in (
        (CHARGER_OUT_S, ROW_CHARGER_OUT, ROW_CHARGER_IN, rows.charger),
        (BAY_OUT_S, ROW_BAY_OUT, ROW_BAY_IN, rows.bay),
    ):
        of = np.flatnonzero((rows.kind == out) | (rows.kind == back))
        of = of[np.argsort(item[of], kind="stable")]
        found[:, :, column] = _by_hour(rows, of, rows.kind[of] == out, parameters, end_s)
    return found


def _by_hour(
    rows: Rows, of: Integers, goes_out: Flags, parameters: Parameters, end_s: float
) -> Floats:
    """Return the time from rows about what goes out to those that follow, when it comes back."""
    calendar, outs = Calendar.of(parameters), np.flatnonzero(goes_out)
    begin, back = rows.time[of[outs]], np.roll(rows.time[of], -1)[outs]
    is_last = np.append(goes_out[1:], True)[outs]  # of its charger or bay: it is still out
    end = np.where(is_last, end_s, back)
    first, last = calendar.hour_of(begin), calendar.hour_of(end)
    stay, hour = spread(first, last)
    since = np.where(hour == first[stay], begin[stay], calendar.hour_start(hour))
    until = np.where(hour == last[stay], end[stay], calendar.hour_start(hour + 1))
    station = rows.station[of[outs]][stay]
    return summed((station, hour), until - since, (len(parameters.stations), calendar.hours))
