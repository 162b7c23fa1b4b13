"""An experiment as a PDF of vector figures."""

from pathlib import Path
from typing import TYPE_CHECKING

from voltwin.report.experiments.contents import document
from voltwin.report.pdf_document import write_document

if TYPE_CHECKING:
    from voltwin.experiment.experiment import Experiment


def write_pdf(experiment: "Experiment", file: Path) -> None:
    """Write the report of an experiment as a PDF; an earlier file of that name is replaced at once.

    Args:
        experiment: finished.
        file: to write.

    Raises:
        FolderError: it cannot be written.
    """
    write_document(document(experiment), file)
