from typing import cast

import pytest
from matplotlib.figure import Figure
from matplotlib.text import Text

from voltwin.report import pdf_text
from voltwin.report.pdf_text import in_available_fonts


def shown(text: str) -> tuple[str, bool]:
    figure = Figure()
    figure.text(0.5, 0.5, text)
    others = in_available_fonts(figure)
    texts = [text.get_text() for text in cast("list[Text]", figure.findobj(Text))]
    return next(filter(None, texts)), others


@pytest.fixture
def no_other_fonts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_text, "_installed", list)
    monkeypatch.setattr(pdf_text, "_found_new_fonts", lambda: False)


def test_what_the_font_has_stays(no_other_fonts: None) -> None:
    assert shown("Ü, Ω, Ж, …, ≤ 5") == ("Ü, Ω, Ж, …, ≤ 5", False)


def test_what_no_font_has_is_a_square(no_other_fonts: None) -> None:
    assert shown("東京 Nord") == ("□□ Nord", False)


def test_another_font_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_text, "_installed", lambda: ["Other"])
    monkeypatch.setattr(pdf_text, "_found_new_fonts", lambda: False)
    characters = {"Other": frozenset(map(ord, "東"))}
    monkeypatch.setattr(pdf_text, "_file", lambda family: family)
    monkeypatch.setattr(pdf_text, "_characters", lambda file: characters.get(file, frozenset()))
    assert shown("東京") == ("東□", True)


def test_fonts_are_looked_for_anew_when_a_character_is_missing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    families: list[str] = []
    monkeypatch.setattr(pdf_text, "_installed", lambda: families)
    monkeypatch.setattr(pdf_text, "_found_new_fonts", lambda: not families.append("New"))  # type: ignore[func-returns-value]
    characters = {"New": frozenset(map(ord, "東京"))}
    monkeypatch.setattr(pdf_text, "_file", lambda family: family)
    monkeypatch.setattr(pdf_text, "_characters", lambda file: characters.get(file, frozenset()))
    assert shown("東京") == ("東京", True)
