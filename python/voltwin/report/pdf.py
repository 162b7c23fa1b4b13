"""A run as a PDF of vector figures."""

from pathlib import Path
from typing import TYPE_CHECKING

from voltwin.report.contents import document, sections
from voltwin.report.pdf_document import write_document
from voltwin.report.why import Explanation

if TYPE_CHECKING:
    from voltwin.results import Run


def write_pdf(run: "Run", explanation: Explanation | None, file: Path) -> None:
    """Write the report of a run as a PDF; an earlier file of that name is replaced at once.

    Args:
        run: with its KPIs.
        explanation: why stations lose or delay; None to leave that out.
        file: to write.

    Raises:
        FolderError: it cannot be written.
    """
    write_document(document(run, sections(run, explanation)), file)
