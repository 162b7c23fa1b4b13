"""A run as one HTML file: it fetches nothing, and reads in the light, in the dark and on paper."""

from concurrent.futures import Future
from pathlib import Path
from typing import TYPE_CHECKING, Any

from voltwin.report.contents import document, figures, with_why
from voltwin.report.html_page import Appendix, drawn, page, write_page
from voltwin.report.recipe import scenario_text
from voltwin.report.station_tables import MOST_STATIONS, regions, stations
from voltwin.report.why import Explanation
from voltwin.run_folder.former_run import RUN_FILE

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
    write_page(render(run, explanation), file)


def render(run: "Run", explanation: Explained = None) -> str:
    """Return the report of a run as the text of an HTML file."""
    kpis = run.kpis
    parts = figures(run)
    pictures = drawn(parts)
    text, is_cut = scenario_text(run)
    appendix = Appendix(text, is_cut, RUN_FILE, "run", kpis.columns.to_pylist())
    by_region, by_station = regions(kpis), stations(kpis)
    explained = with_why(parts, _known(explanation))  # last: it may have to be waited for
    return page(
        _TEMPLATE,
        document(run, explained),
        pictures,
        appendix,
        regions=by_region,
        stations=by_station,
        left_out=max(0, kpis.by_station.num_rows - MOST_STATIONS),
    )


def _known(explanation: Explained) -> Explanation | None:
    return explanation.result() if isinstance(explanation, Future) else explanation
