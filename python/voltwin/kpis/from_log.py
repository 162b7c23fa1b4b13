"""The definition of every KPI: from an event log to `Cells`. docs/model.md §6 says it in words."""

import numpy as np
import pyarrow as pa

from voltwin.kpis.cells import Cells, Floats, Integers, Waits
from voltwin.kpis.energy import charges, finished, gained_kwh, grid_kwh
from voltwin.kpis.exchanges import exchanges
from voltwin.kpis.fleet_from_log import fleet_counts, fleet_sums
from voltwin.kpis.latest import latest_row, nominal_kwh, soh_at, stored_kwh
from voltwin.kpis.outages import out_s
from voltwin.kpis.rows import Rows, read_rows
from voltwin.kpis.spread import Calendar, spread
from voltwin.kpis.stays import Stays, read_stays
from voltwin.kpis.summed import counted, summed
from voltwin.kpis.waits import bins_of
from voltwin_core.record import as_array
from voltwin_core.station.cells import (
    ARRIVALS,
    COUNTS,
    DIVERTED,
    FADE_KWH,
    HANDED_KWH,
    LOST_CLOSED,
    LOST_QUEUE_FULL,
    LOST_STOCKOUT,
    RENEGED,
    RETURNED_KWH,
    STATES,
    SUMS,
    SWAPS,
    UNOBSERVED,
    UNSEEN,
    WAIT_BINS,
    WAIT_S,
    WITHIN_TARGET,
)
from voltwin_core.station.events import (
    ROW_AGED,
    ROW_ARRIVAL,
    ROW_DIVERTED,
    ROW_LOST_CLOSED,
    ROW_LOST_QUEUE_FULL,
    ROW_LOST_STOCKOUT,
    ROW_PLACED,
    ROW_RENEGED,
    ROW_SWAP_BEGIN,
    ROW_SWAP_END,
    ROW_VEHICLE_SEEN,
    ROW_VEHICLE_UNSEEN,
)
from voltwin_core.station.parameters import Parameters

ARRIVES = (ROW_ARRIVAL, ROW_VEHICLE_SEEN)
# Columns that count rows.
_COUNTED = {
    ARRIVALS: ARRIVES,
    SWAPS: (ROW_SWAP_END,),
    LOST_CLOSED: (ROW_LOST_CLOSED,),
    LOST_STOCKOUT: (ROW_LOST_STOCKOUT,),
    LOST_QUEUE_FULL: (ROW_LOST_QUEUE_FULL,),
    RENEGED: (ROW_RENEGED,),
    DIVERTED: (ROW_DIVERTED,),
    UNSEEN: (ROW_VEHICLE_UNSEEN,),
}


def cells_from_log(log: pa.Table, parameters: Parameters, end_s: float) -> Cells:
    """Return the cells of a run.

    Args:
        log: the event log, complete from the start of the run; rows at or after `end_s` are not
            read.
        parameters: of the run, for the batteries at its start and the numbering.
        end_s: where the run stands, or stood [s]; what is under way then is cut there.
    """
    rows = read_rows(log, end_s)
    arrival = _arrival_rows(rows)
    arrival_hour = Calendar.of(parameters).hour_of(rows.time)[arrival]
    swaps = np.flatnonzero(rows.kind == ROW_SWAP_END)
    swaps = swaps[arrival_hour[swaps] >= as_array(parameters.settings)["warm_up_hours"][0]]
    waits = Waits(rows.station[swaps], rows.wait_s[swaps])

    stays = finished(read_stays(rows, rows.battery[arrival], parameters, end_s), parameters)
    charging, simulated = charges(stays), stays[stays.state != UNOBSERVED]
    batteries, stations = len(parameters.batteries), len(parameters.stations)
    return Cells(
        counts=_counts(rows, arrival_hour, parameters),
        sums=_sums(rows, arrival_hour, parameters),
        state_s=_state_s(stays, parameters),
        out_s=out_s(rows, parameters, end_s),
        grid_kwh=grid_kwh(stays, parameters),
        wait_bins=counted((waits.station, bins_of(waits.wait_s)), (stations, WAIT_BINS)),
        fleet_counts=fleet_counts(rows, parameters),
        fleet_sums=fleet_sums(rows, parameters),
        exchanges=exchanges(rows, parameters),
        charged_kwh=summed((charging.station,), gained_kwh(charging, parameters), (stations,)),
        throughput_kwh=summed(
            (simulated.battery,), np.abs(gained_kwh(simulated, parameters)), (batteries,)
        ),
        soh=soh_at(rows, np.arange(batteries), np.full(batteries, len(rows)), parameters),
        end_s=end_s,
        waits=waits,
    )


