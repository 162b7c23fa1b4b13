"""Exact verdicts over many cases: what counts is the one that is farthest off."""

from collections.abc import Iterable

from voltwin.validation.trust.effort import Effort
from voltwin.validation.trust.judging import at_most
from voltwin.validation.trust.verdict import NO_SAMPLE, Sample, Verdict
from voltwin.validation.trust.worst import worst


def largest(
    what: str,
    deviations: Iterable[float],
    tolerance: float,
    sample: Sample = NO_SAMPLE,
    *,
    case: str = "",
    unit: str = "",
    source: str = "",
) -> Verdict:
    """Return the verdict on the largest of many deviations, none of which may be above a tolerance.

    Raises:
        ValueError: there is none: nothing has been asked.
    """
    found = list(deviations)
    if not found:
        raise ValueError(f"{what}: there is no case")
    return at_most(
        what, worst(found), tolerance, case=case, unit=unit, sample=sample, source=source
    )


def apart(got: float, expected: float) -> float:
    """Return by what share of the value expected another is off; 0 for two equal infinities."""
    if got == expected:
        return 0.0
    return abs(got - expected) / abs(expected) if expected else abs(got)


def cases(effort: Effort, full: int, *, quick: int) -> int:
    """Return how many cases are asked."""
    return full if effort is Effort.FULL else quick
