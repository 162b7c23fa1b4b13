"""A twin on its map: played, sought, taken to what happens, watched by several, and lost and found
again."""

import re
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Any

import pytest
from playwright.sync_api import Page, WebSocketRoute, expect
from tests.page.busy_town import busy_town
from tests.page.conftest import NARROW, OpenTab, Site, new_twin
from tests.page.tab import Tab, moment_in_address

from voltwin.client.twin import RemoteTwin


def clock(page: Page) -> Any:
    """Return where the page shows the time of the city."""
    return page.get_by_role("timer", name="City time")


def button(page: Page, name: str) -> Any:
    """Return a button of the player."""
    player = page.get_by_role("group", name="Player")
    return player.get_by_role("button", name=name)


def test_a_twin_is_played_and_sought_and_taken_to_a_stock_out(tab: Tab, twin: RemoteTwin) -> None:
    page = tab.open(f"/twins/{twin.id}")
    expect(clock(page)).to_contain_text("Mon 2026-01-05 00:00")
    page.get_by_label("Speed").select_option("600")
    button(page, "Play").click()
    expect(button(page, "Pause")).to_be_visible()
    expect(clock(page)).not_to_contain_text("00:00")
    page.keyboard.press("Escape")
    page.locator("body").click(position={"x": 2, "y": 2})
    page.keyboard.press("Space")
    expect(button(page, "Play")).to_be_visible()
    assert twin.refresh().state == "paused"

    line = page.get_by_role("slider", name="Time of the run")
    box = line.bounding_box()
    assert box is not None
    line.click(position={"x": box["width"] / 2, "y": box["height"] / 2})
    expect(clock(page)).to_contain_text(re.compile("Mon 2026-01-05 (11:5|12:0)"))
    before = twin.now
    assert before == pytest.approx(43_200.0, abs=300.0)

    page.get_by_role("button", name="To the next stock-out").click()
    panel = page.get_by_role("region", name="Network and stations")
    expect(panel.get_by_role("tab", name="Station")).to_be_visible()
    expect(panel).to_contain_text("No battery ready")
    assert twin.now > before
    assert 0 in twin.stations().to_pydict()["ready"]
    expect(page).to_have_url(moment_in_address(twin.now))
    first = twin.now
    page.get_by_role("button", name="To the next stock-out").click()
    expect(page).not_to_have_url(moment_in_address(first))
    page.get_by_role("button", name="To the stock-out before").click()
    expect(page).to_have_url(moment_in_address(first))


def test_what_is_shown_of_a_station_is_what_the_server_says(tab: Tab, twin: RemoteTwin) -> None:
    twin.command("seek", at="9h")
    page = tab.open(f"/twins/{twin.id}?station=near")
    panel = page.get_by_role("region", name="Network and stations")
    expect(panel).to_contain_text("Near Gate")
    now = next(one for one in twin.stations().to_pylist() if one["station"] == "near")
    for name, column in (("Vehicles in line", "queue"), ("Swaps since the start", "swaps")):
        row = panel.locator("dl > div", has_text=name)
        expect(row.locator("dd")).to_have_text(f"{now[column]:,}")
    page.get_by_role("tab", name="Network").click()
    total = twin.kpis("total").to_pylist()[0]
    swaps = panel.locator("dl > div", has=page.get_by_text("Swaps", exact=True))
    expect(swaps.locator("dd")).to_have_text(f"{total['swaps']:,} vehicles")
    page.get_by_role("tab", name="Station").click()
    expect(panel.get_by_role("figure", name="Ready batteries")).to_be_visible()
    page.get_by_role("button", name="Explain what happened").click()
    expect(panel).to_contain_text("Up to Mon 2026-01-05 09:00")


def test_a_link_shows_the_same_again(tab: Tab, open_tab: OpenTab, twin: RemoteTwin) -> None:
    page = tab.open(f"/twins/{twin.id}?t=30000&camera=10.02,53.0,12.5,0,0&layers=stations")
    expect(clock(page)).to_contain_text("Mon 2026-01-05 08:20")
    page.get_by_label("Stations show").select_option("queue")
    page.get_by_label("Vehicles", exact=True).check()
    page.get_by_role("button", name="On 15 minutes").click()
    expect(clock(page)).to_contain_text("Mon 2026-01-05 08:35")
    expect(page).to_have_url(re.compile("t=30900"))
    assert "camera=10.02,53,12.5,0,0" in page.url

    link = page.url.removeprefix(tab.url)
    twin.command("seek", at=0.0)
    other = open_tab(tab.url).open(link)
    expect(clock(other)).to_contain_text("Mon 2026-01-05 08:35")
    expect(other.get_by_label("Stations show")).to_have_value("queue")
    expect(other.get_by_label("Vehicles", exact=True)).to_be_checked()
    expect(other.get_by_label("Trails")).not_to_be_checked()


def test_two_tabs_on_one_twin_see_the_same(open_tab: OpenTab, site: Site, twin: RemoteTwin) -> None:
    twin.command("speed", speed=1)
    one, other = (open_tab(site.url).open(f"/twins/{twin.id}") for _ in range(2))
    button(one, "Play").click()
    expect(button(other, "Pause")).to_be_visible()
    button(other, "Pause").click()
    expect(button(one, "Play")).to_be_visible()
    button(other, "On 15 minutes").click()
    expect(clock(one)).to_contain_text(re.compile("00:1[5-9]"))
    expect(clock(other)).to_have_text(clock(one).inner_text())


