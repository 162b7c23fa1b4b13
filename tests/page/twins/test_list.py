"""All twins of a server: listed, renamed, kept, forked, deleted, made."""

import json
import re
from pathlib import Path

from playwright.sync_api import Route, expect
from tests.page.conftest import Site
from tests.page.tab import Tab
from tests.page.twins.seen import made_of, menu, row

from voltwin.client.twin import RemoteTwin


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
