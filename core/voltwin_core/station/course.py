"""How the SoC of a charge goes on from its anchor: along its ladder, or held at a set-point below.

See `voltwin_core.set_point` for `pace`; it and its inverse `stretch` are 1 where nothing is derated
or aged.
"""

from typing import TYPE_CHECKING

from voltwin_core.charging import Knot, held_until, least_time_to, piece_ahead, soc_held
from voltwin_core.jit import inlined
from voltwin_core.ladder import drawn_at, seconds_at, soc_at
from voltwin_core.record import Table
from voltwin_core.set_point import held_seconds, held_soc

if TYPE_CHECKING:
    from voltwin_core.station.world import World

NOWHERE = -1.0  # `held_until` of a charge that is not held, or without power


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
    """Return how long charger `c` takes from its anchor, which has just been set, to its target;
    its place on the ladder is written."""
    charger = w.chargers[c]
    ladder = w.ladders.ladders[charger.ladder]
    if charger.held:
        return held_seconds(*_holding(w, c), charger.target)
    target_s = ladder.full_s if charger.ready else ladder.ready_s
    if charger.soc == ladder.ready_soc:  # on a rung: the same bits, without the search
        charger.since_s = ladder.ready_s
    else:
        charger.since_s = seconds_at(w.ladders.rungs, ladder.first, ladder.rungs, charger.soc)
    return max(0.0, target_s - charger.since_s) * charger.stretch


@inlined
def seconds_of_topping(w: "World", c: int) -> float:
    """Return how long charger `c`, at full power, takes from ready to full."""
    ladder = w.ladders.ladders[w.chargers[c].ladder]
    return max(0.0, ladder.full_s - ladder.ready_s) * w.chargers[c].stretch


@inlined
def topped_after_s(w: "World", c: int, seconds: float) -> float:
    """Return the SoC of the charge on charger `c`, at full power, `seconds` after it was ready."""
    ladder = w.ladders.ladders[w.chargers[c].ladder]
    at_s = min(ladder.ready_s + seconds * w.chargers[c].pace, ladder.full_s)
    return soc_at(w.ladders.rungs, ladder.first, ladder.rungs, at_s)


@inlined
def full_kw(w: "World", c: int, soc: float) -> float:
    """Return the power that charger `c` draws at this SoC where no set-point holds it back [kW]."""
    ladder = w.ladders.ladders[w.chargers[c].ladder]
    return drawn_at(w.ladders.rungs, ladder.first, ladder.rungs, soc) * w.chargers[c].derating


@inlined
def least_seconds_to_target(w: "World", c: int) -> float:
    """Return how long charger `c`, held, takes at least from its anchor, which has just been set,
    to its target: as long as if it drew its set-point to the end. The piece of the curve that it is
    on is written, and `early`."""
    charger = w.chargers[c]
    charger.early, charger.held_until = 0, NOWHERE
    if charger.soc >= charger.target:
        return 0.0
    charger.early = 1
    knots, first, count, _, set_point_kw, derating, _, soc = _holding(w, c)
    start, end, power, per_kw = piece_ahead(knots, first, count, soc, charger.target)
    power, per_kw, u = power * derating, per_kw / derating, set_point_kw / derating
    charger.piece_start, charger.piece_end = start, end
    charger.piece_kw, charger.piece_per_kw = power, per_kw
    charger.held_kw = u
    charger.held_until = held_until(start, end, power, per_kw, set_point_kw)
    return least_seconds(w, c)


@inlined
def least_seconds(w: "World", c: int) -> float:
    """Return how long charger `c`, held, takes at least from its anchor to its target."""
    charger = w.chargers[c]
    return least_time_to(charger.kws, charger.held_kw, charger.soc, charger.target) / charger.pace


@inlined
def _held_soc(w: "World", c: int, seconds: float) -> float:
    """Return the SoC of a charge held at a set-point; as long as that is surely drawn, at once."""
    charger = w.chargers[c]
    soc = soc_held(charger.kws, charger.held_kw, charger.soc, seconds * charger.pace)
    if soc < charger.held_until:
        return soc
    return held_soc(*_holding(w, c), seconds, charger.target)


@inlined
def _holding(w: "World", c: int) -> tuple[Table[Knot], int, int, float, float, float, float, float]:
    """Return what a charge held at a set-point goes by, its SoC at the anchor last."""
    charger = w.chargers[c]
    kind = w.parameters.battery_types[w.parameters.batteries[charger.battery].battery_type]
    kwh = w.ladders.ladders[charger.ladder].kwh
    held = charger.set_point_kw, charger.derating, charger.pace, charger.soc
    return w.parameters.knots, kind.first_knot, kind.knots, kwh, *held
