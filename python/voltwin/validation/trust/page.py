"""A run of checks as one HTML file: it fetches nothing, and reads in the light, in the dark and on
paper."""

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from voltwin.report.document import Document
from voltwin.report.figures.plot import Plot
from voltwin.report.html_page import Appendix, drawn, page, write_page
from voltwin.report.recipe import Recipe
from voltwin.report.section import Section
from voltwin.report.table_text import numbers_as_text
from voltwin.report.tiles import Tile
from voltwin.validation.trust.check import GROUPS
from voltwin.validation.trust.effort import Effort
from voltwin.validation.trust.figure import draw, height_in, rows_of
from voltwin.validation.trust.power import MOST_VERDICTS, RUN_CHANCE, SEEN
from voltwin.validation.trust.registry import checks
from voltwin.validation.trust.verdict import Status, Verdict
from voltwin.validation.trust.wording import (
    HEADINGS,
    WORDS,
    cells,
    chance,
    of_value,
    troubles,
)
from voltwin.wording.quantities import NONE, duration, number

if TYPE_CHECKING:
    from voltwin.validation.trust.running import Validation

_TEMPLATE = "validation.html.j2"
_NUMBERS = ("Expected", "Got", "Interval", "Catches", "Allowed", "Seed")
_READING = (
    "Dots are what was measured, lines their intervals: they have to hold 0. A model that is off "
    "by as much as the upright strokes would have been found out nine times of ten."
)


def write_html(validation: "Validation", file: Path, command: str) -> None:
    """Write the report of a run of checks; an earlier file of that name is replaced at once.

    Args:
        validation: that has ended.
        file: to write.
        command: that does it again.

    Raises:
        FolderError: it cannot be written.
    """
    write_page(render(validation, command), file)


def render(validation: "Validation", command: str) -> str:
    """Return the report of a run of checks as the text of an HTML file."""
    sections = list(_sections(validation))
    document = Document(
        title="Validation",
        scope=_scope(validation),
        headline=_headline(validation),
        tiles=_tiles(validation),
        sections=sections,
        recipe=Recipe("Seeds and sizes stand in each check. On any machine:", [command]),
        facts=_facts(validation),
    )
    columns: list[dict[str, Any]] = [
        {"name": name, "unit": "", "meaning": meaning} for name, meaning in _MEANINGS.items()
    ]
    appendix = Appendix("", False, "", "validation", columns)
    return page(_TEMPLATE, document, drawn(sections), appendix)


def _scope(validation: "Validation") -> str:
    asked = len({verdict.name for verdict in validation.verdicts})
    many = f"{number(asked)} checks" if asked != 1 else "one check"
    return f"A {validation.effort.value} run of {many}, {duration(validation.seconds)}"


def _headline(validation: "Validation") -> str:
    failed, passed = validation.count(Status.FAILED), validation.count(Status.PASSED)
    if failed:
        return f"{number(failed)} of {number(failed + passed)} verdicts failed: see below."
    asked = f"All {number(passed)} things that were asked hold." if passed else "Nothing was asked."
    return f"{asked} {chance(validation)}"


