"""Every view can be used by those who do not see it, or see it otherwise: rules of axe-core."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from tests.page.cities import city, finished_comparison, finished_run, finished_sweep
from tests.page.conftest import Site
from tests.page.tab import Tab

AXE = Path(__file__).resolve().parents[2] / "frontend/node_modules/axe-core/axe.min.js"
SERIOUS = ("serious", "critical")
# What is shown at each address, once it is all there.
VIEWS = {
    "/runs": "Runs",
    "/runs/{run}": "KPIs",
    "/runs/{run}?tab=regions": "KPIs by region",
    "/runs/{run}?tab=stations": "KPIs by station",
    "/compare": "Comparisons",
    "/compare?of={comparison}": "The variant",
    "/sweeps": "Sweeps",
    "/sweeps/{sweep}": "By each factor",
    "/scenarios": "Scenarios",
    "/scenarios/{scenario}": "Stations",
}

pytestmark = pytest.mark.skipif(not AXE.exists(), reason="npm has installed nothing (make page)")


@pytest.fixture(scope="module")
def ids(site: Site) -> dict[str, str]:
    return {
        "run": str(finished_run(site.client).id),
        "scenario": str(city(site.client).id),
        "comparison": str(finished_comparison(site.client).id),
        "sweep": str(finished_sweep(site.client).id),
    }


def findings(page: Page) -> list[str]:
    """Return what is seriously wrong, each with the first place at which it is."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found: dict[str, Any] = page.evaluate("axe.run({ resultTypes: ['violations'] })")
    return [
        f"{one['id']}: {one['help']}: {one['nodes'][0]['html'][:200]}"
        for one in found["violations"]
        if one["impact"] in SERIOUS
    ]


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("path", VIEWS)
def test_a_view_has_no_serious_findings(
    open_tab: Callable[..., Tab], site: Site, ids: dict[str, str], path: str, *, dark: bool
) -> None:
    page = open_tab(site.url, dark=dark).open(path.format(**ids))
    expect(page.get_by_role("region", name=VIEWS[path], exact=True)).to_be_visible()
    assert findings(page) == []


def test_charts_reasons_and_the_editor_have_no_serious_findings(
    tab: Tab, ids: dict[str, str]
) -> None:
    page = tab.open(f"/runs/{ids['run']}?tab=hours")
    expect(page.locator("canvas").first).to_be_visible()
    assert findings(page) == []
    page = tab.open(f"/runs/{ids['run']}?tab=why")
    expect(page.get_by_label("Replication")).to_be_visible()
    assert findings(page) == []
    page = tab.open("/scenarios/new")
    expect(page.get_by_text("valid: 2 stations")).to_be_visible()
    assert findings(page) == []


def test_dialogues_have_no_serious_findings(tab: Tab, ids: dict[str, str]) -> None:
    page = tab.open(f"/scenarios/{ids['scenario']}")
    for name in ("Run it", "Derive", "Keyboard", "Delete"):
        page.get_by_role("button", name=name).click()
        expect(page.get_by_role("dialog")).to_be_visible()
        assert findings(page) == []
        page.keyboard.press("Escape")
        expect(page.get_by_role("dialog")).to_have_count(0)


def test_a_finding_is_noticed(tab: Tab) -> None:
    page = tab.open("/runs")
    page.evaluate("document.body.append(document.createElement('img'))")
    assert any(found.startswith("image-alt") for found in findings(page))
