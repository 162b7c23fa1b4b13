"""Two scenarios, and two twins, held against each other."""

import re
from contextlib import ExitStack
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from tests.page.cities import COMPUTED_MS, city, finished_comparison
from tests.page.conftest import Site, new_twin
from tests.page.tab import Tab

from voltwin.client.twin import RemoteTwin

MINUS = "\N{MINUS SIGN}"


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


def test_two_twins_are_compared_in_full(
    tab: Tab, site: Site, pair: tuple[RemoteTwin, RemoteTwin]
) -> None:
    one, other = pair
    page = tab.open(f"/compare?left={one.id}&right={other.id}")
    page.get_by_role("button", name="Compare in full").click()
    expect(page.get_by_text("completed")).to_be_visible(timeout=COMPUTED_MS)
    expect(page.get_by_role("img", name="Differences by KPI")).to_contain_text("Lost share")
    expect(page.get_by_text(re.compile("Worse:"))).to_be_visible()
