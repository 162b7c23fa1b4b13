import pyarrow as pa

from voltwin.report.pdf_page import MARGIN_IN, WIDTH_IN, Page


def test_a_long_name_leaves_room_for_the_last_column() -> None:
    page = Page()
    page.table(pa.table({"station": ["n" * 96], "why": ["because " * 20]}))
    heads = {text.get_text(): text.get_position()[0] * WIDTH_IN for text in page.figure.texts}
    assert heads["why"] < MARGIN_IN + 3.0  # [inch]
    assert "n" * 31 + "…" in heads
