"""A run of checks as a part of a page of the documentation."""

from collections.abc import Iterator
from itertools import groupby
from typing import TYPE_CHECKING

from voltwin.validation.trust.check import GROUPS
from voltwin.validation.trust.verdict import Verdict
from voltwin.validation.trust.wording import HEADINGS, cells, counted, troubles

if TYPE_CHECKING:
    from voltwin.validation.trust.running import Validation


def as_markdown(validation: "Validation") -> str:
    """Return what was asked and what came out: a heading for each group, a table for each check."""
    parts = [f"A {validation.effort.value} run, {validation.at:%Y-%m-%d}: {counted(validation)}"]
    parts += [f"- {line}" for line in troubles(validation.verdicts)]
    for group, verdicts in groupby(validation.verdicts, lambda verdict: verdict.group):
        parts.append(f"### {GROUPS[group]}")
        for name, found in groupby(verdicts, lambda verdict: verdict.name):
            parts += _check(name, list(found), validation.effort.value)
    return "\n\n".join(parts)


def _check(name: str, verdicts: list[Verdict], effort: str) -> Iterator[str]:
    """Yield the paragraph above the table of a check, and the table."""
    command = f"voltwin validate --{effort} --only {name}"
    yield f"**{name}**, by `{command}`. Against: {verdicts[0].source}."
    headings = ("Case", *HEADINGS, "Seed, sample", "Left out")
    lines = [_line(headings), _line(("---",) * len(headings))]
    for verdict in verdicts:
        seed, sizes = verdict.sample.seed, verdict.sample.sizes
        sample = "" if seed is None else f"{seed}: {sizes}"
        lines.append(_line((verdict.case, *cells(verdict), sample, verdict.sample.warm_up)))
    yield "\n".join(lines)


def _line(texts: tuple[str, ...]) -> str:
    return "| " + " | ".join(text.replace("|", r"\|") for text in texts) + " |"
