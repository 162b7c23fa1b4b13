"""A tab of the browser, and all that goes wrong in it."""

import re
from dataclasses import dataclass, field
from math import ceil
from time import monotonic
from urllib.parse import urlsplit

from playwright.sync_api import ConsoleMessage, Frame, Page, Request, Response

_OF_THE_PAGE = {"blob", "data"}  # what it makes itself
_OF_THE_DRIVER = "GL Driver Message"  # about its own speed, where the processor draws
PATIENCE_MS = 60_000  # on two processors that simulate, draw and serve at once


@dataclass
class Tab:
    """A tab.

    Attributes:
        page: what Playwright has of it.
        url: of the server.
        wrong: what went wrong: errors of scripts, what the console was told, answers that say so.
        elsewhere: addresses of another origin that were asked for something.
        expected: parts of what goes wrong and is no failure of the test.
        heard: all that the console was told, where it went, and what was not answered well, with
            the seconds since it was opened.
    """

    page: Page
    url: str
    wrong: list[str] = field(default_factory=list)
    elsewhere: list[str] = field(default_factory=list)
    expected: list[str] = field(default_factory=list)
    heard: list[str] = field(default_factory=list)
    _opened: float = field(default_factory=monotonic)

    def open(self, path: str) -> Page:
        """Go to an address of the page, and return it."""
        self.page.goto(self.url + path)
        return self.page

    def expect_wrong(self, *parts: str) -> None:
        """Let go wrong what has one of these parts in its words."""
        self.expected.extend(parts)

    def failure(self) -> list[str]:
        """Return what went wrong that was not to be expected."""
        unexpected = (
            text for text in self.wrong if not any(part in text for part in self.expected)
        )
        return [*self.elsewhere, *unexpected]

    def _hear(self, text: str, *, is_wrong: bool = False) -> None:
        self.heard.append(f"{monotonic() - self._opened:7.2f} s  {text}")
        if is_wrong:
            self.wrong.append(text)

    def _on_console(self, message: ConsoleMessage) -> None:
        is_wrong = message.type in ("error", "warning") and _OF_THE_DRIVER not in message.text
        self._hear(f"{message.type}: {message.text}", is_wrong=is_wrong)

    def _on_error(self, error: Exception) -> None:
        self._hear(f"crash: {error}", is_wrong=True)

    def _on_request(self, request: Request) -> None:
        there, here = urlsplit(request.url), urlsplit(self.url)
        if there.scheme not in _OF_THE_PAGE and there.netloc != here.netloc:
            self.elsewhere.append(request.url)

    def _on_failed(self, request: Request) -> None:
        self._hear(f"no answer: {request.method} {request.url}: {request.failure}")

    def _on_response(self, response: Response) -> None:
        if response.status >= 400:
            text = f"{response.status} {response.request.method} {response.url}"
            self._hear(text, is_wrong=True)

    def _on_address(self, frame: Frame) -> None:
        if frame.parent_frame is None:
            self._hear(f"at {frame.url}")


def listened_to(page: Page, url: str) -> Tab:
    """Return a tab of which all is heard that goes wrong."""
    page.set_default_timeout(PATIENCE_MS)
    tab = Tab(page, url)
    page.on("console", tab._on_console)
    page.on("pageerror", tab._on_error)
    page.on("request", tab._on_request)
    page.on("requestfailed", tab._on_failed)
    page.on("response", tab._on_response)
    page.on("framenavigated", tab._on_address)
    return tab


def moment_in_address(seconds: float) -> re.Pattern[str]:
    """Return what an address of this time [s] has: thousandths of a second, rounded up."""
    text = f"{ceil(seconds * 1000 - 1e-4) / 1000:.3f}".rstrip("0").rstrip(".")
    return re.compile(rf"[?&]t={re.escape(text)}(&|$)")
