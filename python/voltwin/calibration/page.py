"""A calibration as one HTML file: it fetches nothing, and reads in the light, in the dark and on
paper."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from voltwin.calibration.figures import coverage_plot, days_plot, pit_plot, profile_plot
from voltwin.calibration.scenario_file import scenario_text
from voltwin.calibration.scores import BANDS
from voltwin.calibration.wording import (
    PARAMETERS,
    SCORES,
    few,
    headline,
    law_lines,
    parameter_rows,
    scope,
    score_rows,
    verdict,
)
from voltwin.report.document import Document
from voltwin.report.html_page import Appendix, drawn, page, write_page
from voltwin.report.recipe import Recipe
from voltwin.report.section import Section
from voltwin.report.table_text import numbers_as_text
from voltwin.report.tiles import Tile
from voltwin.run_folder.recipe import platform_record
from voltwin.wording.quantities import number, share

if TYPE_CHECKING:
    from voltwin.calibration.calibration import Calibration

_TEMPLATE = "calibration.html.j2"


def write_html(found: "Calibration", file: Path, command: str = "") -> None:
    """Write the page of a calibration; an earlier file of that name is replaced at once.

    Args:
        found: the calibration.
        file: to write.
        command: that does it again.

    Raises:
        FolderError: it cannot be written.
    """
    write_page(render(found, command), file)


def render(found: "Calibration", command: str = "") -> str:
    """Return the page of a calibration as the text of an HTML file."""
    sections = list(_sections(found))
    document = Document(
        title=f"Calibration: {found.log.name}",
        scope=scope(found),
        headline=headline(found),
        tiles=_tiles(found),
        sections=sections,
        recipe=Recipe("Where the log is:", [command or f'voltwin.calibrate("{found.log.name}")']),
        facts=_facts(),
    )
    text = scenario_text(found, Path("scenario.yaml"))
    columns: list[dict[str, Any]] = [
        {"name": name, "unit": "", "meaning": meaning} for name, meaning in _MEANINGS.items()
    ]
    appendix = Appendix(text, False, "scenario.yaml", "calibration", columns)
    return page(_TEMPLATE, document, drawn(sections), appendix)


def _tiles(found: "Calibration") -> list[Tile]:
    per_day = 24.0 * found.demand.profile.mean
    tiles = [
        Tile("arrivals a day", few(per_day), f"{number(len(found.log))} rows"),
        Tile("day factor", _variance(found.demand.day_variance), "variance"),
        Tile("hour jitter", _variance(found.demand.hour_variance), "variance"),
    ]
    for score in found.score_list:
        if score.measure == "day":
            beside = f"of {number(score.n)} days held out"
            tiles.append(Tile("in the band of 95 %", share(score.coverage[-1]), beside))
    return tiles


def _variance(value: float) -> str:
    return f"{value:.2g}" if value else "none"


def _sections(found: "Calibration") -> Iterator[Section]:
    yield Section(
        "fitted",
        "What was fitted",
        (profile_plot(found),),
        tuple(law_lines(found)),
        _table(PARAMETERS, parameter_rows(found)),
    )
    days, halves = days_plot(found), (pit_plot(found), coverage_plot(found))
    table = _table(SCORES, score_rows(found)) if found.held else None
    plots = (days,) if days else ()
    yield Section("held-out", "Days that were held out", plots, (verdict(found),), table)
    beside = tuple(plot for plot in halves if plot)
    if beside:
        yield Section("bands", "How the bands held", beside)
    yield Section("untold", "What the log cannot tell", sentences=found.untold)
    if found.notes:
        yield Section("notes", "How the log was read", sentences=found.notes)


def _table(headings: Sequence[str], rows: Sequence[tuple[str, ...]]) -> pa.Table:
    first, *rest = headings
    fields = [pa.field(first, pa.string()), *map(numbers_as_text, rest)]
    columns = zip(*rows, strict=True)
    return pa.table([pa.array(c, pa.string()) for c in columns], schema=pa.schema(fields))


def _facts() -> list[tuple[str, str]]:
    from importlib.metadata import version

    ran = platform_record()
    versions = ("python", "numpy", "scipy", "pyarrow")
    told = ", ".join(f"{name} {ran[name]}" for name in versions if name in ran)
    return [("Voltwin", version("voltwin")), ("versions", told)]


_MEANINGS = {
    "From, To": "interval that holds the value with 95 %",
    **{
        f"in {100 * band:.0f} %": f"share of hours or days in the band of {100 * band:.0f} %"
        for band in BANDS
    },
    "CRPS": "continuous ranked probability score, in arrivals; the smaller, the better",
    "Difference": "score of the fit less that of the mean of each hour of the week (Poisson), with "
    "its interval of 95 % over days",
    "own": "weight of an hour's own counts; the rest is that of the same hour of other days",
}
