"""Levers: moved, they tell what they change, as the server does; they change nothing themselves."""

import re
from contextlib import ExitStack
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, Request, expect
from tests.page.busy_town import busy_town
from tests.page.conftest import OpenTab, Site
from tests.page.tab import Tab
from tests.page.told import expect_interval, shown_in

from voltwin.client.twin import RemoteTwin

SHARE = re.compile(r"(\S?[\d.,]+)\spoints")
MINUS = "\N{MINUS SIGN}"
ALL_PAIRS = re.compile("4 of 4 pairs$")


@pytest.fixture
def tab(mapless: Tab) -> Tab:
    """A tab in which the map never comes: what is looked at is beside it."""
    return mapless


def levers(tab: Tab, twin: RemoteTwin, query: str = "pairs=4") -> Locator:
    """Open the levers of a twin."""
    page = tab.open(f"/twins/{twin.id}?{query}")
    page.get_by_role("tab", name="Levers").click()
    panel = page.get_by_role("region", name="Levers", exact=True)
    expect(panel.get_by_role("slider").first).to_be_visible()
    return panel


def lever(panel: Locator, name: str) -> Locator:
    return panel.get_by_role("slider", name=re.compile(f"^{name}\\."))


def effect(panel: Locator, name: str) -> Locator:
    return panel.get_by_role("row", name=re.compile(name))


def told(site: Site, *changes: str, measure: str) -> Any:
    """Return what the server says a difference changes in the town, after four pairs."""
    answers = site.client.what_if(busy_town(), list(changes), replications=4, until="1d")
    return [*answers][-1][measure]


def test_a_lever_that_is_moved_tells_what_it_changes(
    tab: Tab, site: Site, twin: RemoteTwin
) -> None:
    before = twin.refresh()
    panel = levers(tab, twin)
    expect(panel).to_contain_text("Move a lever.")
    lever(panel, "Chargers").press("ArrowRight")
    lever(panel, "Chargers").press("ArrowRight")
    expect(panel).to_contain_text("+2 chargers")
    expect(panel.get_by_text(ALL_PAIRS)).to_be_visible()
    expected = told(site, "stations[*].chargers+=2", measure="lost_share")
    shown = SHARE.search(effect(panel, "Lost share").inner_text())
    assert shown is not None
    points = float(shown[1].replace(MINUS, "-"))
    assert points == pytest.approx(
        100 * expected.difference, abs=0.5
    )  # as many digits as its interval allows
    assert twin.refresh().commands == before.commands


def test_effects_are_those_of_the_server_with_their_intervals(
    tab: Tab, site: Site, twin: RemoteTwin
) -> None:
    panel = levers(tab, twin, "pairs=4&levers=stations[*].chargers%2B=2")
    expect(panel.get_by_text(ALL_PAIRS)).to_be_visible()
    answers = site.client.what_if(
        busy_town(), ["stations[*].chargers+=2"], replications=4, until="1d"
    )
    effects = [*answers][-1]
    rows = panel.locator("tbody tr").all()
    assert len(rows) > 4
    for row in rows:
        shown = {one.of: one for one in shown_in(row)}
        known = effects[shown["difference"].measure]
        for of in ("base", "value", "difference"):
            assert shown[of].value == getattr(known, of), shown[of]
            assert shown[of].is_read_right, shown[of]
        if known.low is not None and known.high is not None and known.low < known.high:
            expect_interval(row.locator("td").inner_text().split("\n")[-1], known.low, known.high)


def test_the_command_asks_what_the_levers_of_the_twin_ask(
    tab: Tab, site: Site, afterwards: ExitStack
) -> None:
    twin = site.client.twins.create(busy_town(), name="Town of today", seed=7)
    afterwards.callback(twin.delete)
    panel = levers(tab, twin, "pairs=4&levers=stations[*].chargers%2B=1")
    panel.get_by_role("button", name="Copy command").click()
    expect(tab.page.get_by_text("Copied: voltwin compare")).to_be_visible()
    command = tab.page.evaluate("navigator.clipboard.readText()")
    assert command.startswith("voltwin compare town-of-today.yaml --set ")
    assert command.endswith(" --replications 4 --until 1d --seed 7")
    with tab.page.expect_download() as saved:
        panel.get_by_role("button", name="Its file").click()
    assert saved.value.suggested_filename == "town-of-today.yaml"


