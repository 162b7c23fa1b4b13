"""What binds: what next units bring decides where it is clear, the station's numbers elsewhere."""

from collections.abc import Mapping
from typing import NamedTuple

from voltwin.explain.evidence import Evidence
from voltwin.explain.gains import Gains, Levers

RESOURCES: Mapping[str, str] = {
    "charger": "chargers",
    "battery": "batteries",
    "bay": "bays",
    "grid": "grid",
    "hour": "hours",
    "price": "price",
}
_LEVER_OF = {resource: lever for lever, resource in RESOURCES.items()}

UNCLEAR = "unclear"
TELLING = 10  # vehicles: of six pairs one is sooner lucky than of five levers
LEAST = 5  # vehicles: fewer may be chance
_HELPS = 0.1  # of the vehicles in trouble
_CLEARLY = 1.25  # times what the next best lever brings
_TOGETHER = 2.0  # times what the two bring each on its own


class Verdict(NamedTuple):
    """What binds, by the levers that would loosen it: one, or two that only help together, or
    none where it is unclear."""

    levers: Levers

    @property
    def binds(self) -> str:
        """The resource that binds, or the two; `UNCLEAR`."""
        return (
            UNCLEAR if not self.levers else " and ".join(RESOURCES[lever] for lever in self.levers)
        )


def helps(score: int, evidence: Evidence) -> bool:
    """Return whether so many vehicles are worth a word, among those in trouble."""
    return score >= max(LEAST, _HELPS * evidence.troubled)


def needs_pairs(evidence: Evidence, single: Gains) -> bool:
    """Return whether no lever helps on its own, so that two together have to be tried."""
    if evidence.troubled < TELLING:
        return False
    return not any(helps(gain.score(evidence.trouble), evidence) for gain in single.values())


def verdict(evidence: Evidence, single: Gains, pairs: Gains) -> Verdict:
    """Return what binds at a station that loses or delays.

    Args:
        evidence: of the run.
        single: gains of levers on their own.
        pairs: gains of two together, where they were tried.
    """
    named = _named(evidence)
    scores = {levers: gain.score(evidence.trouble) for levers, gain in single.items()}
    best = max(scores.values(), default=0)
    if helps(best, evidence):
        near = [levers for levers, score in scores.items() if _CLEARLY * score > best]
        return Verdict(named if named in near else max(near, key=scores.__getitem__))
    return Verdict(_together(evidence, scores, pairs) or _unhelped(evidence, scores))


def _named(evidence: Evidence) -> Levers:
    return (_LEVER_OF[evidence.binds],)


def _unhelped(evidence: Evidence, scores: Mapping[Levers, int]) -> Levers:
    """Return what binds where no lever helps: what the numbers name, unless it brings nothing
    while another lever brings something; none if too few are in trouble to tell."""
    named = _named(evidence)
    best = max(scores, key=scores.__getitem__, default=named)
    if scores.get(best, 0) > 0 >= scores.get(named, 0):
        return best if scores[best] >= LEAST else ()
    counted = evidence.binds == "hours"  # closed is closed: no inference from few
    return named if counted or evidence.troubled >= LEAST else ()


def _together(evidence: Evidence, alone: Mapping[Levers, int], pairs: Gains) -> Levers | None:
    """Return the pair that brings most, if it helps, and far more than the two on their own."""
    trouble = evidence.trouble
    best = max(pairs, key=lambda levers: pairs[levers].score(trouble), default=None)
    if best is None:
        return None
    score = pairs[best].score(trouble)
    apart = sum(max(0, alone.get((lever,), 0)) for lever in best)
    far_more = score >= max(TELLING, _TOGETHER * apart)
    return best if far_more and helps(score, evidence) else None
