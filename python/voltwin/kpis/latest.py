"""What the latest row of some kind says about a battery, at any row of the log; its energy."""

import numpy as np

from voltwin.kpis.cells import Floats, Integers
from voltwin.kpis.rows import Numbers, Rows
from voltwin_core.record import as_array
from voltwin_core.station.events import ROW_AGED
from voltwin_core.station.parameters import Parameters


def latest_row(rows: Rows, kind: int, battery: Integers | Numbers, row: Integers) -> Integers:
    """Return, per pair of a battery and a row, the battery's latest row of a kind up to that one.

    Args:
        rows: the log.
        kind: of the rows looked for.
        battery: of each pair.
        row: of each pair; -1 before the log.

    Returns:
        Numbers of rows, -1 where there is none.
    """
    found = np.flatnonzero(rows.kind == kind)
    if not len(found):
        return np.full(len(battery), -1)
    found = found[np.argsort(rows.battery[found], kind="stable")]
    size = len(rows) + 1
    keys = rows.battery[found].astype(np.int64) * size + found
    at = np.searchsorted(keys, battery.astype(np.int64) * size + row, side="right") - 1
    of_battery = (at >= 0) & (rows.battery[found[at]] == battery)
    return np.where(of_battery, found[at], -1)


def soh_at(
    rows: Rows, battery: Integers | Numbers, row: Integers, parameters: Parameters
) -> Floats:
    """Return, per pair of a battery and a row, its state of health after that row."""
    aged = latest_row(rows, ROW_AGED, battery, row)
    if not len(rows):
        return np.asarray(as_array(parameters.batteries)["soh"][battery])
    return np.where(aged < 0, as_array(parameters.batteries)["soh"][battery], rows.soc[aged])


def stored_kwh(rows: Rows, row: Integers, parameters: Parameters) -> Floats:
    """Return the energy in the batteries that rows are about [kWh]."""
    return np.asarray(rows.soc[row] * capacity_kwh(rows, row, parameters))


def capacity_kwh(rows: Rows, row: Integers, parameters: Parameters) -> Floats:
    """Return what the batteries that rows are about hold when full [kWh]."""
    soh = soh_at(rows, rows.battery[row], row, parameters)
    return np.asarray(nominal_kwh(rows, row, parameters) * soh)


def nominal_kwh(rows: Rows, row: Integers, parameters: Parameters) -> Floats:
    """Return the nominal capacity of the batteries that rows are about [kWh]."""
    battery_type = as_array(parameters.batteries)["battery_type"][rows.battery[row]]
    return np.asarray(as_array(parameters.battery_types)["capacity_kwh"][battery_type])
