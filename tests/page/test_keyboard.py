"""All that leads somewhere is done by the keyboard alone."""

import re
from contextlib import ExitStack
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect
from tests.page.busy_town import busy_town
from tests.page.conftest import OpenTab, Site, new_twin
from tests.page.keyboard import areas, focused, keeps_the_focus, press, tab_to
from tests.page.tab import Tab, moment_in_address

from voltwin.client.twin import RemoteTwin


def clock(page: Page) -> Locator:
    return page.get_by_role("timer", name="City time")


def opened_city(tab: Tab, twin: RemoteTwin, query: str = "") -> Page:
    """Return the page of a twin that has come."""
    page = tab.open(f"/twins/{twin.id}{query}")
    expect(clock(page)).to_contain_text("city time")
    expect(page.get_by_role("button", name="Play", exact=True)).to_be_enabled()
    return page


@pytest.fixture
def town(site: Site) -> Any:
    """The busy town as a scenario that is stored, by a name that no other test gives."""
    return site.client.scenarios.add(busy_town().model_copy(update={"name": "keyed town"}))


def test_the_first_minute(open_tab: OpenTab, site: Site, twin: RemoteTwin) -> None:
    twin.command("seek", at="9h")
    page = opened_city(open_tab(site.url, guided=True), twin, "?pairs=4")
    step = page.get_by_role("complementary", name="Guided start").get_by_role("heading")
    expect(step).to_have_text("Let the city move")
    page.keyboard.press("Space")
    expect(step).to_have_text("Find the worst station")
    page.keyboard.press("Space")
    expect(page.get_by_role("button", name="Play", exact=True)).to_be_visible()
    page.keyboard.press("w")  # leads to where the step is done
    page.keyboard.press("Enter")
    expect(step).to_have_text("Read why")
    expect(page.get_by_role("region", name="Network and stations")).to_be_focused()
    page.keyboard.press("w")
    page.keyboard.press("Enter")
    expect(step).to_have_text("Add two chargers")
    page.keyboard.press("w")  # to the tab,
    chargers = page.get_by_role("slider", name=re.compile("^Chargers"))
    expect(chargers).to_be_visible()
    page.keyboard.press("w")  # and to the lever
    expect(chargers).to_be_focused()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    expect(step).to_have_text("Copy the link")
    page.keyboard.press("w")
    page.keyboard.press("Enter")
    expect(step).to_have_text("That was all")
    assert "levers=" in page.evaluate("navigator.clipboard.readText()")


def test_a_city_is_played_and_sought_and_a_station_found(tab: Tab, twin: RemoteTwin) -> None:
    page = opened_city(tab, twin)
    page.keyboard.press("]")
    expect(page.get_by_label("Speed")).to_have_value("120")
    page.keyboard.press("ArrowRight")
    expect(clock(page)).to_contain_text("00:15")
    page.keyboard.press("n")
    panel = page.get_by_role("region", name="Network and stations")
    expect(panel).to_contain_text("No battery ready")
    stood = twin.now
    page.keyboard.press("n")
    expect(page).not_to_have_url(moment_in_address(stood))
    page.keyboard.press("p")
    expect(page).to_have_url(moment_in_address(stood))
    press(page, panel.get_by_role("button", name="Close"))
    expect(panel).to_be_focused()  # what had the focus has left
    page.keyboard.press("/")
    assert focused(page) == "Find a station"
    page.keyboard.type("harbour")
    page.keyboard.press("Enter")
    expect(panel.get_by_role("alert")).to_have_text("No station, or several, have this name.")
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("far f")
    page.keyboard.press("Enter")
    expect(panel.get_by_role("heading", name="Far Field")).to_be_visible()
    tab_to(page, page.get_by_role("slider", name="Time of the run"))
    page.keyboard.press("Home")
    expect(clock(page)).to_contain_text("Mon 2026-01-05 00:00")


def test_keys_of_the_player_and_the_map_work_wherever_the_hand_was(
    tab: Tab, twin: RemoteTwin
) -> None:
    page = opened_city(tab, twin)
    twin.command("speed", speed=1)
    play = page.get_by_role("button", name="Play", exact=True)
    pause = page.get_by_role("button", name="Pause", exact=True)
    page.get_by_role("tab", name="Levers").click()
    page.keyboard.press("Space")
    expect(pause).to_be_visible()
    page.get_by_role("slider", name="Time of the run").click()
    page.keyboard.press("Space")
    expect(play).to_be_visible()
    for side in ("Map and levers", "Network and stations"):
        page.get_by_role("button", name=f"Hide: {side}").click()
    with page.expect_download():
        page.keyboard.press("i")
    page.keyboard.press("/")
    expect(page.get_by_label("Find a station")).to_be_focused()
    page.keyboard.type("far")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("station="))
    page.get_by_role("button", name="Hide: Network and stations").click()
    page.keyboard.press("Escape")
    expect(page).not_to_have_url(re.compile("station="))
    before = twin.now
    clocked = clock(page).inner_text()
    for _ in range(4):
        page.keyboard.press("ArrowRight")  # faster than the twin can follow
    expect(clock(page)).not_to_have_text(clocked)
    expect(page).to_have_url(moment_in_address(before + 3600.0))


