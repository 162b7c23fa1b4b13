"""The one sentence about a station: what is wrong, what binds, and what would help."""

from collections.abc import Callable, Mapping

from voltwin.explain.binding import binding
from voltwin.explain.evidence import Evidence
from voltwin.explain.gains import Gains
from voltwin.explain.helping import helping
from voltwin.explain.trouble import DELAYS
from voltwin.explain.verdict import Verdict
from voltwin.wording.headline import CAUSES, because, main_cause
from voltwin.wording.quantities import duration, number, share


def sentence(
    name: str,
    evidence: Evidence,
    verdict: Verdict | None = None,
    gains: Gains | None = None,
    helps: Callable[[Gains, Evidence], str] = helping,
) -> str:
    """Return the sentence about a station.

    Args:
        name: of the station.
        evidence: of the run.
        verdict: what binds; None for a station that is fine.
        gains: of levers, and of the two that only help together, if that is the verdict.
        helps: says what these bring.
    """
    if verdict is None:
        return f"{name} {_fine(evidence)}."
    wrong = _delays(evidence) if evidence.trouble == DELAYS else _loses(evidence, verdict)
    what = binding(verdict, evidence, gains or {})
    return f"{name} {wrong}: {what}; {helps(gains or {}, evidence)}."


def _fine(evidence: Evidence) -> str:
    if not evidence.observed:
        return "was not observed: the run has not left its warm-up"
    if evidence.arrivals == 0:
        return "is fine: no vehicle arrived"
    if evidence.swaps == 0:
        return "is fine so far: it has lost none, and served none yet"
    in_time = evidence.swaps + evidence.overdue - evidence.late
    within = f"within {_duration(evidence.target_s)}"
    if evidence.inside:
        far = " so far" if evidence.inside > evidence.bays else ""  # more than may be in a swap
        of_all = f"{number(in_time)} of {number(evidence.arrivals)} {within}"
        inside = f"{number(evidence.inside)} {'is' if evidence.inside == 1 else 'are'} still inside"
        return f"is fine{far}: it loses none, and has served {of_all}; {inside}"
    served = "all" if evidence.late == 0 else share(in_time / evidence.swaps)
    return f"is fine: it loses none, and serves {served} {within}"


def _delays(evidence: Evidence) -> str:
    lost, arrivals, late = evidence.lost, number(evidence.arrivals), evidence.late
    none = f"loses only {number(lost)} of {arrivals}" if lost else "loses none"
    if evidence.overdue:
        return f"{none}, but at least {number(late)} of {arrivals} {_wait(evidence)}"
    of_served = f"{number(late)} of {number(evidence.swaps)}"
    who = f"{share(late / evidence.swaps)} of those it serves ({of_served})"
    mean = f"mean wait of all {_duration(evidence.wait_mean_s)}"
    return f"{none}, but {who} {_wait(evidence)} ({mean})"


def _loses(evidence: Evidence, verdict: Verdict) -> str:
    lost, arrivals = evidence.lost, evidence.arrivals
    counts = f"{number(lost)} of {number(arrivals)}"
    why = because(evidence.lost_by)
    if "bay" in verdict.levers:
        why += _besides_batteries(evidence.lost_by)
    text = f"loses {share(lost / arrivals)} ({counts}), {why}"
    if not evidence.delays_too:
        return text
    if evidence.overdue:
        return f"{text}, and at least {number(evidence.late)} {_wait(evidence)}"
    served = f"{number(evidence.late)} of {number(evidence.swaps)} served"
    return f"{text}, and {served} {_wait(evidence)}"


def _besides_batteries(lost_by: Mapping[str, int]) -> str:
    """Return the next cause, which bays are to blame for, where batteries are for most."""
    if main_cause(lost_by) != "lost_stockout":
        return ""
    others = {**lost_by, "lost_stockout": 0, "lost_closed": 0}
    cause = main_cause(others)
    return f" ({number(others[cause])} because {CAUSES[cause][1]})" if cause else ""


def _wait(evidence: Evidence) -> str:
    """Return that they wait too long, and how many still do at the end."""
    text = f"wait longer than {_duration(evidence.target_s)}"
    if not evidence.overdue:
        return text
    return f"{text}, {number(evidence.overdue)} of them still at the end"


def _duration(seconds: float | None) -> str:
    return duration(seconds).replace(".0 ", " ")
