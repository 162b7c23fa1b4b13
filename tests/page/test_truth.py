"""Truth on the screen: each number is that of the API, with its interval where there are several
replications; what is not known is not nought; no clock is taken for another; what is deleted is
gone."""

import json
import re
from contextlib import ExitStack
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from playwright.sync_api import Locator, Page, expect
from tests.page.busy_town import busy_town
from tests.page.cities import city, finished_comparison, finished_run, finished_sweep
from tests.page.conftest import NARROW, OpenTab, Site
from tests.page.tab import Tab
from tests.page.told import expect_interval, shown_in

from voltwin.client.twin import RemoteTwin

TALL = {"width": 1440, "height": 2600}
CLOSED = {"kind": "close", "stations": ["near", "far"], "at": "1h", "for": "9h"}
DASH = "\N{EN DASH}"


def told(site: Site, path: str) -> Any:
    """Return what the API answers."""
    with urlopen(site.url + path) as answer:
        return json.load(answer)


def rows_of(table: dict[str, Any], *, key: str) -> dict[str, dict[str, Any]]:
    """Return the rows of a table of the API by a column, each value by its measure."""
    columns = {one["name"]: one["values"] for one in table["columns"]}
    rows = [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]
    return {row[key]: row for row in rows}


def whole(table: Locator, rows: int) -> Locator:
    """Return a table with all its rows on the page, which has those in sight alone."""
    expect(table).to_be_visible()
    table.evaluate("(box) => { box.parentElement.style.height = '20000px' }")
    expect(table.locator("tbody tr:not([aria-hidden])")).to_have_count(rows)
    return table


# The city


def network(page: Page) -> Locator:
    return page.get_by_role("region", name="Network and stations")


def test_the_city_shows_the_kpis_of_its_twin(tab: Tab, twin: RemoteTwin) -> None:
    twin.command("seek", at="9h")
    page = tab.open(f"/twins/{twin.id}")
    expect(network(page)).to_contain_text("Mon 2026-01-05 09:00, city time")
    total = twin.kpis("total").to_pylist()[0]
    shown = shown_in(network(page))
    assert len(shown) > 6
    for one in shown:
        assert one.value == total[one.measure], one
        assert one.is_read_right, one
    expect(network(page)).to_contain_text("without an interval")


def test_what_is_not_defined_yet_is_no_nought(tab: Tab, twin: RemoteTwin) -> None:
    page = tab.open(f"/twins/{twin.id}")
    place = network(page).locator('[data-measure="swaps"]')
    expect(place).to_have_text(re.compile(r"^0\s*vehicles$"))
    wait = network(page).locator('[data-measure="wait_mean_s"]')
    expect(wait).to_contain_text(DASH)
    expect(wait).to_contain_text("not defined up to now")  # for those who hear it


def test_each_kpi_says_what_it_means(tab: Tab, site: Site, twin: RemoteTwin) -> None:
    page = tab.open(f"/twins/{twin.id}")
    words = {(one["of"], one["name"]): one for one in told(site, "/api/measures")["measures"]}
    expect(network(page).locator("[data-measure]").first).to_be_visible()
    for one in shown_in(network(page)):
        number = page.locator(f'[data-measure="{one.measure}"]')
        cell = network(page).locator("dl > div", has=number)
        expect(cell).to_have_attribute("title", words["network", one.measure]["meaning"])
        label = words["network", one.measure]["label"]
        expect(cell.locator("dt")).to_have_text(label[0].upper() + label[1:])


def test_the_worst_stations_are_those_of_the_region_that_is_chosen(
    tab: Tab, site: Site, afterwards: ExitStack
) -> None:
    scenario = busy_town()
    regions = {"near": "Old Town", "far": "Harbour"}
    stations = [one.model_copy(update={"region": regions[one.id]}) for one in scenario.stations]
    twin = site.client.twins.create(scenario.model_copy(update={"stations": stations}))
    afterwards.callback(twin.delete)
    twin.command("intervene", what=CLOSED)
    twin.command("seek", at="2h")
    page = tab.open(f"/twins/{twin.id}")
    worst = network(page).locator("[data-guide=worst]")
    expect(worst.get_by_role("listitem")).to_have_count(2)
    worst.get_by_label("Region").select_option("Harbour")
    expect(worst.get_by_role("listitem")).to_have_count(1)
    expect(worst.get_by_role("listitem")).to_contain_text("Far Field")
    expect(page).to_have_url(re.compile("region=Harbour"))


