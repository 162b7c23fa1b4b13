"""Where a server is, and who asks it."""

from dataclasses import dataclass
from ipaddress import ip_address
from typing import Self
from urllib.parse import SplitResult, urlsplit

_EXAMPLE = "such as http://127.0.0.1:8000"


@dataclass(frozen=True)
class Address:
    """Where a server is.

    Attributes:
        url: what paths such as /api/runs are put behind.
        is_loopback: it is on this machine, so that no proxy stands before it.
    """

    url: str
    is_loopback: bool

    @classmethod
    def of(cls, url: str) -> Self:
        """Return the address that people write, with or without /api at its end.

        Raises:
            ValueError: it is none.

        >>> Address.of("http://localhost:8000/api/")
        Address(url='http://localhost:8000', is_loopback=True)
        """
        parts = _parts_of(url)
        path = parts.path.rstrip("/").removesuffix("/api")
        assert parts.hostname is not None
        return cls(f"{parts.scheme}://{parts.netloc}{path}", _is_loopback(parts.hostname))

    @property
    def of_sockets(self) -> str:
        """The same for sockets."""
        return f"ws{self.url.removeprefix('http')}"


def _parts_of(url: str) -> SplitResult:
    try:
        parts = urlsplit(url.strip())
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        usable = False
    if not usable:
        raise ValueError(f'url: "{url}" is not the address of a server, {_EXAMPLE}')
    if parts.username is not None or parts.password is not None:
        raise ValueError("url: must hold no name and no password; give a token as `token`")
    if parts.query or parts.fragment:
        raise ValueError(f'url: "{url}" must end before "?" and "#", {_EXAMPLE}')
    return parts


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def headers_of(token: str | None) -> dict[str, str]:
    """Return the headers that say who asks.

    Raises:
        ValueError: it is no token; the message does not repeat it.
    """
    if token is None:
        return {}
    token = token.strip()
    if not token or not token.isascii() or not token.isprintable() or " " in token:
        raise ValueError("token: is none; `voltwin token create` makes one, vt_...")
    return {"Authorization": f"Bearer {token}"}
