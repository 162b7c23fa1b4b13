"""The one sentence about a station: what is wrong, what binds, and what would help."""

from collections.abc import Callable, Iterable, Mapping

from voltwin.explain.evidence import DELAYS, Evidence
from voltwin.explain.gains import Gain, Gains
from voltwin.explain.verdict import RESOURCES, Verdict
from voltwin.explain.words import unit
from voltwin.wording.headline import because
from voltwin.wording.quantities import duration, number, share


def sentence(
    name: str,
    evidence: Evidence,
    verdict: Verdict | None = None,
    gains: Gains | None = None,
) -> str:
    """Return the sentence about a station.

    Args:
        name: of the station.
        evidence: of the run.
        verdict: what binds; None for a station that is fine.
        gains: of levers, and of the two that only help together, if that is the verdict.
    """
    if verdict is None:
        return f"{name} {_fine(evidence)}"
    what = ", and ".join(_SAID[RESOURCES[lever]](evidence) for lever in verdict.levers)
    both = "two things bind at once: " if len(verdict.levers) > 1 else ""
    return f"{name} {_trouble(evidence)}: {both}{what}; {_help(gains or {}, evidence)}."


def _fine(evidence: Evidence) -> str:
    if not evidence.observed:
        return "was not observed: the run has not left its warm-up."
    if evidence.arrivals == 0:
        return "is fine: no vehicle arrived."
    if evidence.swaps == 0:
        return "is fine so far: it has lost none, and served none yet."
    if evidence.late == 0:
        return f"is fine: it loses none, and serves all within {_duration(evidence.target_s)}."
    in_time = share(1.0 - evidence.late / evidence.swaps)
    return f"is fine: it loses none, and serves {in_time} within {_duration(evidence.target_s)}."


def _trouble(evidence: Evidence) -> str:
    lost, arrivals = evidence.lost, evidence.arrivals
    if evidence.trouble == DELAYS:
        none = f"loses only {number(lost)} of {number(arrivals)}" if lost else "loses none"
        late = f"{share(evidence.late / evidence.swaps)} of those it serves"
        counts = f"{number(evidence.late)} of {number(evidence.swaps)}"
        wait = f"wait longer than {_duration(evidence.target_s)}"
        return f"{none}, but {late} ({counts}) {wait}, {_duration(evidence.wait_mean_s)} on average"
    counts = f"{number(lost)} of {number(arrivals)}"
    return f"loses {share(lost / arrivals)} ({counts}), {because(evidence.lost_by)}"


# --- what binds -----------------------------------------------------------------------------------


def _chargers(e: Evidence) -> str:
    if e.chargers == 0:
        return "it has no charger"
    queued = f", with {_mean(e.queued, 'battery', 'batteries')} queued" if e.queued >= 0.05 else ""
    in_use = f"in use {share(e.charger_in_use)} of the time {_when(e)}"
    return f"{_bind('charger', 'chargers', e.chargers)}, {in_use}{queued}"


def _batteries(e: Evidence) -> str:
    if e.batteries == 0:
        return "it has no battery"
    idle = f"{e.idle_chargers:.1f} of {number(e.chargers)} chargers stand idle"
    bind = _bind("battery", "batteries", e.batteries)
    return f"{bind}, {e.ready:.1f} ready {_when(e)}, while {idle}"


def _bays(e: Evidence) -> str:
    in_use = f"in use {share(e.bays_in_use)} of the time {_when(e)}"
    ready = _mean(e.ready, "charged battery stands", "charged batteries stand")
    return f"{_bind('bay', 'bays', e.bays)}, {in_use}, while {ready} ready"


def _grid(e: Evidence) -> str:
    if e.held_by_grid < 0.05:
        return "its grid limit allows no more"
    held = _mean(e.held_by_grid, "battery", "batteries")
    return f"its grid limit binds, keeping {held} from charging {_when(e)}"


def _hours(e: Evidence) -> str:
    return f"its opening hours bind, being closed {e.closed_h:.3g} h a day"


_SAID: Mapping[str, Callable[[Evidence], str]] = {
    "chargers": _chargers,
    "batteries": _batteries,
    "bays": _bays,
    "grid": _grid,
    "hours": _hours,
}


def _bind(one: str, many: str, count: int) -> str:
    return f"its only {one} binds" if count == 1 else f"its {number(count)} {many} bind"


def _when(evidence: Evidence) -> str:
    return f"when it {evidence.trouble}"


def _mean(value: float, one: str, many: str) -> str:
    text = f"{value:.1f}"
    return f"{text} {one if text == '1.0' else many}"


# --- what would help ------------------------------------------------------------------------------


def _help(gains: Gains, evidence: Evidence) -> str:
    """Return what next units bring, the most helpful first, those that bring nothing last."""
    trouble = evidence.trouble
    scores = {levers: gain.score(trouble) for levers, gain in gains.items()}
    order = sorted(scores, key=scores.__getitem__, reverse=True)
    units = {
        levers: unit(levers, gains[levers].grid_kw, gains[levers].battery_type) for levers in order
    }
    some = [levers for levers in order if scores[levers] > 0]
    if not gains:
        return "no single unit can be added"
    if not some:
        return f"no single unit more would {_any(evidence)}"
    first, *others = some
    said = [f"{units[first]} would {_amount(gains[first], evidence)}"]
    said += [f"{units[levers]} {number(scores[levers])}" for levers in others]
    none = [units[levers] for levers in order if levers not in some]
    return ", ".join([*said, *([f"{_listed(none)} none"] if none else [])])


def _any(evidence: Evidence) -> str:
    if evidence.trouble == DELAYS:
        return "serve more of them in time"
    return "save it" if evidence.lost == 1 else "save any of them"


def _amount(gain: Gain, evidence: Evidence) -> str:
    score, of_all = gain.score(evidence.trouble), evidence.troubled
    if evidence.trouble == DELAYS:
        more = "all" if score >= of_all else f"{number(score)} more"
        return f"serve {more} in time{_wait(gain, evidence)}"
    if score >= of_all:
        return "save it" if of_all == 1 else "save all of them"
    return f"save {number(score)} of them"


def _wait(gain: Gain, evidence: Evidence) -> str:
    """Return what becomes of the mean wait."""
    if gain.wait_s is None or evidence.wait_mean_s is None:
        return ""
    return f" (mean wait {_duration(max(0.0, evidence.wait_mean_s + gain.wait_s))})"


def _listed(units: Iterable[str]) -> str:
    *before, last = units
    return f"{', '.join(before)} or {last}" if before else last


def _duration(seconds: float | None) -> str:
    return duration(seconds).replace(".0 ", " ")