# A run


@pytest.fixture(scope="module")
def run(site: Site) -> Any:
    """A run of three replications."""
    return finished_run(site.client)


def test_a_run_shows_its_kpis_with_their_intervals(open_tab: OpenTab, site: Site, run: Any) -> None:
    page = open_tab(site.url, TALL).open(f"/runs/{run.id}")
    measures = {one["name"]: one for one in told(site, f"/api/runs/{run.id}/kpis")["measures"]}
    table = whole(page.get_by_role("region", name="KPIs"), len(measures))
    tiles = page.get_by_role("tabpanel").locator("xpath=preceding::ul[1]")
    for place in (table, tiles):
        shown = shown_in(place)
        assert shown
        for one in shown:
            assert one.value == measures[one.measure]["mean"], one
            assert one.is_read_right, one
    for row in table.locator("tbody tr:not([aria-hidden])").all():
        (one,) = shown_in(row)
        known = measures[one.measure]
        interval = row.locator("td").nth(2).inner_text()
        if known["low"] is None:
            assert interval.startswith(DASH)
        elif known["half_width"] > 0.0:
            expect_interval(interval, known["low"], known["high"])


def test_one_replication_has_no_interval_and_says_so(tab: Tab, site: Site) -> None:
    alone = finished_run(site.client, replications=1, seed=4)
    page = tab.open(f"/runs/{alone.id}")
    expect(page.get_by_text("Of one replication, and so without intervals")).to_be_visible()
    expect(page.get_by_role("columnheader", name="95 % interval")).to_have_count(0)
    expect(page.get_by_text("one replication: no interval").first).to_be_visible()


@pytest.mark.parametrize(("what", "key"), [("regions", "region"), ("stations", "station_id")])
def test_places_of_a_run_show_their_kpis(
    open_tab: OpenTab, site: Site, run: Any, what: str, key: str
) -> None:
    page = open_tab(site.url, TALL).open(f"/runs/{run.id}?tab={what}")
    rows = rows_of(told(site, f"/api/runs/{run.id}/{what}"), key=key)
    table = whole(page.get_by_role("region", name=f"KPIs by {what[:-1]}"), len(rows))
    for row in table.locator("tbody tr:not([aria-hidden])").all():
        place = rows[row.locator("td").first.inner_text()]
        shown = shown_in(row)
        assert len(shown) >= 10
        for one in shown:
            assert one.value == place[one.measure], one
            assert one.is_read_right, one
            assert "±" in one.text, one


def test_stations_of_a_region_are_listed_alone(tab: Tab, site: Site, run: Any) -> None:
    scenario = told(site, f"/api/runs/{run.id}")["scenario_id"]
    stations = told(site, f"/api/scenarios/{scenario}/stations")
    region = stations[0]["region"]
    wanted = {one["id"] for one in stations if one["region"] == region}
    page = tab.open(f"/runs/{run.id}?tab=stations")
    page.get_by_label("Region", exact=True).select_option(region)
    table = page.get_by_role("region", name="KPIs by station")
    expect(table.locator("tbody tr:not([aria-hidden])")).to_have_count(len(wanted))
    assert set(table.locator("tbody td:first-child").all_inner_texts()) == wanted
    expect(page).to_have_url(re.compile("region="))


@pytest.fixture(scope="module")
def fleet_run(site: Site) -> Any:
    """A run of a town in which vehicles live."""
    return site.client.run(busy_town(), replications=2, seed=3, until="6h").wait()


def test_a_run_shows_how_its_fleet_fared(open_tab: OpenTab, site: Site, fleet_run: Any) -> None:
    page = open_tab(site.url, TALL).open(f"/runs/{fleet_run.id}")
    page.get_by_role("tab", name="Fleet").click()
    measures = {
        one["name"]: one for one in told(site, f"/api/runs/{fleet_run.id}/fleet")["measures"]
    }
    table = whole(page.get_by_role("region", name="KPIs of the fleet"), len(measures))
    shown = {one.measure: one for one in shown_in(table)}
    assert {"stranded", "trip_km", "station_km_share"} <= set(shown) == set(measures)
    for name, one in shown.items():
        assert one.value == measures[name]["mean"], one
        assert one.is_read_right, one
    classes = rows_of(told(site, f"/api/runs/{fleet_run.id}/vehicle-classes"), key="vehicle_class")
    by_class = whole(page.get_by_role("region", name="KPIs by class"), len(classes))
    for one in shown_in(by_class):
        assert one.value == classes["cab"][one.measure], one
        assert one.is_read_right, one
    expect(page.get_by_role("figure", name=re.compile("^Distance an hour"))).to_be_visible()


