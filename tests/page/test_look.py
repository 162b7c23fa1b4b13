"""How the city looks: nothing is cut or lies over something else, streets are there with the map,
colours are those of the measure, and a saved picture says what it shows."""

import re
from contextlib import ExitStack
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Page, Route, ViewportSize, expect
from tests.page.busy_town import street_town
from tests.page.conftest import DESKTOP, NARROW, OpenTab, Site
from tests.page.pixels import Colour, Pixels, comes_true, is_like, picture, pixel_of, pixels_of

from voltwin.client.twin import RemoteTwin

OVERFLOWING = (Path(__file__).parent / "overflowing.js").read_text(encoding="utf-8")
SIZES: dict[str, ViewportSize] = {
    "desktop": DESKTOP,
    "tablet": {"width": 1024, "height": 768},
    "phone": NARROW,
    "desktop at 200 %": {"width": 720, "height": 450},
}
# frontend/src/map/palette.ts
STREETS: dict[str, list[Colour]] = {
    "light": [(214, 220, 217), (194, 203, 199), (168, 181, 176)],
    "dark": [(33, 43, 41), (47, 59, 56), (67, 82, 78)],
}
RED: Colour = (200, 50, 30)
CALM: Colour = (44, 98, 162)
WITHOUT: Colour = (205, 211, 209)
RAMP_ENDS: list[list[Colour]] = [[CALM, (74, 130, 200)], [RED, (255, 92, 62)]]  # light, dark
ABOVE = (10.025, 53.005, 12.6)  # a camera over the town
NEAR, FAR = (10.01, 53.0), (10.03, 53.01)


@pytest.fixture
def town(site: Site, afterwards: ExitStack) -> RemoteTwin:
    """A twin of the town with streets, on a morning, paused."""
    made = site.client.twins.create(street_town())
    afterwards.callback(made.delete)
    made.command("seek", at="9h")
    return made


def is_there(page: Page) -> None:
    """Wait until city and streets are to be seen."""
    expect(page.get_by_role("timer", name="City time")).to_contain_text("Mon 2026-01-05")
    expect(page.locator("[data-streets=drawn]")).to_be_visible()
    expect(page.get_by_text("Opening the city")).to_have_count(0)


def chosen(page: Page, tab: str) -> None:
    """Choose a tab of the panels, which may be hidden."""
    if page.get_by_role("tab", name=tab).count() == 0:
        page.get_by_role("button", name=re.compile("^Show: ")).first.click()
    page.get_by_role("tab", name=tab).click()


def overflowing(page: Page) -> list[str]:
    """Return what cannot be read where it stands, in either theme."""
    found: list[str] = []
    for theme in ("dark", "light"):
        page.emulate_media(color_scheme=theme)
        found += page.evaluate(OVERFLOWING)
    return found


@pytest.mark.parametrize("size", SIZES)
def test_nothing_is_cut_or_lies_over_something_else(
    open_tab: OpenTab, site: Site, town: RemoteTwin, size: str
) -> None:
    page = open_tab(site.url, SIZES[size]).open(f"/twins/{town.id}?pairs=2")
    is_there(page)
    assert overflowing(page) == []
    chosen(page, "Map")
    page.get_by_label("Stations show").select_option("load")
    assert overflowing(page) == []
    chosen(page, "Levers")
    page.get_by_role("slider", name=re.compile("^Chargers")).press("ArrowRight")
    expect(page.get_by_text(re.compile("2 of 2 pairs$"))).to_be_visible()
    assert overflowing(page) == []
    page.goto(f"{site.url}/twins/{town.id}?station=near")
    expect(page.get_by_role("figure").first).to_be_visible()
    assert overflowing(page) == []


def test_what_is_cut_is_noticed(open_tab: OpenTab, site: Site, town: RemoteTwin) -> None:
    page = open_tab(site.url).open(f"/twins/{town.id}")
    is_there(page)
    expect(page.locator("dd [data-value]").first).not_to_have_attribute("data-value", "")
    page.evaluate("document.querySelector('dd').style.width = '10px'")
    assert any("beyond its box" in found for found in page.evaluate(OVERFLOWING))
    page.reload()
    is_there(page)
    moved = "(one) => { one.style.transform = 'translateX(-800px)'; }"
    page.locator("[data-over-map=right]").evaluate(moved)
    assert any("lies over" in found for found in page.evaluate(OVERFLOWING))


def street_share(page: Page, theme: str = "light") -> float:
    """Return how much of the middle of the map has the colour of streets."""
    pixels = picture(page)[0][60:-60, 340:-340]
    return float(sum(is_like(pixels, colour, near=3).mean() for colour in STREETS[theme]))


