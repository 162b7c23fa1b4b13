"""The page as the server shows it, in a real browser: one server and one browser for all tests of a
process, a tab of its own for each test."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass

import httpx
import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    Page,
    ViewportSize,
    expect,
    sync_playwright,
)
from tests.page.tab import Tab, watched
from tests.server.running import running

from voltwin.client.client import Client, connect
from voltwin_server.access.callers import Role
from voltwin_server.access.tokens import Tokens
from voltwin_server.app import create_app
from voltwin_server.page.files import BUILD
from voltwin_server.settings import Settings

# WebGL by the processor, on machines without a graphics card too.
FLAGS = (
    "--use-gl=angle",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
    "--ignore-gpu-blocklist",
    "--no-sandbox",
    # What is in memory can be measured: tests/page/test_cost.py does.
    "--enable-precise-memory-info",
    "--js-flags=--expose-gc",
)
PREPARING_S = 60.0  # a demo, at most
PATIENCE_MS = 30_000  # what is to be seen may be computed before
# As for somebody who has closed the guided start, which stands before the map.
UNGUIDED = """localStorage.setItem("voltwin.guide", '{"done": [], "isOpen": false}')"""
DESKTOP: ViewportSize = {"width": 1440, "height": 900}


@dataclass(frozen=True)
class Site:
    """A server with a page.

    Attributes:
        url: where it is.
        client: of its API, an administrator's.
        tokens: of it, by the word of their role; none where it asks for none.
    """

    url: str
    client: Client
    tokens: dict[str, str]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium."""
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.skip("Chromium is not installed (tests/page/install_chromium.sh does it for root)")
    if not (BUILD / "index.html").exists():
        pytest.skip("the page is not built (make page does it)")
    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=list(FLAGS))
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A server that asks for no tokens, with a small city in it."""
    settings = Settings(tmp_path_factory.mktemp("site"), workers=1, demo=False)
    with (
        running(create_app(settings), settings) as (host, port),
        connect(f"http://{host}:{port}") as client,
    ):
        yield Site(f"http://{host}:{port}", client, {})


@pytest.fixture(scope="session")
def demonstrating(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A server with its demo, which is ready."""
    settings = Settings(tmp_path_factory.mktemp("demonstrating"), workers=1)
    with (
        running(create_app(settings), settings) as (host, port),
        connect(f"http://{host}:{port}") as client,
    ):
        url = f"http://{host}:{port}"
        told = httpx.get(f"{url}/api/demo", params={"wait": PREPARING_S}, timeout=2 * PREPARING_S)
        assert told.json()["ready"]
        yield Site(url, client, {})


@pytest.fixture(scope="session")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A server that asks for tokens."""
    data = tmp_path_factory.mktemp("guarded")
    tokens = {role.word: Tokens(data).create(role.word, role) for role in Role}
    settings = Settings(data, allowed_hosts=("twin.test",), workers=1, demo=False)
    with (
        running(create_app(settings), settings) as (host, port),
        connect(f"http://{host}:{port}", token=tokens["admin"]) as client,
    ):
        yield Site(f"http://{host}:{port}", client, tokens)


@pytest.fixture
def open_tab(browser: Browser) -> Iterator[Callable[..., Tab]]:
    """Opens tabs; when the test is over, nothing may have gone wrong in any of them."""
    with ExitStack() as opened:

        def tab(
            url: str, viewport: ViewportSize = DESKTOP, *, dark: bool = False, guided: bool = False
        ) -> Tab:
            context: BrowserContext = browser.new_context(
                viewport=viewport,
                color_scheme="dark" if dark else "light",
                reduced_motion="reduce",
            )
            opened.callback(context.close)
            context.grant_permissions(["clipboard-read", "clipboard-write"])
            if not guided:
                context.add_init_script(UNGUIDED)
            page: Page = context.new_page()
            return opened.enter_context(watched(page, url))

        yield tab


@pytest.fixture
def tab(open_tab: Callable[..., Tab], site: Site) -> Tab:
    """A tab of a server that asks for no tokens."""
    return open_tab(site.url)
