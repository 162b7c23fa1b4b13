"""Watching a twin: its frames and messages as they come, and commands by the same socket."""

from collections import deque
from collections.abc import Iterator, Sequence
from time import monotonic
from typing import Any, Self, TypeAlias
from uuid import UUID

from voltwin.client.doing import Doing
from voltwin.client.errors import ClientError, NoConnectionError
from voltwin.client.http import SIMULATING_S, Http
from voltwin.client.journal import done_after
from voltwin.client.lasting import PAUSES_S, LastingSocket
from voltwin.client.messages import (
    Bye,
    LiveKpis,
    Message,
    Reconnected,
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

    A connection that is lost is opened again: then come `Reconnected`, what was done meanwhile, and
    a frame that holds all. Numbers of frames begin anew. No command is given a second time.

    Attributes:
        twin_id: of the twin.
        scene: what does not change: names and places (docs/frames.md).
        frame: the newest that was taken; None before the first.
        state: the newest; None before the first.
        kpis: the newest live KPIs; None before the first.
        longer: than other answers those to commands may take [s].
        pauses: before each attempt to open a connection again [s], the last one from then on.
    """

    longer = SIMULATING_S
    pauses: Sequence[float] = PAUSES_S

    def __init__(self, http: Http, twin_id: UUID, patience: float = 60.0) -> None:
        """Make ready to watch; nothing is sent before `with`.

        Args:
            http: asks the server.
            twin_id: of the twin.
            patience: for how long a connection that is lost is tried to be opened again [s].
        """
        self._http, self.twin_id, self._patience = http, twin_id, patience
        self._socket: LastingSocket | None = None
        self._decoder = Decoder()
        self._waiting: deque[Event] = deque()
        self._ref = self._unreadable = 0
        self._number: int | None = None  # of the last command that is known to be done
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
        self._socket = LastingSocket(self._opened, self._patience, self.pauses)
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
        """Yield frames and messages until there are no more; the last one tells why."""
        while (one := self.receive()) is not None:
            yield one
            if isinstance(one, Bye) and one.is_final:
                return

    def frames(self) -> Iterator[Frame]:
        """Yield frames alone; `state` and `kpis` keep the newest of the messages."""
        return (one for one in self if isinstance(one, Frame))

    def receive(self, timeout: float | None = None) -> Event | None:
        """Return the next frame or message; None if there is none in time.

        Args:
            timeout: to wait for it [s], but for an attempt to connect; None for ever.

        Raises:
            ApiError: the connection was lost, and the server says why there is no other.
            NoConnectionError: it was lost, and is not opened again: the server has ended it for
                good, or has not come back in time.
        """
        ends = None if timeout is None else monotonic() + timeout
        while True:
            if self._waiting:
                return self._waiting.popleft()
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
            LostAnswerError: whether it was done is not known; it is not given again.
            NoConnectionError: it was not given, as there is no connection.
        """
        ends = monotonic() + self._http.timeout + self.longer
        self._connect(ends)
        self._ref += 1
        after = self._number or 0
        try:
            self._open.send({"do": do, **fields, "ref": self._ref})
            return self._answer(self._ref, ends)
        except NoConnectionError as error:
            raise self._lost(do, after, error) from None

    def _answer(self, ref: int, ends: float) -> Did:
        """Return the answer to a command, and keep what comes before it."""
        while True:
            try:
                one = self._next(max(0.0, ends - monotonic()), mends=False)
            except TimeoutError:
                patience = self._http.timeout + self.longer
                text = f"{self._http.address.url} has not answered for {patience:g} s"
                raise NoConnectionError(text) from None
            if isinstance(one, Refused) and one.ref == ref:
                raise one.error
            if one is not None:
                self._keep(one)
            if isinstance(one, Did) and one.ref == ref:
                return one

    @property
    def _open(self) -> LastingSocket:
        if self._socket is None:
            raise ClientError("watch it in a `with` statement: with twin.watch() as watching")
        return self._socket

    def _opened(self) -> TwinSocket:
        """Return a new connection."""
        return TwinSocket(self._http.address, self._http.headers, self.twin_id)

    def _connect(self, ends: float) -> None:
        """Have a connection for a command, which must not be given by one that is lost."""
        try:
            self._open.connect(max(0.0, ends - monotonic()))
        except TimeoutError:
            raise NoConnectionError(f"{self._open.why_lost}, and is not there again") from None

    def _begin(self) -> None:
        """Take the scene, which comes first."""
        try:
            first = self._open.receive(self._http.timeout + self.longer, mends=False)
        except TimeoutError:
            raise NoConnectionError("No scene has come by the socket") from None
        content = object_in(first) if isinstance(first, str) else {}
        if content.get("kind") == "bye":
            raise ClientError(f"It cannot be watched: {content.get('reason')}")
        self._begin_with(content)

    def _begin_with(self, scene: dict[str, Any]) -> None:
        try:
            self._decoder = Decoder(scene)
        except FrameError as error:
            raise ClientError(f"What came first by the socket is no scene: {error}") from None
        self.scene = scene

    def _begin_again(self, scene: dict[str, Any]) -> None:
        """Begin with a new connection, and keep what others have done since the last one."""
        self._begin_with(scene)
        done = list[Did]()
        if self._number is not None:
            try:
                done += done_after(self._http, self.twin_id, self._number)
            except ClientError as error:
                self._open.lose(str(error))
                return
        self._keep(Reconnected(why=self._open.why_lost))
        for one in done:
            self._number = one.number
            self._keep(one)

    def _next(self, timeout: float | None, *, mends: bool = True) -> Event | None:
        """Take what comes next; None for a frame that could not be read, and for what is known.

        Raises:
            TimeoutError: nothing came in time.
            ApiError, NoConnectionError: as for `LastingSocket.receive`.
        """
        came = self._open.receive(timeout, mends=mends)
        return self._message(object_in(came)) if isinstance(came, str) else self._frame(came)

    def _message(self, content: dict[str, Any]) -> Message | None:
        if content.get("kind") == "scene":
            self._begin_again(content)
            return None
        message = message_of(content)
        if isinstance(message, State):
            self.state = message
            if self._number is None:
                self._number = message.number
        elif isinstance(message, LiveKpis):
            self.kpis = message
        elif isinstance(message, Bye):
            self._open.is_over = message.is_final
        elif isinstance(message, Did):
            if message.number <= (self._number or 0):  # told by the journal before
                return None
            self._number = message.number
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
