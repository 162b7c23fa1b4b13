"""The first minute, on the demo of a new server, from opening it to a link for others."""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect
from tests.deploy.serving import served as spawned
from tests.page.conftest import OpenTab, Site, served

from voltwin.client.client import connect
from voltwin_server.settings import Settings


@pytest.fixture(scope="module")
def new_server(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """`voltwin serve` that was just started for the first time, with all that it begins then."""
    data = tmp_path_factory.mktemp("new") / "served"
    command = [str(Path(sys.executable).with_name("voltwin")), "serve", "--port", "0"]
    with spawned([*command, "--data", str(data), "--workers", "1"]) as url, connect(url) as client:
        yield Site(url, client, {}, data)


def test_the_demo_moves_by_itself_and_six_steps_lead_to_a_link(
    open_tab: OpenTab, new_server: Site
) -> None:
    page = open_tab(new_server.url, guided=True, moving=True).open("/")
    step = page.get_by_role("complementary", name="Guided start").get_by_role("heading")
    player = page.get_by_role("group", name="Player")
    clock = page.get_by_role("timer", name="City time")
    expect(clock).to_contain_text(re.compile("Mon 2026-01-05 (07:(?!00)|08:)"))  # nobody pressed
    panel = page.get_by_role("region", name="Network and stations")
    expect(panel.get_by_role("heading", level=2)).to_be_visible()

    expect(step).to_have_text("Find the worst station")
    player.get_by_role("button", name="Pause", exact=True).click()
    expect(player.get_by_role("button", name="Play", exact=True)).to_be_visible()
    panel.get_by_role("listitem").get_by_role("button").first.click()
    expect(page).to_have_url(re.compile("station="))

    expect(step).to_have_text("Read why")
    panel.get_by_role("button", name="Explain what happened").click()
    expect(panel).to_contain_text(re.compile("Up to Mon 2026-01-05 0[789]:"))

    expect(step).to_have_text("Add two chargers")
    page.get_by_role("tab", name="Levers").click()
    chargers = page.get_by_role("slider", name=re.compile("^Chargers"))
    chargers.press("ArrowRight")
    chargers.press("ArrowRight")
    difference = page.get_by_role("row", name=re.compile("Lost share")).get_by_role("cell").last
    expect(difference).to_contain_text(re.compile("points.* to .*points"))

    expect(step).to_have_text("Copy the link")
    page.get_by_role("button", name="Copy link").click()
    expect(step).to_have_text("That was all")
    link = str(page.evaluate("navigator.clipboard.readText()"))
    shown = clock.inner_text()
    next(iter(new_server.client.twins.list())).command("seek", at="2h")
    expect(clock).to_contain_text("02:00")

    other = open_tab(new_server.url).open(link.removeprefix(new_server.url))
    expect(other.get_by_role("timer", name="City time")).to_have_text(shown)
    expect(other.get_by_role("region", name="Network and stations")).to_contain_text(
        panel.get_by_role("heading", level=2).inner_text()
    )
    other.get_by_role("tab", name="Levers").click()
    expect(other.get_by_role("region", name="Levers", exact=True)).to_contain_text("+2 chargers")


def test_nothing_moves_by_itself_for_those_who_want_less_motion(
    open_tab: OpenTab, tmp_path: Path
) -> None:
    with served(Settings(tmp_path, workers=1, demo=True)) as site:
        page = open_tab(site.url).open("/")
        clock = page.get_by_role("timer", name="City time")
        expect(clock).to_contain_text("Mon 2026-01-05 07:00")
        play = page.get_by_role("button", name="Play", exact=True)
        expect(play).to_be_enabled()  # who one is has been told
        expect(page).to_have_url(re.compile("camera="))  # and all else is there
        expect(play).to_be_in_viewport()
        demo = next(iter(site.client.twins.list()))
        assert demo.refresh().state == "paused"
        play.click()
        expect(clock).not_to_contain_text("07:00")
        page.close()  # before what it shows
