"""A process that has twins, seen from the server: orders go out, answers and news come in."""

import asyncio
import multiprocessing
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from queue import SimpleQueue
from threading import Lock, Thread
from typing import Any
from uuid import UUID

from voltwin_server.jobs.begin import Life
from voltwin_server.jobs.process import by_what
from voltwin_server.spawned import begun, named
from voltwin_server.twins.wire import Answer, Do, Order, Told

_KILL_AFTER_S = 2.0  # of not ending when the pipe is closed


class ProcessDiedError(Exception):
    """The process died before it answered; the message says by what."""


class Link:
    """A process, and who waits for its answers. Used in one event loop."""

    def __init__(
        self,
        life: Life,
        *,
        json_logs: bool,
        on_told: Callable[["Link", Told], None],
        on_died: Callable[["Link", str], None],
    ) -> None:
        """Have it started now, in the background.

        Args:
            life: of the server.
            json_logs: what it logs is JSON.
            on_told: called in the event loop with what it tells.
            on_died: called there when it has ended, with how; not when it was stopped.
        """
        self._loop = asyncio.get_running_loop()
        self._on_told, self._on_died = on_told, on_died
        self._waiting: dict[int, asyncio.Future[Any]] = {}
        self._numbers, self._ended, self._stopping = 0, False, False
        self._out: SimpleQueue[Order | None] = SimpleQueue()
        self._lock = Lock()  # of the process, against a stop while it is started
        self._begin = (life.reader, json_logs)
        self._process: BaseProcess | None = None
        self.has_loaded = False
        self._thread = Thread(target=self._live, name="voltwin-twins", daemon=True)
        self._thread.start()

    @property
    def pid(self) -> int | None:
        """The number of the process; None until it is started."""
        return self._process.pid if self._process else None

    @property
    def is_alive(self) -> bool:
        """Whether it has not ended, as far as is known."""
        return not self._ended

    def post(self, twin: UUID | None, do: Do, *arguments: Any) -> "asyncio.Future[Any]":
        """Give an order, and return what its answer will be. Who cancels that waits no longer: a
        question is given up then, if it can be; all else is done.

        Its errors: what the order raises, and ProcessDiedError.
        """
        outcome = self._loop.create_future()
        outcome.add_done_callback(_seen)
        if self._ended:
            outcome.set_exception(ProcessDiedError("has ended"))
            return outcome
        self._numbers += 1
        number = self._numbers
        self._waiting[number] = outcome
        self._out.put(Order(number, twin, do, arguments))
        if do is Do.ASK:
            outcome.add_done_callback(lambda _: self._give_up_if_cancelled(twin, number, outcome))
        return outcome

    def _give_up_if_cancelled(
        self, twin: UUID | None, number: int, outcome: "asyncio.Future[Any]"
    ) -> None:
        if outcome.cancelled() and number in self._waiting:
            del self._waiting[number]
            self._out.put(Order(0, twin, Do.GIVE_UP, (number,)))

    def ask_to_stop(self) -> None:
        """Have it put its twins down and end."""
        self._stopping = True
        self._out.put(Order(0, None, Do.STOP))

    def end(self, seconds: float) -> None:
        """Wait for its end; what is left of it after so many seconds [s] is killed."""
        self._thread.join(max(0.0, seconds))
        self.kill()
        self._thread.join()

    def kill(self) -> None:
        """End it at once."""
        with self._lock:
            if self._process is not None:
                self._process.kill()

    def _live(self) -> None:
        """Start it, and listen to it until it ends."""
        ours, theirs = multiprocessing.get_context("spawn").Pipe()
        with ours:
            try:
                process = self._started(theirs)
            except OSError as error:  # there is no memory, or there are too many processes
                self._in_loop(self._end, f"cannot be started: {error}")
                return
            sending = Thread(target=self._send, args=(ours,), daemon=True)
            sending.start()
            try:
                while True:
                    self._in_loop(self._take, ours.recv())
            except (EOFError, OSError):
                pass
            self._out.put(None)
            process.join(_KILL_AFTER_S)
            if process.exitcode is None:
                process.kill()
                process.join()
            sending.join()
        self._in_loop(self._end, by_what(process.exitcode or 0))

    def _started(self, theirs: Connection) -> BaseProcess:
        from voltwin_server.twins.host import host

        context = multiprocessing.get_context("spawn")
        with self._lock, theirs:
            args = *named(host), theirs, *self._begin
            process = context.Process(target=begun, args=args, daemon=True)
            process.start()
            self._process = process
        return process

    def _send(self, ours: Connection) -> None:
        try:
            while (order := self._out.get()) is not None:
                ours.send(order)
        except (OSError, ValueError):  # it has ended: so the listener has seen
            pass

    def _in_loop(self, function: Callable[..., None], *args: Any) -> None:
        """Have something called in the event loop; in a loop that is closed nobody is left."""
        if not self._loop.is_closed():
            with suppress(RuntimeError):  # it was closed meanwhile
                self._loop.call_soon_threadsafe(function, *args)

    def _take(self, said: Answer | Told) -> None:
        self.has_loaded = True
        if isinstance(said, Told):
            self._on_told(self, said)
            return
        outcome = self._waiting.pop(said.number, None)
        if outcome is None or outcome.done():
            return
        if said.error is not None:
            outcome.set_exception(said.error)
        else:
            outcome.set_result(said.value)

    def _end(self, how: str) -> None:
        self._ended = True
        waiting, self._waiting = self._waiting, {}
        for outcome in waiting.values():
            if not outcome.done():
                outcome.set_exception(ProcessDiedError(how))
        if not self._stopping:
            self._on_died(self, how)


def _seen(outcome: "asyncio.Future[Any]") -> None:
    """Look at an error, since not everybody waits for the answer to an order."""
    if not outcome.cancelled():
        outcome.exception()
