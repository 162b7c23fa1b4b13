"""A server that asks for tokens: who has none is asked for one, and who has one is known."""

from contextlib import ExitStack

from playwright.sync_api import Page, expect
from tests.page.cities import city
from tests.page.conftest import OpenTab, Site, new_twin
from tests.page.keyboard import press

from voltwin_server.access.callers import Role
from voltwin_server.access.tokens import Tokens

REFUSED = "401"


def test_a_token_is_asked_for(open_tab: OpenTab, guarded: Site) -> None:
    tab = open_tab(guarded.url)
    tab.expect_wrong(REFUSED)
    page = tab.open("/runs")
    dialog = page.get_by_role("dialog", name="A token is needed")
    dialog.get_by_label("Token").fill("password")
    expect(dialog).to_contain_text("A token begins with vt_")
    dialog.get_by_label("Token").fill("vt_wrong")
    dialog.get_by_role("button", name="Use this token").click()
    expect(dialog).to_contain_text("The server does not know this token")
    dialog.get_by_label("Token").fill(guarded.tokens["viewer"])
    page.keyboard.press("Enter")
    expect(dialog).to_have_count(0)
    expect(page.get_by_role("button", name="viewer (viewer)")).to_be_visible()
    page.reload()
    expect(page.get_by_role("button", name="viewer (viewer)")).to_be_visible()


def test_a_token_can_be_forgotten(open_tab: OpenTab, guarded: Site) -> None:
    tab = open_tab(guarded.url, token=guarded.tokens["admin"])
    tab.expect_wrong(REFUSED)
    page = tab.open("/runs")
    page.get_by_role("button", name="admin (admin)").click()
    expect(page.get_by_role("dialog", name="A token is needed")).to_be_visible()


def test_without_a_token_the_page_says_why_it_shows_nothing(
    open_tab: OpenTab, guarded: Site
) -> None:
    tab = open_tab(guarded.url)
    tab.expect_wrong(REFUSED)
    page = tab.open("/runs")
    dialog = page.get_by_role("dialog", name="A token is needed")
    expect(dialog).to_be_visible()
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(page.get_by_role("alert")).to_contain_text("Give a token")
    page.get_by_role("button", name="Give a token").click()
    expect(page.get_by_role("dialog", name="A token is needed")).to_be_visible()


def test_a_token_that_is_revoked_while_it_is_used_is_asked_for_again(
    open_tab: OpenTab, guarded: Site
) -> None:
    tokens = Tokens(guarded.data)
    tab = open_tab(guarded.url, token=tokens.create("for a while", Role.VIEWER))
    tab.expect_wrong(REFUSED)
    page = tab.open("/runs")
    expect(page.get_by_role("button", name="for a while (viewer)")).to_be_visible()
    tokens.revoke("for a while")
    # The list may have asked by itself: then the dialogue stands over the link.
    page.locator("a", has_text="Scenarios").dispatch_event("click")
    dialog = page.get_by_role("dialog", name="A token is needed")
    expect(dialog).to_contain_text("The server does not know this token")
    dialog.get_by_label("Token").fill(guarded.tokens["viewer"])
    page.keyboard.press("Enter")
    expect(dialog).to_have_count(0)
    expect(page.get_by_role("alert")).to_have_count(0)


def test_a_city_is_shown_as_soon_as_the_token_is_given(
    open_tab: OpenTab, guarded: Site, afterwards: ExitStack
) -> None:
    twin = new_twin(guarded, afterwards)
    tab = open_tab(guarded.url)
    tab.expect_wrong(REFUSED)
    page = tab.open(f"/twins/{twin.id}")
    dialog = page.get_by_role("dialog", name="A token is needed")
    dialog.get_by_label("Token").fill(guarded.tokens["viewer"])
    page.keyboard.press("Enter")
    expect(page.get_by_role("timer", name="City time")).to_contain_text("00:00")
    expect(page.get_by_role("alert")).to_have_count(0)


def expect_not_allowed(page: Page, *names: str) -> None:
    """Expect buttons that are there and say why they cannot be pressed."""
    for name in names:
        button = page.get_by_role("button", name=name, exact=True)
        expect(button).to_be_disabled()
        expect(button).to_have_accessible_description("Your role, viewer, does not allow this.")


def test_who_may_only_look_is_told_so_wherever_something_is_begun(
    open_tab: OpenTab, guarded: Site
) -> None:
    scenario = city(guarded.client)
    scenario.derive("a charger more", ["stations[*].chargers += 1"])
    tab = open_tab(guarded.url, token=guarded.tokens["viewer"])
    page = tab.open(f"/scenarios/{scenario.id}")
    expect_not_allowed(page, "Run it", "Watch it", "Derive", "Delete")
    press(page, page.get_by_role("button", name="Run it"))
    expect(page.get_by_role("tooltip")).to_have_text("Your role, viewer, does not allow this.")
    expect(page.get_by_role("dialog")).to_have_count(0)
    tab.open("/scenarios/new")
    expect(page.get_by_text("valid: 2 stations")).to_be_visible()
    expect_not_allowed(page, "Store it")
    tab.open("/compare")
    expect_not_allowed(page, "Compare")
    tab.open("/sweeps")
    expect_not_allowed(page, "Start the sweep")


def test_who_may_only_look_may_ask_what_if(
    open_tab: OpenTab, guarded: Site, afterwards: ExitStack
) -> None:
    twin = new_twin(guarded, afterwards)
    tab = open_tab(guarded.url, has_map=False, token=guarded.tokens["viewer"])
    page = tab.open(f"/twins/{twin.id}?pairs=4&levers=stations[*].chargers%2B=2")
    page.get_by_role("tab", name="Levers").click()
    expect(page.get_by_text("4 of 4 pairs", exact=True)).to_be_visible()
    expect_not_allowed(page, "Compare in full", "Save as scenario", "Make a twin of it")
