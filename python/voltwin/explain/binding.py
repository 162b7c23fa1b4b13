"""What binds, in words: the resource, and the station's own numbers that show it."""

import math
from collections.abc import Callable, Mapping

from voltwin.explain.evidence import ALL_OUT, MUCH_OUT, PLENTY, Evidence
from voltwin.explain.gains import Gains
from voltwin.explain.trouble import LOSES
from voltwin.explain.verdict import RESOURCES, TELLING, Verdict
from voltwin.wording.headline import main_cause
from voltwin.wording.quantities import number, share

_SHOWN = 0.05  # a mean that is less is 0.0 in print, and shows nothing


def binding(verdict: Verdict, evidence: Evidence, gains: Gains) -> str:
    """Return what binds, with the numbers that show it.

    Args:
        verdict: one lever or two, or none where it is unclear.
        evidence: of the run.
        gains: of levers; that of a battery tells its type, where there are several.
    """
    if not verdict.levers:
        few = evidence.troubled < TELLING
        return "too few to tell what binds" if few else "no resource stands out as what binds"
    said = [_one(lever, evidence, gains) for lever in verdict.levers]
    both = "two things bind at once: " if len(said) > 1 else ""
    return f"{both}{', and '.join(said)}"


def _one(lever: str, evidence: Evidence, gains: Gains) -> str:
    gain = gains.get(("battery",))
    if lever == "battery" and gain is not None and gain.battery_type is not None:
        binds = f'its batteries of type "{gain.battery_type}" bind'
    else:
        binds = _binds(lever, evidence)
    if binds.startswith("it has no") or math.isnan(evidence.bays_in_use):  # no bad hour
        return binds
    return ", ".join([binds, *_NUMBERS[RESOURCES[lever]](evidence)])


def _binds(lever: str, evidence: Evidence) -> str:
    if lever == "hour":
        return _closed(evidence)
    if lever == "battery" and evidence.stock is not None:
        return "its batteries bind"
    if lever == "price":
        return "its price rule holds it back"
    if lever == "grid":
        held = evidence.held_by_grid >= _SHOWN or evidence.at_limit
        return "its grid limit binds" if held else "its grid limit allows no more"
    counts = {"charger": evidence.chargers, "battery": evidence.batteries, "bay": evidence.bays}
    if counts[lever] == 0:
        return f"it has no {lever}"
    one, many = f"its only {lever}", f"its {number(counts[lever])} {RESOURCES[lever]}"
    out = _out(lever, evidence)
    if out >= MUCH_OUT:
        if counts[lever] == 1:
            return f"{one} was out of order"
        some = "" if out >= ALL_OUT else f"{out * counts[lever]:.1f} of "
        return f"{some}{many} were out of order"
    return f"{one} binds" if counts[lever] == 1 else f"{many} bind"


def _out(lever: str, evidence: Evidence) -> float:
    """Return the share of time in which the lever's things were out of order."""
    return {"bay": evidence.bays_out, "charger": evidence.out}.get(lever, 0.0)


def _closed(evidence: Evidence) -> str:
    """Return for how long it was closed: by its hours, by interventions, or both."""
    by_hand = f"{evidence.closed_by_hand_h:.3g} h"
    if evidence.closed_h == 0.0:
        return f"interventions kept it closed for {by_hand}"
    hours = f"its opening hours bind, being closed {evidence.closed_h:.3g} h a day"
    if evidence.closed_by_hand_h == 0.0:
        return hours
    return f"{hours}, and by interventions for {by_hand} more"


# --- the numbers that show it ---------------------------------------------------------------------


def _chargers(e: Evidence) -> list[str]:
    if e.out >= MUCH_OUT:
        return _outage(e, e.out, e.charger_out_h, e.chargers)
    queued = [f"with {_mean(e.queued, 'battery', 'batteries')} queued"]
    in_use = f"in use {share(e.charger_in_use)} of the time {_when(e)}"
    return [in_use, *(queued if e.queued >= _SHOWN else [])]


def _outage(e: Evidence, out: float, out_h: float, count: int) -> list[str]:
    each = " in all" if count == 1 else " each" if out >= ALL_OUT else " each on average"
    return [f"{share(out)} of the time {_when(e)} ({out_h:.3g} h{each})"]


def _batteries(e: Evidence) -> list[str]:
    # A mean over whole hours, and over all types: only where it is small does it show a want.
    small = e.types == 1 and e.ready < PLENTY
    shown = [] if e.stock is None else [f"{e.stock:.1f} in all"]
    shown += [f"{e.ready:.1f} ready"] if small else []
    said = [f"{' and '.join(shown)} {_when(e)}"] if shown else []
    return [*said, *_idle(e, "" if shown else f" {_when(e)}")]


def _idle(e: Evidence, when: str) -> list[str]:
    if e.idle_chargers < _SHOWN:
        return []
    if e.chargers == 1:
        return [f"while its only charger stands idle {share(e.idle_chargers)} of the time{when}"]
    return [f"while {e.idle_chargers:.1f} of {number(e.chargers)} chargers stand idle{when}"]


def _bays(e: Evidence) -> list[str]:
    if e.bays_out >= MUCH_OUT:
        return _outage(e, e.bays_out, e.bay_out_h, e.bays)
    in_use = f"in use {share(e.bays_in_use)} of the time {_when(e)}"
    # Where most are lost for want of a battery, those ready at other times show nothing.
    of_batteries = e.trouble == LOSES and main_cause(e.lost_by) == "lost_stockout"
    if e.ready < _SHOWN or of_batteries:
        return [in_use]
    ready = _mean(e.ready, "charged battery stands", "charged batteries stand")
    return [in_use, f"while {ready} ready{'' if e.types == 1 else ', of all types'}"]


def _grid(e: Evidence) -> list[str]:
    if e.at_limit:
        return [f"{share(e.grid_use)} of it drawn {_when(e)}"]
    if e.held_by_grid < _SHOWN:
        return []
    held = _mean(e.held_by_grid, "battery", "batteries")
    return [f"keeping {held} from charging {_when(e)}"]


def _hours(e: Evidence) -> list[str]:
    return []


def _price(e: Evidence) -> list[str]:
    if e.held_by_price < _SHOWN:
        return []
    held = _mean(e.held_by_price, "battery", "batteries")
    return [f"keeping {held} from charging {_when(e)}"]


_NUMBERS: Mapping[str, Callable[[Evidence], list[str]]] = {
    "chargers": _chargers,
    "batteries": _batteries,
    "bays": _bays,
    "grid": _grid,
    "hours": _hours,
    "price": _price,
}


def _when(evidence: Evidence) -> str:
    return f"when it {evidence.trouble}"


def _mean(value: float, one: str, many: str) -> str:
    text = f"{value:.1f}"
    return f"{text} {one if text == '1.0' else many}"
