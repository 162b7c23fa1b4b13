"""A process that has twins: it hears orders, and has each twin's thread follow them."""

import os
import signal
from multiprocessing.connection import Connection
from threading import Lock, Thread
from time import monotonic, sleep
from uuid import UUID

from voltwin_server.jobs.begin import end_with
from voltwin_server.logs import log_to
from voltwin_server.twins.copying import Copying
from voltwin_server.twins.forecasts import Forecasts
from voltwin_server.twins.hosted import Hosted, told
from voltwin_server.twins.loading import load, load_more
from voltwin_server.twins.wanted import Wanted
from voltwin_server.twins.wire import Answer, Do, Order, Said

_IDLE_S = 2.0  # without orders
_MOST_PUT_OFF_S = 30.0


def host(server: Connection, life: Connection, json_logs: bool) -> None:
    """Have twins until the server says to stop, or is gone.

    Args:
        server: the pipe to the server.
        life: what is read until the server ends, and this process with it.
        json_logs: what it logs, to the server's standard error, is JSON.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # of a terminal, for all: the server says when
    end_with(life)
    log_to(as_json=json_logs)
    Host(server).serve()


class Host:
    """The twins of this process."""

    def __init__(self, server: Connection) -> None:
        """Have none yet.

        Args:
            server: the pipe to the server.
        """
        self._server, self._sending = server, Lock()
        self._twins: dict[UUID, Hosted] = {}
        self._wanted = Wanted()
        self._heard_at = monotonic()  # when the last order came [s]
        self._forecasts = Forecasts(self._wanted, self._say, told)
        self._copying = Copying(self._wanted, self._say, told)

    def serve(self) -> None:
        """Follow orders until one says to stop, or nobody is there any more."""
        load()
        self._say(Answer(0))
        Thread(target=self._load_more, name="voltwin-loading", daemon=True).start()
        while True:
            try:
                order = self._server.recv()
            except (EOFError, OSError):
                return
            self._heard_at = monotonic()
            if order.do is Do.STOP:
                self._stop()
                return
            self._follow(order)

    def _load_more(self) -> None:
        """Load the rest as soon as nobody waits for this process, who would wait for that, too."""
        until = monotonic() + _MOST_PUT_OFF_S
        while (left_s := min(until, self._heard_at + _IDLE_S) - monotonic()) > 0.0:
            sleep(left_s)
        load_more()

    def _follow(self, order: Order) -> None:
        assert order.twin is not None
        if order.do is Do.OPEN:
            folder, budget_bytes, limits = order.arguments
            processwide = self._forecasts, self._copying
            hosted = Hosted(order.twin, folder, budget_bytes, self._say, *processwide, limits)
            self._twins[order.twin] = hosted
            hosted.start()
            self._say(Answer(order.number))
            return
        if order.do is Do.GIVE_UP:
            self._wanted.remove(*order.arguments)
            self._forecasts.tidy()
            return
        if order.twin not in self._twins:  # let go of meanwhile: what comes late harms no other one
            self._say(Answer(order.number))
            return
        if order.do is Do.ASK:
            self._wanted.add(order.number)
        hosted = self._twins[order.twin]
        hosted.order(order)
        if order.do is Do.CLOSE:
            del self._twins[order.twin]

    def _stop(self) -> None:
        """Let go of all twins, each where it is."""
        twins = list(self._twins.values())
        for hosted in twins:
            hosted.order(Order(0, hosted.twin, Do.CLOSE, ("the server stops",)))
        for hosted in twins:
            hosted.join()

    def _say(self, said: Said) -> None:
        """Send something to the server; whoever cannot, has nobody to work for."""
        if isinstance(said, Answer):
            self._wanted.remove(said.number)
        try:
            with self._sending:
                self._server.send(said)
        except OSError:
            os._exit(1)
