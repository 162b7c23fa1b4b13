"""Verdicts from what was expected and what was got.

statistical("share lost", 0.2, Estimate.of(values), Sample(101, "64 stations", "6 h"))
exact("charge time", 1800.0, 1800.0000001, 1e-6, unit="s")
"""

import math
from dataclasses import replace

from voltwin.validation.trust.power import CHANCE, WIDE_CHANCE, WIDTH, Estimate
from voltwin.validation.trust.verdict import NO_SAMPLE, Sample, Status, Verdict


def statistical(  # noqa: PLR0913 - what a verdict has to state
    what: str,
    expected: float,
    found: Estimate,
    sample: Sample,
    *,
    case: str = "",
    unit: str = "",
    width: float | None = WIDTH,
    why_wide: str = "",
    scale: float | None = None,
    source: str = "",
) -> Verdict:
    """Return the verdict on a mean of replications: its interval has to hold the value, and to be
    narrow enough to say something.

    Args:
        what: is measured.
        expected: value.
        found: mean with its error.
        sample: that it is the mean of.
        case: that it is measured on, if there are several.
        unit: of the value.
        width: widest half of the interval, as a share of the value; None for any.
        why_wide: why the width is more than 1 %.
        scale: value that the width is a share of, where the one expected is 0.
        source: of the value, if it is not that of the check.

    Raises:
        ValueError: The width is more than 1 % and nothing says why.
    """
    if width is not None and width > WIDTH and not why_wide:
        raise ValueError(f"{what}: a half-width of {width:g} of the value needs a reason")
    widest = None if width is None else width * abs(expected if scale is None else scale)
    reason = _why_not(expected, found, widest)
    return Verdict(
        what,
        Status.FAILED if reason else Status.PASSED,
        case=case,
        unit=unit,
        expected=expected,
        got=found.mean,
        half_width=found.half_width,
        widest=widest,
        why_wide=why_wide,
        catches=found.catches,
        chance=CHANCE + (0.0 if widest is None else WIDE_CHANCE),
        replications=found.replications,
        sample=sample,
        source=source,
        reason=reason,
    )


def _why_not(expected: float, found: Estimate, widest: float | None) -> str:
    """Return why an estimate is no proof of a value; empty if it is."""
    if not (math.isfinite(found.mean) and math.isfinite(found.error)):
        return "no number came out"
    if not found.error and found.mean != expected:
        return "no replication differs from another: nothing can be said of the mean"
    if not found.holds(expected):
        return f"off by {abs(found.mean - expected) / found.error:.1f} standard errors"
    if widest is not None and found.half_width > widest:
        return f"half-width {found.half_width:.3g} is wider than {widest:.3g}: proves too little"
    return ""


def exact(
    what: str,
    expected: float,
    got: float,
    tolerance: float,
    *,
    case: str = "",
    unit: str = "",
    sample: Sample = NO_SAMPLE,
    source: str = "",
) -> Verdict:
    """Return the verdict on a value that has to be met within a tolerance, in its unit."""
    found = at_most(
        what, abs(got - expected), tolerance, case=case, unit=unit, sample=sample, source=source
    )
    return replace(found, expected=expected, got=got)


def at_most(
    what: str,
    got: float,
    limit: float,
    *,
    case: str = "",
    unit: str = "",
    sample: Sample = NO_SAMPLE,
    source: str = "",
    chance: float = 0.0,
) -> Verdict:
    """Return the verdict on a value that may not be above a limit, such as a test statistic.

    `chance` is that of a right model to be above it: `power.CHANCE` for a statistic.
    """
    passed = got <= limit  # also False where it is no number
    return Verdict(
        what,
        Status.PASSED if passed else Status.FAILED,
        case=case,
        unit=unit,
        got=got,
        tolerance=limit,
        chance=chance,
        sample=sample,
        source=source,
        reason="" if passed else f"{got:.3g} is more than {limit:.3g}",
    )


def skipped(what: str, why: str, *, case: str = "", source: str = "") -> Verdict:
    """Return the verdict on what cannot be asked here: why, and how to get what is missing."""
    return Verdict(what, Status.SKIPPED, case=case, source=source, reason=why)


def raised(what: str, error: BaseException) -> Verdict:
    """Return the verdict of a check that an error has ended."""
    message = " ".join(str(error).split())
    name = type(error).__name__
    return Verdict(what, Status.FAILED, reason=f"{name}: {message}" if message else name)
