"""Twins and their panels for those who read them with a screen reader or in a narrow window."""

import re

import pytest
from playwright.sync_api import expect
from tests.page.axe import AXE, findings
from tests.page.conftest import OpenTab, Site
from tests.page.tab import Tab
from tests.page.twins.seen import opened, panel, row

from voltwin.client.twin import RemoteTwin

REPORT = {"station": "near", "stock": {"ready": 1}, "queue": 2}


@pytest.mark.skipif(not AXE.exists(), reason="npm has installed nothing (make page)")
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_twins_and_their_panels_have_no_serious_findings(
    open_tab: OpenTab, site: Site, twin: RemoteTwin, *, dark: bool
) -> None:
    twin.command("intervene", what={"kind": "close", "stations": ["far"]})
    twin.observe([{**REPORT, "at": "7h"}])
    tab = open_tab(site.url, dark=dark, has_map=False)
    page = tab.open("/twins")
    expect(row(page, "town today")).to_be_visible()
    assert findings(page) == []
    page.get_by_role("button", name="New twin").click()
    assert findings(page) == []
    part = panel(tab, twin, query="station=near")
    expect(part.get_by_role("list", name="What was done to the city")).to_be_visible()
    for title in ("Who did what", "Snapshots", "About this twin"):
        opened(part, title)
    expect(part).to_contain_text("voltwin run")
    assert findings(page) == []
    page.get_by_role("tab", name="Forecast").click()
    part = page.get_by_role("tabpanel", name="Forecast")
    for title in ("Tell what is seen", "Observed against simulated", "How good forecasts were"):
        opened(part, title)
    part.get_by_label("For the next").select_option("1")
    part.get_by_role("button", name="Forecast from now").click()
    expect(part.get_by_role("img", name=re.compile("all stations"))).to_be_visible()
    assert findings(page) == []


@pytest.mark.parametrize("path", ["/twins", "/twins/{id}"])
def test_in_a_narrow_window_all_of_it_is_reached(tab: Tab, twin: RemoteTwin, path: str) -> None:
    tab.page.set_viewport_size({"width": 390, "height": 844})
    page = tab.open(path.format(id=twin.id))
    if path == "/twins":
        expect(row(page, "town today")).to_be_visible()
        return
    page.get_by_role("tab", name="Twin").click()
    form = page.get_by_role("form", name="Do something")
    expect(form.get_by_label("What happens")).to_be_visible()
    page.evaluate(
        "history.pushState(null, '', '?station=far'); dispatchEvent(new PopStateEvent('popstate'))"
    )
    expect(page.get_by_role("tab", name="Station")).to_be_visible()
    expect(page.get_by_role("tab", name="Twin")).to_have_attribute("aria-selected", "true")
    expect(form.get_by_label("Station", exact=True)).to_have_value("far")