def _tiles(validation: "Validation") -> list[Tile]:
    verdicts = validation.verdicts
    powers = [d for v in verdicts if (d := v.relative(v.catches)) is not None]
    found = [
        Tile("passed", number(validation.count(Status.PASSED)), f"of {number(len(verdicts))}"),
        Tile(
            "failed",
            number(failed := validation.count(Status.FAILED)),
            "none" if not failed else "listed below",
            is_bad=failed > 0,
        ),
        Tile("skipped", number(validation.count(Status.SKIPPED)), "not asked here, and why"),
    ]
    if powers:
        middle = sorted(powers)[len(powers) // 2]
        found.append(Tile("bias caught", f"{100 * middle:.2g} %", "half of the verdicts see less"))
    return found


def _sections(validation: "Validation") -> Iterator[Section]:
    found = troubles(validation.verdicts)
    if found:
        failed = validation.count(Status.FAILED)
        title = "Failed and skipped" if failed else "Skipped"
        yield Section("troubles", title, sentences=tuple(found))
    for group, verdicts in groupby(validation.verdicts, lambda verdict: verdict.group):
        of_group = tuple(verdicts)
        by_check = groupby(of_group, lambda verdict: verdict.name)
        plots = tuple(plot for name, of in by_check if (plot := _plot(name, tuple(of))))
        yield Section(group, GROUPS[group], plots, table=table(of_group), beside=False)
    yield Section("statistics", "What a verdict needs", sentences=tuple(_statistics(validation)))


def _plot(name: str, verdicts: Sequence[Verdict]) -> Plot | None:
    """Return the figure of a check; None if nothing in it has a scale."""
    rows = rows_of(verdicts)
    if not rows:
        return None
    check = checks().get(name)
    failed = sum(verdict.status is Status.FAILED for verdict in verdicts)
    asked = sum(not row.is_case for row in rows)
    finding = f"{number(failed)} of {number(asked)} failed." if failed else f"All {asked} hold."
    source = f" Expected: {verdicts[0].source}." if verdicts[0].source else ""
    return Plot(
        f"check-{name}",
        f"{name}: {check.what}" if check else name,
        f"{finding}{source}",
        _READING,
        table(verdicts),
        partial(draw, rows=rows),
        height_in(rows),
    )


def table(verdicts: Sequence[Verdict]) -> pa.Table:
    """Return verdicts as a table of texts, with all that they state."""
    rows = [
        (
            verdict.name,
            verdict.case,
            *cells(verdict),
            of_value(verdict, verdict.widest),
            NONE if verdict.sample.seed is None else str(verdict.sample.seed),
            verdict.sample.sizes,
            verdict.sample.warm_up,
            verdict.reason or verdict.why_wide,
        )
        for verdict in verdicts
    ]
    headings = (
        *("Check", "Case", *HEADINGS),
        *("Allowed", "Seed", "Sample", "Left out", "Remark"),
    )
    fields = [
        numbers_as_text(name) if name in _NUMBERS else pa.field(name, pa.string())
        for name in headings
    ]
    columns = zip(*rows, strict=True)
    return pa.table([pa.array(c, pa.string()) for c in columns], schema=pa.schema(fields))


def _statistics(validation: "Validation") -> Iterator[str]:
    statistical = [verdict for verdict in validation.verdicts if verdict.chance]
    yield (
        f"{number(len(statistical))} of {number(len(validation.verdicts))} verdicts are "
        "statistical: the mean of independent replications, with an interval by Student's t that "
        "has to hold the value expected, and to be no wider than 1 % of it to either side unless "
        "the remark says why."
    )
    if any(verdict.half_width is None for verdict in statistical):
        yield (
            "Where no value is expected they are tests, with the most that may come out: a distance"
            " is the largest one between cumulated shares and those of the law, a chi-square is "
            "divided by its degrees of freedom. Their samples say what would have been seen."
        )
    yield (
        f"Each of them fails a right model with a chance of {RUN_CHANCE / MOST_VERDICTS:.1e} at "
        f"most, so that all of a run do less than once in {1.0 / RUN_CHANCE:,.0f} (Bonferroni, for "
        f"up to {MOST_VERDICTS} of them). Under Catches stands the smallest bias that fails a "
        f"verdict {SEEN:.0%} of the time."
    )
    if validation.effort is Effort.QUICK:
        yield "A quick run looks less closely than voltwin validate --full does."


def _facts(validation: "Validation") -> list[tuple[str, str]]:
    ran = validation.platform
    where = ", ".join(str(ran[n]) for n in ("machine", "processor", "system") if ran.get(n))
    versions = ("python", "numpy", "numba", "simpy", "pyarrow")
    return [
        ("effort", validation.effort.value),
        ("Voltwin", validation.voltwin),
        ("machine", where),
        ("versions", ", ".join(f"{name} {ran[name]}" for name in versions if name in ran)),
        ("begun", validation.at.isoformat(timespec="seconds")),
    ]


_MEANINGS = {
    "Case": "λ arrivals, µ of a charger, s of a bay: per minute; C chargers, B batteries, Q queue "
    "places, R room for vehicles, V vehicles of a fleet, T mean minutes, c servers, a their load",
    "Expected": "value of theory, data, or the other engine",
    "Got": "what the model shows; of a statistical verdict the mean of independent replications",
    "Interval": "half-width of the interval around Got; else the tolerance",
    "Catches": "smallest bias that this verdict finds nine times of ten",
    "Verdict": ", ".join(WORDS.values()),
    "Allowed": "widest half-width with which a verdict passes",
    "Sample": "replications, and what was simulated in each",
    "Left out": "warm-up that no mean counts",
}
