"""Watching a twin: its frames and messages as they come, and commands by the same socket."""

from collections import deque
from collections.abc import Iterator
from time import monotonic
from typing import Any, Self, TypeAlias
from uuid import UUID

from voltwin.client.doing import Doing
from voltwin.client.errors import ClientError, NoConnectionError
from voltwin.client.http import SIMULATING_S, Http
from voltwin.client.messages import (
    Bye,
    LiveKpis,
    Message,
    Refused,
    State,
    message_of,
    object_in,
)
from voltwin.client.socket import TwinSocket
from voltwin.client.twin_answers import Did
from voltwin.frames.decode import Decoder, Frame
from voltwin.frames.frame_error import FrameError

Event: TypeAlias = Frame | Message

_TOLD_OVER = (Frame, State, LiveKpis)
_MOST_UNREADABLE = 3  # frames one after the other


class Watching(Doing):
    """Frames and messages of a twin, in the order in which they come; one thread uses it.

    with twin.watch() as watching:
        for one in watching:
            ...

    Frames are acknowledged as they are taken, so that the server sends only as many as are. Each
    holds all vehicles and stations, whatever came before.

    Attributes:
        twin_id: of the twin.
        scene: what does not change: names and places (docs/frames.md).
        frame: the newest that was taken; None before the first.
        state: the newest; None before the first.
        kpis: the newest live KPIs; None before the first.
        longer: than other answers those to commands may take [s].
    """

    longer = SIMULATING_S

    def __init__(self, http: Http, twin_id: UUID) -> None:
        """Make ready to watch; nothing is sent before `with`."""
        self._http, self.twin_id = http, twin_id
        self._socket: TwinSocket | None = None
        self._decoder = Decoder()
        self._waiting: deque[Event] = deque()
        self._ref = self._unreadable = 0
        self._bye: str | None = None
        self.scene: dict[str, Any] = {}
        self.frame: Frame | None = None
        self.state: State | None = None
        self.kpis: LiveKpis | None = None

    def __enter__(self) -> Self:
        """Begin to watch: the scene is known then.

        Raises:
            ApiError: the server says why it cannot be watched.
            NoConnectionError: it cannot be reached.
        """
        self._socket = TwinSocket(self._http.address, self._http.headers, self.twin_id)
        try:
            self._begin()
        except BaseException:
            self._socket.close()
            raise
        return self

    def __exit__(self, *reason: object) -> None:
        self.close()

    def close(self) -> None:
        """Watch no more."""
        if self._socket is not None:
            self._socket.close()

    def __iter__(self) -> Iterator[Event]:
        """Yield frames and messages until the server ends the socket; the last one tells why."""
        while (one := self.receive()) is not None:
            yield one
            if isinstance(one, Bye):
                return

    def frames(self) -> Iterator[Frame]:
        """Yield frames alone; `state` and `kpis` keep the newest of the messages."""
        return (one for one in self if isinstance(one, Frame))

    def receive(self, timeout: float | None = None) -> Event | None:
        """Return the next frame or message; None if there is none in time.

        Args:
            timeout: to wait for it [s]; None for ever.

        Raises:
            NoConnectionError: the connection broke, or the server has ended the socket.
        """
        if self._waiting:
            return self._waiting.popleft()
        ends = None if timeout is None else monotonic() + timeout
        while True:
            left = None if ends is None else max(0.0, ends - monotonic())
            try:
                one = self._next(left)
            except TimeoutError:
                return None
            if one is not None:
                return one

    def command(self, do: str, **fields: Any) -> Did:
        """Have something done, and return as soon as it is; what comes meanwhile is kept.

        Args:
            do: "play", "pause", "speed", "step", "seek" or "intervene".
            fields: of the command.

        Raises:
            ApiError: it is refused; nothing has changed.
            NoConnectionError: there was no answer.
        """
        self._ref += 1
        ref, patience = self._ref, self._http.timeout + self.longer
        ends = monotonic() + patience
        self._open.send({"do": do, **fields, "ref": ref})
        while True:
            try:
                one = self._next(max(0.0, ends - monotonic()))
            except TimeoutError:
                text = f"{self._http.address.url} has not answered for {patience:g} s"
                raise NoConnectionError(text) from None
            if isinstance(one, Refused) and one.ref == ref:
                raise one.error
            if one is not None:
                self._keep(one)
            if isinstance(one, Did) and one.ref == ref:
                return one

    @property
    def _open(self) -> TwinSocket:
        if self._socket is None:
            raise ClientError("watch it in a `with` statement: with twin.watch() as watching")
        return self._socket

    def _begin(self) -> None:
        """Take the scene, which comes first."""
        try:
            first = self._open.receive(self._http.timeout + self.longer)
        except TimeoutError:
            raise NoConnectionError("No scene has come by the socket") from None
        content = object_in(first) if isinstance(first, str) else {}
        if content.get("kind") == "bye":
            raise ClientError(f"It cannot be watched: {content.get('reason')}")
        try:
            self._decoder = Decoder(content)
        except FrameError as error:
            raise ClientError(f"What came first by the socket is no scene: {error}") from None
        self.scene = content

    def _next(self, timeout: float | None) -> Event | None:
        """Take what comes next; None for a frame that could not be read.

        Raises:
            TimeoutError: nothing came in time.
            NoConnectionError: the connection broke, or the server has ended the socket.
        """
        came = self._open.receive(timeout)
        if came is None:
            why = self._bye or self._open.why_closed
            raise NoConnectionError(f"The server has ended the socket{f': {why}' if why else ''}")
        return self._message(came) if isinstance(came, str) else self._frame(came)

    def _message(self, text: str) -> Message:
        message = message_of(object_in(text))
        if isinstance(message, State):
            self.state = message
        elif isinstance(message, LiveKpis):
            self.kpis = message
        elif isinstance(message, Bye):
            self._bye = message.reason
        return message

    def _frame(self, data: bytes) -> Frame | None:
        """Take a frame, and say so; of one that cannot be applied ask for all that there is."""
        try:
            frame = self._decoder.take(data)
        except FrameError as error:
            self._unreadable += 1
            if self._unreadable > _MOST_UNREADABLE:
                raise ClientError(f"Frames cannot be read: {error}") from None
            self._open.answer({"do": "key"})
            return None
        self._unreadable = 0
        self._open.answer({"do": "ack", "frame": frame.number})
        self.frame = frame
        return frame

    def _keep(self, one: Event) -> None:
        """Keep what comes while an answer is waited for; of what is told over and over the
        newest."""
        if isinstance(one, _TOLD_OVER):
            self._waiting = deque(of for of in self._waiting if type(of) is not type(one))
        self._waiting.append(one)
