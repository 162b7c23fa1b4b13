"""The twins of a server, and what is done to one from the panel beside its map."""

import json
import re
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, Request, Route, expect
from tests.page.axe import AXE, findings
from tests.page.busy_town import busy_town
from tests.page.conftest import OpenTab, Site
from tests.page.tab import Tab

from voltwin.client.twin import RemoteTwin

LOST_TWIN = "0190c5a1-5f00-7000-8000-000000000000"
REPORT = {"station": "near", "stock": {"ready": 1}, "queue": 2}


@pytest.fixture
def twin(site: Site, afterwards: ExitStack) -> RemoteTwin:
    """A twin of the busy town, paused at seven."""
    made = site.client.twins.create(busy_town(), name="town today")
    afterwards.callback(delete_towns, site)
    made.command("seek", at="7h")
    return made


@pytest.fixture
def tab(mapless: Tab) -> Tab:
    """A tab in which the map never comes: what is looked at is beside it."""
    return mapless


def delete_towns(site: Site) -> None:
    """Delete the twin, and what was made of it."""
    for one in site.client.twins.list():
        if one.name.startswith("town today"):
            one.delete()


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


# All twins


def test_all_twins_are_listed_with_where_each_of_them_stands(
    tab: Tab, site: Site, twin: RemoteTwin
) -> None:
    fork = twin.fork("town today, forked", at="6h")
    page = tab.open("/runs")
    page.get_by_role("link", name="Twins").click()
    expect(page).to_have_url(re.compile("/twins$"))
    expect(page).to_have_title("Twins · Voltwin")
    expect(row(page, "town today")).to_contain_text("Mon 2026-01-05 07:00")
    expect(row(page, "town today")).to_contain_text("busy town")
    expect(row(page, fork.name)).to_contain_text("Mon 2026-01-05 06:00")
    expect(row(page, fork.name)).to_contain_text("fork of town today")
    fork.command("speed", speed=600)
    fork.command("play")
    expect(row(page, fork.name)).to_contain_text("playing")  # without loading it again
    fork.command("pause")
    expect(row(page, fork.name)).to_contain_text("paused")
    page.get_by_label("Search").fill("FORKED")
    expect(row(page, "town today")).to_have_count(0)
    expect(page).to_have_url(re.compile("search=FORKED"))
    row(page, fork.name).get_by_role("link", name=fork.name).click()
    expect(page).to_have_url(re.compile(f"/twins/{fork.id}"))


def test_a_twin_is_renamed_kept_forked_and_deleted_from_the_list(
    tab: Tab, site: Site, twin: RemoteTwin
) -> None:
    page = tab.open("/twins")
    menu(page, "town today", "Rename")
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Name", exact=True).fill("town today, renamed")
    dialog.get_by_role("button", name="Rename").click()
    expect(row(page, "town today, renamed")).to_be_visible()
    assert twin.refresh().name == "town today, renamed"
    menu(page, "town today, renamed", "Take a snapshot")
    expect(page.get_by_text("is kept as it is")).to_be_visible()
    assert [one.now_s for one in twin.snapshots()] == [25_200.0]
    menu(page, "town today, renamed", "Delete")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("its snapshots and its forecasts go with it")
    dialog.get_by_role("button", name="Keep it").click()
    expect(row(page, "town today, renamed")).to_be_visible()
    menu(page, "town today, renamed", "Fork")
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Name", exact=True).fill("town today, at six")
    dialog.get_by_label("It stands at").fill("2026-01-05T06:00")
    dialog.get_by_role("button", name="Fork", exact=True).click()
    expect(page).not_to_have_url(re.compile("/twins$"))
    fork = next(one for one in site.client.twins.list() if one.name == "town today, at six")
    assert fork.now == 6 * 3600.0
    page.goto(f"{tab.url}/twins")
    menu(page, "town today, renamed", "Delete")
    page.get_by_role("dialog").get_by_role("button", name="Delete").click()
    expect(row(page, "town today, renamed")).to_have_count(0)
    assert twin.id not in {one.id for one in site.client.twins.list()}