@pytest.mark.parametrize("late", ["map", "tickets"])
def test_streets_are_in_the_first_picture_whatever_comes_first(
    open_tab: OpenTab, site: Site, town: RemoteTwin, late: str
) -> None:
    """`map` are the streets, and without a ticket there is no socket that tells of the city."""
    tab = open_tab(site.url)
    held: list[Route] = []
    tab.page.route(re.compile(f"/api/twins/.*/{late}$"), lambda route: held.append(route))
    if late == "map":
        page = tab.open(f"/twins/{town.id}?layers=")
        expect(page.get_by_role("timer", name="City time")).to_contain_text("09:00")
    else:
        with tab.page.expect_response(re.compile("/api/twins/.*/map$")):
            page = tab.open(f"/twins/{town.id}?layers=")
    expect(page.get_by_text("Drawing the streets")).to_be_visible()
    assert street_share(page) < 0.002  # words have like colours at their edges
    held[0].continue_()
    is_there(page)
    assert street_share(page) > 0.004


def test_streets_stay_when_the_theme_changes_and_while_it_does(
    open_tab: OpenTab, site: Site, town: RemoteTwin
) -> None:
    tab = open_tab(site.url)
    held: list[Route] = []
    tab.page.route(re.compile("/api/twins/.*/map$"), lambda route: held.append(route))
    page = tab.open(f"/twins/{town.id}?layers=")
    expect(page.get_by_text("Drawing the streets")).to_be_visible()
    page.emulate_media(color_scheme="dark")
    held[0].continue_()
    is_there(page)
    assert street_share(page, "dark") > 0.004
    page.emulate_media(color_scheme="light")
    expect(page.locator("body")).to_have_css("background-color", "rgb(244, 245, 244)")
    assert comes_true(page, lambda: street_share(page) > 0.004)


def test_streets_that_cannot_be_had_are_told_of(
    open_tab: OpenTab, site: Site, town: RemoteTwin
) -> None:
    tab = open_tab(site.url)
    tab.expect_wrong("404")
    refused: list[str] = []

    def refuse_once(route: Route) -> None:
        if refused:
            route.continue_()
            return
        refused.append(route.request.url)
        route.fulfill(status=404, content_type="application/json", body="{}")

    tab.page.route(re.compile("/api/twins/.*/map$"), refuse_once)
    page = tab.open(f"/twins/{town.id}?layers=")
    expect(page.get_by_text("The streets could not be had")).to_be_visible()
    page.get_by_role("button", name="Try again").click()
    is_there(page)
    assert street_share(page) > 0.004


def colour_at(page: Page, place: tuple[float, float]) -> Colour:
    """Return the colour of the station at a place, seen from above: between the hole in it, which
    says that no battery is ready, and its edge, which says that it is selected."""
    pixels, width, height = picture(page)
    x, y = pixel_of(place, ABOVE, (width, height))
    part = pixels[round(y) - 2 : round(y) + 3, round(x) + 11 : round(x) + 14].reshape(-1, 3)
    red, green, blue = np.median(part, axis=0).astype(int).tolist()
    return (red, green, blue)


def is_near(one: Colour, other: Colour) -> bool:
    return max(abs(a - b) for a, b in zip(one, other, strict=True)) <= 12


def test_power_against_the_limit_colours_stations_and_follows_what_lowers_the_limit(
    open_tab: OpenTab, site: Site, town: RemoteTwin
) -> None:
    camera = ",".join(str(one) for one in (*ABOVE, 0, 0))
    page = open_tab(site.url).open(
        f"/twins/{town.id}?camera={camera}&layers=stations&measure=load&station=near"
    )
    is_there(page)
    panel = page.get_by_role("region", name="Network and stations")
    row = panel.locator("dl > div", has_text="Grid limit")
    expect(row.locator("dd")).to_have_text("none")
    assert is_near(colour_at(page, NEAR), WITHOUT)
    town.intervene({"kind": "grid_limit", "stations": ["near"], "limit_kw": 40, "for": "6h"})
    drawn = 0.0
    for _ in range(60):  # one of the two chargers may charge, and does so in full at some time
        town.command("step", seconds=120)
        now = next(one for one in town.stations().to_pylist() if one["station"] == "near")
        assert now["limit_kw"] == 40
        drawn = now["power_kw"] / now["limit_kw"]
        if drawn > 0.99:
            break
    assert drawn > 0.99
    expect(row.locator("dd")).to_have_text(re.compile(r"40\skW, (99|100)\s% drawn"))
    expect(panel).to_contain_text("all the power that its grid limit allows")
    assert comes_true(page, lambda: is_near(colour_at(page, NEAR), RED))


