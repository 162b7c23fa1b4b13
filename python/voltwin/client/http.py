"""Asking a server over HTTP, every way of failing told as one of the client's errors."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from json import JSONDecodeError, loads
from typing import TYPE_CHECKING, Any, TypeAlias

from voltwin.client.address import Address, headers_of
from voltwin.client.errors import (
    ApiError,
    ClientError,
    LostAnswerError,
    NoConnectionError,
)

if TYPE_CHECKING:
    import httpx2

Query: TypeAlias = Mapping[str, Any]

SIMULATING_S = 600.0  # longer than usual: what is simulated before it is answered
_CONNECT_S = 10.0
_MOST_SHOWN = 200  # characters of an answer that cannot be read


class Http:
    """Asks one server. It may be used by several threads."""

    def __init__(self, url: str, token: str | None, timeout: float) -> None:
        """Make ready to ask; nothing is sent yet.

        Args:
            url: of the server.
            token: that is shown; None where no login is needed.
            timeout: without a byte of an answer, after which it is given up [s].

        Raises:
            ClientError: the libraries that this needs are not installed.
            ValueError: an argument is not what it should be.
        """
        httpx2 = _library()
        self.address, self.headers = Address.of(url), headers_of(token)
        self.timeout = timeout
        self._client = httpx2.Client(
            base_url=self.address.url,
            headers=self.headers,
            trust_env=not self.address.is_loopback,
        )

    def get(self, path: str, *, longer: float = 0.0, **query: Any) -> Any:
        """Return the JSON at a path.

        Args:
            path: from /api on.
            longer: how much longer than usual the answer may take [s].
            query: of the address; what is None is left out.

        Raises:
            ClientError: there is no such answer, as for all that follow.
        """
        return self._json("GET", path, longer=longer, params=_given(query))

    def post(self, path: str, body: Any = None, *, longer: float = 0.0) -> Any:
        """Send JSON, and return that of the answer.

        Args:
            path: from /api on.
            body: that is sent; None for none.
            longer: how much longer than usual the answer may take [s].
        """
        return self._json("POST", path, longer=longer, json=body)

    def patch(self, path: str, body: Any) -> Any:
        """Send JSON about what is to be changed, and return that of the answer."""
        return self._json("PATCH", path, json=body)

    def delete(self, path: str) -> None:
        """Have something deleted."""
        self._read("DELETE", path)

    def read(self, path: str, **query: Any) -> bytes:
        """Return what is at a path, of whatever type."""
        return self._read("GET", path, params=_given(query))

    @contextmanager
    def stream(
        self,
        path: str,
        *,
        method: str = "GET",
        body: Any = None,
        longer: float = 0.0,
        **query: Any,
    ) -> Iterator["httpx2.Response"]:
        """Give an answer of which only the head has been read.

        Args:
            path: from /api on.
            method: of the request.
            body: that is sent as JSON; None for none.
            longer: how much longer than usual each part of it may take [s].
            query: of the address; what is None is left out.
        """
        sent: dict[str, Any] = {"timeout": self._patience(longer)}
        if body is not None:
            sent["json"] = body
        with (
            self._reached(longer),
            self._client.stream(method, path, params=_given(query), **sent) as response,
        ):
            if not response.is_success:
                response.read()
                raise _refusal(response)
            yield response

    def close(self) -> None:
        """End all connections."""
        self._client.close()

    def _json(self, method: str, path: str, **how: Any) -> Any:
        content = self._read(method, path, **how)
        try:
            return loads(content) if content else None
        except (JSONDecodeError, UnicodeDecodeError):
            shown = content[:_MOST_SHOWN].decode("utf-8", "replace")
            text = f"{self.address.url} does not answer as a server of Voltwin does: {shown!r}"
            raise ClientError(text) from None

    def _read(self, method: str, path: str, *, longer: float = 0.0, **sent: Any) -> bytes:
        if sent.get("json", ...) is None:
            del sent["json"]
        with self._reached(longer):
            response = self._client.request(method, path, timeout=self._patience(longer), **sent)
        if not response.is_success:
            raise _refusal(response)
        content: bytes = response.content
        return content

    def _patience(self, longer: float) -> Any:
        return _library().Timeout(self.timeout + longer, connect=_CONNECT_S)

    @contextmanager
    def _reached(self, longer: float) -> Iterator[None]:
        """Tell what happens to a connection in one sentence."""
        httpx2, url = _library(), self.address.url
        try:
            yield
        except httpx2.ConnectTimeout:
            text = f"{url} cannot be reached: nobody answers there"
        except httpx2.TimeoutException:
            text = f"{url} has not answered for {self.timeout + longer:g} s"
            raise LostAnswerError(text) from None
        except httpx2.ConnectError as error:
            text = f"{url} cannot be reached: {error}; does `voltwin serve` run there?"
        except httpx2.TransportError as error:
            raise LostAnswerError(f"The connection to {url} broke: {error}") from None
        except httpx2.DecodingError as error:
            text = f"{url} sent what cannot be read: {error}"
        else:
            return
        raise NoConnectionError(text)


def _library() -> Any:
    try:
        import httpx2
    except ImportError:
        raise ClientError(
            "asking a server needs a library that is not installed: pip install 'voltwin[client]'"
        ) from None
    return httpx2


def _given(query: Query) -> dict[str, Any]:
    return {name: value for name, value in query.items() if value is not None}


def _refusal(response: "httpx2.Response") -> ApiError:
    """Return what an answer says that is none."""
    try:
        problem = response.json()
    except ValueError:
        problem = None
    if not isinstance(problem, dict):
        problem = {"detail": response.text[:_MOST_SHOWN].strip()}
    if response.is_redirect:
        problem["detail"] = f"It says to ask {response.headers.get('location', 'elsewhere')}."
    return ApiError.of(problem, response.status_code)
