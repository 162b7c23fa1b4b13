"""How the SoC of a charge goes on from its anchor: along its ladder, or held at a set-point below.

See `voltwin_core.set_point` for `pace`; it and its inverse `stretch` are 1 where nothing is derated
or aged.
"""

from typing import TYPE_CHECKING

from voltwin_core.charging import Knot, first_stretch, soc_on_stretch
from voltwin_core.jit import inlined
from voltwin_core.ladder import seconds_at, soc_at
from voltwin_core.record import Table
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
        return held_seconds(*_holding(w, c), charger.target)
    target_s = ladder.full_s if charger.ready else ladder.ready_s
    if charger.soc == ladder.ready_soc:  # where a rung stands
        charger.since_s = ladder.ready_s
    else:
        charger.since_s = seconds_at(w.ladders.rungs, ladder.first, ladder.rungs, charger.soc)
    return max(0.0, target_s - charger.since_s) * charger.stretch


@inlined
def least_seconds_to_target(w: "World", c: int) -> float:
    """Return how long charger `c`, held, takes at least from its anchor, which has just been set,
    to its target: along the first stretch. `early` is set unless that is all.

    Rounding keeps it a lower bound: what `time_to` adds to a first term never makes it less.
    """
    charger = w.chargers[c]
    charger.early, charger.stretch_s = 0, 0.0
    if charger.soc >= charger.target:
        return 0.0
    knots, first, count, kwh, set_point_kw, derating, pace, soc = _holding(w, c)
    end, power, rise, seconds = first_stretch(
        knots, first, count, kwh, set_point_kw / derating, soc, charger.target
    )
    charger.stretch_end, charger.stretch_kw, charger.stretch_rise_kw = end, power, rise
    charger.stretch_s = seconds
    charger.early = 1 if end < charger.target else 0
    return seconds / pace


@inlined
def _held_soc(w: "World", c: int, seconds: float) -> float:
    """Return the SoC of a charge held at a set-point; on its first stretch, as mostly, at once."""
    charger = w.chargers[c]
    of_new = seconds * charger.pace
    if 0.0 < of_new < charger.stretch_s:
        kwh = w.ladders.ladders[charger.ladder].kwh
        end, power, rise = charger.stretch_end, charger.stretch_kw, charger.stretch_rise_kw
        return soc_on_stretch(kwh, charger.soc, end, power, rise, of_new)
    return held_soc(*_holding(w, c), seconds, charger.target)


@inlined
def _holding(w: "World", c: int) -> tuple[Table[Knot], int, int, float, float, float, float, float]:
    """Return what a charge held at a set-point goes by, its SoC at the anchor last."""
    charger = w.chargers[c]
    kind = w.parameters.battery_types[w.parameters.batteries[charger.battery].battery_type]
    kwh = w.ladders.ladders[charger.ladder].kwh
    held = charger.set_point_kw, charger.derating, charger.pace, charger.soc
    return w.parameters.knots, kind.first_knot, kind.knots, kwh, *held
