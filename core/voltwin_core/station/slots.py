"""Slots of the future event list: a station's own two, one per charger, one per vehicle."""

from typing import TYPE_CHECKING

from voltwin_core.jit import kernel

if TYPE_CHECKING:
    from voltwin_core.station.world import World

# Of the station itself: begin and then arrivals; the next change of the limit; of the hours.
SOURCE_SLOT = 0
LIMIT_SLOT = 1
HOURS_SLOT = 2
STATION_SLOTS = 3


@kernel
def station_slot(w: "World", s: int, which: int) -> int:
    """Return one of the station's own slots."""
    return w.events.heaps[s].first + which


@kernel
def charger_slot(w: "World", s: int, c: int) -> int:
    """Return the slot of charger `c`."""
    first_charger = w.parameters.stations[s].first_charger
    return w.events.heaps[s].first + STATION_SLOTS + c - first_charger


@kernel
def vehicle_slot(w: "World", s: int, v: int) -> int:
    """Return the slot of vehicle `v`."""
    station = w.parameters.stations[s]
    return w.events.heaps[s].first + STATION_SLOTS + station.chargers + v - station.first_vehicle
