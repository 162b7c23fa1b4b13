"""The view of scenarios: written, derived, run."""

import re

from playwright.sync_api import Page, expect
from tests.page.cities import NAME, city
from tests.page.conftest import Site
from tests.page.tab import Tab

WRONG = "422"  # the server's word about what is being written


def written(page: Page, text: str) -> None:
    """Write a scenario instead of what is there."""
    editor = page.get_by_role("textbox", name="Scenario file, YAML")
    editor.click()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.insert_text(text)


def test_what_is_wrong_is_marked_in_place(tab: Tab) -> None:
    tab.expect_wrong(WRONG)
    page = tab.open("/scenarios/new")
    expect(page.get_by_text("valid: 2 stations")).to_be_visible()
    editor = page.get_by_role("textbox", name="Scenario file, YAML")
    text = editor.inner_text()
    written(page, text.replace("capacity_kwh: 40", "capacity_kwh: -40"))
    expect(page.get_by_text("1 thing is wrong")).to_be_visible()
    expect(page.get_by_role("button", name="Store it")).to_be_disabled()
    marked = page.locator(".cm-lintRange-error")
    expect(marked).to_have_text("capacity_kwh")
    page.get_by_role("list", name="What is wrong").get_by_role("button").click()
    assert page.evaluate("getSelection().toString()") == "capacity_kwh"
    page.keyboard.press("End")
    page.keyboard.press("Backspace")
    page.keyboard.press("Backspace")
    page.keyboard.press("Backspace")
    page.keyboard.insert_text("50")
    expect(page.get_by_text("valid: 2 stations")).to_be_visible()
    expect(marked).to_have_count(0)


def test_a_text_that_is_no_yaml_says_where_it_breaks_off(tab: Tab) -> None:
    tab.expect_wrong("400")
    page = tab.open("/scenarios/new")
    written(page, "name: x\nhorizon: [1d\nstations:\n")
    expect(page.get_by_text("1 thing is wrong")).to_be_visible()
    expect(page.get_by_role("list", name="What is wrong")).to_contain_text("line 2, column 10")


def test_what_is_written_is_there_again_after_looking_elsewhere(tab: Tab) -> None:
    page = tab.open("/scenarios/new")
    expect(page.get_by_text("valid: 2 stations")).to_be_visible()
    editor = page.get_by_role("textbox", name="Scenario file, YAML")
    written(page, editor.inner_text().replace("name: two stations", "name: mine"))
    expect(editor).to_contain_text("name: mine")
    page.get_by_role("link", name="Runs").click()
    expect(page).to_have_url(re.compile("/runs$"))
    page.go_back()
    expect(editor).to_contain_text("name: mine")
    page.reload()
    expect(editor).to_contain_text("name: mine")
    page.get_by_role("button", name="Begin anew").click()
    expect(editor).to_contain_text("name: two stations")


def test_a_scenario_is_written_run_and_derived(tab: Tab) -> None:
    page = tab.open("/scenarios")
    page.get_by_role("link", name="Write a new one").click()
    expect(page.get_by_text("valid: 2 stations")).to_be_visible()
    page.get_by_role("button", name="Store it").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("two stations")
    expect(page.get_by_role("region", name="Stations")).to_contain_text("north")
    page.get_by_role("button", name="Derive").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Changes").fill("stations[*].chargers += 2")
    dialog.get_by_label("Name", exact=True).fill("two more")
    dialog.get_by_role("button", name="Store").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("two more")
    expect(page.get_by_label("About this scenario").first).to_contain_text(
        "stations[*].chargers+=2"
    )
    page.get_by_role("link", name="its parent").click()
    page.get_by_role("tab", name="Derived from it").click()
    expect(page.get_by_role("tabpanel")).to_contain_text("two more")
    page.get_by_role("button", name="Run it").click()
    dialog.get_by_label("Replications").fill("2")
    dialog.get_by_label("Until").fill("2h")
    dialog.get_by_role("button", name="Start").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Run of two stations")
    expect(page.get_by_text("completed", exact=True)).to_be_visible(timeout=60_000)
    expect(page.get_by_role("region", name="KPIs")).to_be_visible()


def test_what_cannot_be_is_said_where_it_is_asked_for(tab: Tab, site: Site) -> None:
    tab.expect_wrong(WRONG)
    page = tab.open(f"/scenarios/{city(site.client).id}")
    page.get_by_role("button", name="Derive").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Changes").fill("stations[*].chrgers += 2")
    dialog.get_by_role("button", name="Store").click()
    expect(dialog.get_by_role("alert")).to_contain_text('did you mean "chargers"?')
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Run it").click()
    dialog.get_by_label("Until").fill("soon")
    dialog.get_by_role("button", name="Start").click()
    expect(dialog.get_by_role("alert").first).to_contain_text("must be a duration")


def test_a_copy_begins_as_its_original(tab: Tab, site: Site) -> None:
    page = tab.open(f"/scenarios/{city(site.client).id}")
    page.get_by_role("button", name="Edit a copy").click()
    expect(page).to_have_url(re.compile("/scenarios/new\\?from="))
    expect(page.get_by_text("valid: 20 stations")).to_be_visible()
    expect(page.get_by_role("textbox", name="Scenario file, YAML")).to_contain_text(f"name: {NAME}")


def test_fields_are_offered_with_what_they_mean(tab: Tab) -> None:
    tab.expect_wrong(WRONG, "400")
    page = tab.open("/scenarios/new")
    expect(page.get_by_text("valid: 2 stations")).to_be_visible()
    page.get_by_role("textbox", name="Scenario file, YAML").get_by_text(
        "batteries", exact=True
    ).click()
    page.keyboard.press("End")
    page.keyboard.press("Enter")
    page.keyboard.type("queue_pl")
    offered = page.get_by_role("option", name="queue_places")
    expect(offered).to_be_visible()
    offered.click()
    page.keyboard.type("3")
    expect(page.get_by_text("valid: 2 stations")).to_be_visible()
