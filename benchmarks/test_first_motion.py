"""From an address to a city that moves, in Debian's Chromium, for the demo of a new server:
`python -m pytest benchmarks/test_first_motion.py`. Skipped without Chromium or the page's build."""

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright
from tests.deploy.serving import served
from tests.page.conftest import DESKTOP, FLAGS
from tests.page.loading import wait_until_it_moves, watched_loading

from voltwin.client.client import connect
from voltwin_server.page.files import BUILD

VEHICLES = 10_000  # of the demo
ROUNDS = 5


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    chromium = shutil.which("chromium")
    if chromium is None or not (BUILD / "index.html").exists():
        pytest.skip("needs Chromium (tests/page/install_chromium.sh) and the page (make page)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=list(FLAGS))
        yield browser
        browser.close()


def new_server(folder: Path) -> Any:
    """Return a server of its own process, whose folder is new."""
    voltwin = Path(sys.executable).with_name("voltwin")
    return served([str(voltwin), "serve", "--port", "0", "--data", str(folder)])


def opened(browser: Browser, url: str) -> None:
    """Open the page as somebody who never did, and wait until the city moves."""
    context = browser.new_context(viewport=DESKTOP)
    page = context.new_page()
    watched_loading(page, ["gzip", "br"])
    page.goto(url)
    wait_until_it_moves(page, VEHICLES)
    context.close()


def test_from_an_address_to_a_city_that_moves(
    benchmark: Any, browser: Browser, tmp_path: Path
) -> None:
    with new_server(tmp_path / "served") as url:
        with connect(url) as client:
            while not client.demo(wait=60).ready:
                pass
        benchmark.pedantic(opened, args=(browser, url), rounds=ROUNDS, warmup_rounds=1)


def test_from_the_start_of_a_server_to_a_city_that_moves(
    benchmark: Any, browser: Browser, tmp_path: Path
) -> None:
    folders = iter(range(ROUNDS))

    def started_and_opened() -> None:
        with new_server(tmp_path / str(next(folders))) as url:
            opened(browser, url)

    benchmark.pedantic(started_and_opened, rounds=ROUNDS)
