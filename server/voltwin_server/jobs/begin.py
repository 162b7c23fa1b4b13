"""How a process of the server begins: tied to the server's life, all loaded that work needs."""

import os
import threading
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import ClassVar

from voltwin.store.interface import Store
from voltwin_server.logs import log_to

_BEHIND = 5  # of a process's niceness


@dataclass(frozen=True)
class Life:
    """A sign that the server lives, which its processes watch: a pipe that nobody writes to, and
    that ends with the server, however that ends."""

    reader: Connection
    writer: Connection

    @classmethod
    def new(cls) -> "Life":
        """Return a sign of this process's life."""
        return cls(*get_context("spawn").Pipe(duplex=False))

    def close(self) -> None:
        """Let all processes end that watch it."""
        self.writer.close()
        self.reader.close()


class Here:
    """What a process of the server keeps as long as it lives."""

    store_url: ClassVar[str] = ""
    _store: ClassVar[Store | None] = None

    @classmethod
    def store(cls) -> Store:
        """Return the server's store, opened in this process when it is first needed.

        Raises:
            StoreUnavailableError: it does not answer.
        """
        if cls._store is None:
            from voltwin.store.opening import open_store

            cls._store = open_store(cls.store_url)
        return cls._store


def begin(life: Connection, store_url: str, json_logs: bool) -> None:
    """Begin a process of the server.

    Args:
        life: what is read until the server ends, and this process with it.
        store_url: of the server's store.
        json_logs: what it logs, to the server's standard error, is JSON.
    """
    end_with(life)
    log_to(as_json=json_logs)
    Here.store_url = store_url
    _load()


def begin_looking(life: Connection, json_logs: bool) -> None:
    """Begin a process that looks through the runs of twins, behind whatever else there is to do:
    twins that play are not to wait for it. Arguments as for `begin`."""
    end_with(life)
    log_to(as_json=json_logs)
    os.nice(_BEHIND)
    _load_looking()


def end_with(life: Connection) -> None:
    """Have this process end when the server does, whatever it does then."""
    threading.Thread(target=_watch, args=(life,), daemon=True).start()


def _watch(life: Connection) -> None:
    try:
        life.recv_bytes()
    except (EOFError, OSError):  # the server has gone
        pass
    finally:
        os._exit(1)  # at once: whoever goes on with the work needs the locks


def _load_looking() -> None:
    """Load what it takes to look through a run."""
    from voltwin.history.unfolding import Unfolding
    from voltwin.scenario import demo_city

    run = Unfolding(demo_city(stations=2, seed=1))
    run.reach(7200.0)
    run.series("power_kw", end_s=3600.0, points=4)


def _load() -> None:
    """Load what a run needs: libraries, and kernels, compiled if they never were."""
    from voltwin.experiment.prepared import Prepared
    from voltwin.experiment.replications import plan_of
    from voltwin.scenario import demo_city

    tables = ("total", "by_region", "by_hour", "by_station")
    city = demo_city(stations=2, seed=1)
    Prepared(plan_of(city, 1).base, 1, 7200.0, tables).run(range(2))
