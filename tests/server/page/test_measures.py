"""KPIs in words over HTTP, and the page that is built with them."""

import importlib.util
from pathlib import Path
from types import ModuleType

from fastapi.testclient import TestClient

from voltwin.wording.vocabulary import vocabulary

FRONTEND = Path(__file__).resolve().parents[3] / "frontend"


def script() -> ModuleType:
    """Return the script that writes the page's words, which is in no package."""
    file = FRONTEND / "scripts" / "generate_words.py"
    spec = importlib.util.spec_from_file_location("generate_words", file)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_all_kpis_are_told_in_words(whole: TestClient) -> None:
    told = whole.get("/api/measures").json()["measures"]
    assert told == [word._asdict() for word in vocabulary()]


def test_the_page_is_built_with_these_words() -> None:
    words = script()
    assert words.WORDS.read_text(encoding="utf-8") == words.generated(), "run `make client`"
