"""A battery's temperature while it charges, and what it means for its power."""

from typing import TYPE_CHECKING

from voltwin_core.jit import inlined, kernel
from voltwin_core.station.cooling import celsius_now
from voltwin_core.thermal import derating_at, warmed_by

if TYPE_CHECKING:
    from voltwin_core.station.world import World


@kernel
def warm_up(w: "World", s: int, b: int, kwh: float, since: float) -> None:
    """Anchor the temperature of battery `b`, which has charged `kwh` from `since` to now."""
    battery, now = w.batteries[b], w.stations[s].now
    kind = w.parameters.battery_types[w.parameters.batteries[b].battery_type]
    celsius = celsius_now(w, s, b)
    battery.celsius = celsius + warmed_by(kind.cool_tau_s, kind.heat_c_per_kw2, kwh, now - since)
    battery.celsius_at = now


@inlined
def derating_now(w: "World", s: int, b: int) -> float:
    """Return the factor of battery `b`'s power if it is placed on a charger now."""
    kind = w.parameters.battery_types[w.parameters.batteries[b].battery_type]
    return _derating(w, s, b) if kind.deratings > 0 else 1.0


@kernel
def _derating(w: "World", s: int, b: int) -> float:
    kind = w.parameters.battery_types[w.parameters.batteries[b].battery_type]
    first, points = kind.first_derating, kind.deratings
    return derating_at(w.parameters.numbers, first, points, celsius_now(w, s, b))
