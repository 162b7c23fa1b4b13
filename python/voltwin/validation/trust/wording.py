"""Verdicts in words and few digits, for the terminal, the report and the documentation."""

from typing import TYPE_CHECKING

from voltwin.validation.trust.power import RUN_CHANCE
from voltwin.validation.trust.verdict import Status, Verdict
from voltwin.wording.quantities import NONE, duration, number

if TYPE_CHECKING:
    from voltwin.validation.trust.running import Validation

# Failures are loud: they must be found in a long table without colours.
WORDS = {Status.PASSED: "passed", Status.FAILED: "FAILED", Status.SKIPPED: "skipped"}
HEADINGS = ("What", "Expected", "Got", "Interval", "Catches", "Verdict")


def cells(verdict: Verdict) -> tuple[str, ...]:
    """Return the texts of a verdict below `HEADINGS`."""
    what = f"{verdict.what} [{verdict.unit}]" if verdict.unit else verdict.what
    return (
        what,
        value(verdict.expected),
        value(verdict.got),
        interval(verdict),
        of_value(verdict, verdict.catches),
        WORDS[verdict.status],
    )


def value(found: float | None) -> str:
    """Return a value to five digits."""
    return NONE if found is None else f"{found:,.5g}"


def of_value(verdict: Verdict, length: float | None) -> str:
    """Return a length as a share of the value expected, or as it is where that is 0."""
    if length is None:
        return NONE
    share = verdict.relative(length)
    return f"{length:.2g}" if share is None else f"{100.0 * share:.2g} %"


def interval(verdict: Verdict) -> str:
    """Return how far the value may be from the one expected."""
    if verdict.half_width is not None:
        return f"± {of_value(verdict, verdict.half_width)}"
    if verdict.tolerance is None:
        return NONE
    return f"{'≤' if verdict.expected is None else '±'} {verdict.tolerance:.2g}"


def counted(validation: "Validation") -> str:
    """Return the line that counts, the last one of a run."""
    counts = ", ".join(
        f"{number(validation.count(status))} {status.value}"
        for status in Status
        if validation.count(status) or status is not Status.SKIPPED
    )
    return f"{counts} in {duration(validation.seconds)}. {chance(validation)}"


def chance(validation: "Validation") -> str:
    """Return how likely a failure of a right model would have been, a sentence."""
    if not validation.chance:
        return "Nothing in it is left to chance."
    most = max(validation.chance, RUN_CHANCE)  # never the sum alone: see `power` on skewed means
    return f"A right model fails such a run less than once in {1.0 / most:,.0f}."


def troubles(verdicts: tuple[Verdict, ...]) -> list[str]:
    """Return why verdicts failed, and why some were skipped, a line each."""
    return [
        f"{WORDS[verdict.status]}: {_named(verdict)}: {verdict.reason}"
        for status in (Status.FAILED, Status.SKIPPED)
        for verdict in verdicts
        if verdict.status is status
    ]


def _named(verdict: Verdict) -> str:
    return ", ".join(part for part in (verdict.name, verdict.case, verdict.what) if part)
