"""Maps come and go with views, and give back what they hold of the graphics card; a map that the
browser takes it away from comes back, or says why not."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from tests.page.tab import Tab

from voltwin.client.twin import RemoteTwin

DRAWING = Path(__file__).parent / "drawing.js"
CHANGES = 24  # of views, there and back again: of contexts that stay, a browser has sixteen
LIVING = 2  # contexts of one map: of the ground, and of what is alive on it
MOST_HEAP = 5_000_000
_LOSE = """() => {
  for (const canvas of document.querySelectorAll(".maplibregl-map canvas")) {
    canvas.getContext("webgl2").getExtension("WEBGL_lose_context").loseContext();
  }
}"""
_HEAP = """async () => {
  for (let time = 0; time < 3; time += 1) {
    gc();
    await new Promise((done) => setTimeout(done, 50));
  }
  return performance.memory.usedJSHeapSize;
}"""


@pytest.fixture
def page(tab: Tab, twin: RemoteTwin) -> Page:
    """The page of a twin whose map is drawn, with its contexts watched."""
    tab.page.add_init_script(path=DRAWING)
    page = tab.open(f"/twins/{twin.id}")
    drawn(page)
    return page


def drawn(page: Page) -> None:
    """Wait until a map has drawn since the last time."""
    page.wait_for_function("() => drawing.draws > 0")
    page.evaluate("drawing.draws = 0")


def living(page: Page) -> int:
    """Return how many contexts were made and are not lost."""
    return int(page.evaluate("drawing.made - drawing.lost"))


def test_views_that_come_and_go_leave_nothing_behind(page: Page) -> None:
    heap = 0.0
    for change in range(CHANGES // 2):
        page.get_by_role("link", name="Runs", exact=True).click()
        expect(page.locator(".maplibregl-map")).to_have_count(0)
        page.go_back()
        drawn(page)
        if change == 4:  # what is kept on purpose is there
            heap = page.evaluate(_HEAP)
    assert page.evaluate("drawing.made") >= CHANGES
    assert living(page) == LIVING
    assert page.evaluate(_HEAP) - heap < MOST_HEAP


def test_a_map_whose_context_is_lost_is_drawn_anew(page: Page) -> None:
    page.evaluate(_LOSE)
    page.wait_for_function("() => drawing.made === 4")
    drawn(page)
    assert living(page) == LIVING


def test_a_map_that_is_lost_again_says_so_and_comes_back_when_asked(page: Page) -> None:
    page.evaluate(_LOSE)
    page.wait_for_function("() => drawing.made === 4")
    drawn(page)
    page.evaluate(_LOSE)
    expect(page.get_by_role("alert")).to_contain_text("The map cannot be drawn")
    expect(page.get_by_role("group", name="Player")).to_be_visible()
    page.get_by_role("button", name="Try again").click()
    drawn(page)
    expect(page.get_by_role("alert")).to_have_count(0)


def test_without_webgl_the_rest_of_the_page_works(tab: Tab, twin: RemoteTwin) -> None:
    tab.page.add_init_script(
        """const real = HTMLCanvasElement.prototype.getContext;
        HTMLCanvasElement.prototype.getContext = function (kind, ...rest) {
          return kind === "webgl2" ? null : real.call(this, kind, ...rest);
        };"""
    )
    page = tab.open(f"/twins/{twin.id}")
    expect(page.get_by_role("alert")).to_contain_text("The map cannot be drawn")
    page.get_by_role("button", name="Play").click()
    expect(page.get_by_role("button", name="Pause")).to_be_visible()
