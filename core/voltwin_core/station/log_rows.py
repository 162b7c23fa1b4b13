"""Rows of a station's event log as kernels write them; docs/model.md §5 gives each kind."""

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt

from voltwin_core.jit import kernel
from voltwin_core.linked import NONE
from voltwin_core.log import Key
from voltwin_core.record import F64, I8, I32, I64, Record, Table

if TYPE_CHECKING:
    from voltwin_core.station.world import World

NO_VALUE = float("nan")


class LogRow(Record):
    """One row. `cause` orders the merge and is not part of the log."""

    time: F64
    cause: I64
    soc: F64
    wait_s: F64
    power_kw: F64
    until: F64
    station: I32
    vehicle: I32
    battery: I32
    charger: I32
    bay: I32
    origin: I32
    destination: I32
    kind: I8


@kernel
def logging(w: "World") -> bool:
    """Return whether rows are written: ask before computing what only a row needs."""
    return w.control[0].logging != 0


@kernel
def log_vehicle(w: "World", s: int, kind: int, v: int, wait_s: float) -> None:
    """Write a row about a vehicle alone."""
    _write(w, s, kind, v, NONE, NONE, NONE, NO_VALUE, wait_s, NO_VALUE)


@kernel
def log_visit(w: "World", s: int, kind: int, v: int, wait_s: float) -> None:
    """Write a row about a vehicle with the battery and SoC it arrived with."""
    vehicle = w.vehicles[v]
    _write(w, s, kind, v, vehicle.battery, NONE, NONE, vehicle.soc, wait_s, NO_VALUE)


@kernel
def log_swap(w: "World", s: int, kind: int, v: int, battery: int, soc: float) -> None:
    """Write a row about a vehicle in its bay and one of the two batteries."""
    vehicle = w.vehicles[v]
    _write(w, s, kind, v, battery, NONE, vehicle.bay, soc, vehicle.wait_s, NO_VALUE)


@kernel
def log_charge(w: "World", s: int, kind: int, c: int, battery: int, soc: float, kw: float) -> None:
    """Write a row about a battery on a charger, and the power drawn from now on."""
    _write(w, s, kind, NONE, battery, c, NONE, soc, NO_VALUE, kw)


@kernel
def log_bay(w: "World", s: int, kind: int, bay: int) -> None:
    """Write a row about a bay alone."""
    _write(w, s, kind, NONE, NONE, NONE, bay, NO_VALUE, NO_VALUE, NO_VALUE)


@kernel
def log_station(w: "World", s: int, kind: int, kw: float) -> None:
    """Write a row about the place itself."""
    _write(w, s, kind, NONE, NONE, NONE, NONE, NO_VALUE, NO_VALUE, kw)


@kernel
def _write(  # noqa: PLR0913, PLR0917 - one argument a column
    w: "World",
    s: int,
    kind: int,
    vehicle: int,
    battery: int,
    charger: int,
    bay: int,
    soc: float,
    wait_s: float,
    power_kw: float,
) -> None:
    control, station = w.control[0], w.stations[s]
    if control.logging == 0:
        return
    row = w.log[control.rows]
    control.rows += 1
    row.time = station.now
    row.cause = station.cause
    row.soc = soc
    row.wait_s = wait_s
    row.power_kw = power_kw
    row.station = s
    row.vehicle = vehicle
    row.battery = battery
    row.charger = charger
    row.bay = bay
    row.kind = kind
    row.origin = NONE
    row.destination = NONE
    row.until = NO_VALUE


@kernel
def log_driver(  # noqa: PLR0913, PLR0917 - one argument a column
    w: "World",
    t: float,
    kind: int,
    s: int,
    vehicle: int,
    battery: int,
    soc: float,
    origin: int,
    destination: int,
    until: float,
) -> None:
    """Write a row about a vehicle at a place or on a drive, which has a station or NONE."""
    control = w.control[0]
    if control.logging == 0:
        return
    row = w.log[control.rows]
    control.rows += 1
    row.time = t
    row.cause = control.cause
    row.soc = soc
    row.wait_s = NO_VALUE
    row.power_kw = NO_VALUE
    row.until = until
    row.station = s
    row.vehicle = vehicle
    row.battery = battery
    row.charger = NONE
    row.bay = NONE
    row.origin = origin
    row.destination = destination
    row.kind = kind


class LogColumns(NamedTuple):
    """The columns of the merged log."""

    time: npt.NDArray[np.float64]
    kind: npt.NDArray[np.int8]
    station: npt.NDArray[np.int32]
    vehicle: npt.NDArray[np.int32]
    battery: npt.NDArray[np.int32]
    charger: npt.NDArray[np.int32]
    bay: npt.NDArray[np.int32]
    soc: npt.NDArray[np.float64]
    wait_s: npt.NDArray[np.float64]
    power_kw: npt.NDArray[np.float64]
    origin: npt.NDArray[np.int32]
    destination: npt.NDArray[np.int32]
    until: npt.NDArray[np.float64]


@kernel
def unpack(rows: Table[LogRow], keys: Table[Key], columns: LogColumns) -> None:
    """Write rows, in the order of their keys, into columns as long as these."""
    for i in range(len(columns.time)):
        row = rows[keys[i].row]
        columns.time[i] = row.time
        columns.kind[i] = row.kind
        columns.station[i] = row.station
        columns.vehicle[i] = row.vehicle
        columns.battery[i] = row.battery
        columns.charger[i] = row.charger
        columns.bay[i] = row.bay
        columns.soc[i] = row.soc
        columns.wait_s[i] = row.wait_s
        columns.power_kw[i] = row.power_kw
        columns.origin[i] = row.origin
        columns.destination[i] = row.destination
        columns.until[i] = row.until
