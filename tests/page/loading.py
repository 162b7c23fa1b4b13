"""What a page asks for until a city moves on its map, as the browser tells it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from playwright.sync_api import Page

Coding = Literal["gzip", "br"]
DRAWING = Path(__file__).parent / "drawing.js"
# A picture of so many vehicles has been drawn, and the clock of the city goes on.
_MOVES = """([vehicles, before]) =>
  drawing.first[vehicles] !== undefined &&
  document.querySelector("[role=timer]")?.textContent !== before"""


@dataclass
class Loading:
    """All that a page asks for, by its path, in order.

    Attributes:
        asked: when, of what was asked for first [s of the browser's clock].
        ended: when all of it had come.
        sent: bytes that came over the wire for it, headers included; 0 out of the browser's cache.
        codings: in which of it came.
        frames: bytes that came by sockets.
    """

    asked: dict[str, float] = field(default_factory=dict)
    ended: dict[str, float] = field(default_factory=dict)
    sent: dict[str, int] = field(default_factory=dict)
    codings: set[str] = field(default_factory=set)
    frames: int = 0
    _paths: dict[str, str] = field(default_factory=dict)

    def scripts(self) -> list[str]:
        """Return the scripts and styles of the page that were asked for."""
        return [path for path in self.asked if path.endswith((".js", ".css"))]

    def of_api(self) -> list[str]:
        """Return what of the API was asked for."""
        return [path for path in self.asked if path.startswith("/api/")]

    def _on_request(self, event: dict[str, Any]) -> None:
        url = urlsplit(event["request"]["url"])
        if url.scheme in ("http", "https"):
            self._paths[event["requestId"]] = url.path
            self.asked.setdefault(url.path, event["timestamp"])

    def _on_response(self, event: dict[str, Any]) -> None:
        headers = {name.lower(): value for name, value in event["response"]["headers"].items()}
        if "content-encoding" in headers:
            self.codings.add(headers["content-encoding"])

    def _on_end(self, event: dict[str, Any]) -> None:
        path = self._paths.get(event["requestId"])
        if path is not None:
            self.ended[path] = event["timestamp"]
            self.sent[path] = self.sent.get(path, 0) + int(event["encodedDataLength"])

    def _on_frame(self, event: dict[str, Any]) -> None:
        payload = event["response"]["payloadData"]
        is_text = event["response"]["opcode"] == 1
        self.frames += len(payload.encode()) if is_text else len(payload) * 3 // 4


def watched_loading(page: Page, codings: Iterable[Coding]) -> Loading:
    """Return what a page will ask for, by a browser that takes some codings."""
    loading = Loading()
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    accepted = {"Accept-Encoding": ", ".join(codings)}
    session.send("Network.setExtraHTTPHeaders", {"headers": accepted})
    session.on("Network.requestWillBeSent", loading._on_request)
    session.on("Network.responseReceived", loading._on_response)
    session.on("Network.loadingFinished", loading._on_end)
    session.on("Network.webSocketFrameReceived", loading._on_frame)
    page.add_init_script(path=DRAWING)
    return loading


def wait_until_it_moves(page: Page, vehicles: int) -> None:
    """Wait until so many vehicles have been drawn, and the time of the city goes on."""
    before = page.get_by_role("timer").text_content()  # a dash, if nothing has come yet
    page.wait_for_function(_MOVES, arg=[vehicles, before])
    before = page.get_by_role("timer").text_content()
    page.wait_for_function(_MOVES, arg=[vehicles, before])
