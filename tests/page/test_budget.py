"""What the page costs to be loaded for the first time."""

from playwright.sync_api import Response
from tests.page.tab import Tab

BUDGET = 900_000  # bytes as they are sent: scripts and styles packed by gzip


def test_the_first_view_is_loaded_within_the_budget(tab: Tab) -> None:
    sent: dict[str, int] = {}

    def note(response: Response) -> None:
        if "/api/" not in response.url:
            sent[response.url] = int(response.headers.get("content-length", "0"))

    tab.expect_wrong("404")  # this server has no demo
    tab.page.on("response", note)
    tab.open("/").wait_for_load_state("networkidle")
    scripts = [url for url in sent if url.endswith(".js")]
    assert scripts
    assert all(sent.values())
    assert sum(sent.values()) < BUDGET
