"""Two scenarios, and two twins, held against each other."""

import re
from contextlib import ExitStack
from math import hypot
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, ViewportSize, expect
from tests.page.cities import COMPUTED_MS, city, finished_comparison, finished_sweep
from tests.page.conftest import DESKTOP, NARROW, OpenTab, Site, new_twin
from tests.page.pixels import comes_true
from tests.page.tab import Tab
from tests.page.told import shown_in

from voltwin.client.twin import RemoteTwin

MINUS = "\N{MINUS SIGN}"
OVERFLOWING = (Path(__file__).parent / "overflowing.js").read_text(encoding="utf-8")


def differences(site: Site, comparison: Any) -> dict[str, dict[str, Any]]:
    """Return the rows of a comparison's table, by measure."""
    rows = comparison.table("differences").to_pylist()
    return {row["measure"]: row for row in rows}


def test_a_comparison_shows_what_the_server_found(tab: Tab, site: Site) -> None:
    comparison = finished_comparison(site.client)
    page = tab.open(f"/compare?of={comparison.id}")
    found = differences(site, comparison)["charger_utilisation"]
    plot = page.get_by_role("img", name="Differences by KPI")
    expect(plot).to_contain_text("Chargers charging")
    shown = [text.replace(MINUS, "-") for text in plot.locator("text").all_text_contents()]
    points = [float(text.split()[0]) for text in shown if "points" in text]
    assert pytest.approx(100 * found["difference"], abs=0.06) in points
    page.get_by_role("button", name="Table").first.click()
    row = page.get_by_role("row").filter(has_text="Chargers charging")
    expect(row).to_contain_text("less")
    expect(page.get_by_role("img", name=re.compile("difference at each station"))).to_be_visible()
    expect(page.get_by_role("img", name=re.compile("in each region"))).to_be_visible()


@pytest.mark.parametrize("size", [DESKTOP, NARROW], ids=["desktop", "phone"])
def test_no_number_of_a_plot_is_cut(open_tab: OpenTab, site: Site, size: ViewportSize) -> None:
    comparison, sweep = finished_comparison(site.client), finished_sweep(site.client)
    tab = open_tab(site.url, size)
    page = tab.open(f"/compare?of={comparison.id}")
    expect(page.get_by_role("img", name=re.compile("in each region"))).to_be_visible()
    assert page.evaluate(OVERFLOWING) == []
    page = tab.open(f"/sweeps/{sweep.id}")
    expect(page.get_by_role("region", name="By each factor")).to_be_visible()
    expect(page.get_by_role("figure").first).to_be_visible()
    assert page.evaluate(OVERFLOWING) == []


def test_two_scenarios_are_chosen_and_compared(tab: Tab, site: Site) -> None:
    base = city(site.client)
    child = base.derive("three more", ["stations[*].chargers += 3"])
    page = tab.open("/compare")
    form = page.get_by_role("form", name="New comparison")
    form.get_by_label("Base").select_option(str(base.id))
    form.get_by_label("Variant").select_option(str(child.id))
    form.get_by_label("Replications of each").fill("3")
    form.get_by_label("Simulated until").fill("6h")
    form.get_by_role("button", name="Compare").click()
    expect(page.get_by_text("stations[*].chargers+=3")).to_be_visible()
    expect(page.get_by_text("completed")).to_be_visible(timeout=COMPUTED_MS)
    page.get_by_role("link", name="All comparisons").click()
    expect(page.get_by_role("region", name="Comparisons")).to_contain_text("completed")


def test_what_is_wrong_with_a_comparison_is_said(tab: Tab, site: Site) -> None:
    base = city(site.client)
    base.derive("four more", ["stations[*].chargers += 4"])
    tab.expect_wrong("422")
    page = tab.open("/compare")
    form = page.get_by_role("form", name="New comparison")
    form.get_by_label("Simulated until").fill("9 weeks")
    form.get_by_role("button", name="Compare").click()
    expect(form.get_by_role("alert")).to_contain_text("body.until")


@pytest.fixture
def pair(site: Site, afterwards: ExitStack) -> tuple[RemoteTwin, RemoteTwin]:
    """A busy town, and the same with a station closed all day."""
    one, other = (new_twin(site, afterwards) for _ in range(2))
    other.command("intervene", what={"kind": "close", "stations": ["far"], "at": "1h", "for": "9h"})
    return one, other


