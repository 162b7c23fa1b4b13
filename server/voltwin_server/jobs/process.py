"""A warm process that does one thing after another, and is made anew when it dies.

pebble makes and ends the process; a pool of one worker for each, since what a worker that dies
leaves locked would stop the others of its pool.
"""

import multiprocessing
import signal
import threading
from collections.abc import Callable
from concurrent.futures import Future, InvalidStateError, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Generic, ParamSpec, TypeVar

from pebble import ProcessExpired, ProcessFuture, ProcessPool

from voltwin_server.spawned import begun, named

P = ParamSpec("P")
T = TypeVar("T")

_LOOK_S = 0.5  # how often it is looked whether the process is there


class DiedError(Exception):
    """The process died while it worked; the message says by what."""


class StoppedError(Exception):
    """The process was stopped while it worked, as was asked for."""


@dataclass(frozen=True, eq=False)
class Call(Generic[T]):
    """A call that a process has been given, and the pool that it works in."""

    outcome: "Future[T]"
    pool: ProcessPool


class WarmProcess:
    """A process that has everything loaded, and does what it is called for, one after the other.

    Threads may share one.
    """

    def __init__(self, begin: Callable[..., None], *args: Any) -> None:
        """Have it started when it is first needed.

        Args:
            begin: called in the process before anything else; a function of a module.
            args: of that function.
        """
        self._begin, self._args = begin, args
        self._lock = threading.Lock()  # of what follows
        self._closed = False
        self._calls: set[Call[Any]] = set()
        self._pool: ProcessPool | None = None
        self._ready: ProcessFuture[None] | None = None
        self._has_loaded = self._is_expected = False

    def warm(self, then: Callable[[], None] = lambda: None) -> None:
        """Have it started now, in the background.

        Args:
            then: called when everything is loaded.
        """
        with self._lock:
            if self._closed:
                return
            self._running()
            self._is_expected, ready = True, self._ready

        def loaded(_: object) -> None:
            then()  # before it counts as loaded: what is started then is seen to load
            self._is_expected = False

        assert ready
        ready.add_done_callback(loaded)

    @property
    def is_loading(self) -> bool:
        """Whether it has been started for the first time, and not everything is loaded yet."""
        is_done = self._ready is not None and self._ready.done() and not self._is_expected
        self._has_loaded = self._has_loaded or is_done
        return self._ready is not None and not self._has_loaded

    def call(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Return what a function of a module returns, called in the process.

        Raises:
            DiedError: the process died meanwhile.
            StoppedError: it was stopped, or is closed.
            Exception: what the function raises.
        """
        return self.result(self.begin(function, *args, **kwargs))

    def begin(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> "Call[T]":
        """Have a function of a module called, and return at once; `result` must be asked for.

        Raises:
            StoppedError: the process is closed.
        """
        with self._lock:
            if self._closed:
                raise StoppedError
            pool = self._running()
            task: ProcessFuture[T] = pool.schedule(function, args=args, kwargs=kwargs)
            call: Call[T] = Call(Future(), pool)
            self._calls.add(call)
        task.add_done_callback(lambda done: _pass_on(done, call.outcome))
        return call

    def result(self, call: "Call[T]") -> T:
        """Return what a call returns, as soon as it does; see `call`."""
        try:
            while not wait([call.outcome], _LOOK_S).done:
                if not call.pool.active:
                    _fail(call.outcome, DiedError("ended while another one worked in it"))
            return call.outcome.result()
        except DiedError:  # what it had locked goes with its pool
            with self._lock:
                if call.pool is self._pool and not self._closed:
                    self._renew()
            raise
        finally:
            with self._lock:
                self._calls.discard(call)

    def stop(self, call: "Call[Any]") -> None:
        """Stop a call, unless it has returned, and all that wait behind it; the process is started
        anew. When this returns, the former one is gone."""
        with self._lock:
            if call in self._calls and not call.outcome.done() and not self._closed:
                self._fail_all()
                self._renew()

    def close(self) -> None:
        """Stop what it does, and the process."""
        with self._lock:
            self._fail_all()
            if not self._closed:
                self._closed = True
                if self._pool:
                    _end(self._pool)

    def _running(self) -> ProcessPool:
        """Return the pool of the process, which may have died while it had nothing to do."""
        if self._pool is None or not self._pool.active:
            self._renew()
        assert self._pool
        return self._pool

    def _renew(self) -> None:
        """Have the process started anew, in a pool of its own."""
        if self._pool:
            _end(self._pool)
        self._pool = ProcessPool(
            max_workers=1,
            initializer=begun,
            initargs=(*named(self._begin), *self._args),
            context=multiprocessing.get_context("spawn"),
        )
        self._ready = self._pool.schedule(_nothing)

    def _fail_all(self) -> None:
        for call in self._calls:
            _fail(call.outcome, StoppedError())


def _nothing() -> None:
    """Do nothing: who has done this is ready."""


def _pass_on(done: "Future[T]", outcome: "Future[T]") -> None:
    error = StoppedError() if done.cancelled() else done.exception()
    if isinstance(error, ProcessExpired):
        error = DiedError(by_what(error.exitcode))
    elif isinstance(error, BrokenProcessPool):
        error = DiedError("ended before it began")
    if error is not None:
        _fail(outcome, error)
        return
    with suppress(InvalidStateError):
        outcome.set_result(done.result())


def _fail(outcome: "Future[Any]", error: BaseException) -> None:
    with suppress(InvalidStateError):
        outcome.set_exception(error)


def by_what(exit_code: int) -> str:
    """Return in words how a process ended; a negative code is a signal."""
    if exit_code >= 0:
        return f"ended with exit status {exit_code}"
    name = signal.Signals(-exit_code).name
    memory = ", as the system does when memory runs out" if name == "SIGKILL" else ""
    return f"was ended by {name}{memory}"


def _end(pool: ProcessPool) -> None:
    pool.stop()  # type: ignore[no-untyped-call]  # pebble tells no types
    pool.join()