def test_a_scenario_is_run_and_watched(tab: Tab, town: Any) -> None:
    tab.expect_wrong("/kpis", "409")  # asked for when the first replication was just done
    page = tab.open("/runs")
    expect(page.locator("h1, h2").first).to_be_visible()
    page.keyboard.press("g")
    page.keyboard.press("s")
    press(page, page.get_by_role("link", name=town.name, exact=True).first)
    expect(page.get_by_role("heading", level=1)).to_have_text(town.name)
    press(page, page.get_by_role("button", name="Run it"))
    assert focused(page) == "Replications"
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("2")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Run of {town.name}")
    expect(page.get_by_text("completed", exact=True)).to_be_visible()
    press(page, page.get_by_role("tab", name="KPIs"), "ArrowRight")
    expect(page.get_by_role("tabpanel", name="Regions")).to_be_visible()
    press(page, page.get_by_role("button", name="Watch it"))
    expect(clock(page)).to_contain_text("Mon 2026-01-05 00:00")
    page.keyboard.press("ArrowRight")
    expect(clock(page)).to_contain_text("00:15")


def test_two_scenarios_are_compared(tab: Tab, town: Any) -> None:
    variant = town.derive("by keys", ["stations[*].bays += 1"])
    page = tab.open("/compare")
    form = page.get_by_role("form", name="New comparison")
    tab_to(page, form.get_by_label("Base"))
    page.keyboard.type("keyed")
    tab_to(page, form.get_by_label("Variant"))
    page.keyboard.type("by")
    expect(form.get_by_label("Variant")).to_have_value(str(variant.id))
    tab_to(page, form.get_by_label("Replications of each"))
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("4")
    press(page, form.get_by_role("button", name="Compare"))
    expect(page).to_have_url(re.compile("of="))
    expect(page.get_by_text("completed")).to_be_visible()
    figure = page.get_by_role("figure", name="What changes, as a part of the base")
    press(page, figure.get_by_role("button", name="Table"))
    expect(figure.get_by_role("region", name="Differences")).to_contain_text("Lost share")


@pytest.mark.usefixtures("town")
def test_a_sweep_is_made_and_a_run_of_it_opened(tab: Tab, town: Any) -> None:
    page = tab.open("/sweeps")
    form = page.get_by_role("form", name="New sweep")
    expect(form.get_by_label("Vary")).to_be_visible()
    tab_to(page, form.get_by_label("Scenario"))
    page.keyboard.type("keyed")
    tab_to(page, form.get_by_label("Vary"))
    page.keyboard.press("ArrowDown")  # takes the first lever
    expect(form.get_by_role("listitem").first).to_be_visible()
    press(page, form.get_by_role("button", name="Start the sweep"))
    expect(page).to_have_url(re.compile("/sweeps/."))
    expect(page.get_by_text("completed")).to_be_visible()
    variants = page.get_by_role("region", name="Variants")
    press(page, variants.get_by_role("link").first)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Run of")


def test_the_editor_is_written_in_left_and_obeyed(tab: Tab) -> None:
    tab.expect_wrong("422", "400")
    page = tab.open("/scenarios/new")
    expect(page.get_by_text("valid: 2 stations")).to_be_visible()
    editor = page.get_by_role("textbox", name="Scenario file, YAML")
    tab_to(page, editor)
    page.keyboard.press("ControlOrMeta+Home")
    page.keyboard.type("nmae: x")
    page.keyboard.press("Enter")
    expect(page.get_by_text(re.compile(r"things? (is|are) wrong"))).to_be_visible()
    page.keyboard.press("Escape")
    wrong = page.get_by_role("list", name="What is wrong").get_by_role("button").first
    press(page, wrong)
    expect(editor).to_be_focused()
    page.keyboard.press("ControlOrMeta+Home")
    page.keyboard.press("Shift+End")
    page.keyboard.press("Delete")
    page.keyboard.press("Delete")
    expect(page.get_by_text("valid: 2 stations")).to_be_visible()
    page.keyboard.press("Escape")
    tab_to(page, page.get_by_role("button", name="Store it"), key="Shift+Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("two stations")


def test_a_dialogue_keeps_the_focus_and_gives_it_back(tab: Tab, town: Any) -> None:
    page = tab.open(f"/scenarios/{town.id}")
    expect(page.get_by_role("heading", level=1)).to_have_text(town.name)
    for name in ("Run it", "Derive", "Delete", "Keyboard"):
        opener = page.get_by_role("button", name=name, exact=True)
        opener.focus()
        page.keyboard.press("Enter")
        dialog = page.get_by_role("dialog")
        expect(dialog).to_be_visible()
        assert dialog.evaluate("(one) => one.contains(document.activeElement)")
        assert keeps_the_focus(page, dialog), name
        page.keyboard.press("Escape")
        expect(dialog).to_have_count(0)
        expect(opener).to_be_focused()


def test_every_key_is_in_the_list(tab: Tab, twin: RemoteTwin) -> None:
    page = opened_city(tab, twin)
    page.keyboard.press("?")
    dialog = page.get_by_role("dialog", name="Keyboard")
    keys = [text.replace("\n", "") for text in dialog.locator("dt").all_inner_texts()]
    assert {"Space", "←", "→", "[", "]", "n", "p", "/", "?", "h"} <= set(keys)
    assert {"g then m", "g then c", "g then s", "g then r"} <= set(keys)
    assert all(dialog.locator("dd").all_inner_texts())
    page.keyboard.press("Space")  # is for the dialogue
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(page.get_by_role("button", name="Play", exact=True)).to_be_visible()


def test_the_focus_goes_from_the_bar_by_the_panels_to_the_player(
    open_tab: OpenTab, site: Site, afterwards: ExitStack
) -> None:
    page = opened_city(open_tab(site.url), new_twin(site, afterwards))
    panels = ("Map of the city", "Map and levers", "Network and stations")
    expected = ["header", *panels, "Player"]
    found = [area for area in areas(page, 60) if area in expected]
    assert found[: len(expected)] == expected
