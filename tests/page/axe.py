"""What axe-core finds on a page that keeps people from using it."""

from pathlib import Path
from typing import Any

from playwright.sync_api import Page

AXE = Path(__file__).resolve().parents[2] / "frontend/node_modules/axe-core/axe.min.js"
_SERIOUS = ("serious", "critical")


def findings(page: Page) -> list[str]:
    """Return what is seriously wrong, each with the first place at which it is."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text(encoding="utf-8"))
    found: dict[str, Any] = page.evaluate("axe.run({ resultTypes: ['violations'] })")
    return [
        f"{one['id']}: {one['help']}: {one['nodes'][0]['html'][:200]}"
        for one in found["violations"]
        if one["impact"] in _SERIOUS
    ]


def findings_in_both_themes(page: Page) -> list[str]:
    """Return what is seriously wrong in the light, and in the dark."""
    found = []
    for theme in ("light", "dark"):
        page.emulate_media(color_scheme=theme)
        found += [f"{theme}: {text}" for text in findings(page)]
    page.emulate_media(color_scheme="light")
    return found