def test_a_twin_is_made_of_a_scenario_or_of_a_recipe(
    tab: Tab, site: Site, twin: RemoteTwin, tmp_path: Path
) -> None:
    twin.command("intervene", what={"kind": "close", "stations": ["far"]})
    recipe = tmp_path / "recipe.json"
    recipe.write_text(twin.recipe().to_json(), encoding="utf-8")
    page = tab.open("/twins")
    page.get_by_role("button", name="New twin").click()
    dialog = page.get_by_role("dialog", name="A new twin")
    make = dialog.get_by_role("button", name="Make the twin")
    expect(make).to_be_disabled()
    dialog.get_by_label("Scenario").select_option("busy town")
    dialog.get_by_label("Seed").fill("7")
    dialog.get_by_label("Name", exact=True).fill("town today, seed 7")
    make.click()
    expect(page.get_by_role("timer", name="City time")).to_contain_text("2026-01-05 00:00")
    made = next(one for one in site.client.twins.list() if one.name == "town today, seed 7")
    assert (made.info.seed, made.info.origin.kind) == (7, "scenario")
    page.goto(f"{tab.url}/twins")
    page.get_by_role("button", name="New twin").click()
    dialog.get_by_label("Made from").select_option("recipe")
    dialog.get_by_label("Recipe").set_input_files(recipe)
    expect(dialog).to_contain_text("1 thing made of it")
    dialog.get_by_label("Name", exact=True).fill("town today, again")
    make.click()
    expect(page).not_to_have_url(re.compile("/twins$"))
    again = next(one for one in site.client.twins.list() if one.name == "town today, again")
    assert made_of(again) == made_of(twin)


def test_what_is_no_recipe_is_refused_beside_its_field(tab: Tab, tmp_path: Path) -> None:
    other = tmp_path / "other.json"
    other.write_text("{}", encoding="utf-8")
    page = tab.open("/twins")
    page.get_by_role("button", name="New twin").click()
    dialog = page.get_by_role("dialog", name="A new twin")
    dialog.get_by_label("Made from").select_option("recipe")
    dialog.get_by_label("Recipe").set_input_files(other)
    expect(dialog.get_by_role("alert")).to_have_text("This file holds no recipe.")
    expect(dialog.get_by_role("button", name="Make the twin")).to_be_disabled()


def test_without_a_twin_the_list_says_what_to_do(tab: Tab) -> None:
    tab.page.route("**/api/twins?*", lambda route: route.fulfill(json={"items": [], "next": None}))
    page = tab.open("/twins")
    expect(page.get_by_role("heading", name="No twins yet")).to_be_visible()
    page.get_by_role("button", name="New twin").click()
    expect(page.get_by_role("dialog", name="A new twin")).to_be_visible()


def test_hundreds_of_twins_come_page_by_page_and_only_those_in_sight_are_there(
    tab: Tab, twin: RemoteTwin
) -> None:
    told = json.loads(twin.info.model_dump_json())
    ids = [f"{number:08x}-0000-7000-8000-000000000000" for number in range(500, 0, -1)]

    def answered(route: Route) -> None:
        first = 200 if "before" in route.request.url else 0
        items = [{**told, "id": one, "name": f"twin {one[:8]}"} for one in ids[first:]]
        more = items[199]["id"] if first == 0 else None
        route.fulfill(json={"items": items[:200] if first == 0 else items, "next": more})

    tab.page.route("**/api/twins?*", answered)
    page = tab.open("/twins")
    expect(page.get_by_text("500 twins, 0 playing")).to_be_visible()
    table = page.get_by_role("region", name="Twins", exact=True)
    assert table.locator("tbody tr").count() < 60
    page.get_by_label("Search").fill(f"twin {ids[-1][:8]}")
    expect(row(page, f"twin {ids[-1][:8]}")).to_be_visible()
    expect(page.get_by_text("1 of 500 twins")).to_be_visible()


# Interventions


