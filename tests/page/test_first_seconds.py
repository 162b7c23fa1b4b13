"""From an address to a city that moves: what waits for what. Times are another machine's; the order
is the page's own."""

from playwright.sync_api import Page, Route, expect
from tests.page.conftest import OpenTab, Site
from tests.page.loading import wait_until_it_moves, watched_loading

VEHICLES = 10_000  # of the demo


def hold(page: Page, *patterns: str) -> None:
    """Have the page wait for ever for what it asks for at these addresses."""

    def never(route: Route) -> None:
        """Answer nothing."""

    for pattern in patterns:
        page.route(pattern, never)


def test_all_that_shows_the_city_is_asked_for_before_any_of_it_runs(
    open_tab: OpenTab, demonstrating: Site
) -> None:
    tab = open_tab(demonstrating.url, moving=True)
    loading = watched_loading(tab.page, ["gzip"])
    wait_until_it_moves(tab.open("/"), VEHICLES)
    runs = min(loading.asked[path] for path in loading.of_api())  # the first that a script asks
    late = [path for path in loading.scripts() if loading.asked[path] > runs]
    assert late == []
    assert len(loading.scripts()) > 2


def test_a_city_that_moves_waits_for_three_answers_and_no_others(
    open_tab: OpenTab, demonstrating: Site
) -> None:
    next(iter(demonstrating.client.twins.list())).command("play")
    tab = open_tab(demonstrating.url)
    loading = watched_loading(tab.page, ["gzip"])
    hold(tab.page, "**/api/me", "**/api/twins/*/map", "**/api/twins/*/marks*", "**/*worker*")
    page = tab.open("/")
    wait_until_it_moves(page, VEHICLES)
    needed = [path for path in loading.of_api() if path in loading.ended]
    assert [path.rsplit("/", 1)[-1] for path in needed] == ["demo", "tickets"]


def test_numbers_and_time_line_are_there_without_the_map(
    open_tab: OpenTab, demonstrating: Site
) -> None:
    tab = open_tab(demonstrating.url)
    hold(tab.page, "**/assets/city_map*.js")
    page = tab.open("/")
    expect(page.get_by_role("region", name="Network and stations")).to_contain_text("moving city")
    expect(page.get_by_role("slider", name="Time of the run")).to_be_visible()
    expect(page.get_by_text("Opening the map")).to_be_visible()


def test_a_city_seen_before_is_shown_out_of_what_the_browser_has(
    open_tab: OpenTab, demonstrating: Site
) -> None:
    tab = open_tab(demonstrating.url, moving=True)
    first = watched_loading(tab.page, ["gzip"])
    wait_until_it_moves(tab.open("/"), VEHICLES)
    all_of_it = sum(first.sent.values())
    again = watched_loading(tab.page, ["gzip"])
    tab.page.reload()
    wait_until_it_moves(tab.page, VEHICLES)
    assert sum(again.sent.get(path, 0) for path in again.scripts()) == 0
    assert sum(again.sent.values()) < all_of_it / 10
