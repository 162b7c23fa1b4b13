"""What the page costs to be loaded for the first time: all that comes over the wire until the demo
moves on its streets."""

from collections.abc import Sequence

import pytest
from tests.page.conftest import OpenTab, Site
from tests.page.loading import Coding, Loading, wait_until_it_moves, watched_loading
from tests.page.tab import Tab

BUDGET = 900_000  # bytes, the map and its streets included
VEHICLES = 10_000  # of the demo


def loaded(tab: Tab, codings: Sequence[Coding]) -> Loading:
    """Open the page as somebody who has never seen it, until its city moves on its streets."""
    loading = watched_loading(tab.page, codings)
    with tab.page.expect_response("**/map") as streets:
        page = tab.open("/")
    streets.value.finished()
    wait_until_it_moves(page, VEHICLES)
    return loading


@pytest.mark.parametrize("codings", [("gzip",), ("gzip", "br")], ids=" and ".join)
def test_the_city_moves_within_the_budget(
    open_tab: OpenTab, demonstrating: Site, codings: Sequence[Coding]
) -> None:
    tab = open_tab(demonstrating.url, guided=True, moving=True)
    loading = loaded(tab, codings)
    assert {"/", "/api/demo"} <= set(loading.sent)
    assert codings[-1] in loading.codings <= set(codings)
    assert any("worker" in path for path in loading.scripts()), "the map's worker counts, too"
    assert sum(loading.sent.values()) < BUDGET, sorted(
        loading.sent.items(), key=lambda item: -item[1]
    )
    assert tab.elsewhere == []
