"""Sweeps: begun from levers, followed, plotted; a cell leads to its run."""

import json
import re

import pytest
from playwright.sync_api import expect
from tests.page.cities import COMPUTED_MS, NAME, city, finished_sweep
from tests.page.conftest import Site
from tests.page.tab import Tab
from tests.page.told import expect_interval, shown_in


def test_a_sweep_is_begun_from_levers(tab: Tab, site: Site) -> None:
    scenario = city(site.client)
    page = tab.open("/sweeps")
    form = page.get_by_role("form", name="New sweep")
    form.get_by_label("Name", exact=True).fill("bays by queues")
    form.get_by_label("Scenario").select_option(str(scenario.id))
    expect(form.get_by_role("button", name="Start the sweep")).to_be_disabled()
    form.get_by_label("Vary").select_option("bays")
    form.get_by_label("Vary").select_option("policy")
    form.get_by_label("Replications of each").fill("2")
    form.get_by_label("Simulated until").fill("6h")
    expect(form).to_contain_text(re.compile(r"\d+ variants \S 2 replications = \d+ runs"))
    form.get_by_label("divert").uncheck()
    expect(form).to_contain_text(re.compile(r"6 variants \S 2 replications = 12 runs"))
    form.get_by_role("button", name="Start the sweep").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("bays by queues")
    expect(page.get_by_text("completed")).to_be_visible(timeout=COMPUTED_MS)
    expect(page.get_by_role("region", name="Variants")).to_contain_text("policy=wait")
    page.get_by_role("link", name="All sweeps").click()
    expect(page.get_by_role("region", name="Sweeps")).to_contain_text("bays by queues")


def test_a_cell_leads_to_its_run(tab: Tab, site: Site) -> None:
    sweep = finished_sweep(site.client)
    rows = sweep.table("summary").to_pylist()
    wanted = next(
        row
        for row in rows
        if (row["chargers"], row["demand"], row["measure"]) == (2, 1.5, "lost_share")
    )
    page = tab.open(f"/sweeps/{sweep.id}")
    cell = page.get_by_role("button", name=re.compile(r"^demand . 1.5, chargers \+2:"))
    expect(cell).to_be_visible()
    shown = re.search(r"([\d.]+)\s% ± ([\d.]+)", "".join(cell.locator("text").all_text_contents()))
    assert shown is not None
    assert float(shown[1]) == pytest.approx(100 * wanted["mean"], abs=0.005)
    assert float(shown[2]) == pytest.approx(50 * (wanted["high"] - wanted["low"]), abs=0.05)
    cell.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Run of")
    run = page.url.rsplit("/", 1)[1]
    told = site.client.runs.get(run).refresh()
    assert told.variant == wanted["variant"]


def test_a_sweep_is_looked_at_by_another_measure_and_as_a_table(tab: Tab, site: Site) -> None:
    sweep = finished_sweep(site.client)
    page = tab.open(f"/sweeps/{sweep.id}?measure=wait_mean_s")
    figure = page.get_by_role("figure", name=re.compile("^Mean wait by"))
    expect(figure).to_be_visible()
    expect(page.get_by_role("img", name=re.compile("Mean wait .* by demand"))).to_be_visible()
    figure.get_by_role("button", name="Table").click()
    expect(figure.get_by_role("region")).to_contain_text("1.5")
    with page.expect_download() as saved:
        figure.get_by_role("button", name="CSV").click()
    assert saved.value.suggested_filename.endswith(".csv")
    text = saved.value.path().read_text(encoding="utf-8")
    assert text.startswith("factor,level,other,other_level,measure")


def test_variants_have_the_means_and_intervals_that_the_server_found(tab: Tab, site: Site) -> None:
    sweep = finished_sweep(site.client)
    found = {
        row["variant"]: row
        for row in sweep.table("summary").to_pylist()
        if row["measure"] == "wait_mean_s"
    }
    page = tab.open(f"/sweeps/{sweep.id}?measure=wait_mean_s")
    rows = page.get_by_role("region", name="Variants").locator("tbody tr:not([aria-hidden])")
    expect(rows).to_have_count(len(found))
    wanted = sorted(found.values(), key=lambda row: row["variant"])
    for row, known in zip(rows.all(), wanted, strict=True):
        (one,) = shown_in(row)
        assert one.value == known["mean"]
        assert one.is_read_right, one
        expect_interval(row.locator("td").nth(-2).inner_text(), known["low"], known["high"])


def test_a_sweep_that_was_cancelled_says_so(tab: Tab, site: Site) -> None:
    sweep = finished_sweep(site.client)
    info = json.loads(sweep.info.model_dump_json())
    told = {**info, "status": "CANCELLED", "tables": []}
    tab.page.route(f"**/api/sweeps/{sweep.id}", lambda route: route.fulfill(json=told))
    page = tab.open(f"/sweeps/{sweep.id}")
    expect(page.get_by_role("heading", name="The sweep was cancelled")).to_be_visible()


def test_without_a_sweep_it_says_what_to_do(tab: Tab, site: Site) -> None:
    assert city(site.client).name == NAME
    page = tab.open("/sweeps")
    expect(page.get_by_role("heading", name="A new sweep")).to_be_visible()
    expect(page.get_by_text("Choose what is varied.")).to_be_visible()
