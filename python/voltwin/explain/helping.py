"""What next units would bring, in words: the most helpful first, those that bring nothing last."""

from collections.abc import Iterable

from voltwin.explain.evidence import Evidence
from voltwin.explain.gains import Gain, Gains
from voltwin.explain.trouble import DELAYS
from voltwin.explain.verdict import LEAST
from voltwin.explain.words import unit
from voltwin.wording.quantities import duration, number

ASK = "what would help is tried when it is asked for"


def helping(gains: Gains, evidence: Evidence) -> str:
    """Return what next units bring.

    Args:
        gains: of levers, and of the two that only help together, if that is what binds.
        evidence: of the run.
    """
    if not gains:
        if evidence.troubled < LEAST:
            return ASK
        return "no single unit can be added"
    order = sorted(gains, key=lambda levers: _rank(gains[levers], evidence), reverse=True)
    units = {levers: unit(levers, *_sizes(gains[levers])) for levers in order}
    some = [levers for levers in order if _told(gains[levers], evidence)]
    if not some:
        return f"no single unit more would {_any(evidence)}"
    first, *others = some
    said = [f"{units[first]} would {_first(gains[first], evidence)}"]
    said += [f"{units[levers]} {_further(gains[levers], evidence)}" for levers in others]
    none = [units[levers] for levers in order if levers not in some]
    return ", ".join([*said, *([f"{_listed(none)} none"] if none else [])])


def _sizes(gain: Gain) -> tuple[float | None, str | None]:
    return gain.grid_kw, gain.battery_type


def _rank(gain: Gain, evidence: Evidence) -> tuple[int, int]:
    return max(0, gain.score(evidence.trouble)), gain.in_time if evidence.delays_too else 0


def _told(gain: Gain, evidence: Evidence) -> bool:
    """Return whether it brings anything that the sentence is about."""
    return gain.score(evidence.trouble) > 0 or bool(_too(gain, evidence))


def _any(evidence: Evidence) -> str:
    if evidence.trouble == DELAYS:
        return "serve more of them in time"
    return "save it" if evidence.lost == 1 else "save any of them"


def _first(gain: Gain, evidence: Evidence) -> str:
    score = gain.score(evidence.trouble)
    if evidence.trouble == DELAYS:
        more = "all" if gain.left == 0 else f"{number(score)} more"
        return f"serve {more} in time{_mean_wait(gain, evidence)}"
    if score <= 0:
        return f"save none, but serve {number(gain.in_time)} more in time"
    if score < evidence.lost:
        them = "those lost" if evidence.delays_too else "them"
        return f"save {number(score)} of {them}{_too(gain, evidence)}"
    return f"save {_whole(evidence)}{_too(gain, evidence)}"


def _whole(evidence: Evidence) -> str:
    if evidence.lost == 1:
        return "the one lost" if evidence.delays_too else "it"
    return "all those lost" if evidence.delays_too else "all of them"


def _further(gain: Gain, evidence: Evidence) -> str:
    score = gain.score(evidence.trouble)
    return f"{number(score) if score > 0 else 'none'}{_too(gain, evidence)}"


def _too(gain: Gain, evidence: Evidence) -> str:
    """Return how many more are in time, at a station that loses where many wait as well."""
    if not evidence.delays_too or gain.in_time <= 0:
        return ""
    return f" ({number(gain.in_time)} more in time)"


def _mean_wait(gain: Gain, evidence: Evidence) -> str:
    """Return what becomes of the mean wait, unless some wait that it does not count."""
    if evidence.overdue or gain.wait_s is None or evidence.wait_mean_s is None:
        return ""
    wait_s = max(0.0, evidence.wait_mean_s + gain.wait_s)
    return f" (mean wait {duration(wait_s).replace('.0 ', ' ')})"


def _listed(units: Iterable[str]) -> str:
    *before, last = units
    return f"{', '.join(before)} or {last}" if before else last
