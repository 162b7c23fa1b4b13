"""A run as one HTML file: it fetches nothing, and reads in the light, in the dark and on paper."""

from concurrent.futures import Future
from pathlib import Path
from typing import TYPE_CHECKING, Any

from voltwin.report.contents import figures, with_why
from voltwin.report.figures.plot import Missing, Plot
from voltwin.report.recipe import facts, recipe, scenario_text
from voltwin.report.station_tables import MOST_STATIONS, regions, stations
from voltwin.report.style import TOKENS
from voltwin.report.svg import inline_svg
from voltwin.report.table_text import as_text
from voltwin.report.tiles import tiles
from voltwin.report.whole_file import whole_file
from voltwin.report.why import Explanation
from voltwin.report.words import unbroken
from voltwin.wording.headline import headline_of
from voltwin.wording.totals import scope

if TYPE_CHECKING:
    from voltwin.results import Run

_TEMPLATE = "report.html.j2"


Explained = Explanation | Future[Any] | None  # known, being worked out, or left out


def write_html(run: "Run", explanation: Explained, file: Path) -> None:
    """Write the report of a run; an earlier file of that name is replaced at once.

    Args:
        run: with its KPIs.
        explanation: why stations lose or delay; None to leave that out. One that is still being
            worked out is waited for when all figures are drawn.
        file: to write.

    Raises:
        FolderError: it cannot be written.
    """
    page = render(run, explanation)
    with whole_file(file) as partial:
        partial.write_text(page, encoding="utf-8", errors="replace", newline="\n")


def render(run: "Run", explanation: Explained = None) -> str:
    """Return the report of a run as the text of an HTML file."""
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
    return environment.get_template(_TEMPLATE).render(_contents(run, explanation))


def _contents(run: "Run", explanation: Explained) -> dict[str, Any]:
    kpis = run.kpis
    parts = figures(run)
    plots = [plot for part in parts for plot in part.plots if isinstance(plot, Plot)]
    drawn = {plot.name: inline_svg(plot) for plot in plots}
    text, is_cut = scenario_text(run)
    return {
        "title": run.scenario.name,
        "scope": scope(kpis),
        "headline": headline_of(kpis),
        "tokens": TOKENS,
        "tiles": tiles(run),
        "drawn": drawn,
        "regions": regions(kpis),
        "stations": stations(kpis),
        "left_out": max(0, kpis.by_station.num_rows - MOST_STATIONS),
        "columns": kpis.columns.to_pylist(),
        "recipe": recipe(run),
        "facts": facts(run),
        "scenario": text,
        "scenario_is_cut": is_cut,
        "sections": with_why(parts, _known(explanation)),  # last: it may have to be waited for
    }


def _known(explanation: Explained) -> Explanation | None:
    return explanation.result() if isinstance(explanation, Future) else explanation
