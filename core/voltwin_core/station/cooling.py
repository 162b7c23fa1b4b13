"""When a battery is cool enough to be charged.

The ambient temperature in force is kept in the station's state, and with it how long a battery as
vehicles return it cools in it: in the common case, all of it within one step of the ambient, that
is all there is to it. Other cases go through the steps by `thermal.py`, whose first step computes
just the same.
"""

import math
from typing import TYPE_CHECKING

from voltwin_core.calendar import step_at, step_time, step_value
from voltwin_core.jit import inlined, kernel
from voltwin_core.station.racks import pool_of
from voltwin_core.thermal import cool_from, cooled_to, cooling_s, temperature_after

if TYPE_CHECKING:
    from voltwin_core.station.world import World


@kernel
def cool_enough_at(w: "World", s: int, b: int, t: float) -> float:
    """Return when battery `b` is at its type's start temperature or below, at `t` or later [s]."""
    if t >= w.stations[s].ambient_until:
        _enter_step(w, s, t)
    battery, station = w.batteries[b], w.stations[s]
    kind = w.parameters.battery_types[w.parameters.batteries[b].battery_type]
    since = battery.celsius_at
    if battery.celsius == kind.return_c and since >= station.ambient_since:
        reached = since + w.pools[pool_of(w, s, b)].cools_s
        if reached <= station.ambient_until:
            return max(t, reached)
    schedule = w.parameters.stations[s]
    return cool_from(
        w.parameters.steps,
        schedule.first_ambient,
        schedule.ambients,
        w.parameters.clock,
        kind.cool_tau_s,
        since,
        battery.celsius,
        t,
        kind.cool_start_c,
    )


@kernel
def celsius_now(w: "World", s: int, b: int) -> float:
    """Return the temperature of battery `b` now [°C]."""
    t = w.stations[s].now
    if t >= w.stations[s].ambient_until:
        _enter_step(w, s, t)
    return _celsius(w, s, b, t)


@inlined
def _celsius(w: "World", s: int, b: int, t: float) -> float:
    """Return the battery's temperature at `t` [°C]."""
    battery, station = w.batteries[b], w.stations[s]
    tau_s = w.parameters.battery_types[w.parameters.batteries[b].battery_type].cool_tau_s
    if battery.celsius_at == t:
        return battery.celsius
    if battery.celsius_at >= station.ambient_since:
        return cooled_to(station.ambient_c, tau_s, battery.celsius, t - battery.celsius_at)
    schedule = w.parameters.stations[s]
    return temperature_after(
        w.parameters.steps,
        schedule.first_ambient,
        schedule.ambients,
        w.parameters.clock,
        tau_s,
        battery.celsius_at,
        battery.celsius,
        t,
    )


@kernel
def _enter_step(w: "World", s: int, t: float) -> None:
    """Keep the step of the ambient that is in force at `t`."""
    schedule, station, clock = w.parameters.stations[s], w.stations[s], w.parameters.clock
    first, count, steps = schedule.first_ambient, schedule.ambients, w.parameters.steps
    k = step_at(steps, first, count, clock, t)
    station.ambient_c = step_value(steps, first, count, k)
    station.ambient_since = step_time(steps, first, count, clock, k)
    station.ambient_until = step_time(steps, first, count, clock, k + 1)
    types = w.parameters.settings[0].battery_types
    for p in range(s * types, (s + 1) * types):
        w.pools[p].cools_s = _from_return_s(w, p, station.ambient_c)


@kernel
def _from_return_s(w: "World", p: int, ambient: float) -> float:
    """Return how long a battery of a pool cools at one ambient after its return; infinite where
    that is not all [s]."""
    kind = w.parameters.battery_types[w.parameters.pools[p].battery_type]
    if kind.cool_tau_s > 0.0 and kind.return_c > kind.cool_start_c > ambient:
        return cooling_s(ambient, kind.cool_tau_s, kind.return_c, kind.cool_start_c)
    return math.inf


@kernel
def set_ambient_temperature(w: "World", s: int, b: int) -> None:
    """Battery `b` has the ambient temperature of the station now."""
    t = w.stations[s].now
    if t >= w.stations[s].ambient_until:
        _enter_step(w, s, t)
    w.batteries[b].celsius = w.stations[s].ambient_c
    w.batteries[b].celsius_at = t
