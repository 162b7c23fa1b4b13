"""Ageing of a battery, worked out when it is placed on a charger (docs/model.md §4)."""

from typing import TYPE_CHECKING

from voltwin_core.ageing import NO_AGEING, calendar_loss, cycling_loss, soh_after
from voltwin_core.jit import kernel
from voltwin_core.station.accumulators import count_fade
from voltwin_core.station.events import ROW_AGED
from voltwin_core.station.log_rows import NO_VALUE, log_charge

if TYPE_CHECKING:
    from voltwin_core.station.world import World


@kernel
def ages(w: "World", b: int) -> bool:
    """Return whether battery `b` loses capacity."""
    kind = w.parameters.battery_types[w.parameters.batteries[b].battery_type]
    return kind.ageing != NO_AGEING


@kernel
def age(w: "World", s: int, c: int, b: int) -> None:
    """Battery `b`, just placed on charger `c`, ages by what has happened since it last did.

    If its state of health falls: the energy that goes with the capacity is booked as fade, row
    `aged`.
    """
    wear, battery, now = w.wear[b], w.batteries[b], w.stations[s].now
    kind = w.parameters.battery_types[w.parameters.batteries[b].battery_type]
    hours = (now - wear.since) / 3600.0
    cycles = (battery.throughput_kwh - wear.since_kwh) / (2.0 * kind.capacity_kwh)
    if hours > 0.0:
        numbers, first = w.parameters.numbers, kind.ageing
        mean_soc = 0.5 * (wear.top_soc + battery.soc)
        depth = wear.top_soc - min(wear.low_soc, battery.soc)
        wear.calendar_loss = calendar_loss(
            numbers, first, wear.calendar_loss, hours / 24.0, mean_soc
        )
        wear.cycling_loss = cycling_loss(
            numbers, first, wear.cycling_loss, cycles, depth, 2.0 * cycles / hours
        )
        wear.since = now
        wear.since_kwh = battery.throughput_kwh
        wear.low_soc = wear.top_soc = battery.soc
        _lose_capacity(w, s, c, b, soh_after(wear.calendar_loss, wear.cycling_loss))


@kernel
def _lose_capacity(w: "World", s: int, c: int, b: int, soh: float) -> None:
    battery = w.batteries[b]
    if soh < battery.soh:
        kind = w.parameters.battery_types[w.parameters.batteries[b].battery_type]
        capacity_kwh = kind.capacity_kwh * soh
        count_fade(w, s, battery.soc * (battery.capacity_kwh - capacity_kwh))
        battery.capacity_kwh = capacity_kwh
        battery.soh = soh
        log_charge(w, s, ROW_AGED, c, b, soh, NO_VALUE)
