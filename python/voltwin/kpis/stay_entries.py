"""What begins the stays of batteries: the start of the run, and rows of the event log."""

import numpy as np

from voltwin.kpis.exchanges import UNSERVED
from voltwin.kpis.rows import Numbers, Rows
from voltwin.kpis.stay_states import (
    DEPENDS,
    INTO_BAY,
    ON_THE_ROAD,
    OUT_OF_SIGHT,
    START,
    STATE_AFTER,
    Entries,
)
from voltwin_core.record import F64, I8, I32, I64, Record, as_array
from voltwin_core.station.events import ROW_SWAP_BEGIN
from voltwin_core.station.parameters import Parameters


class _Entry(Record):
    """What begins a stay."""

    battery: I64
    row: I64  # in the log, -1 before it
    station: I32  # that the battery is at, or was at last
    time: F64  # [s]
    soc: F64
    charger: I32
    power_kw: F64  # as the row has it [kW]
    kind: I8  # a kind of row, or one of `stay_states`


def entries_of(rows: Rows, own_battery: Numbers, parameters: Parameters) -> Entries:
    """Return the entries of all batteries, by battery and in order of time.

    Args:
        rows: the log, complete from the start.
        own_battery: per row, the battery with which the row's vehicle arrived last.
        parameters: for the batteries at the start.
    """
    entries = np.concatenate(
        [_at_start(parameters), _of_rows(rows, parameters), _into_bays(rows, own_battery)]
    )
    entries = entries[np.argsort(entries["battery"] * (len(rows) + 1) + entries["row"] + 1)]
    into_bay = np.flatnonzero(entries["kind"] == INTO_BAY)
    entries["soc"][into_bay] = entries["soc"][into_bay - 1]  # it was in the vehicle until then
    return entries


def _entries(size: int) -> Entries:
    return as_array(_Entry.table(size)).view(np.ndarray)


def _at_start(parameters: Parameters) -> Entries:
    """Return the entries of all batteries but those of a fleet: theirs are the rows `parked`."""
    batteries = as_array(parameters.batteries)
    number = np.flatnonzero(batteries["station"] >= 0)
    batteries = batteries[number]
    entries = _entries(len(number))
    entries["battery"] = number
    entries["row"] = -1
    entries["station"] = batteries["station"]
    entries["soc"] = batteries["soc"]
    entries["charger"] = -1
    entries["kind"] = START
    return entries


def _of_rows(rows: Rows, parameters: Parameters) -> Entries:
    """Return the entries that rows begin. The battery of a ring keeps its SoC while its vehicle is
    diverted: the swap counts the way. That of a fleet does not."""
    is_fleet = len(parameters.fleet.vehicles) > 0
    kinds = (*STATE_AFTER, *DEPENDS, *(ON_THE_ROAD if is_fleet else ()))
    of_pool = rows.vehicle >= as_array(parameters.settings)["vehicles"][0]
    leaves = of_pool & np.isin(rows.kind, (ROW_SWAP_BEGIN, *UNSERVED))
    about = np.flatnonzero((np.isin(rows.kind, kinds) & (rows.battery >= 0)) | leaves)
    entries = _entries(len(about))
    entries["battery"] = rows.battery[about]
    entries["row"] = about
    entries["station"] = rows.station[about]
    entries["time"] = rows.time[about]
    entries["soc"] = rows.soc[about]
    entries["charger"] = rows.charger[about]
    entries["power_kw"] = rows.power_kw[about]
    entries["kind"] = np.where(leaves[about], OUT_OF_SIGHT, rows.kind[about])
    return entries


def _into_bays(rows: Rows, own_battery: Numbers) -> Entries:
    begins = np.flatnonzero(rows.kind == ROW_SWAP_BEGIN)
    entries = _entries(len(begins))
    entries["battery"] = own_battery[begins]
    entries["row"] = begins
    entries["station"] = rows.station[begins]
    entries["time"] = rows.time[begins]
    entries["charger"] = -1
    entries["kind"] = INTO_BAY
    return entries
