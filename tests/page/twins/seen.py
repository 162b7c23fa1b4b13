"""What is seen of twins on the page: their list, and the panels beside the map of one."""

import re
from typing import Any

from playwright.sync_api import Locator, Page
from tests.page.tab import Tab

from voltwin.client.twin import RemoteTwin


def panel(tab: Tab, twin: RemoteTwin, name: str = "Twin", query: str = "") -> Locator:
    """Open a panel beside the map of a twin."""
    page = tab.open(f"/twins/{twin.id}?{query}")
    page.get_by_role("tab", name=name).click()
    return page.get_by_role("tabpanel", name=name)


def opened(inside: Locator, title: str) -> Locator:
    """Open a part of a panel that is folded away, unless it is open."""
    part = inside.get_by_role("region", name=title, exact=True)
    button = part.get_by_role("button", name=re.compile(f"^{title}")).first
    if button.get_attribute("aria-expanded") == "false":
        button.click()
    return part


def row(page: Page, name: str) -> Locator:
    return (
        page.get_by_role("region", name="Twins", exact=True)
        .get_by_role("row")
        .filter(has=page.get_by_role("link", name=name, exact=True))
    )


def menu(page: Page, name: str, item: str) -> None:
    """Choose what is done with a twin of the list."""
    page.get_by_role("button", name=f"What can be done with {name}", exact=True).click()
    page.get_by_role("menuitem", name=re.compile(f"^{item}")).click()


def made_of(twin: RemoteTwin) -> list[Any]:
    return [one.what for one in twin.recipe().made]
