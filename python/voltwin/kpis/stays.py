"""The life of every battery, read from the event log: one stay after another, each in one state.

A stay begins with a row about the battery and lasts until the next one, or until the run's end.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from voltwin.kpis.cells import Flags, Floats, Integers
from voltwin.kpis.latest import latest_row, soh_at
from voltwin.kpis.rows import Numbers, Rows
from voltwin.kpis.stay_entries import entries_of
from voltwin.kpis.stay_states import states
from voltwin_core.station.events import ROW_DERATED, ROW_PLACED, ROW_SET_POINT
from voltwin_core.station.parameters import Parameters


@dataclass(frozen=True)
class Stays:
    """Stays of all batteries, by battery and in order of time; one entry per stay."""

    battery: Integers
    station: npt.NDArray[np.int32]  # that holds it, where it is in no vehicle
    state: npt.NDArray[np.int8]  # see `voltwin_core.station.cells`
    charger: npt.NDArray[np.int32]  # -1 for none
    begin: Floats  # [s]
    end: Floats  # [s]
    soc: Floats  # as written at its begin; from ring to end of swap that of the ring
    soc_after: Floats  # as written at its end; NaN if it is still under way
    soh: Floats  # state of health at its begin
    derating: Floats  # factor of the charge's power
    set_point_kw: Floats  # the most that it may draw, where power is shared; else infinite [kW]

    def __getitem__(self, which: Flags) -> "Stays":
        return Stays(
            self.battery[which],
            self.station[which],
            self.state[which],
            self.charger[which],
            self.begin[which],
            self.end[which],
            self.soc[which],
            self.soc_after[which],
            self.soh[which],
            self.derating[which],
            self.set_point_kw[which],
        )


def read_stays(rows: Rows, own_battery: Numbers, parameters: Parameters, end_s: float) -> Stays:
    """Return the stays of all batteries from the start of the run up to `end_s` [s].

    Args:
        rows: the log, complete from the start up to `end_s`.
        own_battery: per row, the battery with which the row's vehicle arrived last.
        parameters: for the batteries at the start.
        end_s: where the run stands [s].
    """
    entries = entries_of(rows, own_battery, parameters)
    battery, row = entries["battery"], entries["row"]
    placed = latest_row(rows, ROW_PLACED, battery, row)
    derated = latest_row(rows, ROW_DERATED, battery, row)
    granted = latest_row(rows, ROW_SET_POINT, battery, row)
    last = np.append(entries["battery"][1:] != entries["battery"][:-1], True)
    return Stays(
        battery=battery,
        station=entries["station"],
        state=states(entries, parameters),
        charger=entries["charger"],
        begin=entries["time"],
        end=np.where(last, end_s, np.roll(entries["time"], -1)),
        soc=entries["soc"],
        soc_after=np.where(last, np.nan, np.roll(entries["soc"], -1)),
        soh=soh_at(rows, battery, row, parameters),
        derating=_of_charge(rows.soc, derated, placed, 1.0),
        set_point_kw=_of_charge(rows.power_kw, granted, placed, np.inf),
    )


def _of_charge(values: Floats, row: Integers, placed: Integers, otherwise: float) -> Floats:
    """Return the values of rows that belong to a charge, being later than its row `placed`."""
    if not len(values):
        return np.full(len(row), otherwise)
    return np.where(row > placed, values[row], otherwise)
