"""Sums that a fleet's KPIs are made of, kept beside its events; docs/model.md §6 defines each."""

from typing import TYPE_CHECKING

from voltwin_core.calendar import hour_of
from voltwin_core.fleet.cells import DRIVEN_KWH, FLEET_COUNTS, FLEET_SUMS
from voltwin_core.jit import inlined, kernel

if TYPE_CHECKING:
    from voltwin_core.station.world import World


@inlined
def _cell(w: "World", v: int, hour: int) -> int:
    """Return the number of (class, hour) for a vehicle of the fleet; the run's end, and floats that
    round up to it, belong to its last hour."""
    hours = w.parameters.settings[0].hours
    return w.parameters.fleet.vehicles[v].vehicle_class * hours + min(hour, hours - 1)


@kernel
def count_fleet(w: "World", v: int, t: float, column: int) -> None:
    """Count an event of a vehicle in its hour; `column` is one of FLEET_COUNTS."""
    count_fleet_in(w, v, hour_of(w.parameters.clock, t), column)


@inlined
def count_fleet_in(w: "World", v: int, hour: int, column: int) -> None:
    """Do so in an hour, counted as by `calendar.hour_of`."""
    w.fleet_counts[_cell(w, v, hour) * len(FLEET_COUNTS) + column] += 1


@inlined
def sum_drive(w: "World", v: int, hour: int, column: int, km: float, kwh: float) -> None:
    """Book a drive in the hour of its departure; `column` of FLEET_SUMS is that of its distance."""
    cell = _cell(w, v, hour) * len(FLEET_SUMS)
    w.fleet_sums[cell + column] += km
    w.fleet_sums[cell + DRIVEN_KWH] += kwh


@kernel
def sum_energy(w: "World", v: int, t: float, column: int, kwh: float) -> None:
    """Book an energy in its hour; `column` is one of FLEET_SUMS."""
    hour = hour_of(w.parameters.clock, t)
    w.fleet_sums[_cell(w, v, hour) * len(FLEET_SUMS) + column] += kwh
