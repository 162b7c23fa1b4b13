"""The view of runs: the list, a run under way, and what came of one."""

import json
import math
import re
from typing import Any
from urllib.parse import parse_qs, urlsplit
from urllib.request import urlopen

import pytest
from playwright.sync_api import Locator, Page, Route, expect
from tests.page.cities import NAME, city, finished_run
from tests.page.conftest import OpenTab, Site
from tests.page.tab import Tab

from voltwin.wording.shown import Shown


@pytest.fixture(scope="module")
def run(site: Site) -> Any:
    return finished_run(site.client)


def cells(page: Page, table: str) -> dict[str, list[str]]:
    """Return the rows of a table that are there, by their first cell."""
    rows: list[list[str]] = page.get_by_role("region", name=table).evaluate(
        "(region) => [...region.querySelectorAll('tbody tr:not([aria-hidden])')]"
        ".map((row) => [...row.cells].map((cell) => cell.innerText))"
    )
    return {row[0]: row[1:] for row in rows}


def plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u2212", "-")


def test_every_kpi_is_written_as_reports_write_it(tab: Tab, site: Site, run: Any) -> None:
    page = tab.open(f"/runs/{run.id}")
    page.set_viewport_size({"width": 1440, "height": 4000})  # all rows are there
    region = page.get_by_role("region", name="KPIs")
    expect(region).to_be_visible()
    region.evaluate("(box) => { box.parentElement.style.height = '3600px' }")
    table = site.client.run(city(site.client), replications=3, seed=1, until="6h").kpis()
    expect(region.locator("tbody tr:not([aria-hidden])")).to_have_count(table.num_rows)
    shown = cells(page, "KPIs")
    compared = 0
    for row in table.to_pylist():
        half = row["half_width"]
        if row["mean"] is None or half is None or not half > 0.0 or math.isnan(half):
            continue
        words = Shown.of(row["unit"], [row["mean"]], half)
        label = next(name for name in shown if _is_label(name, row["measure"]))
        assert plain(shown[label][0]) == words.text(row["mean"])
        assert plain(shown[label][1]) == words.interval(row["low"], row["high"])
        compared += 1
    assert compared > 10


def _is_label(shown: str, measure: str) -> bool:
    from voltwin.wording.measures import label_of

    return shown.lower() == label_of(measure).lower()


@pytest.mark.parametrize("name", ["Regions", "Stations", "Hours", "Why"])
def test_each_part_of_the_results_has_an_address(tab: Tab, run: Any, name: str) -> None:
    page = tab.open(f"/runs/{run.id}")
    page.get_by_role("tab", name=name).click()
    panel = page.get_by_role("tabpanel", name=name)
    expect(panel.get_by_role("button", name="CSV").first).to_be_visible()
    expect(page).to_have_url(re.compile(f"tab={name.lower()}$"))
    page.reload()
    expect(page.get_by_role("tab", name=name)).to_have_attribute("aria-selected", "true")


def test_stations_are_put_in_order_by_any_column(tab: Tab, run: Any) -> None:
    page = tab.open(f"/runs/{run.id}?tab=stations")
    table = page.get_by_role("region", name="KPIs by station")
    table.get_by_role("button", name=re.compile("^Arrivals")).click()
    expect(page).to_have_url(re.compile("order=arrivals"))
    assert _falling(_numbers(table, 4))  # behind its id, its name and its region
    table.get_by_role("button", name=re.compile("^Arrivals")).click()
    assert not _falling(_numbers(table, 4))
    page.get_by_label("Measure").select_option("wait_mean_s")
    expect(page.get_by_role("figure", name=re.compile("^Mean wait"))).to_be_visible()


def _numbers(table: Locator, column: int) -> list[float]:
    texts = table.locator(f"tbody td:nth-child({column})").all_inner_texts()
    return [float(text.split(" ±")[0].replace(",", "")) for text in texts]


def _falling(values: list[float]) -> bool:
    assert len(set(values)) > 1
    return values == sorted(values, reverse=True)


def test_a_chart_has_its_table_and_its_file(tab: Tab, site: Site, run: Any) -> None:
    page = tab.open(f"/runs/{run.id}?tab=hours")
    chart = page.get_by_role("figure", name=re.compile("^Mean wait"))
    expect(chart.locator("canvas")).to_be_visible()
    chart.get_by_role("button", name="Table").click()
    rows = cells(page, "Table: Mean wait")
    assert list(rows)[:2] == ["Mon 2026-01-05 00:00", "Mon 2026-01-05 01:00"]
    with page.expect_download() as download:
        chart.get_by_role("button", name="CSV").click()
    lines = download.value.path().read_text(encoding="utf-8").splitlines()
    hours = site.client.run(city(site.client), replications=3, seed=1, until="6h").kpis(
        "by_hour", measures=["wait_mean_s"]
    )
    assert lines[0] == "hour,wait_mean_s,wait_mean_s_half_width"
    first = hours.column("wait_mean_s")[0].as_py()
    assert float(lines[1].split(",")[1]) == pytest.approx(first, rel=1e-12)