def test_what_is_done_by_the_form_is_done_to_the_twin_and_listed(
    tab: Tab, twin: RemoteTwin
) -> None:
    part = panel(tab, twin, query="station=near")
    form = part.get_by_role("form", name="Do something")
    form.get_by_label("What happens").select_option("charger_out")
    expect(form.get_by_label("Station", exact=True)).to_have_value("near")
    form.get_by_label("Chargers", exact=True).fill("0")
    form.get_by_label("For how long", exact=True).fill("90")
    form.get_by_label("For how long: unit").select_option("min")
    form.get_by_role("button", name="Do it now").click()
    done = part.get_by_role("list", name="What was done to the city").get_by_role("listitem")
    expect(done).to_contain_text(["Charger 0 of Near Gate out of order"])
    expect(done.first).to_contain_text("in force")
    expect(done.first).to_contain_text("Mon 2026-01-05 07:00, for 90\u00a0min")
    expect(done.first).to_contain_text("By local")
    [what] = made_of(twin)
    assert (what.kind, what.station, what.charger, what.lasts) == (
        "charger_out",
        "near",
        (0,),
        5400,
    )
    assert twin.stations().to_pydict()["chargers_out"] == [1, 0]
    form.get_by_label("What happens").select_option("surge")
    form.get_by_label("What happens").select_option("close")
    form.get_by_label("Where").select_option("listed")
    form.get_by_label("Add a station", exact=True).fill("far")
    expect(form.get_by_role("list", name="Stations chosen")).to_contain_text("Far Field")
    form.get_by_label("Begins").select_option("at")
    form.get_by_label("City time").fill("2026-01-05T09:30")
    form.get_by_role("button", name="Do it at that time").click()
    expect(done).to_contain_text(["Closed: Far Field", "Charger 0 of Near Gate"])
    expect(done.first).to_contain_text("planned")
    twin.command("seek", at="9h 30min")
    expect(done.first).to_contain_text("in force")
    expect(done.nth(1)).to_contain_text("over")
    assert [what.kind for what in made_of(twin)] == ["charger_out", "close"]


def test_what_is_in_force_is_ended_and_what_was_made_is_left_out_of_another_twin(
    tab: Tab, site: Site, twin: RemoteTwin
) -> None:
    twin.command("intervene", what={"kind": "close", "stations": ["near"]})
    twin.command("intervene", what={"kind": "bay_out", "station": "far", "bay": "all"})
    part = panel(tab, twin)
    done = part.get_by_role("list", name="What was done to the city").get_by_role("listitem")
    expect(done).to_have_count(2)
    closed = done.filter(has_text="Closed: Near Gate")
    closed.get_by_role("button", name="End it now").click()
    expect(done.first).to_contain_text("Open, whatever the hours: Near Gate")
    assert twin.stations().to_pydict()["open"] == [1, 1]
    expect(closed).to_contain_text("over")
    expect(closed.get_by_role("button", name="End it now")).to_have_count(0)
    closed.get_by_role("button", name="A twin without it").click()
    expect(tab.page).not_to_have_url(re.compile(str(twin.id)))
    expect(done).to_have_count(2)
    other = next(one for one in site.client.twins.list() if "without 1" in one.name)
    assert [(what.kind) for what in made_of(other)] == ["bay_out", "open"]
    assert other.now == twin.now
    assert len(made_of(twin)) == 3


def test_what_is_wrong_is_told_beside_its_field(tab: Tab, twin: RemoteTwin) -> None:
    part = panel(tab, twin, query="station=near")
    form = part.get_by_role("form", name="Do something")
    form.get_by_label("Chargers", exact=True).fill("5")
    form.get_by_role("button", name="Do it now").click()
    wrong = form.get_by_role("alert")
    expect(wrong).to_have_text("Numbers go from 0 to 1.")
    expect(form.get_by_label("Chargers", exact=True)).to_have_attribute("aria-invalid", "true")
    form.get_by_label("What happens").select_option("truck")  # what the server alone can know
    form.get_by_label("From station", exact=True).fill("near")
    form.get_by_label("To station", exact=True).fill("far field")
    form.get_by_label("Batteries at most").fill("2")
    form.get_by_label("Time on its way", exact=True).fill("1")
    form.get_by_role("button", name="Do it now").click()
    expect(wrong).to_contain_text("must give its `racks`")
    expect(form.get_by_label("To station", exact=True)).to_have_attribute("aria-invalid", "true")
    assert made_of(twin) == []