def test_the_worst_are_named_on_the_map_as_in_the_list(
    open_tab: OpenTab, site: Site, town: RemoteTwin
) -> None:
    page = open_tab(site.url).open(f"/twins/{town.id}")
    is_there(page)
    listed = page.get_by_role("region", name="Network and stations").get_by_role("listitem")
    expect(listed.first).to_be_visible()
    first = listed.first.inner_text().split("\n")[0]
    expect(page.locator(".maplibregl-map b", has_text=first)).to_be_visible()
    chosen(page, "Map")
    page.get_by_label("Worst, by name").uncheck()
    expect(page.locator(".maplibregl-map b")).to_have_count(0)


def label_places(page: Page) -> list[str]:
    """Return where the names on the map stand."""
    names = page.locator(".maplibregl-map div:has(> b)")
    words = "(all) => all.map((one) => one.innerText + one.style.transform)"
    return [str(one) for one in names.evaluate_all(words)]


def test_names_on_the_map_stand_where_the_camera_of_now_has_them(
    open_tab: OpenTab, site: Site, town: RemoteTwin
) -> None:
    page = open_tab(site.url).open(f"/twins/{town.id}?measure=queue")
    is_there(page)
    chosen(page, "Map")
    expect(page.locator(".maplibregl-map b").first).to_be_visible()

    def are_right() -> bool:
        """Whether they stay where they are when they are all placed anew."""
        before = label_places(page)
        layer = page.get_by_label("Worst, by name")
        layer.uncheck()
        expect(page.locator(".maplibregl-map b")).to_have_count(0)
        layer.check()
        expect(page.locator(".maplibregl-map b").first).to_be_visible()
        return before == label_places(page)

    for name in ("Tilt", "Whole city", "Tilt"):
        page.get_by_role("button", name=name).click()
        page.wait_for_timeout(1500)  # the twin stands: nothing else puts them right
        assert are_right(), name
    page.get_by_label("Stations show").select_option("ready")
    page.wait_for_timeout(500)
    assert are_right()


def saved(page: Page, path: Path) -> Pixels:
    """Save what the map shows and return the pixels of the file."""
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Save PNG").click()
    assert waiting.value.suggested_filename == "street-town-map.png"
    waiting.value.save_as(path)
    return pixels_of(path.read_bytes())


def longest_run(row: Pixels) -> int:
    """Return how many pixels from one to the next change little, at most, and are colourful."""
    colourful = (row.max(axis=1).astype(int) - row.min(axis=1)) > 4
    calm = np.abs(np.diff(row.astype(int), axis=0)).max(axis=1) <= 3
    best = run = 0
    for goes_on in calm & colourful[1:]:
        run = run + 1 if goes_on else 0
        best = max(best, run)
    return best


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_saved_picture_holds_the_map_its_legend_the_name_and_the_time(
    open_tab: OpenTab, site: Site, town: RemoteTwin, theme: str, tmp_path: Path
) -> None:
    page = open_tab(site.url, dark=theme == "dark").open(f"/twins/{town.id}?measure=queue")
    is_there(page)
    whole = saved(page, tmp_path / "one.png")
    box = page.locator(".maplibregl-map").bounding_box()
    assert box is not None
    height, width = whole.shape[0] // 2, whole.shape[1] // 2
    assert width == round(box["width"])
    assert height > box["height"] + 100
    top = whole.shape[0] - 2 * (height - round(box["height"]) - 56)
    middle, legend = whole[2 * 56 : top], whole[top:]
    streets = sum(is_like(middle, colour, near=3).mean() for colour in STREETS[theme])
    assert streets > 0.002
    both = [any(is_like(legend, end, near=12).any() for end in ends) for ends in RAMP_ENDS]
    assert both == [True, True]
    # The scale, of 280 px: at some place near its middle it has no colour.
    assert any(longest_run(line) > 250 for line in legend[::4])
    page.get_by_role("button", name="On 15 minutes").click()
    expect(page.get_by_role("timer", name="City time")).to_contain_text("09:15")
    later = saved(page, tmp_path / "two.png")
    assert (later[:112] != whole[:112]).any()  # the time
    assert (later[:64] == whole[:64]).all()  # the name


def test_all_that_is_operated_shows_that_it_has_the_focus(
    open_tab: OpenTab, site: Site, town: RemoteTwin
) -> None:
    page = open_tab(site.url).open(f"/twins/{town.id}")
    is_there(page)
    for _ in range(40):
        page.keyboard.press("Tab")
        told = page.evaluate(
            "() => { const one = document.activeElement; const style = getComputedStyle(one);"
            " return [one.outerHTML.slice(0, 80), style.outlineStyle, style.outlineWidth]; }"
        )
        if told[0].startswith("<body"):
            break
        assert told[1] != "none", told
        assert float(told[2].removesuffix("px")) >= 2, told
