"""Called by its own name and from its own page: no web page elsewhere reaches the server.

A page elsewhere can send requests to a server on the machine of whoever looks at it, by its address
(cross-site request forgery) or by a name that it lets point there (DNS rebinding). So the name that
a request was sent to (`Host`) must be one of the server's, and the page that sent it (`Origin`,
`Sec-Fetch-Site`; https://www.w3.org/TR/fetch-metadata/) the server's own.
"""

import re
from ipaddress import ip_address

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from voltwin_server.problems import OTHER_SITE, ProblemError
from voltwin_server.refusing import refuse
from voltwin_server.settings import Settings, is_loopback

_HOST = re.compile(r"(?P<name>\[[0-9a-f:.]+\]|[a-z0-9_.-]+)(?::[0-9]{1,5})?")
_SAFE = ("GET", "HEAD", "OPTIONS")
_OWN_SITES = ("same-origin", "none")  # none: typed by somebody, or a bookmark


class OwnNameAndPage:
    """Refuses what was sent to another name, or by a page of another origin."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        """Stand before an application.

        Args:
            app: that answers what is not refused.
            settings: name the server.
        """
        self._app = app
        self._names = {name.lower() for name in (settings.host, *settings.allowed_hosts)}
        self._by_address = settings.needs_tokens

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or refuse it."""
        if scope["type"] in ("http", "websocket"):
            headers = Headers(scope=scope)
            try:
                self._check_host(headers)
                _check_page(scope, headers)
            except ProblemError as error:
                await refuse(error, scope, receive, send)
                return
        await self._app(scope, receive, send)

    def _check_host(self, headers: Headers) -> None:
        given = headers.getlist("host")
        found = _HOST.fullmatch(given[0].lower()) if len(given) == 1 else None
        if found is None or not self._is_own(found["name"]):
            raise ProblemError(OTHER_SITE, "The server is not called by this name (header Host).")

    def _is_own(self, name: str) -> bool:
        """Return whether the server is called by a name. Where tokens are needed any address will
        do: no name stands for it, and no browser sends a token by itself."""
        return name in self._names or is_loopback(name) or (self._by_address and _is_address(name))


def _is_address(name: str) -> bool:
    try:
        ip_address(name.removeprefix("[").removesuffix("]"))
    except ValueError:
        return False
    return True


def _check_page(scope: Scope, headers: Headers) -> None:
    """Refuse what a page of another origin sends, but for following a link to here."""
    site = headers.get("sec-fetch-site", "none")
    changes = scope["type"] == "websocket" or scope["method"] not in _SAFE
    if site not in _OWN_SITES and (changes or headers.get("sec-fetch-mode") != "navigate"):
        raise ProblemError(OTHER_SITE, f"A page elsewhere sent this (Sec-Fetch-Site: {site}).")
    origin = headers.get("origin")
    if changes and origin is not None:
        scheme, _, host = origin.lower().partition("://")
        if scheme not in ("http", "https") or host != headers["host"].lower():
            raise ProblemError(OTHER_SITE, "A page of another origin sent this (header Origin).")
