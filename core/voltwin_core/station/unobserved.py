"""Unobserved pools: what was seen at a station and not simulated comes from them, what was
simulated and not seen goes there. The lowest number comes first."""

from typing import TYPE_CHECKING

from voltwin_core.jit import inlined, kernel
from voltwin_core.linked import NONE
from voltwin_core.number_heaps import put, take_lowest
from voltwin_core.station.accumulators import set_battery_state
from voltwin_core.station.cells import (
    EXCHANGES,
    OBSERVED,
    OBSERVED_AT_S,
    OBSERVED_KWH,
    OBSERVED_VEHICLES_KWH,
    UNOBSERVED,
)
from voltwin_core.station.cooling import set_ambient_temperature
from voltwin_core.station.wear import ages

if TYPE_CHECKING:
    from voltwin_core.station.world import World


@kernel
def has_come_from_pool(w: "World", v: int) -> bool:
    """Return whether vehicle `v` is one of an unobserved pool."""
    return v >= w.parameters.settings[0].vehicles


@kernel
def battery_may_come(w: "World", s: int, p: int, racks: int) -> bool:
    """Return whether the pool has a battery, and the station a place for it: batteries in bays are
    in no rack."""
    station = w.stations[s]
    in_bays = w.parameters.stations[s].bays - station.bays_out - station.idle_bays
    return station.stock - in_bays < racks and w.unobserved_batteries.ranges[p].count > 0


@kernel
def bring_battery(w: "World", s: int, p: int, soc: float) -> int:
    """Take a battery out of the pool, to the station, with this SoC; return it."""
    b = take_lowest(w.unobserved_batteries, p)
    w.batteries[b].station = s
    set_ambient_temperature(w, s, b)
    see_soc(w, b, soc)
    w.stations[s].stock += 1
    w.pools[p].stock += 1
    _book(w, s, b, 1.0)
    return b


@kernel
def put_away_battery(w: "World", s: int, p: int, b: int) -> None:
    """Put battery `b`, which has left its place at the station, into the pool."""
    set_battery_state(w, s, b, UNOBSERVED)
    w.batteries[b].station = NONE
    w.stations[s].stock -= 1
    w.pools[p].stock -= 1
    put(w.unobserved_batteries, p, b)
    _book(w, s, b, -1.0)


@inlined
def see_soc(w: "World", b: int, soc: float) -> None:
    """Battery `b` has this SoC; for its ageing that is the highest since it last aged."""
    w.batteries[b].soc = soc
    if ages(w, b):
        w.wear[b].top_soc = soc


@kernel
def correct_soc(w: "World", s: int, b: int, soc: float) -> None:
    """Battery `b`, which is at the station, has this SoC; the difference is booked."""
    more_kwh = (soc - w.batteries[b].soc) * w.batteries[b].capacity_kwh
    w.exchanges[s * len(EXCHANGES) + OBSERVED_KWH] += more_kwh
    see_soc(w, b, soc)


@kernel
def book_vehicle(w: "World", s: int, b: int, sign: float) -> None:
    """Book the energy that is in battery `b` of a vehicle of the pool, as it comes or leaves."""
    kwh = w.batteries[b].soc * w.batteries[b].capacity_kwh
    w.exchanges[s * len(EXCHANGES) + OBSERVED_VEHICLES_KWH] += sign * kwh


@kernel
def _book(w: "World", s: int, b: int, sign: float) -> None:
    battery, first = w.batteries[b], s * len(EXCHANGES)
    w.exchanges[first + OBSERVED] += sign
    w.exchanges[first + OBSERVED_KWH] += sign * battery.soc * battery.capacity_kwh
    w.exchanges[first + OBSERVED_AT_S] += sign * w.stations[s].now
