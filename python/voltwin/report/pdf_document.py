"""A report as a PDF of vector figures, a page for each part of it, to print or to hand on."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from voltwin.report.document import Document
from voltwin.report.figures.plot import Missing, Plot
from voltwin.report.pdf_page import BOTTOM_IN, MARGIN_IN, TEXT_IN, WIDTH_IN, Page
from voltwin.report.pdf_text import in_available_fonts
from voltwin.report.section import Section
from voltwin.report.style import INK, MUTED, VERMILLION, applied
from voltwin.report.tiles import Tile
from voltwin.report.whole_file import whole_file
from voltwin.report.words import in_cells

_BESIDE = 2  # figures at most
_BESIDE_IN = 0.5  # between figures side by side
_HIGHER = 1.45  # than in their own size that figures are drawn at most
_BETWEEN_IN = 0.4  # tables on one page
_ROW_IN = 0.27  # of a table
_MOST_CELLS = 800  # of a command; the page has all of it
_FOOT_IN = BOTTOM_IN + 0.2
_TILES_PER_ROW = 4
_OUTLINES, _TRUETYPE = 3, 42  # how matplotlib calls fonts as drawings and as they are


def write_document(document: Document, file: Path) -> None:
    """Write a report as a PDF; an earlier file of that name is replaced at once.

    Raises:
        FolderError: it cannot be written.
    """
    import matplotlib as mpl
    from matplotlib.backends.backend_pdf import PdfPages

    about = {"Title": f"{document.title} - Voltwin", "CreationDate": None}
    with whole_file(file) as partial, applied():
        pages = [_first_page(document), *_pages(document.sections)]
        for number, page in enumerate(pages, start=1):
            _write_foot(page, document.title, number)
        others = [in_available_fonts(page.figure) for page in pages]
        # The fonts of other scripts are often of kinds that no PDF can hold as they are.
        font_type = _OUTLINES if any(others) else _TRUETYPE
        with mpl.rc_context({"pdf.fonttype": font_type}), PdfPages(partial, metadata=about) as pdf:
            for page in pages:
                pdf.savefig(page.figure)


def _write_foot(page: Page, name: str, number: int) -> None:
    page.text(in_cells(name, 90), 8.0, colour=MUTED, y_in=_FOOT_IN)
    right_in = WIDTH_IN - MARGIN_IN
    page.text(f"{number}", 8.0, colour=MUTED, x_in=right_in, y_in=_FOOT_IN, align="right")


def _first_page(document: Document) -> Page:
    """Return title, headline, KPIs and recipe."""
    page = Page()
    page.paragraph(in_cells(document.title, 110), 20.0, bold=True)
    page.paragraph(document.scope, 10.0, colour=MUTED)
    page.skip(0.12)
    page.paragraph(document.headline, 12.0)
    page.skip(0.25)
    _write_tiles(page, document.tiles)
    page.paragraph("How to get the same numbers again", 12.0, bold=True)
    page.skip(0.06)
    again = document.recipe
    page.paragraph(again.where, 8.5, colour=MUTED)
    page.skip(0.04)
    for line in again.lines:
        page.paragraph(in_cells(line, _MOST_CELLS), 9.5)
    page.skip(0.1)
    for label, value in document.facts:
        page.text(label, 8.5, colour=MUTED)
        page.paragraph(value, 8.5, x_in=MARGIN_IN + 1.5, width_in=TEXT_IN - 1.5)
    return page


def _write_tiles(page: Page, found: Sequence[Tile]) -> None:
    width_in = TEXT_IN / _TILES_PER_ROW
    for first in range(0, len(found), _TILES_PER_ROW):
        for column, tile in enumerate(found[first : first + _TILES_PER_ROW]):
            x_in, top = MARGIN_IN + column * width_in, page.at_in
            page.text(tile.label, 8.5, colour=MUTED, x_in=x_in)
            colour = VERMILLION if tile.is_bad else INK
            page.text(tile.value, 16.0, colour=colour, bold=True, x_in=x_in, y_in=top + 0.2)
            page.text(tile.beside, 8.0, colour=MUTED, x_in=x_in, y_in=top + 0.53)
        page.skip(0.95 if len(found) <= 2 * _TILES_PER_ROW else 0.74)
    page.skip(0.2 if found else 0.0)


def _pages(sections: Sequence[Section]) -> Iterator[Page]:
    """Yield all parts of the report; those without figures share pages as far as they fit."""
    begun: Page | None = None
    for section in sections:
        if begun is not None and (section.plots or not _fits(section, begun)):
            yield begun
            begun = None
        if begun is not None:
            begun.skip(_BETWEEN_IN)
        *whole, last = _pages_of(section, begun or Page())
        yield from whole
        if section.plots:
            yield last
        else:
            begun = last
    if begun is not None:
        yield begun


def _fits(section: Section, page: Page) -> bool:
    """Return whether a part without figures fits below what is there, as far as one can tell."""
    rows = 0 if section.table is None else section.table.num_rows + 1
    height_in = 0.4 + 0.45 * len(section.sentences) + _ROW_IN * rows
    return page.left_in > _BETWEEN_IN + height_in


def _pages_of(section: Section, page: Page) -> Iterator[Page]:
    """Yield one part of the report: two figures side by side or one a page; sentences, a table.

    Args:
        section: the part.
        page: on which it begins.
    """
    shown, together = section.plots, _BESIDE if section.beside else 1
    while len(shown) > together:
        _draw_beside(page, shown[:together])
        yield page
        page, shown = Page(), shown[together:]
    if shown:
        _draw_beside(page, shown)
    else:
        page.paragraph(section.title, 14.0, bold=True)
        page.skip(0.08)
    for sentence in section.sentences:
        page.paragraph(sentence, 9.5)
        page.skip(0.15)
    rest = section.table
    while rest is not None and rest.num_rows:
        rest = page.table(rest)
        if rest.num_rows:
            yield page
            page = Page()
    yield page


def _draw_beside(page: Page, parts: tuple[Plot | Missing, ...]) -> None:
    """Draw figures side by side, each below its title, its finding and how to read it."""
    width_in = (TEXT_IN - _BESIDE_IN * (len(parts) - 1)) / len(parts)
    lefts_in = [MARGIN_IN + i * (width_in + _BESIDE_IN) for i in range(len(parts))]
    top, below = page.at_in, []
    for part, x_in in zip(parts, lefts_in, strict=True):
        page.at_in = top
        _write_words(page, part, x_in, width_in)
        below.append(page.at_in)
    page.at_in = max(below) + 0.15
    for part, x_in in zip(parts, lefts_in, strict=True):
        if isinstance(part, Plot):
            page.plot(part, x_in, width_in, min(page.left_in, _HIGHER * part.height_in))
    heights_in = [part.height_in for part in parts if isinstance(part, Plot)]
    page.skip(min(page.left_in, _HIGHER * max(heights_in, default=0.0)))


def _write_words(page: Page, part: Plot | Missing, x_in: float, width_in: float) -> None:
    page.paragraph(part.title, 14.0, bold=True, x_in=x_in, width_in=width_in)
    page.skip(0.04)
    if isinstance(part, Missing):
        page.paragraph(part.why, 9.5, colour=MUTED, x_in=x_in, width_in=width_in)
        return
    page.paragraph(part.finding, 9.5, x_in=x_in, width_in=width_in)
    page.skip(0.04)
    page.paragraph(part.reading, 8.0, colour=MUTED, x_in=x_in, width_in=width_in)
