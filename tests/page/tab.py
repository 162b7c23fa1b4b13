"""A tab of the browser, and all that goes wrong in it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.sync_api import ConsoleMessage, Page, Request, Response

_OF_THE_PAGE = {"blob", "data"}  # what it makes itself


@dataclass
class Tab:
    """A tab.

    Attributes:
        page: what Playwright has of it.
        url: of the server.
        wrong: what went wrong: errors of scripts, what the console was told, answers that say so.
        elsewhere: addresses of another origin that were asked for something.
        expected: parts of what goes wrong and is no failure of the test.
    """

    page: Page
    url: str
    wrong: list[str] = field(default_factory=list)
    elsewhere: list[str] = field(default_factory=list)
    expected: list[str] = field(default_factory=list)

    def open(self, path: str) -> Page:
        """Go to an address of the page, and return it."""
        self.page.goto(self.url + path)
        return self.page

    def expect_wrong(self, *parts: str) -> None:
        """Let go wrong what has one of these parts in its words."""
        self.expected.extend(parts)

    def unexpected(self) -> list[str]:
        """Return what went wrong that was not to be expected."""
        return [text for text in self.wrong if not any(part in text for part in self.expected)]

    def _on_console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.wrong.append(f"{message.type}: {message.text}")

    def _on_request(self, request: Request) -> None:
        there, here = urlsplit(request.url), urlsplit(self.url)
        if there.scheme not in _OF_THE_PAGE and there.netloc != here.netloc:
            self.elsewhere.append(request.url)

    def _on_response(self, response: Response) -> None:
        if response.status >= 400:
            self.wrong.append(f"{response.status} {response.request.method} {response.url}")


@contextmanager
def watched(page: Page, url: str) -> Iterator[Tab]:
    """Give a tab, of which all that goes wrong is a failure unless it was expected."""
    page.set_default_timeout(30_000)
    tab = Tab(page, url)
    page.on("console", tab._on_console)
    page.on("pageerror", lambda error: tab.wrong.append(f"crash: {error}"))
    page.on("request", tab._on_request)
    page.on("response", tab._on_response)
    yield tab
    failure = [*tab.elsewhere, *tab.unexpected()]
    assert not failure, "\n".join(failure)
