"""The page as the server shows it, in a real browser: one server and one browser for all tests of a
process, a tab of its own for each test."""

import shutil
from collections.abc import Callable, Generator, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ViewportSize, expect, sync_playwright
from tests.page.busy_town import busy_town
from tests.page.left_behind import leave_behind
from tests.page.tab import PATIENCE_MS, Tab, listened_to
from tests.server.running import running

from voltwin.client.client import Client, connect
from voltwin.client.twin import RemoteTwin
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
    # The page around the map needs no WebGL, and is painted sooner without it.
    "--disable-gpu-rasterization",
    # What is in memory can be measured: tests/page/test_cost.py does.
    "--enable-precise-memory-info",
    "--js-flags=--expose-gc",
)
_TRIES = 8
# As for somebody who has closed the guided start, which stands before the map.
UNGUIDED = """localStorage.setItem("voltwin.guide", '{"done": [], "isOpen": false}')"""
# What draws the map: a tab that waits for it for ever has all else, for less of the processor.
MAP = "**/assets/city_map*.js"
DESKTOP: ViewportSize = {"width": 1440, "height": 900}
NARROW: ViewportSize = {"width": 390, "height": 844}

OpenTab = Callable[..., Tab]
_TABS = pytest.StashKey[list[Tab]]()


@dataclass(frozen=True)
class Site:
    """A server with a page.

    Attributes:
        url: where it is.
        client: of its API, an administrator's.
        tokens: of it, by the word of their role; none where it asks for none.
        data: its folder.
    """

    url: str
    client: Client
    tokens: dict[str, str]
    data: Path


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Have a test that fails leave behind what its tabs show."""
    report = yield
    if report.when == "call" and report.failed and (tabs := item.stash.get(_TABS, [])):
        report.sections.append(("what the tabs showed", leave_behind(item.nodeid, tabs)))
    return report


@pytest.fixture(scope="package")
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


@contextmanager
def served(
    settings: Settings, tokens: dict[str, str] | None = None, port: int = 0
) -> Iterator[Site]:
    """Give a server with a page, at a free port unless one is given."""
    known = tokens or {}
    with (
        running(create_app(settings), settings, port) as (host, free),
        connect(f"http://{host}:{free}", token=known.get("admin")) as client,
    ):
        yield Site(f"http://{host}:{free}", client, known, settings.data)


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A server that asks for no tokens."""
    with served(Settings(tmp_path_factory.mktemp("site"), workers=1)) as site:
        yield site


@pytest.fixture(scope="session")
def demonstrating(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A server with its demo, which is ready."""
    settings = Settings(tmp_path_factory.mktemp("demonstrating"), workers=1, demo=True)
    with served(settings) as site:
        # Where no kernel is compiled yet, that may take minutes.
        assert any(site.client.demo(wait=60.0).ready for _ in range(_TRIES))
        yield site


@pytest.fixture(scope="session")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A server that asks for tokens."""
    data = tmp_path_factory.mktemp("guarded")
    tokens = {role.word: Tokens(data).create(role.word, role) for role in Role}
    with served(Settings(data, workers=1, allowed_hosts=("twin.test",)), tokens) as site:
        yield site


@pytest.fixture
def afterwards() -> Iterator[ExitStack]:
    """What is done when the tabs of a test are closed: they would miss what is deleted before."""
    with ExitStack() as stack:
        yield stack


@pytest.fixture
def open_tab(
    browser: Browser, afterwards: ExitStack, request: pytest.FixtureRequest
) -> Iterator[OpenTab]:
    """Opens tabs; when the test is over, nothing may have gone wrong in any of them."""
    tabs: list[Tab] = []
    request.node.stash[_TABS] = tabs
    with ExitStack() as opened:

        def tab(
            url: str,
            viewport: ViewportSize = DESKTOP,
            *,
            dark: bool = False,
            guided: bool = False,
            has_map: bool = True,
            moving: bool = False,
            token: str | None = None,
        ) -> Tab:
            context = browser.new_context(
                viewport=viewport,
                color_scheme="dark" if dark else "light",
                # As a rule nothing moves by itself: tests would not know where it is.
                reduced_motion="no-preference" if moving else "reduce",
            )
            opened.callback(context.close)
            context.grant_permissions(["clipboard-read", "clipboard-write"])
            if not guided:
                context.add_init_script(UNGUIDED)
            if token is not None:
                context.add_init_script(f"sessionStorage.setItem('voltwin.token', '{token}')")
            if not has_map:
                context.route(MAP, lambda route: None)
            tabs.append(listened_to(context.new_page(), url))
            return tabs[-1]

        yield tab
        wrong = [text for one in tabs for text in one.failure()]
        assert not wrong, "\n".join([*wrong, leave_behind(request.node.nodeid, tabs)])


@pytest.fixture
def tab(open_tab: OpenTab, site: Site) -> Tab:
    """A tab of a server that asks for no tokens."""
    return open_tab(site.url)


@pytest.fixture
def mapless(open_tab: OpenTab, site: Site) -> Tab:
    """A tab of the same server in which the map never comes."""
    return open_tab(site.url, has_map=False)


@pytest.fixture
def twin(site: Site, afterwards: ExitStack) -> RemoteTwin:
    """A twin of the busy town, paused at its start."""
    return new_twin(site, afterwards)


def new_twin(site: Site, afterwards: ExitStack) -> RemoteTwin:
    """Return a twin of the busy town that is deleted afterwards."""
    twin = site.client.twins.create(busy_town())
    afterwards.callback(twin.delete)
    return twin