def test_a_run_without_a_fleet_has_no_tab_for_it(tab: Tab, run: Any) -> None:
    page = tab.open(f"/runs/{run.id}?tab=fleet")
    expect(page.get_by_role("tab", name="KPIs")).to_have_attribute("aria-selected", "true")
    expect(page.get_by_role("tab", name="Fleet")).to_have_count(0)


def test_clocks_are_told_apart(tab: Tab, run: Any) -> None:
    page = tab.open(f"/runs/{run.id}")
    facts = page.get_by_label("About this run")
    expect(facts).to_contain_text("City time")
    expect(facts).to_contain_text("Mon 2026-01-05 00:00 to Mon 2026-01-05 06:00")
    expect(facts).to_contain_text("(your time)")
    page.get_by_role("tab", name="Hours").click()
    expect(page.get_by_text("City time, hour from").first).to_be_visible()
    page.goto(page.url.rpartition("/")[0])
    expect(page.get_by_role("columnheader", name="Asked for")).to_contain_text("[your time]")


# Files of charts


def test_a_chart_is_saved_with_all_that_the_page_says_around_it(tab: Tab, run: Any) -> None:
    page = tab.open(f"/runs/{run.id}?tab=hours")
    chart = page.get_by_role("figure", name=re.compile("^Lost share"))
    expect(chart.locator("canvas")).to_be_visible()
    text = saved(page, chart, "SVG").decode()
    for part in ("Lost share [%]", "City time, hour from", "Bands: 95 %", "Mon 02:00"):
        assert part in text
    assert saved(page, chart, "PNG").startswith(b"\x89PNG")
    assert saved(page, chart, "CSV").decode().startswith("hour,lost_share,lost_share_half_width")


def test_a_drawing_is_saved_under_its_title(tab: Tab, site: Site) -> None:
    comparison = finished_comparison(site.client)
    page = tab.open(f"/compare?of={comparison.id}&measure=lost_share")
    for name in ("What changes", "Lost share: difference at each station"):
        figure = page.get_by_role("figure", name=re.compile(f"^{name}"))
        expect(figure.get_by_role("img")).to_be_visible()
        text = saved(page, figure, "SVG").decode()
        assert f">{name}" in text
        assert "NaN" not in text
        assert saved(page, figure, "PNG").startswith(b"\x89PNG")
    assert "not clear: the interval holds 0" in text  # the legend of the map goes with it


def saved(page: Page, figure: Locator, what: str) -> bytes:
    """Return the file that a button of a chart gives."""
    with page.expect_download() as download:
        figure.get_by_role("button", name=what).click()
    return download.value.path().read_bytes()


# A comparison


def test_a_comparison_shows_its_differences(open_tab: OpenTab, site: Site) -> None:
    comparison = finished_comparison(site.client)
    page = open_tab(site.url, TALL).open(f"/compare?of={comparison.id}")
    figure = page.get_by_role("figure", name=re.compile("^What changes"))
    figure.get_by_role("button", name="Table").click()
    rows = {row["measure"]: row for row in comparison.table("differences").to_pylist()}
    table = whole(page.get_by_role("region", name="Differences", exact=True), len(rows))
    shown = shown_in(table)
    assert len(shown) == 4 * len(rows)
    for one in shown:
        assert one.value == rows[one.measure][one.of], one
        assert one.is_read_right, one
        if one.of == "difference" and rows[one.measure]["low"] is not None:
            row = rows[one.measure]
            unit = one.text.split(" (")[0].rpartition(" ")[2]
            expect_interval(one.text.replace(")", f" {unit}"), row["low"], row["high"])


