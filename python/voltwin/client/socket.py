"""The socket of a twin, every way in which it fails told as one of the client's errors."""

from contextlib import ExitStack, suppress
from json import dumps
from typing import Any
from uuid import UUID

from voltwin.client.address import Address
from voltwin.client.errors import ApiError, ClientError, NoConnectionError
from voltwin.client.messages import object_in

PROTOCOL = "voltwin.live.1"

_OPEN_S = 10.0
_CLOSE_S = 1.0
_MOST_BYTES = 2**28  # of a frame; 100,000 vehicles take less than a tenth of it


class TwinSocket:
    """One socket to a server that sends what becomes of a twin."""

    def __init__(self, address: Address, headers: dict[str, str], twin_id: UUID) -> None:
        """Open it.

        Raises:
            ApiError: the server says why not.
            NoConnectionError: it cannot be reached.
            ClientError: the libraries that this needs are not installed.
        """
        self._url, self._held = address.url, ExitStack()
        connect, errors, self._states = _library()
        try:
            opened = connect(
                f"{address.of_sockets}/api/twins/{twin_id}/live",
                subprotocols=[PROTOCOL],
                additional_headers=headers,
                compression=None,
                proxy=None if address.is_loopback else True,
                open_timeout=_OPEN_S,
                close_timeout=_CLOSE_S,
                max_size=_MOST_BYTES,
            )
            self._socket = self._held.enter_context(opened)
        except errors.InvalidStatus as error:
            raise _refusal(error.response) from None
        except (errors.WebSocketException, OSError, TimeoutError) as error:
            raise NoConnectionError(f"{self._url} cannot be reached by a socket: {error}") from None
        self._closed = errors.ConnectionClosed

    def receive(self, timeout: float | None) -> str | bytes | None:
        """Return the next message: a text, or the bytes of a frame; None if the server has closed.

        Args:
            timeout: to wait for it [s]; None for ever.

        Raises:
            TimeoutError: there is none by then.
            NoConnectionError: the connection broke.
        """
        try:
            message: str | bytes = self._socket.recv(timeout)
        except self._closed as closed:
            if closed.rcvd is not None:
                return None
            raise NoConnectionError(f"The connection to {self._url} broke") from None
        return message

    def send(self, message: dict[str, Any]) -> None:
        """Say something.

        Raises:
            NoConnectionError: nobody is there any more.
        """
        try:
            self._socket.send(dumps(message))
        except self._closed as closed:
            raise NoConnectionError(f"{self._url} has closed the socket{_why(closed)}") from None

    def answer(self, message: dict[str, Any]) -> None:
        """Say something to what has come; to a server that has closed, nothing: what it has said
        before is still to be received."""
        with suppress(NoConnectionError):
            self.send(message)

    @property
    def is_open(self) -> bool:
        """Whether nothing is known of an end of the connection."""
        return bool(self._socket.protocol.state is self._states.OPEN)

    @property
    def close_code(self) -> int | None:
        """By which the server closed; None if it has not."""
        code: int | None = self._socket.close_code
        return code

    @property
    def why_closed(self) -> str:
        """What the server said when it closed; empty if it has not, or said nothing."""
        return self._socket.close_reason or ""

    def close(self) -> None:
        """End it."""
        self._held.close()


def _library() -> Any:
    try:
        from websockets import exceptions
        from websockets.protocol import State
        from websockets.sync.client import connect
    except ImportError:
        raise ClientError(
            "watching needs a library that is not installed: pip install 'voltwin[client]'"
        ) from None
    return connect, exceptions, State


def _why(closed: Any) -> str:
    reason = closed.rcvd.reason if closed.rcvd is not None else ""
    return f": {reason}" if reason else ""


def _refusal(response: Any) -> ApiError:
    """Return what the answer says to who asked for a socket and got none."""
    body = bytes(response.body or b"").decode("utf-8", "replace")
    try:
        problem = object_in(body)
    except ClientError:
        problem = {"detail": body[:200].strip()}
    return ApiError.of(problem, response.status_code)