def test_two_twins_have_one_clock_and_one_camera(
    tab: Tab, pair: tuple[RemoteTwin, RemoteTwin]
) -> None:
    one, other = pair
    page = tab.open(f"/compare?left={one.id}&right={other.id}")
    player = page.get_by_role("group", name="Player")
    for side in "AB":
        expect(page.get_by_role("region", name=f"City {side}")).to_contain_text("00:00")
    player.get_by_role("button", name="On 15 minutes").click()
    for side in "AB":
        expect(page.get_by_role("region", name=f"City {side}")).to_contain_text("00:15")
    assert other.now == one.now == 900.0
    player.get_by_label("Speed").select_option("600")
    player.get_by_role("button", name="Play", exact=True).click()
    expect(page.get_by_role("region", name="City B")).not_to_contain_text("00:15")
    player.get_by_role("button", name="Pause", exact=True).click()
    expect_together(page)


def expect_together(page: Page) -> None:
    """Wait until both cities are at the same time."""
    page.wait_for_function(
        """() => {
          const times = [...document.querySelectorAll("[data-now]")].map((one) => one.dataset.now);
          return times.length === 2 && Number(times[0]) > 0 && times[0] === times[1];
        }"""
    )


def place_of(page: Page, side: str) -> tuple[float, float]:
    """Return where the map of a city has the name of a station [px]."""
    whole = page.get_by_role("region", name=f"City {side}").locator(".maplibregl-map")
    [outer, inner] = (one.bounding_box() for one in (whole, whole.locator("b", has_text="Near")))
    assert outer is not None
    assert inner is not None
    return inner["x"] - outer["x"], inner["y"] - outer["y"]


def apart(one: tuple[float, float], other: tuple[float, float]) -> float:
    return hypot(one[0] - other[0], one[1] - other[1])


def test_what_is_dragged_on_one_map_is_seen_on_the_other(
    tab: Tab, site: Site, afterwards: ExitStack
) -> None:
    one, other = (new_twin(site, afterwards) for _ in range(2))
    page = tab.open(f"/compare?left={one.id}&right={other.id}")
    before = place_of(page, "B")
    box = page.get_by_role("region", name="City A").locator(".maplibregl-map").bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 3
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 60, y + 40, steps=6)
    page.mouse.up()
    assert comes_true(page, lambda: apart(place_of(page, "B"), before) > 30)
    assert comes_true(page, lambda: apart(place_of(page, "A"), place_of(page, "B")) < 3)


def test_live_kpis_of_both_are_those_of_the_server_and_b_less_a(
    tab: Tab, pair: tuple[RemoteTwin, RemoteTwin]
) -> None:
    for twin in pair:
        twin.command("seek", at="3h")
    one, other = pair
    page = tab.open(f"/compare?left={one.id}&right={other.id}")
    table = page.get_by_role("table", name="Both up to now")
    difference = table.locator('[data-of="difference"][data-measure="swaps"]')
    expect(difference).not_to_have_attribute("data-value", "")
    [a], [b] = (twin.kpis().to_pylist() for twin in pair)
    shown = shown_in(table)
    assert {one.of for one in shown} == {"A", "B", "difference"}
    for number in shown:
        of_a, of_b = a[number.measure], b[number.measure]
        known = of_b - of_a if None not in (of_a, of_b) else None
        assert number.value == pytest.approx({"A": of_a, "B": of_b}.get(number.of, known)), number
        assert number.is_read_right, number


def test_a_twin_that_stands_elsewhere_is_left_alone_until_it_is_wished_otherwise(
    tab: Tab, pair: tuple[RemoteTwin, RemoteTwin]
) -> None:
    one, other = pair
    other.command("seek", at="5h")
    commands = other.refresh().commands
    page = tab.open(f"/compare?left={one.id}&right={other.id}")
    expect(page.get_by_text("B has a clock of its own.")).to_be_visible()
    expect(page.get_by_text("stands here once both are told of at one time")).to_be_visible()
    assert other.refresh().commands == commands
    page.get_by_role("button", name="Have B go with A").click()
    expect(page.get_by_role("region", name="City B")).to_contain_text("00:00")
    assert other.refresh().now_s == 0.0


def test_two_twins_are_compared_in_full(
    tab: Tab, site: Site, pair: tuple[RemoteTwin, RemoteTwin]
) -> None:
    one, other = pair
    page = tab.open(f"/compare?left={one.id}&right={other.id}")
    page.get_by_role("button", name="Compare in full").click()
    expect(page.get_by_text("completed")).to_be_visible(timeout=COMPUTED_MS)
    expect(page.get_by_role("img", name="Differences by KPI")).to_contain_text("Lost share")
    expect(page.get_by_text(re.compile("Worse:"))).to_be_visible()
