"""The address of a city is the city as it is seen: nothing in the page loses it, and whoever opens
it sees the same or is told why not."""

import re
from contextlib import ExitStack

from playwright.sync_api import Locator, Page, expect
from tests.page.conftest import OpenTab, Site, new_twin
from tests.page.tab import Tab, moment_in_address

from voltwin.client.twin import RemoteTwin

HERE = "camera=10.02,53,12.5,0,0"
THERE = "camera=10.03,53.01,13,0,0"


def clock(page: Page) -> Locator:
    return page.get_by_role("timer", name="City time")


def test_whoever_goes_to_the_city_that_is_shown_finds_it_as_it_was(
    tab: Tab, twin: RemoteTwin
) -> None:
    page = tab.open(f"/twins/{twin.id}?t=30000&{HERE}&levers=stations[*].bays%2B=1&pairs=2")
    expect(clock(page)).to_contain_text("08:20")
    expect(page).to_have_url(re.compile("levers=stations%5B"))  # as the page itself writes it
    whole = page.url
    page.get_by_role("link", name="City", exact=True).click()
    page.keyboard.press("g")
    page.keyboard.press("m")
    page.get_by_role("button", name="Keyboard", exact=True).click()
    page.get_by_role("button", name="Guided start", exact=True).click()
    expect(page.get_by_role("complementary", name="Guided start")).to_be_visible()
    assert page.url == whole
    page.get_by_role("link", name="Runs", exact=True).click()
    expect(page).to_have_url(re.compile("/runs$"))
    page.go_back()
    expect(clock(page)).to_contain_text("08:20")
    assert page.url == whole


def test_steps_back_in_one_city_bring_time_and_camera_back(tab: Tab, twin: RemoteTwin) -> None:
    page = tab.open(f"/twins/{twin.id}?t=30000&{HERE}")
    expect(clock(page)).to_contain_text("08:20")
    expect(page.locator("[data-streets]")).to_be_visible()
    page.locator(".maplibregl-canvas").wait_for()
    page.evaluate(f"history.pushState(null, '', '?t=3600&{THERE}')")
    page.evaluate("dispatchEvent(new PopStateEvent('popstate'))")  # as of a step on
    expect(clock(page)).to_contain_text("01:00")
    page.go_back()
    expect(clock(page)).to_contain_text("08:20")
    page.get_by_role("button", name="On 15 minutes").click()  # writes all that is shown
    expect(page).to_have_url(re.compile("t=30900"))
    page.get_by_role("button", name="Tilt").click()
    expect(page).to_have_url(re.compile("camera=10.02,53,12.5,42,0"))


def test_a_link_made_at_an_event_shows_the_event(
    tab: Tab, open_tab: OpenTab, twin: RemoteTwin
) -> None:
    page = tab.open(f"/twins/{twin.id}")
    page.get_by_role("button", name="To the next stock-out").click()
    expect(page).to_have_url(re.compile("station="))
    expect(page).to_have_url(moment_in_address(twin.now))
    station = page.url.partition("station=")[2].partition("&")[0]
    link = page.url.removeprefix(tab.url)
    twin.command("seek", at="3h")
    expect(clock(page)).to_contain_text("03:00")
    other = open_tab(tab.url).open(link)
    expect(other.get_by_role("region", name="Network and stations")).to_contain_text(
        "No battery ready"
    )
    shown = {one["station"]: one["ready"] for one in twin.stations().to_pylist()}
    assert shown[station] == 0


def test_a_link_that_cannot_show_its_time_says_so_and_leads_there(
    open_tab: OpenTab, guarded: Site, afterwards: ExitStack
) -> None:
    twin = new_twin(guarded, afterwards)
    twin.command("speed", speed=1)
    twin.command("play")
    link = f"/twins/{twin.id}?t=30000"
    looks, plans = (
        open_tab(guarded.url, token=guarded.tokens[role]).open(link)
        for role in ("viewer", "planner")
    )
    for page in (looks, plans):
        sign = page.get_by_role("region", name="Time of the link")
        expect(sign).to_contain_text("This link is of Mon 2026-01-05 08:20")
        expect(sign).to_contain_text("the city is at Mon 2026-01-05 00:0")
    looks_there = looks.get_by_role("button", name="Go there")
    expect(looks_there).to_have_attribute("aria-disabled", "true")
    plans.get_by_role("button", name="Go there").click()
    for page in (looks, plans):
        expect(clock(page)).to_contain_text("08:2")
    expect(plans.get_by_role("region", name="Time of the link")).to_have_count(0)
    looks.get_by_role("button", name="Stay here").click()
    expect(looks.get_by_role("region", name="Time of the link")).to_have_count(0)
