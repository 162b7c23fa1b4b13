"""An experiment as one HTML file."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from voltwin.experiment.measures import measures_of
from voltwin.experiment.tables import COLUMNS
from voltwin.report.experiments.again import plan_text
from voltwin.report.experiments.contents import document
from voltwin.report.html_page import Appendix, drawn, page, write_page
from voltwin.report.recipe import text_of

if TYPE_CHECKING:
    from voltwin.experiment.experiment import Experiment

_TEMPLATE = "experiment.html.j2"


def write_html(experiment: "Experiment", file: Path) -> None:
    """Write the report of an experiment; an earlier file of that name is replaced at once.

    Args:
        experiment: finished.
        file: to write.

    Raises:
        FolderError: it cannot be written.
    """
    write_page(render(experiment), file)


def render(experiment: "Experiment") -> str:
    """Return the report of an experiment as the text of an HTML file."""
    contents = document(experiment)
    text, is_cut = text_of(experiment.plan.base)
    appendix = Appendix(text, is_cut, "experiment.json", "experiment", _columns(experiment))
    plan, plan_is_cut = plan_text(experiment.plan)
    return page(
        _TEMPLATE,
        contents,
        drawn(contents.sections),
        appendix,
        plan=plan,
        plan_is_cut=plan_is_cut,
    )


def _columns(experiment: "Experiment") -> list[dict[str, Any]]:
    """Return name, unit and meaning of the measures, then of the columns of all tables."""
    known = measures_of(experiment.plan.base)
    found = {name: known[name][1:] for name in experiment.plan.measures}
    for table in experiment.tables.values():
        for field in table.schema:
            about = {key.decode(): text.decode() for key, text in (field.metadata or {}).items()}
            found.setdefault(field.name, (about.get("unit", ""), about.get("meaning", "")))
    found |= {name: about for name, about in COLUMNS.items() if name in found}
    return [
        {"name": name, "unit": unit, "meaning": meaning} for name, (unit, meaning) in found.items()
    ]