@dataclass
class Line:
    """What is between a tab and the server, on which connections can be lost.

    While it is cut, none is opened: a server that is back at once is back before anybody has looked
    for the sign that it is away.
    """

    opened: list[WebSocketRoute] = field(default_factory=list)
    silent: list[WebSocketRoute] = field(default_factory=list)
    is_cut: bool = False

    def through(self, route: WebSocketRoute) -> None:
        if self.is_cut:
            route.close(code=1011, reason="cut")
            return
        server = route.connect_to_server()
        self.opened.append(route)
        route.on_message(lambda text: None if route in self.silent else server.send(text))
        server.on_message(lambda data: None if route in self.silent else route.send(data))


@pytest.fixture
def line(tab: Tab) -> Line:
    line = Line()
    tab.page.route_web_socket(re.compile("/live"), line.through)
    return line


def comes_back(line: Line, page: Page) -> None:
    """Expect the page to say that its connection is lost, and to open another when it can."""
    lost = page.get_by_text("The connection to the city is lost")
    expect(lost).to_be_visible()
    line.is_cut = False
    expect(lost).to_have_count(0)
    assert len(line.opened) == 2


def test_a_connection_that_was_lost_comes_back(tab: Tab, line: Line, twin: RemoteTwin) -> None:
    page = tab.open(f"/twins/{twin.id}")
    expect(clock(page)).to_contain_text("00:00")
    line.is_cut = True
    line.opened[-1].close(code=1011, reason="lost")
    comes_back(line, page)
    twin.command("seek", at="3h")
    expect(clock(page)).to_contain_text("03:00")


def test_a_connection_that_dies_without_a_word_is_noticed_and_opened_again(
    tab: Tab, line: Line, twin: RemoteTwin
) -> None:
    page = tab.open(f"/twins/{twin.id}")
    button(page, "Play").click()
    expect(clock(page)).not_to_contain_text("00:00")
    line.is_cut = True
    line.silent.extend(line.opened)
    comes_back(line, page)
    button(page, "Pause").click()
    expect(button(page, "Play")).to_be_visible()
    assert twin.refresh().state == "paused"


def test_a_queue_is_as_long_as_is_asked_for(tab: Tab, twin: RemoteTwin) -> None:
    page = tab.open(f"/twins/{twin.id}")
    page.get_by_label("Events", exact=True).select_option("queue")
    expect(
        page.get_by_text("stations with ≥ 3 in line for ≥ 60\N{NO-BREAK SPACE}s")
    ).to_be_visible()
    least = page.get_by_label("Vehicles in line that make a queue")
    least.fill("1")
    expect(page.get_by_text("stations with ≥ 1 in line")).to_be_visible()
    expect(page).to_have_url(re.compile("events=queue.*&queue=1"))
    with page.expect_request(re.compile("/marks/next[?].*least_queue=1(&|$)")):
        page.get_by_role("button", name="To the next queue").click()
    page.reload()
    expect(page.get_by_text("stations with ≥ 1 in line")).to_be_visible()


def test_who_may_only_look_is_told_so(
    open_tab: OpenTab, guarded: Site, afterwards: ExitStack
) -> None:
    twin = new_twin(guarded, afterwards)
    page = open_tab(guarded.url, token=guarded.tokens["viewer"]).open(f"/twins/{twin.id}")
    expect(clock(page)).to_contain_text("00:00")
    expect(button(page, "Play")).to_be_disabled()
    player = page.get_by_role("group", name="Player")
    expect(player).to_contain_text("Your role, viewer, does not allow this.")
    twin.command("seek", at="2h")
    expect(clock(page)).to_contain_text("02:00")


def test_a_twin_that_is_deleted_is_told_of(tab: Tab, site: Site) -> None:
    twin = site.client.twins.create(busy_town())
    page = tab.open(f"/twins/{twin.id}")
    expect(clock(page)).to_contain_text("00:00")
    twin.delete()
    expect(page.get_by_role("link", name="Go to the city of this server")).to_be_visible()


def test_a_narrow_screen_has_the_map_above_and_the_rest_in_tabs(
    open_tab: OpenTab, site: Site, twin: RemoteTwin
) -> None:
    page = open_tab(site.url, NARROW).open(f"/twins/{twin.id}?station=near")
    sheet = page.get_by_role("region", name="About the city")
    expect(sheet).to_contain_text("Near Gate")
    sheet.get_by_role("tab", name="Map").click()
    expect(sheet.get_by_label("Stations show")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == NARROW["width"]


def test_the_time_line_is_moved_by_keys(tab: Tab, twin: RemoteTwin) -> None:
    page = tab.open(f"/twins/{twin.id}")
    expect(clock(page)).to_contain_text("00:00")
    page.get_by_role("slider", name="Time of the run").focus()
    page.keyboard.press("End")
    expect(clock(page)).to_contain_text("Tue 2026-01-06 00:00")
    expect(page.get_by_text("The run ends here")).to_be_visible()
    page.keyboard.press("Home")
    expect(clock(page)).to_contain_text("Mon 2026-01-05 00:00")
    page.keyboard.press("ArrowRight")
    expect(clock(page)).to_contain_text("00:15")
