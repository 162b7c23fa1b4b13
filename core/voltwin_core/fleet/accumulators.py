"""Sums that a fleet's KPIs are made of, kept beside its events; docs/model.md §6 defines each."""

from typing import TYPE_CHECKING

from voltwin_core.fleet.cells import DRIVEN_KWH, FLEET_COUNTS, FLEET_SUMS
from voltwin_core.jit import inlined, kernel
from voltwin_core.station.accumulators import hour_by

if TYPE_CHECKING:
    from voltwin_core.station.world import World


@inlined
def _cell(w: "World", v: int, t: float) -> int:
    """Return the number of (class, hour) for a vehicle of the fleet."""
    hours = w.parameters.settings[0].hours
    return w.parameters.fleet.vehicles[v].vehicle_class * hours + hour_by(w, t)


@kernel
def count_fleet(w: "World", v: int, t: float, column: int) -> None:
    """Count an event of a vehicle in its hour; `column` is one of FLEET_COUNTS."""
    w.fleet_counts[_cell(w, v, t) * len(FLEET_COUNTS) + column] += 1


@kernel
def sum_drive(w: "World", v: int, t: float, column: int, km: float, kwh: float) -> None:
    """Book a drive in the hour of its departure; `column` of FLEET_SUMS is that of its distance."""
    cell = _cell(w, v, t) * len(FLEET_SUMS)
    w.fleet_sums[cell + column] += km
    w.fleet_sums[cell + DRIVEN_KWH] += kwh


@kernel
def sum_energy(w: "World", v: int, t: float, column: int, kwh: float) -> None:
    """Book an energy in its hour; `column` is one of FLEET_SUMS."""
    w.fleet_sums[_cell(w, v, t) * len(FLEET_SUMS) + column] += kwh
