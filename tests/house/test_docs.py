"""The pages: what they take from the code is up to date, and every link leads somewhere."""

import importlib.util
import re
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from pydantic import BaseModel

from voltwin.scenario.model import source_of
from voltwin.scenario.scenario import Scenario

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")])

LINK = re.compile(r"!?\[[^\]]*\]\((?P<target>[^)\s]+)\)")
HEADING = re.compile(r"^#+ (?P<text>.+)$", re.MULTILINE)
CODE = re.compile(r"```.*?```|`[^`\n]*`", re.DOTALL)

# Defaults that switch nothing on and change nothing need no source.
NEUTRAL = {
    *("name", "multiplier", "scale", "count", "grid_limit_kw", "opening_hours"),
    *("demand", "cool_down", "tariff", "first", "last", "days"),
    *("trips", "attraction", "homes", "speed_factor", "speed_profile"),
}


def _generate() -> ModuleType:
    """Return docs/generate.py, which is in no package."""
    spec = importlib.util.spec_from_file_location("generate", ROOT / "docs" / "generate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


GENERATE = _generate()


def page_id(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("page", PAGES, ids=page_id)
def test_what_is_generated_is_up_to_date(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert GENERATE.generated(text) == text, "run `make docs`"


def anchor(heading: str) -> str:
    """Return what a link to a heading looks like: lower case, no marks, hyphens for spaces."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-")


def anchors(page: Path) -> set[str]:
    text = re.sub(r"```.*?```", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    return {anchor(found["text"]) for found in HEADING.finditer(text)}


def broken_links(page: Path, text: str) -> Iterator[str]:
    """Yield the links of a page to files and headings that are not there."""
    for found in LINK.finditer(CODE.sub("", text)):
        target, _, heading = found["target"].partition("#")
        if re.match(r"[a-z]+:", target):
            continue
        file = page.parent / target if target else page
        if not file.exists() or (heading and heading not in anchors(file)):
            yield found["target"]


@pytest.mark.parametrize("page", PAGES, ids=page_id)
def test_links_lead_somewhere(page: Path) -> None:
    assert list(broken_links(page, page.read_text(encoding="utf-8"))) == []


def test_a_broken_link_is_found() -> None:
    text = "[a](docs/model.md) [b](docs/none.md) [c](docs/model.md#6-kpis) [d](docs/model.md#7-x)"
    assert list(broken_links(ROOT / "README.md", text)) == ["docs/none.md", "docs/model.md#7-x"]


@pytest.mark.parametrize("page", sorted((ROOT / "docs").glob("*.md")), ids=page_id)
def test_every_page_can_be_reached_from_the_readme(page: Path) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert f"(docs/{page.name})" in readme


FIELDS = [
    pytest.param(name, field, id=f"{model.__name__}.{name}")
    for model in GENERATE._models(Scenario, {})
    for name, field in model.model_fields.items()
    if name != "kind"
]


@pytest.mark.parametrize(("name", "field"), FIELDS)
def test_every_field_is_explained_and_every_default_has_a_source(name: str, field: Any) -> None:
    assert field.description
    default = None if field.is_required() else field.get_default(call_default_factory=True)
    neutral = not default or name in NEUTRAL
    assert neutral or source_of(field)


def test_all_parts_of_a_scenario_are_listed() -> None:
    listed = GENERATE._models(Scenario, {})
    assert all(issubclass(model, BaseModel) for model in listed)
    assert {"Scenario", "Station", "Chargers", "BatteryType", "Surge", "Triangular"} <= {
        model.__name__ for model in listed
    }
