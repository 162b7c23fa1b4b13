"""Rows of a station's event log as kernels write them; docs/model.md §5 gives each kind."""

from typing import TYPE_CHECKING

from voltwin_core.jit import inlined, kernel
from voltwin_core.linked import NONE
from voltwin_core.record import F64, I8, I32, I64, Record
from voltwin_core.station.events import ROW_DIVERTED

if TYPE_CHECKING:
    from voltwin_core.station.world import World

NO_VALUE = float("nan")

# Which rows are written.
NO_ROWS = 0
ALL_ROWS = 1
STATION_ROWS = 2  # but those of vehicles on the road


class LogRow(Record):
    """One row: 64 bytes, as logs are bound by how fast memory is.

    `cause` orders the merge and is not part of the log. A drive has neither charger nor bay nor
    wait: where `drives`, these hold its origin, its destination, and when it ends.
    """

    time: F64
    cause: I64
    soc: F64
    wait_s: F64
    power_kw: F64
    station: I32
    vehicle: I32
    battery: I32
    charger: I32
    bay: I32
    kind: I8
    drives: I8


@inlined
def logging(w: "World") -> bool:
    """Return whether rows are written: ask before computing what only a row needs."""
    return w.control[0].logging != NO_ROWS


@inlined
def logging_drives(w: "World") -> bool:
    """Return whether rows of vehicles on the road are written, too."""
    return w.control[0].logging == ALL_ROWS


@inlined
def log_vehicle(w: "World", s: int, kind: int, v: int, wait_s: float) -> None:
    """Write a row about a vehicle alone."""
    if logging(w):
        _write(w, s, kind, v, NONE, NONE, NONE, NO_VALUE, wait_s, NO_VALUE)


@inlined
def log_visit(w: "World", s: int, kind: int, v: int, wait_s: float) -> None:
    """Write a row about a vehicle with the battery and SoC it arrived with."""
    if logging(w):
        vehicle = w.vehicles[v]
        _write(w, s, kind, v, vehicle.battery, NONE, NONE, vehicle.soc, wait_s, NO_VALUE)


@inlined
def log_swap(w: "World", s: int, kind: int, v: int, battery: int, soc: float) -> None:
    """Write a row about a vehicle in its bay and one of the two batteries."""
    if logging(w):
        vehicle = w.vehicles[v]
        _write(w, s, kind, v, battery, NONE, vehicle.bay, soc, vehicle.wait_s, NO_VALUE)


@inlined
def log_charge(w: "World", s: int, kind: int, c: int, battery: int, soc: float, kw: float) -> None:
    """Write a row about a battery on a charger, and the power drawn from now on."""
    if logging(w):
        _write(w, s, kind, NONE, battery, c, NONE, soc, NO_VALUE, kw)


@inlined
def log_bay(w: "World", s: int, kind: int, bay: int) -> None:
    """Write a row about a bay alone."""
    if logging(w):
        _write(w, s, kind, NONE, NONE, NONE, bay, NO_VALUE, NO_VALUE, NO_VALUE)


@inlined
def log_station(w: "World", s: int, kind: int, kw: float) -> None:
    """Write a row about the place itself."""
    if logging(w):
        _write(w, s, kind, NONE, NONE, NONE, NONE, NO_VALUE, NO_VALUE, kw)


@inlined
def log_charge_late(
    w: "World", s: int, t: float, cause: int, kind: int, c: int, soc: float, kw: float
) -> None:
    """Write a row about a battery on a charger, as the event of this cause would have at `t`. Late
    rows fill the buffer from its end, in no order."""
    if logging(w):
        control = w.control[0]
        control.late += 1
        i, b = len(w.log) - control.late, w.chargers[c].battery
        _set_row(w, i, t, cause, kind, s, NONE, b, c, NONE, soc, NO_VALUE, kw, 0)


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
    """Write a row about a vehicle at a place or on a drive, which has a station or NONE. That of
    one that is diverted is a row of the station, too, which it leaves."""
    control = w.control[0]
    if logging_drives(w) or (logging(w) and kind == ROW_DIVERTED):
        i = control.rows
        control.rows += 1
        cause, no = control.cause, NO_VALUE
        _set_row(w, i, t, cause, kind, s, vehicle, battery, origin, destination, soc, until, no, 1)


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
    i, t, cause = control.rows, station.now, station.cause
    control.rows += 1
    _set_row(w, i, t, cause, kind, s, vehicle, battery, charger, bay, soc, wait_s, power_kw, 0)


@inlined
def _set_row(  # noqa: PLR0913, PLR0917 - one argument a column
    w: "World",
    i: int,
    time: float,
    cause: int,
    kind: int,
    station: int,
    vehicle: int,
    battery: int,
    charger: int,
    bay: int,
    soc: float,
    wait_s: float,
    power_kw: float,
    drives: int,
) -> None:
    row = w.log[i]
    row.time = time
    row.cause = cause
    row.soc = soc
    row.wait_s = wait_s
    row.power_kw = power_kw
    row.station = station
    row.vehicle = vehicle
    row.battery = battery
    row.charger = charger
    row.bay = bay
    row.kind = kind
    row.drives = drives
