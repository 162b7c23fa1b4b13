"""A thread with a twin: it does what it is ordered, in that order, and plays in between."""

from collections.abc import Callable
from queue import Empty, SimpleQueue
from threading import Thread
from time import monotonic
from typing import Any
from uuid import UUID

from voltwin.twin.forecasting import TooMuchError
from voltwin_bindings.engine import EngineError
from voltwin_server.logs import FIELDS, LOG
from voltwin_server.problems import CONFLICT, CRASHED, NOT_FOUND, TOO_MUCH, ProblemError, later
from voltwin_server.settings import Limits
from voltwin_server.twins.alive import DEFAULT_LIMITS, Alive, LostError
from voltwin_server.twins.folder import TwinFolder
from voltwin_server.twins.forecasts import Asked, Forecasts
from voltwin_server.twins.journal import SERVER, Entry, did_message
from voltwin_server.twins.questions import Later, answer
from voltwin_server.twins.showing import Showing
from voltwin_server.twins.wire import Answer, Do, KeyFrameNext, Order, Said, Told

_UNWATCHED_PER_S = 4.0  # steps of a twin that plays for nobody
_REPORT_EVERY_S = 1.0


class Hosted(Thread):
    """A twin of this process, and what waits to be done with it."""

    def __init__(
        self,
        twin: UUID,
        folder: TwinFolder,
        budget_bytes: int,
        say: Callable[[Said], None],
        forecasts: Forecasts,
        limits: Limits = DEFAULT_LIMITS,
    ) -> None:
        """Have it brought into memory as soon as the thread is started.

        Args:
            twin: its id.
            folder: that it is in.
            budget_bytes: that it may have in memory.
            say: sends something to the server; any thread may call it.
            forecasts: of the process.
            limits: of what may be made of it.
        """
        super().__init__(name=f"voltwin-twin-{twin}", daemon=True)
        self.twin = twin
        self._folder, self._budget_bytes, self._say = folder, budget_bytes, say
        self._forecasts = forecasts
        self._limits = limits
        self._orders: SimpleQueue[Order] = SimpleQueue()
        self._showing = Showing(lambda what: say(Told(twin, what)))
        self._next_report = monotonic()

    def order(self, order: Order) -> None:
        """Have something done after all that was ordered before."""
        self._orders.put(order)

    def run(self) -> None:
        """Have the twin in memory until it is ordered to be let go of."""
        try:
            alive = Alive(self._folder, self._budget_bytes, self._limits)
        except Exception as error:  # whatever it is, this twin cannot be had
            LOG.exception("a twin cannot be had", extra={FIELDS: {"twin": self.twin}})
            self._refuse_all(f"{error}" or type(error).__name__)
            return
        try:
            order = self._live(alive)
        except Exception:  # nobody must wait for ever for a twin whose thread has ended
            LOG.exception("a twin has failed", extra={FIELDS: {"twin": self.twin}})
            self._forecasts.leave(self.twin, _gone("it has failed"))
            alive.abandon()  # where it stands is known from before
            self._refuse_all("something that nobody foresaw has happened; the log has it")
            return
        self._close(alive, order)

    def _live(self, alive: Alive) -> Order:
        """Follow orders and play in between; return the order to let go of the twin."""
        self._report(alive)
        while True:
            order = self._next(alive)
            if order is not None and order.do is Do.CLOSE:
                return order
            if order is not None:
                self._follow(alive, order)
            if alive.pace.playing:
                self._go_on(alive)
            self._showing.show(alive, monotonic())

    def _next(self, alive: Alive) -> Order | None:
        """Return the next order; None when it is time to play on."""
        wait_s = None
        if alive.pace.playing:
            per_s = self._showing.most_per_s if self._showing.is_watched else _UNWATCHED_PER_S
            wait_s = alive.pace.wait_s(monotonic(), per_s)
        try:
            return self._orders.get(timeout=wait_s)
        except Empty:
            return None

    def _follow(self, alive: Alive, order: Order) -> None:
        """Do what is ordered, and answer it."""
        try:
            value = self._done(alive, order)
            if isinstance(value, Asked):
                self._forecasts.ask(self.twin, order.number, value)
                return
        except Exception as error:
            self._say(Answer(order.number, error=told(error, self.twin)))
            if isinstance(error, LostError):
                raise
            self._report(alive)  # where half of it was done, it has been brought back, and paused
            self._showing.changed()
            return
        if isinstance(value, Later):
            Thread(target=self._answer_later, args=(order, value), daemon=True).start()
        else:
            self._say(Answer(order.number, value))

    def _done(self, alive: Alive, order: Order) -> Any:
        match order.do:
            case Do.COMMAND:
                return self._did(alive, alive.do(*order.arguments))
            case Do.ASK:
                question, *arguments = order.arguments
                return answer(alive, question, arguments, lambda entry: self._did(alive, entry))
            case Do.BUDGET:
                alive.thin_out(*order.arguments)
                self._report(alive)
            case Do.WATCHED:
                self._showing.watched(*order.arguments)
                self._say(Told(self.twin, KeyFrameNext()))
                self._report(alive)
            case Do.TAKEN:
                self._showing.taken()
        return None

    def _did(self, alive: Alive, entry: Entry) -> Entry:
        """Tell everybody what has been done, and where the twin stands now."""
        self._say(Told(self.twin, did_message(entry)))
        self._report(alive)
        self._showing.changed()
        return entry

    def _go_on(self, alive: Alive) -> None:
        try:
            alive.go_on()
        except EngineError as error:
            LOG.exception("a twin cannot go on", extra={FIELDS: {"twin": self.twin}})
            self._pause(alive, f"it cannot go on: {error}")
            return
        if not alive.pace.playing:  # it has come to its end
            self._report(alive)
            self._showing.changed()
        elif monotonic() >= self._next_report:
            alive.keep_position(sync=False)
            self._report(alive)

    def _pause(self, alive: Alive, why: str) -> None:
        """Let it stand without anybody having said so; that it is written down is not needed."""
        try:
            self._did(alive, alive.pause(SERVER, why=why))
        except ProblemError:
            self._report(alive)

    def _report(self, alive: Alive) -> None:
        self._say(Told(self.twin, alive.report()))
        self._next_report = monotonic() + _REPORT_EVERY_S

    def _answer_later(self, order: Order, later: Later) -> None:
        """Answer what takes long, while the twin goes on."""
        try:
            self._say(Answer(order.number, later()))
        except Exception as error:
            self._say(Answer(order.number, error=told(error, self.twin)))

    def _close(self, alive: Alive, order: Order) -> None:
        """Let go of the twin: put to sleep for a reason, or wanted by nobody any more."""
        (why,) = order.arguments
        self._forecasts.leave(self.twin, _gone(why))
        try:
            if why is not None:
                if alive.pace.playing:
                    self._pause(alive, why)
                alive.sleep()
            alive.close()
        except Exception as error:
            self._say(Answer(order.number, error=told(error, self.twin)))
        else:
            self._say(Answer(order.number))

    def _refuse_all(self, why: str) -> None:
        """Answer all orders with the reason why the twin cannot be had, until it is let go of."""
        self._say(Told(self.twin, why))
        while (order := self._orders.get()).do is not Do.CLOSE:
            text = f"It cannot be brought into memory: {why}"
            self._say(Answer(order.number, error=ProblemError(CONFLICT, text)))
        self._say(Answer(order.number))


def _gone(why: str | None) -> ProblemError:
    """Return what is said to who asks a twin that leaves: for a reason, or deleted."""
    if why is None:
        return ProblemError(NOT_FOUND, "The twin has been deleted.")
    return later(f"The twin has left memory before the forecast was made: {why}.")


def told(error: Exception, twin: UUID) -> Exception:
    """Return an error as the server is told it: one that it understands, and that can be sent."""
    if isinstance(error, EngineError):
        return ProblemError(CONFLICT, f"It cannot be simulated: {error}")
    if isinstance(error, ProblemError):
        return error
    if isinstance(error, TooMuchError):
        return ProblemError(TOO_MUCH, f"{error}"[:1].upper() + f"{error}"[1:] + ".")
    LOG.error("a twin has failed", exc_info=error, extra={FIELDS: {"twin": twin}})
    return ProblemError(CRASHED, "Something that nobody foresaw has happened; the log has it.")
