"""A socket that outlives its connections: one that is lost is opened again, with a back-off."""

from collections.abc import Callable, Sequence
from random import uniform
from time import monotonic, sleep

from voltwin.client.errors import ApiError, NoConnectionError
from voltwin.client.socket import TwinSocket

PAUSES_S = (0.0, 0.5, 1.0, 2.0, 4.0, 8.0, 16.0)  # before each attempt; the last one from then on
LASTED_S = 10.0  # a connection that has lasted so long was none of those that fail at once
_COME_AGAIN = (429, 502, 503, 504)  # a handshake that is refused for now
# Closes after which the same would happen again: what was sent is at fault, or who sent it.
_AT_FAULT = (1002, 1003, 1007, 1008, 1009, 1010)


class LastingSocket:
    """Receives from the socket of a twin, and opens it again for as long as there is patience.

    Attributes:
        is_over: the server has said why it ends the socket, and opening it again is no use.
        why_lost: the connection before this one; empty before that.
    """

    def __init__(
        self,
        opened: Callable[[], TwinSocket],
        patience: float,
        pauses: Sequence[float] = PAUSES_S,
    ) -> None:
        """Open it.

        Args:
            opened: opens a new connection.
            patience: for how long to try to open it again [s]; 0 for never.
            pauses: before each attempt [s].

        Raises:
            ApiError: the server says why not.
            NoConnectionError: it cannot be reached.
        """
        self._opened, self._patience, self._pauses = opened, patience, pauses
        self._socket: TwinSocket | None = opened()
        self._begun = monotonic()
        self._lost_at = self._next_try = 0.0
        self._tries = 0
        self.is_over = self._is_closed = False
        self.why_lost = self._why = ""

    def receive(self, timeout: float | None, *, mends: bool = True) -> str | bytes:
        """Return the next message or frame.

        Args:
            timeout: to wait for it [s], but for an attempt to connect; None for ever.
            mends: whether to open a connection again that is lost meanwhile.

        Raises:
            TimeoutError: there is none by then.
            ApiError: the server does not let it be opened again, and says why.
            NoConnectionError: the connection is lost, and is not opened again: the server has ended
                it, patience is at its end, or that was not wanted.
        """
        ends = None if timeout is None else monotonic() + timeout
        while True:
            socket = self._connection(ends)
            try:
                came = socket.receive(None if ends is None else max(0.0, ends - monotonic()))
                if came is not None:
                    return came
                self._note_end(socket)
            except NoConnectionError as error:
                self.lose(str(error))
            if not mends:
                raise NoConnectionError(self._why)

    def connect(self, timeout: float) -> None:
        """Open it again if it is known to be lost.

        Raises:
            TimeoutError, ApiError, NoConnectionError: as for `receive`.
        """
        if self._socket is not None and not self._socket.is_open:
            self._note_end(self._socket)
        self._connection(monotonic() + timeout)

    def send(self, message: dict[str, object]) -> None:
        """Say something.

        Raises:
            NoConnectionError: nobody is there any more; perhaps it has been heard.
        """
        if self._socket is None:
            raise NoConnectionError(self._why)
        self._socket.send(message)

    def answer(self, message: dict[str, object]) -> None:
        """Say something to what has come; nothing where nobody is there any more."""
        if self._socket is not None:
            self._socket.answer(message)

    def lose(self, why: str) -> None:
        """Let go of a connection that is of no use any more."""
        now = monotonic()
        if self._socket is not None:
            self._socket.close()
            self._socket = None
        if not self._tries or now - self._begun >= LASTED_S:
            self._tries, self._lost_at = 0, now
        self._why = self.why_lost = why
        self._try_later()

    def close(self) -> None:
        """Let go of it; it is not opened again."""
        self._is_closed = True
        if self._socket is not None:
            self._socket.close()

    def _note_end(self, socket: TwinSocket) -> None:
        """Know that the server has closed a connection."""
        told = f": {socket.why_closed}" if socket.why_closed else ""
        if socket.close_code in _AT_FAULT:
            self.is_over = True
        self.lose(f"The server has ended the socket{told}")

    def _connection(self, ends: float | None) -> TwinSocket:
        """Return the connection, opened again if it is lost."""
        if self._is_closed:
            raise NoConnectionError("It is watched no more: it was closed here")
        while self._socket is None:
            until = self._lost_at + self._patience
            if self.is_over or self._patience <= 0.0:
                raise NoConnectionError(self._why)
            if self._next_try > until:
                raise NoConnectionError(
                    f"{self._why}; for {self._patience:g} s it has not come back"
                )
            self._wait(ends)
            self._try()
        return self._socket

    def _wait(self, ends: float | None) -> None:
        """Return when it is time for the next attempt.

        Raises:
            TimeoutError: that is too late.
        """
        wait = max(0.0, self._next_try - monotonic())
        left = wait if ends is None else max(0.0, ends - monotonic())
        sleep(min(wait, left))
        if left < wait:
            raise TimeoutError

    def _try(self) -> None:
        try:
            self._socket = self._opened()
            self._begun = monotonic()
        except ApiError as error:
            if error.status not in _COME_AGAIN:
                raise
            self._why = str(error)
            self._try_later()
        except NoConnectionError as error:
            self._why = str(error)
            self._try_later()

    def _try_later(self) -> None:
        """Set the time of the next attempt: of hundreds who lose a server not all at once."""
        pause = self._pauses[min(self._tries, len(self._pauses) - 1)]
        self._next_try = monotonic() + uniform(0.5, 1.0) * pause
        self._tries += 1