def test_a_forest_plot_is_read_on_a_phone(open_tab: OpenTab, site: Site) -> None:
    comparison = finished_comparison(site.client)
    page = open_tab(site.url, NARROW).open(f"/compare?of={comparison.id}")
    plot = page.get_by_role("img", name="Differences by KPI")
    expect(plot).to_be_visible()
    boxes = plot.locator("text").evaluate_all(
        "(texts) => texts.map((one) => { const { left, right, height } = "
        "one.getBoundingClientRect(); return [left, right, height] })"
    )
    assert len(boxes) > 16
    assert all(
        left >= 0 and right <= NARROW["width"] and height >= 11 for left, right, height in boxes
    )


# What is deleted


def status_of(site: Site, path: str) -> int:
    try:
        with urlopen(Request(site.url + path, method="GET")) as answer:
            return int(answer.status)
    except HTTPError as error:
        return error.code


@pytest.mark.parametrize("kind", ["comparison", "sweep"])
def test_an_experiment_is_deleted_as_a_whole(tab: Tab, site: Site, kind: str) -> None:
    make = finished_comparison if kind == "comparison" else finished_sweep
    one = make(site.client)
    address = f"/compare?of={one.id}" if kind == "comparison" else f"/sweeps/{one.id}"
    (part, *_) = told(site, f"/api/runs?experiment_id={one.id}")["items"]

    page = tab.open(f"/runs/{part['id']}")
    delete = page.get_by_role("button", name="Delete")
    expect(delete).to_be_disabled()  # a part of it is not deleted alone
    expect(delete).to_have_accessible_description(re.compile(f"variant of a {kind}"))
    page.get_by_role("link", name=f"a {kind}").click()
    expect(page).to_have_url(re.compile(re.escape(address)))

    page.get_by_role("button", name="Delete").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text(re.compile(rf"Delete this {kind}, its \d+ runs and all results"))
    dialog.get_by_role("button", name="Keep it").click()
    assert status_of(site, f"/api/{kind}s/{one.id}") == 200
    page.get_by_role("button", name="Delete").click()
    page.get_by_role("dialog").get_by_role("button", name="Delete").click()
    expect(page).to_have_url(re.compile("/compare$" if kind == "comparison" else "/sweeps$"))
    assert status_of(site, f"/api/{kind}s/{one.id}") == 404
    assert told(site, f"/api/runs?experiment_id={one.id}")["items"] == []


def test_who_may_not_delete_an_experiment_is_told_why(open_tab: OpenTab, guarded: Site) -> None:
    comparison = finished_comparison(guarded.client)
    page = open_tab(guarded.url, token=guarded.tokens["planner"]).open(
        f"/compare?of={comparison.id}"
    )
    delete = page.get_by_role("button", name="Delete")
    expect(delete).to_be_disabled()
    expect(delete).to_have_accessible_description("Your role, planner, does not allow this.")


def test_a_scenario_that_is_needed_is_not_deleted(tab: Tab, site: Site, run: Any) -> None:
    tab.expect_wrong("409")
    page = tab.open(f"/scenarios/{city(site.client).id}")
    page.get_by_role("button", name="Delete").click()
    page.get_by_role("dialog").get_by_role("button", name="Delete").click()
    expect(page.get_by_text(re.compile("is needed: .* of it"))).to_be_visible()
    assert status_of(site, f"/api/scenarios/{city(site.client).id}") == 200


# Events


def test_the_bars_of_the_time_line_have_their_table(tab: Tab, site: Site, twin: RemoteTwin) -> None:
    page = tab.open(f"/twins/{twin.id}")
    page.get_by_role("button", name="Stock-outs as a table").click()
    dialog = page.get_by_role("dialog")
    marks = told(site, f"/api/twins/{twin.id}/marks?kinds=stockout")["kinds"][0]
    table = whole(dialog.get_by_role("region", name="Stock-outs"), marks["total"])
    begins = marks["intervals"]["begin_s"]
    moments = table.locator("tbody tr:not([aria-hidden]) td:first-child").all_inner_texts()
    days = [f"Mon 2026-01-05 {int(at // 3600):02}:{int(at % 3600 // 60):02}" for at in begins]
    assert moments == days
    table.get_by_role("button", name="Go there").first.click()
    expect(page.get_by_role("timer", name="City time")).to_contain_text(days[0])
    expect(page).to_have_url(re.compile(f"station={marks['intervals']['station'][0]}"))
