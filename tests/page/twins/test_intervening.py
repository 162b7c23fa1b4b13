"""What is done to a twin from the panel beside its map, and what is kept of it."""

import json
import re
from contextlib import ExitStack

from playwright.sync_api import expect
from tests.page.busy_town import busy_town
from tests.page.conftest import OpenTab, Site
from tests.page.tab import Tab
from tests.page.twins.seen import made_of, opened, panel

from voltwin.client.twin import RemoteTwin

LOST_TWIN = "0190c5a1-5f00-7000-8000-000000000000"


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