def test_what_is_made_of_the_twin_is_asked_about_anew(tab: Tab, twin: RemoteTwin) -> None:
    panel = levers(tab, twin, "pairs=4&levers=stations[*].chargers%2B=1")
    expect(panel.get_by_text(ALL_PAIRS)).to_be_visible()
    before = effect(panel, "Lost share").inner_text()
    twin.command("intervene", what={"kind": "close", "stations": ["near"]})
    expect(effect(panel, "Lost share")).not_to_have_text(before)
    expect(panel.get_by_text(ALL_PAIRS)).to_be_visible()


def test_levers_are_in_the_address_and_come_back_with_it(
    tab: Tab, open_tab: OpenTab, site: Site, twin: RemoteTwin
) -> None:
    panel = levers(tab, twin)
    panel.get_by_label("Levers for").select_option("all")
    lever(panel, "Bays").press("ArrowRight")
    expect(panel.get_by_text(ALL_PAIRS)).to_be_visible()
    panel.get_by_role("button", name="Copy link").click()
    link = tab.page.evaluate("navigator.clipboard.readText()")
    other = open_tab(site.url, has_map=False)
    again = levers(other, twin, link.split("?")[1])
    expect(again).to_contain_text("+1 bay")
    expect(again.get_by_text(ALL_PAIRS)).to_be_visible()
    assert effect(again, "Lost share").inner_text() == effect(panel, "Lost share").inner_text()


def test_a_lever_is_taken_back(tab: Tab, twin: RemoteTwin) -> None:
    panel = levers(tab, twin)
    lever(panel, "Chargers").press("ArrowRight")
    lever(panel, "Bays").press("ArrowRight")
    panel.get_by_role("button", name="Chargers: as it is").click()
    expect(panel).not_to_contain_text("+1 charger")
    expect(panel).to_contain_text("+1 bay")
    panel.get_by_role("button", name="Reset all").click()
    expect(panel).to_contain_text("Move a lever.")
    expect(tab.page).not_to_have_url(re.compile("levers="))


def test_what_cannot_be_simulated_is_told_beside_its_lever(tab: Tab, twin: RemoteTwin) -> None:
    tab.expect_wrong("422")
    panel = levers(tab, twin, "pairs=4&levers=stations[*].chargers%2B=-9")
    row = panel.get_by_role("listitem").filter(has_text="Chargers").first
    expect(row.get_by_role("alert")).to_contain_text("chargers: has 2")
    expect(panel).to_contain_text("see the lever")
    for _ in range(3):  # from the least that the lever goes to, beyond where it changes nothing
        lever(panel, "Chargers").press("ArrowRight")
    expect(panel.get_by_text(ALL_PAIRS)).to_be_visible()
    expect(row.get_by_role("alert")).to_have_count(0)


def test_a_new_position_closes_the_former_question(tab: Tab, twin: RemoteTwin) -> None:
    panel = levers(tab, twin, "pairs=1000")
    lever(panel, "Chargers").press("ArrowRight")
    expect(panel.get_by_text(re.compile("of 1,?000 pairs, going on"))).to_be_visible()
    with tab.page.expect_event("requestfailed", is_what_if):
        lever(panel, "Chargers").press("ArrowRight")
    expect(panel).to_contain_text("+2 chargers")


def is_what_if(request: Request) -> bool:
    return request.url.endswith("/api/what-if")


def test_what_levers_say_becomes_a_scenario_and_a_twin(
    tab: Tab, site: Site, twin: RemoteTwin, afterwards: ExitStack
) -> None:
    twin.command("seek", at="2h")
    panel = levers(tab, twin, "pairs=4&levers=stations[*].bays%2B=1")
    page = tab.page
    panel.get_by_role("button", name="Save as scenario").click()
    named(page, "more bays", "Save")
    expect(page.get_by_text('The scenario "more bays" is saved.')).to_be_visible()
    saved = next(one for one in site.client.scenarios.list() if one.name == "more bays")
    assert [one.bays for one in saved.scenario().stations] == [2, 2]
    panel.get_by_role("button", name="Make a twin of it").click()
    named(page, "with more bays", "Make the twin")
    expect(page).not_to_have_url(re.compile(str(twin.id)))
    made = next(one for one in site.client.twins.list() if one.name == "with more bays")
    afterwards.callback(made.delete)
    assert made.now == twin.now == 7200.0


def named(page: Page, name: str, action: str) -> None:
    """Name what is made, in a dialogue."""
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Name", exact=True).fill(name)
    dialog.get_by_role("button", name=action).click()
