"""One who watches: sends what there is as fast as it is taken, hears what comes back."""

import asyncio
from collections.abc import Mapping
from time import monotonic
from typing import Any, Protocol

from starlette.websockets import WebSocket

from voltwin_server.access.callers import Caller, Role
from voltwin_server.access.roles import Rule
from voltwin_server.problems import INVALID, TOO_MANY_QUESTIONS, ProblemError
from voltwin_server.settings import Settings
from voltwin_server.sockets import endings
from voltwin_server.sockets.allowance import Allowance
from voltwin_server.sockets.asking import Ack, Asked, Command, Key, MessageError
from voltwin_server.sockets.commanding import Commanding, encoded, refused
from voltwin_server.sockets.endings import Ending
from voltwin_server.sockets.line import FLOODED, GoneError, Line, StuckError
from voltwin_server.sockets.outbox import FullError, Outbox
from voltwin_server.sockets.rate import AcknowledgementError, Rate
from voltwin_server.told import problem_of

MOST_MALFORMED = 20
KEYS_PER_S, MOST_KEYS = 1.0, 5  # frames of all that are asked for: each is as large as they come
_TURN = 8  # messages that are heard before others have their turn
_STOPS = 1012  # how uvicorn closes sockets when the server stops
_TO_COMMAND = Rule(Role.PLANNER)


class View(Protocol):
    """What somebody watches."""

    @property
    def number(self) -> int:
        """Of the newest frame; 0 before there is one."""

    def since(self, number: int) -> bytes:
        """Return the frame of all that has changed since one that was sent."""

    async def scene(self) -> str:
        """Return the first message: what does not change."""

    async def command(self, what: Mapping[str, Any], by: str) -> Mapping[str, Any]:
        """Have the twin do something."""


class Watcher:
    """Somebody at the other end of a socket."""

    def __init__(self, socket: WebSocket, view: View, caller: Caller, settings: Settings) -> None:
        """Begin with a socket that has been accepted.

        Args:
            socket: to whom.
            view: what is watched.
            caller: who watches.
            settings: of the server.
        """
        self.caller, self.view = caller, view
        self.line = Line(socket, settings.timeouts.watching)
        self._socket, self._patience = socket, settings.timeouts.watching
        self._outbox, self._rate, self._asked = Outbox(), Rate(), Asked(settings.limits)
        self._commanding = Commanding(lambda what: view.command(what, caller.name), self.say)
        self._number = 0  # of the last frame that was sent
        self._malformed = 0
        self._keys = Allowance(KEYS_PER_S, MOST_KEYS)
        self._ended: asyncio.Future[Ending] = asyncio.get_running_loop().create_future()

    async def watch(self) -> Ending:
        """Send and hear until either ends, and return why."""
        tasks = [asyncio.create_task(one) for one in (self._send_all(), self._hear_all())]
        for task in tasks:
            task.add_done_callback(self._note_failure)
        try:
            ending = await self._ended
        finally:
            self._commanding.stop()
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
        if ending.code is not None:
            bye = {"kind": "bye", "code": ending.code, "reason": ending.reason}
            farewell = encoded(bye)
            await self.line.close(farewell, ending.code, ending.reason)
        return ending

    def end(self, ending: Ending) -> None:
        """End the socket; what comes first is the reason."""
        if not self._ended.done():
            self._ended.set_result(ending)

    def check(self, now: float) -> None:
        """End the socket if frames wait for acknowledgements for long.

        Args:
            now: by the clock `monotonic` [s].
        """
        if self._rate.stuck_s(now) > self._patience:
            self.end(endings.TOO_SLOW)

    def frame(self) -> None:
        """Learn that there is a newer frame."""
        self._outbox.put_frame()

    def did(self, message: Mapping[str, Any], text: str) -> None:
        """Learn what was done; it is said with `ref` if it was asked for here."""
        self._commanding.did(message, text)

    def say(self, text: str) -> None:
        """Have a message sent; whoever leaves too many untaken is let go."""
        try:
            self._outbox.put(text)
        except FullError:
            self.end(endings.FULL)

    def _note_failure(self, task: asyncio.Task[None]) -> None:
        if not task.cancelled() and (error := task.exception()) and not self._ended.done():
            self._ended.set_exception(error)

    async def _send_all(self) -> None:
        try:
            await self._begin()
            while True:
                while (text := self._outbox.next_message()) is not None:
                    await self.line.text(text)
                await self._outbox.wait(await self._send_frame())
        except GoneError:
            self.end(endings.LEFT)
        except StuckError:
            self.end(endings.TOO_SLOW)

    async def _begin(self) -> None:
        """Send what comes first."""
        try:
            scene = await self.view.scene()
        except Exception as error:
            if (problem := problem_of(error)) is None:
                raise
            self.end(endings.cannot_be_shown(problem))
            return
        await self.line.text(scene)
        if self.view.number:
            self._outbox.put_frame()

    async def _send_frame(self) -> float | None:
        """Send the newest frame, if there is one and it may be sent now; return after which time
        that is to be looked at again [s]."""
        if not self._outbox.has_frame:
            return None
        if (wait := self._rate.wait_s(monotonic())) != 0.0:
            return wait
        await self.line.taken()
        self._outbox.has_frame = False
        since, self._number = self._number, self.view.number
        self._rate.sent(self._number, monotonic())
        await self.line.frame(self.view.since(since))
        return None

    async def _hear_all(self) -> None:
        heard = 0
        while (message := await self._socket.receive())["type"] != "websocket.disconnect":
            if FLOODED in message:
                self.end(endings.FLOODED)
                return
            heard += 1
            if heard % _TURN == 0:  # what has come already is received without waiting
                await asyncio.sleep(0)
            try:
                self._hear(message.get("text"))
            except MessageError as error:
                self.say(refused(error.ref, error.problem))
                self._malformed += 1
                if self._malformed > MOST_MALFORMED:
                    self.end(endings.MALFORMED)
                    return
        self.end(endings.STOPPED if message.get("code") == _STOPS else endings.LEFT)

    def _hear(self, text: str | None) -> None:
        """Do what a message asks for.

        Raises:
            MessageError: it cannot be understood.
        """
        asked = self._asked.read(text)
        if isinstance(asked, Ack):
            self._acknowledge(asked.frame)
        elif isinstance(asked, Key):
            self._show_all()
        else:
            self._ask(asked)

    def _acknowledge(self, frame: int) -> None:
        try:
            self._rate.acknowledged(frame)
        except AcknowledgementError as error:
            problem = ProblemError(INVALID, "One thing is wrong.", errors=[("frame", str(error))])
            raise MessageError(problem) from None
        self._outbox.wake()

    def _show_all(self) -> None:
        if not self._keys.take(1, monotonic()):
            text = f"More than {KEYS_PER_S:g} frame of all is asked for in a second."
            self.say(refused(None, ProblemError(TOO_MANY_QUESTIONS, text)))
            return
        self._number = 0
        if self.view.number:
            self._outbox.put_frame()

    def _ask(self, command: Command) -> None:
        try:
            _TO_COMMAND.check_caller(self.caller)
            self._commanding.ask(command)
        except ProblemError as error:
            self.say(refused(command.ref, error))