def test_files_of_a_run_can_be_taken_along(tab: Tab, run: Any) -> None:
    page = tab.open(f"/runs/{run.id}")
    page.get_by_role("button", name="Take it along").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("voltwin run twenty_stations.yaml --seed 1 --replications 3")
    with page.expect_download() as download:
        dialog.get_by_role("button", name="Parquet").click()
    assert download.value.path().read_bytes()[:4] == b"PAR1"


def test_the_list_shows_what_differs_and_says_what_does_not(tab: Tab, site: Site, run: Any) -> None:
    finished_run(site.client, replications=2, seed=5)
    page = tab.open("/runs")
    table = page.get_by_role("region", name="Runs")
    expect(table.get_by_role("columnheader", name="Seed")).to_be_visible()
    expect(table.get_by_role("columnheader", name="Begins at, city time")).to_have_count(0)
    common = page.get_by_label("The same for all")
    expect(common).to_contain_text("Begins at, city timeMon 2026-01-05 00:00")
    page.get_by_role("button", name="Show all columns").click()
    expect(table.get_by_role("columnheader", name="Begins at, city time")).to_be_visible()
    expect(page).to_have_url(re.compile("all=1"))
    table.get_by_role("link", name=NAME).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Run of {NAME}")


def test_a_run_is_followed_and_cancelled(tab: Tab, site: Site) -> None:
    tab.expect_wrong("/kpis", "409")  # asked for when it was just being cancelled
    started = site.client.run(city(site.client), replications=5000, seed=99)
    page = tab.open(f"/runs/{started.id}")
    expect(page.get_by_text(re.compile("of 5,000"))).to_be_visible(timeout=30_000)
    page.get_by_role("button", name="Cancel").click()
    expect(page.get_by_text("cancelled", exact=True)).to_be_visible()
    expect(page.get_by_role("button", name="Cancel")).to_have_count(0)
    page.get_by_role("button", name="Delete").click()
    page.get_by_role("dialog").get_by_role("button", name="Delete").click()
    expect(page).to_have_url(re.compile("/runs$"))


def test_a_run_that_is_not_there_says_so(tab: Tab) -> None:
    tab.expect_wrong("404")
    page = tab.open("/runs/0190c5a1-5f00-7000-8000-000000000000")
    expect(page.get_by_role("heading", name="There is no such run")).to_be_visible()


def test_a_viewer_is_told_why_they_may_not_delete(open_tab: OpenTab, guarded: Site) -> None:
    run = finished_run(guarded.client, replications=1)
    page = open_tab(guarded.url, token=guarded.tokens["viewer"]).open(f"/runs/{run.id}")
    delete = page.get_by_role("button", name="Delete")
    expect(delete).to_be_disabled()
    expect(delete).to_have_accessible_description("Your role, viewer, does not allow this.")
    page.get_by_role("button", name="Take it along").click()
    with page.expect_download() as download:  # with the token, which a plain link has not
        page.get_by_role("dialog").get_by_role("button", name="Arrow").click()
    assert download.value.path().stat().st_size > 0


def test_thousands_of_runs_come_as_one_scrolls(tab: Tab, site: Site, run: Any) -> None:
    with urlopen(f"{site.url}/api/runs/{run.id}") as answer:
        told = json.load(answer)
    ids = [f"{number:08x}-0000-7000-8000-000000000000" for number in range(3000, 0, -1)]
    runs = [{**told, "id": one, "seed": seed} for seed, one in enumerate(ids)]

    def answered(route: Route) -> None:
        query = parse_qs(urlsplit(route.request.url).query)
        if "status" in query:
            route.fulfill(json={"items": [], "next": None})
            return
        first = ids.index(query["before"][0]) + 1 if "before" in query else 0
        items = runs[first : first + int(query["limit"][0])]
        route.fulfill(json={"items": items, "next": items[-1]["id"] if items else None})

    tab.page.route("**/api/runs?*", answered)
    page = tab.open("/runs")
    table = page.get_by_role("region", name="Runs")
    expect(page.get_by_text("200 runs, 0 under way")).to_be_visible()
    assert table.locator("tbody tr").count() < 60  # those in sight, and a few
    table.evaluate("(box) => box.scrollTo(0, box.scrollHeight)")
    expect(page.get_by_text("400 runs, 0 under way")).to_be_visible()
    table.evaluate("(box) => box.scrollTo(0, box.scrollHeight)")
    expect(page.get_by_text("600 runs, 0 under way")).to_be_visible()
    table.get_by_role("button", name="Seed").click()
    expect(table.get_by_role("row").nth(1)).to_contain_text(NAME)
    assert table.locator("tbody tr").count() < 60
