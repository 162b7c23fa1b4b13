"""What stands around every view."""

import re

from playwright.sync_api import Page, expect
from tests.page.tab import Tab


def focused(page: Page) -> str:
    """Return the name of what has the focus."""
    name: str = page.evaluate(
        "document.activeElement.getAttribute('aria-label') ?? document.activeElement.innerText"
    )
    return name.strip()


def pressed_until(page: Page, key: str, name: str, most: int = 40) -> None:
    """Press a key until something has the focus."""
    for _ in range(most):
        page.keyboard.press(key)
        if focused(page) == name:
            return
    raise AssertionError(f"{name} was never reached by {key}")


def test_the_shell_is_used_by_the_keyboard_alone(tab: Tab) -> None:
    page = tab.open("/runs")
    expect(page.get_by_role("heading").first).to_be_visible()
    page.keyboard.press("Tab")
    assert focused(page) == "Skip to the view"
    pressed_until(page, "Tab", "Scenarios")
    page.keyboard.press("Enter")
    expect(page).to_have_title("Scenarios · Voltwin")
    expect(page.get_by_role("link", name="Scenarios")).to_have_attribute("aria-current", "page")
    page.keyboard.press("g")
    page.keyboard.press("r")
    expect(page).to_have_title("Runs · Voltwin")
    page.keyboard.press("?")
    dialog = page.get_by_role("dialog", name="Keyboard")
    expect(dialog).to_be_visible()
    expect(dialog).to_contain_text("This list")
    page.keyboard.press("g")
    page.keyboard.press("s")  # is for the page, which waits
    expect(page).to_have_title("Runs · Voltwin")
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)


def test_the_way_back_leads_to_the_view_before(tab: Tab) -> None:
    page = tab.open("/runs")
    page.get_by_role("link", name="Scenarios").click()
    expect(page).to_have_url(re.compile("/scenarios$"))
    page.go_back()
    expect(page).to_have_title("Runs · Voltwin")
    page.go_forward()
    expect(page).to_have_title("Scenarios · Voltwin")


def test_the_theme_is_that_of_the_system_until_another_is_chosen(tab: Tab) -> None:
    page = tab.open("/runs")

    def ground() -> str:
        return str(page.evaluate("getComputedStyle(document.body).backgroundColor"))

    light = ground()
    page.emulate_media(color_scheme="dark")
    dark = ground()
    assert dark != light
    page.get_by_role("button", name="Theme: system").click()
    assert ground() == light
    page.get_by_role("button", name="Theme: light").click()
    assert ground() == dark
    page.emulate_media(color_scheme="light")
    page.reload()
    assert ground() == dark
    page.get_by_role("button", name="Theme: dark").click()
    assert ground() == light


def test_an_address_of_nothing_says_so(tab: Tab) -> None:
    tab.expect_wrong("404")
    page = tab.open("/nowhere")
    expect(page.get_by_role("heading", name="Nothing here")).to_be_visible()
