"""The page without a pointer: what has the focus, and the way to something by the Tab key."""

from playwright.sync_api import Locator, Page, expect

_HAS_FOCUS = "(one) => one === document.activeElement"
# An editor draws the line around itself, and has the focus in its text.
_IS_SEEN = """(one) => one.matches(":focus-visible")
  && [one, one.closest(".cm-editor") ?? one].some((part) => {
    const { outlineStyle, outlineWidth } = getComputedStyle(part);
    return outlineStyle !== "none" && outlineWidth !== "0px";
  })"""
_NAME = """() => {
  const one = document.activeElement;
  const name = one.getAttribute("aria-label") ?? one.labels?.[0]?.innerText ?? one.innerText;
  return (name ?? "").trim();
}"""
_AREA = """() => {
  const areas = "header, [role=application], [role=group], section, aside, main";
  const area = document.activeElement.closest(areas);
  return area?.getAttribute("aria-label") ?? area?.localName ?? "";
}"""


def focused(page: Page) -> str:
    """Return the name of what has the focus."""
    return str(page.evaluate(_NAME))


def tab_to(page: Page, target: Locator, *, key: str = "Tab", most: int = 120) -> None:
    """Press a key until something has the focus, which is to be seen then."""
    expect(target).to_be_visible()
    for _ in range(most):
        page.keyboard.press(key)
        if target.evaluate(_HAS_FOCUS):
            assert target.evaluate(_IS_SEEN), f"nothing shows that {focused(page)} has the focus"
            return
    raise AssertionError(f"{target} was never reached by {key}, which led to {focused(page)}")


def press(page: Page, target: Locator, key: str = "Enter") -> None:
    """Go to something by the Tab key and press another one there."""
    tab_to(page, target)
    page.keyboard.press(key)


def areas(page: Page, steps: int) -> list[str]:
    """Return the areas of the page that so many presses of Tab lead through, in order."""
    found: list[str] = []
    for _ in range(steps):
        page.keyboard.press("Tab")
        area = str(page.evaluate(_AREA))
        if found[-1:] != [area]:
            found.append(area)
    return found


def keeps_the_focus(page: Page, dialog: Locator, steps: int = 12) -> bool:
    """Return whether the Tab key leads nowhere on the page but into a dialogue."""
    inside = (
        "(one) => one.contains(document.activeElement) || document.activeElement === document.body"
    )
    for key in ("Tab", "Shift+Tab"):
        for _ in range(steps):
            page.keyboard.press(key)
            if not dialog.evaluate(inside):
                return False
    return True
