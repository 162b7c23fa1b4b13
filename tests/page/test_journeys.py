"""Ways through the page that lead over several views, and what becomes of them when the server is
away for a while."""

import re
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect
from tests.page.busy_town import busy_town
from tests.page.conftest import OpenTab, Site, served
from tests.page.tab import PATIENCE_MS, Tab

from voltwin.client.twin import RemoteTwin
from voltwin_server.settings import Settings

AWAY = ("WebSocket", "ERR_", "Failed to load resource")  # what the browser says of it
LOST = "The connection to the city is lost"
NO_SERVER = "No connection to the server; trying again"

REPLICATIONS = 200  # of a run that still goes on when it is looked at


def clock(page: Page) -> Any:
    return page.get_by_role("timer", name="City time")


def test_a_run_is_watched_sought_and_taken_to_a_stock_out(tab: Tab, site: Site) -> None:
    run = site.client.run(busy_town(), replications=2, seed=3).wait()
    page = tab.open(f"/runs/{run.id}")
    page.get_by_role("button", name="Watch it").click()
    expect(clock(page)).to_contain_text("Mon 2026-01-05 00:00")
    page.get_by_label("Speed").select_option("3600")
    page.get_by_role("button", name="Play", exact=True).click()
    expect(clock(page)).not_to_contain_text("00:00")
    page.get_by_role("button", name="Pause", exact=True).click()
    line = page.get_by_role("slider", name="Time of the run")
    box = line.bounding_box()
    assert box is not None
    line.click(position={"x": box["width"] / 4, "y": box["height"] / 2})
    expect(clock(page)).to_contain_text(re.compile("0(5:5|6:0)"))
    page.get_by_role("button", name="To the next stock-out").click()
    panel = page.get_by_role("region", name="Network and stations")
    expect(panel).to_contain_text("No battery ready")
    id_ = page.url.partition("/twins/")[2].partition("?")[0]
    watched = site.client.twins.get(id_)
    assert 0 in watched.stations().to_pydict()["ready"]
    page.get_by_role("link", name="Runs").click()  # the tab leaves the twin before it is deleted
    expect(page.get_by_role("region", name="Runs")).to_be_visible()
    watched.delete()


def test_a_what_if_is_compared_in_full_and_seen_on_two_maps(
    tab: Tab, site: Site, twin: RemoteTwin
) -> None:
    page = tab.open(f"/twins/{twin.id}?pairs=4&levers=stations[*].chargers%2B=2")
    page.get_by_role("tab", name="Levers").click()
    expect(page.get_by_text("4 of 4 pairs", exact=True)).to_be_visible()
    page.get_by_role("button", name="Compare in full").click()
    expect(page.get_by_text("stations[*].chargers+=2")).to_be_visible()
    expect(page.get_by_text("completed")).to_be_visible()
    expect(page.get_by_role("img", name="Differences by KPI")).to_contain_text("Lost share")
    page.get_by_role("button", name="Watch both move").click()
    for side in "AB":
        expect(page.get_by_role("region", name=f"City {side}")).to_contain_text("00:00")
    page.get_by_role("button", name="On 15 minutes").click()
    for side in "AB":
        expect(page.get_by_role("region", name=f"City {side}")).to_contain_text("00:15")
    page.go_back()
    expect(page.get_by_role("img", name="Differences by KPI")).to_be_visible()


def test_without_a_connection_the_page_says_so_and_goes_on_when_it_is_back(
    tab: Tab, site: Site
) -> None:
    tab.expect_wrong(*AWAY)
    page = tab.open("/runs")
    expect(page.get_by_role("heading").first).to_be_visible()
    page.get_by_role("link", name="Scenarios").click()  # its script is there before
    expect(page).to_have_title("Scenarios \N{MIDDLE DOT} Voltwin")
    expect(page.get_by_text("Write a new one")).to_be_visible()
    page.context.set_offline(True)
    page.get_by_role("link", name="Runs").click()
    expect(page.get_by_text(NO_SERVER)).to_be_visible()
    expect(page.get_by_role("alert")).to_contain_text("It is asked again as soon as it does.")
    page.context.set_offline(False)
    expect(page.get_by_text(NO_SERVER)).to_have_count(0)
    expect(page.get_by_role("alert")).to_have_count(0)
    expect(page.get_by_role("heading").first).to_be_visible()


def test_a_server_that_is_started_again_is_found_again(open_tab: OpenTab, tmp_path: Path) -> None:
    settings = Settings(tmp_path, workers=1)
    with served(settings) as site:
        twin = site.client.twins.create(busy_town())
        twin.command("seek", at="5h")
        city, list_ = open_tab(site.url), open_tab(site.url)
        for tab in (city, list_):
            tab.expect_wrong(
                *AWAY, "409 GET", "503"
            )  # a run that has no KPIs yet; a server that leaves
        page = city.open(f"/twins/{twin.id}")
        expect(clock(page)).to_contain_text("05:00")
        run = site.client.run(busy_town(), replications=REPLICATIONS)
        progress = list_.open(f"/runs/{run.id}")
        expect(progress.get_by_text(f"of {REPLICATIONS}")).to_be_visible()
    expect(page.get_by_text(LOST)).to_be_visible()
    expect(progress.get_by_text(NO_SERVER)).to_be_visible()
    with served(settings, port=int(site.url.rpartition(":")[2])):
        expect(page.get_by_text(LOST)).to_have_count(0, timeout=2 * PATIENCE_MS)
        expect(clock(page)).to_contain_text("05:00")
        page.get_by_role("button", name="On 15 minutes").click()
        expect(clock(page)).to_contain_text("05:15")
        expect(progress.get_by_text(NO_SERVER)).to_have_count(0)
        expect(progress.get_by_text("completed", exact=True)).to_be_visible()
        for tab in (city, list_):
            tab.page.close()