def test_every_kind_of_the_server_is_offered(tab: Tab, site: Site, twin: RemoteTwin) -> None:
    from typing import get_args

    from voltwin.scenario.interventions import AnyIntervention

    part = panel(tab, twin)
    choice = part.get_by_label("What happens")
    expect(choice).to_be_visible()
    offered = choice.locator("option").evaluate_all("(all) => all.map((one) => one.value)")
    known = {one.model_fields["kind"].default for one in get_args(AnyIntervention)}
    assert set(offered) == known - {"observation"}  # which is told by a form of its own
    names = choice.locator("option").all_inner_texts()
    assert len(set(names)) == len(names)


def test_two_windows_on_one_twin_both_see_what_one_of_them_does(
    tab: Tab, open_tab: OpenTab, site: Site, twin: RemoteTwin
) -> None:
    other = open_tab(site.url, has_map=False)
    theirs = panel(other, twin, query="station=near")
    mine = panel(tab, twin, query="station=near")
    expect(theirs).to_contain_text("Nothing has been done to this city yet.")
    journal = opened(theirs, "Who did what")
    form = mine.get_by_role("form", name="Do something")
    form.get_by_label("What happens").select_option("close")
    form.get_by_role("button", name="Do it now").click()
    seen = theirs.get_by_role("list", name="What was done to the city")
    expect(seen).to_contain_text("Closed: all stations")
    expect(journal).to_contain_text("Closed: all stations")
    expect(journal).to_contain_text("local")
    station = other.page.get_by_role("tabpanel", name="Station")
    expect(station).to_contain_text("Closed")
    tab.page.get_by_role("button", name="On 15 minutes").click()
    for page in (tab.page, other.page):
        expect(page.get_by_role("timer", name="City time")).to_contain_text("07:15")
    expect(journal).to_contain_text("Went to Mon 2026-01-05 07:15")


def test_a_snapshot_is_taken_made_a_twin_of_and_deleted(
    tab: Tab, site: Site, twin: RemoteTwin
) -> None:
    part = opened(panel(tab, twin), "Snapshots")
    expect(part).to_contain_text("None yet.")
    part.get_by_role("button", name="Take a snapshot").click()
    kept = part.get_by_role("list", name="Snapshots").get_by_role("listitem")
    expect(kept).to_have_count(1)
    expect(kept).to_contain_text("Mon 2026-01-05 07:00, city time")
    twin.command("seek", at="8h")
    kept.get_by_role("button", name="Make a twin of it").click()
    expect(tab.page).not_to_have_url(re.compile(str(twin.id)))
    made = next(one for one in site.client.twins.list() if "as at" in one.name)
    assert made.now == 7 * 3600.0
    part = opened(panel(tab, twin), "Snapshots")
    kept.get_by_role("button", name="Delete").click()
    tab.page.get_by_role("dialog").get_by_role("button", name="Delete").click()
    expect(part).to_contain_text("None yet.")
    assert twin.snapshots() == []


def test_what_a_twin_is_can_be_taken_along(tab: Tab, twin: RemoteTwin) -> None:
    twin.command("intervene", what={"kind": "close", "stations": ["near"], "for": "1h"})
    part = opened(panel(tab, twin), "About this twin")
    expect(part).to_contain_text("voltwin run town-today.yaml --seed 1")
    with tab.page.expect_download() as download:
        part.get_by_role("button", name="Recipe").click()
    assert json.loads(download.value.path().read_text(encoding="utf-8"))["made"][0]["number"] == 1


def test_a_twin_that_is_gone_is_told_in_the_panel_of_whoever_watched(
    tab: Tab, twin: RemoteTwin
) -> None:
    tab.expect_wrong("404")
    part = panel(tab, twin)
    expect(part.get_by_role("heading", name="town today")).to_be_visible()
    part.get_by_role("button", name="Delete", exact=True).click()
    tab.page.get_by_role("dialog").get_by_role("button", name="Delete").click()
    expect(tab.page).to_have_url(re.compile("/twins$"))
    tab.open(f"/twins/{LOST_TWIN}")
    expect(tab.page.get_by_text("There is no twin of this id.", exact=True)).to_be_visible()


