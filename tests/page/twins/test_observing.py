"""What is seen of the real network beside what was simulated, and forecasts held against it."""

import re

from playwright.sync_api import Request, expect
from tests.page.tab import Tab
from tests.page.twins.seen import made_of, opened, panel

from voltwin.client.twin import RemoteTwin

REPORT = {"station": "near", "stock": {"ready": 1}, "queue": 2}


def test_what_is_seen_is_booked_and_shown_against_what_was_simulated(
    tab: Tab, twin: RemoteTwin
) -> None:
    before = twin.stations().to_pylist()[0]
    part = panel(tab, twin, "Forecast", "station=near")
    form = opened(part, "Tell what is seen")
    expect(form.get_by_label("Batteries ready")).to_have_accessible_description(
        f"simulated: {before['ready']}"
    )
    form.get_by_label("Batteries ready").fill("2")
    form.get_by_label("Vehicles in line").fill("0")  # none that would take a battery at once
    form.get_by_role("button", name="Tell the twin").click()
    expect(form.get_by_role("status")).to_contain_text("booked")
    after = twin.stations().to_pylist()[0]
    assert (after["ready"], after["queue"]) == (2, 0)
    compared = opened(part, "Observed against simulated")
    cells = compared.get_by_role("region", name="Each observation").locator("tbody td")
    expect(cells).to_have_text(
        ["Mon 2026-01-05 07:00", "2", str(before["ready"]), "0", str(before["queue"])]
    )
    expect(compared.get_by_role("img", name=re.compile("^Ready batteries"))).to_be_visible()


def test_a_report_that_cannot_be_is_refused_with_its_reason(tab: Tab, twin: RemoteTwin) -> None:
    part = panel(tab, twin, "Forecast", "station=near")
    form = opened(part, "Tell what is seen")
    form.get_by_role("button", name="Tell the twin").click()
    expect(form.get_by_role("alert")).to_contain_text("Tell at least one")
    form.get_by_label("Batteries ready").fill("1")
    form.get_by_label("Seen", exact=True).select_option("at")
    form.get_by_label("City time").fill("2026-01-05T12:00")
    form.get_by_role("button", name="Tell the twin").click()
    refused = form.get_by_role("alert")
    expect(refused).to_contain_text("refused")
    expect(refused).to_contain_text("ahead of the twin")
    assert made_of(twin) == []


def test_bands_are_those_of_the_server_and_have_their_table(tab: Tab, twin: RemoteTwin) -> None:
    part = panel(tab, twin, "Forecast", "station=near")
    part.get_by_label("For the next").select_option("1")
    part.get_by_role("button", name="Forecast from now").click()
    expect(part).to_contain_text("As of Mon 2026-01-05 07:00, city time, over 20 replications")
    expected = [
        one
        for one in twin.forecast(1, replications=20, stations=["near"]).to_pylist()
        if one["measure"] == "ready"
    ]
    figure = part.get_by_role("figure", name=re.compile("^Ready batteries, Near Gate"))
    expect(figure.get_by_role("img")).to_be_visible()
    with tab.page.expect_download() as download:
        figure.get_by_role("button", name="CSV").click()
    head, *lines = download.value.path().read_text(encoding="utf-8").splitlines()
    names = head.split(",")
    told = [dict(zip(names, line.split(","), strict=True)) for line in lines]
    bands = {float(one["time_s"]): one for one in told if one["q50"] != ""}
    assert [*bands] == [one["end_s"] for one in expected]
    for one in expected:
        for name in ("q05", "q25", "q50", "q75", "q95"):
            assert float(bands[one["end_s"]][name]) == one[name]
    figure.get_by_role("button", name="Table").click()
    table = figure.get_by_role("region", name=re.compile("^Table:"))
    expect(table.get_by_role("columnheader", name="Median")).to_be_visible()
    part.get_by_label("Bands of").select_option("power_kw")
    expect(
        part.get_by_role("figure", name=re.compile(r"^Power, all stations \[kW\]"))
    ).to_be_visible()


def test_a_forecast_is_given_up_by_whoever_leaves(tab: Tab, twin: RemoteTwin) -> None:
    part = panel(tab, twin, "Forecast")
    ended: list[str] = []

    def note(request: Request) -> None:
        ended.append(request.url)

    tab.page.on("requestfailed", note)
    tab.page.route("**/forecast?*", lambda route: None)  # is never answered
    part.get_by_role("button", name="Forecast from now").click()
    expect(part.get_by_role("status")).to_contain_text("Simulating 6 hours on, 20 times")
    part.get_by_role("button", name="Give it up").click()
    expect(part.get_by_role("button", name="Forecast from now")).to_be_visible()
    part.get_by_role("button", name="Forecast from now").click()
    expect(part.get_by_role("button", name="Give it up")).to_be_visible()
    tab.page.get_by_role("tab", name="Map").click()
    expect(part).to_have_count(0)
    tab.page.get_by_role("tab", name="Forecast").click()
    expect(part.get_by_role("button", name="Forecast from now")).to_be_visible()
    assert len([url for url in ended if "/forecast?" in url]) == 2


def test_a_forecast_that_was_kept_is_scored_when_its_time_is_observed(
    tab: Tab, twin: RemoteTwin
) -> None:
    part = panel(tab, twin, "Forecast", "station=near")
    scores = opened(part, "How good forecasts were")
    expect(scores).to_contain_text("No forecast has been scored yet.")
    part.get_by_label("For the next").select_option("1")
    part.get_by_role("button", name="Forecast and keep").click()
    expect(part).to_contain_text("kept, to be scored")
    twin.command("seek", at="7h 30min")
    twin.observe([{**REPORT, "at": "7h 30min"}])
    table = scores.get_by_role("table", name="Scores: All stations")
    expect(table).to_be_visible()
    ready = table.get_by_role("row").filter(has_text="Ready batteries")
    expect(ready.get_by_role("cell").nth(1)).to_have_text("1")
    expect(scores.get_by_role("table", name="Scores: Near Gate")).to_be_visible()
    known = twin.scores().to_pylist()[0]
    expect(ready.get_by_role("cell").nth(3)).to_have_text(
        f"{100 * known['coverage_90']:.0f}\u00a0%"
    )
