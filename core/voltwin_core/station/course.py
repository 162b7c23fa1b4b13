"""How the SoC of a charge goes on from its anchor: along its ladder, or held at a set-point below.

See `voltwin_core.set_point` for `pace`; it and its inverse `stretch` are 1 where nothing is derated
or aged.
"""

from typing import TYPE_CHECKING

from voltwin_core.jit import inlined, kernel
from voltwin_core.ladder import seconds_at, soc_at
from voltwin_core.set_point import held_seconds, held_soc

if TYPE_CHECKING:
    from voltwin_core.station.world import World


@inlined
def soc_after_s(w: "World", c: int, seconds: float) -> float:
    """Return the SoC of the charge on charger `c`, which has power, `seconds` after its anchor."""
    charger = w.chargers[c]
    if charger.held:
        soc = _held_soc(w, c, seconds)
    else:
        ladder = w.ladders.ladders[charger.ladder]
        at_s = charger.since_s + seconds * charger.pace
        soc = soc_at(w.ladders.rungs, ladder.first, ladder.rungs, at_s)
    return min(max(soc, charger.soc), charger.target)  # there and back may lose an ulp


@inlined
def seconds_to_target(w: "World", c: int) -> float:
    """Return how long charger `c` takes from its anchor, which has just been set, to its target."""
    charger = w.chargers[c]
    ladder = w.ladders.ladders[charger.ladder]
    if charger.held:
        return _held_seconds(w, c)
    charger.since_s = seconds_at(w.ladders.rungs, ladder.first, ladder.rungs, charger.soc)
    target_s = ladder.full_s if charger.ready else ladder.ready_s
    return max(0.0, target_s - charger.since_s) * charger.stretch


@kernel
def _held_soc(w: "World", c: int, seconds: float) -> float:
    charger = w.chargers[c]
    kind = w.parameters.battery_types[w.parameters.batteries[charger.battery].battery_type]
    return held_soc(
        w.parameters.knots,
        kind.first_knot,
        kind.knots,
        w.ladders.ladders[charger.ladder].kwh,
        charger.set_point_kw,
        charger.derating,
        charger.pace,
        charger.soc,
        seconds,
        charger.target,
    )


@kernel
def _held_seconds(w: "World", c: int) -> float:
    charger = w.chargers[c]
    kind = w.parameters.battery_types[w.parameters.batteries[charger.battery].battery_type]
    return held_seconds(
        w.parameters.knots,
        kind.first_knot,
        kind.knots,
        w.ladders.ladders[charger.ladder].kwh,
        charger.set_point_kw,
        charger.derating,
        charger.pace,
        charger.soc,
        charger.target,
    )
