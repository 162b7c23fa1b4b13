"""Verdicts on what must never be: so many of so many.

none_of("swaps that hand out the battery returned", 0, 1200)
"""

from dataclasses import replace

from voltwin.validation.trust.judging import exact
from voltwin.validation.trust.verdict import Sample, Status, Verdict

_NOTHING = "there was nothing to look at"


def none_of(
    what: str,
    wrong: float,
    of: int,
    *,
    case: str = "",
    unit: str = "",
    seed: int | None = None,
    of_what: str = "",
    why: str = "",
) -> Verdict:
    """Return the verdict on things of which none may be so.

    Args:
        what: may not be.
        wrong: how many are so.
        of: how many were looked at; with none the verdict fails, as nothing was shown.
        case: that they are of.
        unit: of `wrong`.
        seed: of the run.
        of_what: was looked at.
        why: the first that is so, in words.
    """
    sample = Sample(seed, f"{of:,} {of_what}".rstrip())
    verdict = exact(what, 0.0, float(wrong), 0.0, case=case, unit=unit, sample=sample)
    if not of:
        return replace(verdict, status=Status.FAILED, reason=_NOTHING)
    if verdict.status is Status.FAILED and why:
        return replace(verdict, reason=why)
    return verdict
