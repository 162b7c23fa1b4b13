import io
import re
from pathlib import Path
from typing import cast

import pytest
from matplotlib.figure import Figure
from matplotlib.text import Text
from tests.report.experiments.made import made

from voltwin.report.experiments.contents import document, sections
from voltwin.report.experiments.pdf import write_pdf
from voltwin.report.figures.plot import Plot
from voltwin.report.pdf_page import HEIGHT_IN, WIDTH_IN
from voltwin.report.style import applied
from voltwin.run_folder.folder_error import FolderError

KINDS = ("until narrow", "the best", "sampled", "sizing")


def pages(pdf: bytes) -> int:
    return len(re.findall(rb"/Type /Page\b(?!s)", pdf))


@pytest.mark.parametrize("name", KINDS)
def test_every_kind_has_a_pdf_of_vectors(name: str, tmp_path: Path) -> None:
    file = tmp_path / "report.pdf"
    write_pdf(made(name), file)
    pdf = file.read_bytes()
    assert pdf.startswith(b"%PDF")
    assert b"/Subtype /Image" not in pdf
    assert b"/FontFile2" in pdf
    plots = [plot for part in sections(made(name)) for plot in part.plots]
    assert 1 + len(plots) / 2 <= pages(pdf) <= 3 + len(plots) + len(sections(made(name)))
    assert list(tmp_path.iterdir()) == [file]


@pytest.mark.parametrize("name", KINDS)
def test_texts_of_figures_stay_on_the_sheet(name: str) -> None:
    plots = [plot for part in sections(made(name)) for plot in part.plots]
    for plot in (plot for plot in plots if isinstance(plot, Plot)):
        with applied():
            figure = plot.figure()
            figure.savefig(io.BytesIO(), format="raw")  # so that every text has its place
            for text in texts_drawn(figure):
                extent = text.get_window_extent()
                assert extent.x0 >= figure.bbox.x0 - 2.0, (plot.name, text.get_text())
                assert extent.x1 <= figure.bbox.x1 + 2.0, (plot.name, text.get_text())


def texts_drawn(figure: Figure) -> list[Text]:
    """Return texts but for labels of ticks: of these, matplotlib keeps some that are not drawn."""
    labels = [
        label
        for axes in figure.axes
        for label in (*axes.get_xticklabels(which="both"), *axes.get_yticklabels())
    ]
    found = cast("list[Text]", figure.findobj(Text))
    return [text for text in found if text.get_text() and text not in labels]


def test_tables_share_a_page_as_far_as_they_fit(tmp_path: Path) -> None:
    experiment = made("two pairs")
    plots = [plot for part in document(experiment).sections for plot in part.plots]
    write_pdf(experiment, tmp_path / "report.pdf")
    tables = [part for part in sections(experiment) if part.table is not None]
    assert len(tables) == 2  # before and behind the figure
    assert pages((tmp_path / "report.pdf").read_bytes()) == 1 + len(plots) + len(tables)
    assert WIDTH_IN > HEIGHT_IN


def test_it_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    with pytest.raises(FolderError, match="cannot be written"):
        write_pdf(made("two pairs"), tmp_path / "absent" / "report.pdf")
    assert list(tmp_path.iterdir()) == []