def test_a_viewer_is_told_why_they_may_do_nothing(
    open_tab: OpenTab, guarded: Site, afterwards: ExitStack
) -> None:
    made = guarded.client.twins.create(busy_town(), name="guarded town")
    afterwards.callback(made.delete)
    why = "Your role, viewer, does not allow this."
    tab = open_tab(guarded.url, has_map=False)
    token = guarded.tokens["viewer"]
    tab.page.add_init_script(f"sessionStorage.setItem('voltwin.token', '{token}')")
    part = panel(tab, made)
    form = part.get_by_role("form", name="Do something")
    expect(form).to_contain_text(why)
    expect(form.get_by_label("What happens")).to_be_disabled()
    for name in ("Fork", "Rename", "Delete"):
        button = part.get_by_role("button", name=name, exact=True)
        expect(button).to_be_disabled()
        expect(button).to_have_accessible_description(why)
    tab.page.get_by_role("tab", name="Forecast").click()
    foreseen = tab.page.get_by_role("tabpanel", name="Forecast")
    expect(foreseen.get_by_role("button", name="Forecast from now")).to_be_enabled()
    expect(foreseen.get_by_role("button", name="Forecast and keep")).to_be_disabled()
    seen = opened(foreseen, "Tell what is seen")
    expect(seen.get_by_role("button", name="Tell the twin")).to_be_disabled()
    page = tab.open("/twins")
    expect(page.get_by_role("button", name="New twin")).to_be_disabled()
    page.get_by_role("button", name="What can be done with guarded town").click()
    expect(page.get_by_role("menuitem", name="Delete")).to_be_disabled()


# Observations and forecasts


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


@pytest.mark.skipif(not AXE.exists(), reason="npm has installed nothing (make page)")
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_twins_and_their_panels_have_no_serious_findings(
    open_tab: OpenTab, site: Site, twin: RemoteTwin, *, dark: bool
) -> None:
    twin.command("intervene", what={"kind": "close", "stations": ["far"]})
    twin.observe([{**REPORT, "at": "7h"}])
    tab = open_tab(site.url, dark=dark, has_map=False)
    page = tab.open("/twins")
    expect(row(page, "town today")).to_be_visible()
    assert findings(page) == []
    page.get_by_role("button", name="New twin").click()
    assert findings(page) == []
    part = panel(tab, twin, query="station=near")
    expect(part.get_by_role("list", name="What was done to the city")).to_be_visible()
    for title in ("Who did what", "Snapshots", "About this twin"):
        opened(part, title)
    expect(part).to_contain_text("voltwin run")
    assert findings(page) == []
    page.get_by_role("tab", name="Forecast").click()
    part = page.get_by_role("tabpanel", name="Forecast")
    for title in ("Tell what is seen", "Observed against simulated", "How good forecasts were"):
        opened(part, title)
    part.get_by_label("For the next").select_option("1")
    part.get_by_role("button", name="Forecast from now").click()
    expect(part.get_by_role("img", name=re.compile("all stations"))).to_be_visible()
    assert findings(page) == []


@pytest.mark.parametrize("path", ["/twins", "/twins/{id}"])
def test_in_a_narrow_window_all_of_it_is_reached(tab: Tab, twin: RemoteTwin, path: str) -> None:
    tab.page.set_viewport_size({"width": 390, "height": 844})
    page = tab.open(path.format(id=twin.id))
    if path == "/twins":
        expect(row(page, "town today")).to_be_visible()
        return
    page.get_by_role("tab", name="Twin").click()
    form = page.get_by_role("form", name="Do something")
    expect(form.get_by_label("What happens")).to_be_visible()
    page.evaluate(
        "history.pushState(null, '', '?station=far'); dispatchEvent(new PopStateEvent('popstate'))"
    )
    expect(page.get_by_role("tab", name="Station")).to_be_visible()
    expect(page.get_by_role("tab", name="Twin")).to_have_attribute("aria-selected", "true")
    expect(form.get_by_label("Station", exact=True)).to_have_value("far")
