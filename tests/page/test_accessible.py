"""Every view, in its main states, can be used by those who do not see it, or see it otherwise:
rules of axe-core, light and dark."""

import re
from typing import Any

import pytest
from playwright.sync_api import Route, expect
from tests.page.axe import AXE, findings, findings_in_both_themes
from tests.page.busy_town import busy_town
from tests.page.cities import city, finished_comparison, finished_run, finished_sweep
from tests.page.conftest import NARROW, OpenTab, Site
from tests.page.tab import Tab

from voltwin.client.twin import RemoteTwin

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
EMPTY: dict[str, Any] = {"items": [], "next": None}
WRONG = "422"

pytestmark = pytest.mark.skipif(not AXE.exists(), reason="npm has installed nothing (make page)")


@pytest.fixture(scope="module")
def ids(site: Site) -> dict[str, str]:
    return {
        "run": str(finished_run(site.client).id),
        "scenario": str(city(site.client).id),
        "comparison": str(finished_comparison(site.client).id),
        "sweep": str(finished_sweep(site.client).id),
    }


def answer_none(route: Route) -> None:
    """Answer as a server does that has nothing yet."""
    route.fulfill(json=EMPTY)


@pytest.fixture
def morning(twin: RemoteTwin) -> RemoteTwin:
    """A busy town at nine in the morning."""
    twin.command("seek", at="9h")
    return twin


@pytest.mark.parametrize("path", VIEWS)
def test_a_view_has_no_serious_findings(tab: Tab, ids: dict[str, str], path: str) -> None:
    page = tab.open(path.format(**ids))
    expect(page.get_by_role("region", name=VIEWS[path], exact=True)).to_be_visible()
    assert findings_in_both_themes(page) == []


@pytest.mark.parametrize("path", ["/runs", "/compare", "/sweeps", "/scenarios"])
def test_nor_has_one_with_nothing_in_it(tab: Tab, path: str) -> None:
    tab.page.route(re.compile(r"/api/(runs|comparisons|sweeps|scenarios|twins)(\?|$)"), answer_none)
    page = tab.open(path)
    expect(
        page.get_by_text(re.compile("No runs yet|None yet|No scenarios yet")).first
    ).to_be_visible()
    assert findings_in_both_themes(page) == []


def test_nor_have_charts_reasons_and_tables(tab: Tab, ids: dict[str, str]) -> None:
    page = tab.open(f"/runs/{ids['run']}?tab=hours")
    expect(page.locator("canvas").first).to_be_visible()
    assert findings_in_both_themes(page) == []
    page.get_by_role("figure").first.get_by_role("button", name="Table").click()
    assert findings(page) == []
    page.get_by_role("tab", name="Why").click()
    expect(page.get_by_label("Replication")).to_be_visible()
    assert findings_in_both_themes(page) == []


def test_nor_has_the_editor_with_and_without_errors(tab: Tab) -> None:
    tab.expect_wrong(WRONG)
    page = tab.open("/scenarios/new")
    expect(page.get_by_text("valid: 2 stations")).to_be_visible()
    assert findings_in_both_themes(page) == []
    page.get_by_role("textbox", name="Scenario file, YAML").click()
    page.keyboard.press("ControlOrMeta+Home")
    page.keyboard.insert_text("nmae: x\n")
    expect(page.get_by_role("list", name="What is wrong")).to_be_visible()
    expect(page.locator(".cm-lintRange-error").first).to_be_visible()
    assert findings_in_both_themes(page) == []


def test_nor_have_dialogues(tab: Tab, ids: dict[str, str]) -> None:
    page = tab.open(f"/scenarios/{ids['scenario']}")
    for name in ("Run it", "Derive", "Keyboard", "Delete"):
        page.get_by_role("button", name=name).click()
        expect(page.get_by_role("dialog")).to_be_visible()
        assert findings_in_both_themes(page) == []
        page.keyboard.press("Escape")
        expect(page.get_by_role("dialog")).to_have_count(0)


def test_nor_has_the_way_in(open_tab: OpenTab, guarded: Site) -> None:
    tab = open_tab(guarded.url)
    tab.expect_wrong("401")
    page = tab.open("/runs")
    expect(page.get_by_role("dialog", name="A token is needed")).to_be_visible()
    assert findings_in_both_themes(page) == []
    page.keyboard.press("Escape")
    expect(page.get_by_role("alert")).to_be_visible()
    assert findings_in_both_themes(page) == []


def test_nor_has_the_city_with_its_panels(
    open_tab: OpenTab, site: Site, morning: RemoteTwin
) -> None:
    page = open_tab(site.url, guided=True).open(f"/twins/{morning.id}?pairs=4")
    panel = page.get_by_role("region", name="Network and stations")
    expect(panel.get_by_role("listitem").first).to_be_visible()
    expect(page.get_by_role("complementary", name="Guided start")).to_be_visible()
    assert findings_in_both_themes(page) == []

    panel.get_by_role("listitem").get_by_role("button").first.click()
    expect(panel.get_by_role("figure", name="Ready batteries")).to_be_visible()
    panel.get_by_role("button", name="Explain what happened").click()
    expect(panel).to_contain_text("Up to Mon 2026-01-05 09:00")
    page.get_by_role("tab", name="Levers").click()
    page.get_by_role("slider", name=re.compile("^Chargers")).press("ArrowRight")
    expect(page.get_by_text("4 of 4 pairs", exact=True)).to_be_visible()
    assert findings_in_both_themes(page) == []


def test_nor_has_the_city_on_a_phone(open_tab: OpenTab, site: Site, morning: RemoteTwin) -> None:
    page = open_tab(site.url, NARROW).open(f"/twins/{morning.id}?station=near&pairs=4")
    sheet = page.get_by_role("region", name="About the city")
    expect(sheet).to_contain_text("Near Gate")
    for name in ("Network", "Map", "Levers"):
        sheet.get_by_role("tab", name=name).click()
        expect(sheet.get_by_role("tabpanel", name=name)).to_be_visible()
        assert findings_in_both_themes(page) == []


def test_nor_have_two_cities_beside_each_other(tab: Tab, site: Site, morning: RemoteTwin) -> None:
    page = tab.open(f"/compare?left={morning.id}&right={morning.id}")
    expect(page.get_by_role("region", name="City B")).to_contain_text("09:00")
    assert findings_in_both_themes(page) == []


def test_nor_has_a_city_that_is_lost(tab: Tab, site: Site) -> None:
    gone = site.client.twins.create(busy_town())
    page = tab.open(f"/twins/{gone.id}")
    expect(page.get_by_role("timer", name="City time")).to_contain_text("00:00")
    gone.delete()
    expect(page.get_by_role("link", name="Go to the city of this server")).to_be_visible()
    assert findings_in_both_themes(page) == []


def test_a_finding_is_noticed(tab: Tab) -> None:
    page = tab.open("/runs")
    page.evaluate("document.body.append(document.createElement('img'))")
    assert any(found.startswith("image-alt") for found in findings(page))
