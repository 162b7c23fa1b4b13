"""The one sentence about a station: what is wrong, what binds, and what would help."""

from collections.abc import Callable, Iterable, Mapping

from voltwin.explain.evidence import DELAYS, Evidence
from voltwin.explain.gains import Gain, Gains, Levers
from voltwin.explain.verdict import RESOURCES, Verdict
from voltwin.report.headline import CAUSES, main_cause
from voltwin.report.quantities import duration, number, share


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
    what = " and ".join(_binding(RESOURCES[lever], evidence) for lever in verdict.levers)
    return f"{name} {_trouble(evidence)}: {what}; {_help(gains or {}, evidence)}."


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
    cause = main_cause(evidence.lost_by)
    assert cause is not None  # it loses some
    mostly = "" if evidence.lost_by[cause] == lost else "mostly "
    counts = f"{number(lost)} of {number(arrivals)}"
    return f"loses {share(lost / arrivals)} ({counts}), {mostly}because {CAUSES[cause][1]}"


# --- what binds -----------------------------------------------------------------------------------


def _binding(resource: str, evidence: Evidence) -> str:
    return _SAID[resource](evidence)


def _chargers(e: Evidence) -> str:
    if e.chargers == 0:
        return "it has no charger"
    bind = (
        "its only charger binds" if e.chargers == 1 else f"its {number(e.chargers)} chargers bind"
    )
    queued = f", with {_mean(e.queued, 'battery', 'batteries')} queued" if e.queued >= 0.05 else ""
    return f"{bind}, in use {share(e.charger_in_use)} of the time {_when(e)}{queued}"


def _batteries(e: Evidence) -> str:
    if e.batteries == 0:
        return "it has no battery"
    own = (
        "its only battery binds"
        if e.batteries == 1
        else f"its {number(e.batteries)} batteries bind"
    )
    idle = f"{e.idle_chargers:.1f} of {number(e.chargers)} chargers stand idle"
    return f"{own}, {e.ready:.1f} ready on average {_when(e)} while {idle}"


def _bays(e: Evidence) -> str:
    bind = "its only bay binds" if e.bays == 1 else f"its {number(e.bays)} bays bind"
    ready = _mean(e.ready, "charged battery", "charged batteries")
    return f"{bind}, in use {share(e.bays_in_use)} of the time {_when(e)}, beside {ready}"


def _grid(e: Evidence) -> str:
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


def _when(evidence: Evidence) -> str:
    return f"when it {evidence.trouble}"


def _mean(value: float, one: str, many: str) -> str:
    text = f"{value:.1f}"
    return f"{text} {one if text == '1.0' else many}"


# --- what would help ------------------------------------------------------------------------------


def _help(gains: Gains, evidence: Evidence) -> str:
    """Return what next units bring, the most helpful first, those that bring nothing last."""
    trouble, of_all = evidence.trouble, evidence.troubled
    order = sorted(gains, key=lambda levers: gains[levers].score(trouble), reverse=True)
    some = [levers for levers in order if gains[levers].score(trouble) > 0]
    none = [_unit(levers, gains[levers]) for levers in order if levers not in some]
    if not gains:
        return "no single unit can be added"
    if not some:
        return (
            f"no single unit more would {_verb(trouble)} {'it' if of_all == 1 else 'any of them'}"
        )
    first, *others = some
    amount = _amount(gains[first].score(trouble), of_all)
    said = [
        f"{_unit(first, gains[first])} would {_verb(trouble)} {amount}{_wait(gains[first], evidence)}"
    ]
    said += [
        f"{_unit(levers, gains[levers])} {number(gains[levers].score(trouble))}"
        for levers in others
    ]
    if none:
        said.append(f"{_listed(none)} none")
    return ", ".join(said)


def _verb(trouble: str | None) -> str:
    return "serve in time" if trouble == DELAYS else "save"


def _amount(score: int, of_all: int) -> str:
    if score >= of_all:
        return "it" if of_all == 1 else "all of them"
    return f"{number(score)} of them"


def _wait(gain: Gain, evidence: Evidence) -> str:
    """Return what becomes of the mean wait, at a station that delays."""
    if evidence.trouble != DELAYS or gain.wait_s is None or evidence.wait_mean_s is None:
        return ""
    return f" (mean wait {_duration(max(0.0, evidence.wait_mean_s + gain.wait_s))})"


def _unit(levers: Levers, gain: Gain) -> str:
    if len(levers) > 1:
        return " with ".join(_WORDS[lever] for lever in levers)
    if levers[0] == "battery" and gain.battery_type is not None:
        return f'one more battery "{gain.battery_type}"'
    return _WORDS[levers[0]]


_WORDS = {
    "charger": "one more charger",
    "battery": "one more battery",
    "bay": "one more bay",
    "grid": "one charger's power more of grid",
    "hour": "closing an hour later",
}


def _listed(units: Iterable[str]) -> str:
    *before, last = units
    return f"{', '.join(before)} or {last}" if before else last


def _duration(seconds: float | None) -> str:
    return duration(seconds).replace(".0 ", " ")
