"""The tour of docs/client.md shows what happens: it is run against a server."""

import doctest
import re
from pathlib import Path

import pytest

PAGE = Path(__file__).resolve().parents[2] / "docs" / "client.md"
BLOCK = re.compile(r"^```pycon\n(.*?)^```", re.DOTALL | re.MULTILINE)
OWN = "http://127.0.0.1:8000"  # as the page has it
FLAGS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE | doctest.IGNORE_EXCEPTION_DETAIL


def test_the_tour_shows_what_happens(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    text = "\n".join(BLOCK.findall(PAGE.read_text(encoding="utf-8"))).replace(OWN, url)
    tour = doctest.DocTestParser().get_doctest(text, {}, PAGE.name, str(PAGE), 0)
    said: list[str] = []
    result = doctest.DocTestRunner(optionflags=FLAGS).run(tour, out=said.append)
    assert result.attempted > 30
    assert result.failed == 0, "".join(said)


def test_the_tour_goes_everywhere() -> None:
    tour = "".join(BLOCK.findall(PAGE.read_text(encoding="utf-8")))
    for what in (
        "scenarios",
        "run",
        "compare",
        "sweep",
        "what_if",
        "twins",
        "watch",
        "explain",
        "observe",
        "forecast",
    ):
        assert f".{what}" in tour