def _arrival_rows(rows: Rows) -> Integers:
    """Return, per row about a vehicle, the number of the row with which it arrived."""
    by_vehicle = np.argsort(rows.vehicle, kind="stable")
    arrives = np.isin(rows.kind[by_vehicle], ARRIVES)
    latest = np.maximum.accumulate(np.where(arrives, np.arange(len(rows)), 0))
    arrival = np.empty(len(rows), np.int64)
    arrival[by_vehicle] = by_vehicle[latest]
    return arrival


def _counts(rows: Rows, arrival_hour: Integers, parameters: Parameters) -> Integers:
    """Return counts by (station, hour of arrival)."""
    shape = len(parameters.stations), Calendar.of(parameters).hours
    counts = np.zeros((*shape, len(COUNTS)), np.int64)
    for column, kinds in _COUNTED.items():
        of = np.isin(rows.kind, kinds)
        counts[:, :, column] = counted((rows.station[of], arrival_hour[of]), shape)
    target_s = as_array(parameters.settings)["target_wait_s"][0]
    within = (rows.kind == ROW_SWAP_END) & (rows.wait_s <= target_s)
    counts[:, :, WITHIN_TARGET] = counted((rows.station[within], arrival_hour[within]), shape)
    return counts


def _sums(rows: Rows, arrival_hour: Integers, parameters: Parameters) -> Floats:
    """Return waits by (station, hour of arrival) and energies by (station, hour of the event)."""
    calendar = Calendar.of(parameters)
    shape, hour = (len(parameters.stations), calendar.hours), calendar.hour_of(rows.time)
    sums = np.zeros((*shape, len(SUMS)))
    begins, ends = rows.kind == ROW_SWAP_BEGIN, rows.kind == ROW_SWAP_END
    for column, of, of_hour, weight in (
        (WAIT_S, ends, arrival_hour, rows.wait_s[ends]),
        (HANDED_KWH, begins, hour, stored_kwh(rows, np.flatnonzero(begins), parameters)),
        (RETURNED_KWH, ends, hour, stored_kwh(rows, np.flatnonzero(ends), parameters)),
        (FADE_KWH, rows.kind == ROW_AGED, hour, _fade_kwh(rows, parameters)),
    ):
        sums[:, :, column] = summed((rows.station[of], of_hour[of]), weight, shape)
    return sums


def _fade_kwh(rows: Rows, parameters: Parameters) -> Floats:
    """Return, per row `aged`, the energy that is gone with the battery's capacity [kWh]."""
    aged = np.flatnonzero(rows.kind == ROW_AGED)
    battery, of_new_kwh = rows.battery[aged], nominal_kwh(rows, aged, parameters)
    before_kwh = of_new_kwh * soh_at(rows, battery, aged - 1, parameters)
    placed = latest_row(rows, ROW_PLACED, battery, aged)
    return np.asarray(rows.soc[placed] * (before_kwh - of_new_kwh * rows.soc[aged]))


def _state_s(stays: Stays, parameters: Parameters) -> Floats:
    """Return battery-seconds by (station, hour, state), of batteries in no vehicle."""
    calendar, own = Calendar.of(parameters), stays[stays.state >= 0]
    first, last = calendar.hour_of(own.begin), calendar.hour_of(own.end)
    stay, hour = spread(first, last)
    begin = np.where(hour == first[stay], own.begin[stay], calendar.hour_start(hour))
    end = np.where(hour == last[stay], own.end[stay], calendar.hour_start(hour + 1))
    shape = len(parameters.stations), calendar.hours, len(STATES)
    return summed((own.station[stay], hour, own.state[stay]), end - begin, shape)
