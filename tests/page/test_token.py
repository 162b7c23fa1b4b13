"""A server that asks for tokens: who has none is asked for one, and who has one is known."""

from collections.abc import Callable

from playwright.sync_api import expect
from tests.page.conftest import Site
from tests.page.tab import Tab

OpenTab = Callable[..., Tab]
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
    tab = open_tab(guarded.url)
    tab.expect_wrong(REFUSED)
    tab.page.add_init_script(
        f"sessionStorage.setItem('voltwin.token', '{guarded.tokens['admin']}')"
    )
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
