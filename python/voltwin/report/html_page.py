"""A report as one HTML file: it fetches nothing, and reads in the light, in the dark and on
paper."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from voltwin.report.document import Document
from voltwin.report.figures.plot import Missing, Plot
from voltwin.report.section import Section
from voltwin.report.style import TOKENS
from voltwin.report.svg import inline_svg
from voltwin.report.table_text import as_text
from voltwin.report.whole_file import whole_file
from voltwin.report.words import unbroken


@dataclass(frozen=True)
class Appendix:
    """What stands folded up at the end of a page."""

    scenario: str  # as YAML
    is_cut: bool  # it is too long to stand there in full
    whole_scenario: str  # the file in the folder that has all of it
    what: str  # the folder is of: a run, an experiment
    columns: Sequence[dict[str, Any]]  # name, unit and meaning of what stands in tables


def drawn(sections: Sequence[Section]) -> dict[str, str]:
    """Return the figures of some parts as SVG elements, by their names."""
    plots = [plot for part in sections for plot in part.plots if isinstance(plot, Plot)]
    return {plot.name: inline_svg(plot) for plot in plots}


def page(
    template: str, document: Document, drawn: dict[str, str], appendix: Appendix, **more: Any
) -> str:
    """Return a report as the text of an HTML file.

    Args:
        template: of the page, in the folder of templates.
        document: what stands on it.
        drawn: its figures, see `drawn`.
        appendix: what stands at its end.
        more: what this template needs besides.
    """
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("voltwin.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["as_text"] = as_text
    environment.filters["unbroken"] = unbroken
    environment.tests["missing"] = lambda part: isinstance(part, Missing)
    contents = {**vars(document), **vars(appendix), "tokens": TOKENS, "drawn": drawn, **more}
    return environment.get_template(template).render(contents)


def write_page(text: str, file: Path) -> None:
    """Write a page; an earlier file of that name is replaced at once.

    Raises:
        FolderError: it cannot be written.
    """
    with whole_file(file) as partial:
        partial.write_text(text, encoding="utf-8", errors="replace", newline="\n")
