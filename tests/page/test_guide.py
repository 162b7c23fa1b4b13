"""The first minute: six steps, noticed as they are done."""

import re
from contextlib import ExitStack
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from tests.page.conftest import OpenTab, Site, new_twin

from voltwin.client.twin import RemoteTwin


@pytest.fixture
def twin(site: Site, afterwards: ExitStack) -> RemoteTwin:
    """A twin of the busy town on a morning, paused."""
    made = new_twin(site, afterwards)
    made.command("seek", at="9h")
    return made


def guide(page: Page) -> Any:
    return page.get_by_role("complementary", name="Guided start")


def step(page: Page) -> Any:
    """Return the name of the step that comes next."""
    return guide(page).get_by_role("heading")


def test_the_first_minute(open_tab: OpenTab, site: Site, twin: RemoteTwin) -> None:
    page = open_tab(site.url, guided=True, has_map=False).open(f"/twins/{twin.id}?pairs=4")
    expect(step(page)).to_have_text("Let the city move")
    player = page.get_by_role("group", name="Player")
    player.get_by_role("button", name="Play", exact=True).click()
    expect(step(page)).to_have_text("Find the worst station")
    player.get_by_role("button", name="Pause", exact=True).click()
    page.get_by_role("region", name="Network and stations").get_by_role("listitem").get_by_role(
        "button"
    ).first.click()
    expect(step(page)).to_have_text("Read why")
    page.get_by_role("button", name="Explain what happened").click()
    expect(step(page)).to_have_text("Add two chargers")
    page.get_by_role("tab", name="Levers").click()
    chargers = page.get_by_role("slider", name=re.compile("^Chargers"))
    chargers.press("ArrowRight")
    expect(step(page)).to_have_text("Add two chargers")
    chargers.press("ArrowRight")
    expect(step(page)).to_have_text("Copy the link")
    effects = page.get_by_role("row", name=re.compile("Lost share"))
    expect(effects).to_contain_text(re.compile("points.* to .*points"))
    page.get_by_role("button", name="Copy link").click()
    expect(step(page)).to_have_text("That was all")
    link = page.evaluate("navigator.clipboard.readText()")
    assert f"/twins/{twin.id}?" in link
    assert "levers=" in link
    assert "station=" in link


def test_the_guide_is_left_gone_on_with_and_skipped(
    open_tab: OpenTab, site: Site, twin: RemoteTwin
) -> None:
    page = open_tab(site.url, guided=True, has_map=False).open(f"/twins/{twin.id}")
    guide(page).get_by_role("button", name="Skip this step").click()
    expect(step(page)).to_have_text("Find the worst station")
    page.reload()
    expect(step(page)).to_have_text("Find the worst station")
    guide(page).get_by_role("button", name="Close the guided start").click()
    expect(guide(page)).to_have_count(0)
    page.reload()
    expect(page.get_by_role("group", name="Player")).to_be_visible()
    expect(guide(page)).to_have_count(0)
    page.keyboard.press("h")
    expect(guide(page)).to_contain_text("2 of 6")


def test_the_guide_leads_by_the_keyboard(open_tab: OpenTab, site: Site, twin: RemoteTwin) -> None:
    page = open_tab(site.url, guided=True, has_map=False).open(f"/twins/{twin.id}")
    play = page.get_by_role("group", name="Player").get_by_role("button", name="Play", exact=True)
    expect(play).to_be_enabled()
    expect(play).to_have_attribute("data-guide-here", "")
    page.keyboard.press("w")
    expect(play).to_be_focused()
    page.keyboard.press("Enter")
    expect(step(page)).to_have_text("Find the worst station")
