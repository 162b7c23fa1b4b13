"""Running a server: from the settings to the moment that it has stopped."""

import errno
import logging
import resource
import signal
import socket
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from importlib.util import find_spec
from math import ceil
from types import FrameType

import uvicorn
from fastapi import FastAPI

from voltwin.experiment.errors import ClusterError
from voltwin.experiment.on_ray.finding import refuse_if_there_is_none
from voltwin.store.interface import Store
from voltwin.store.opening import open_store
from voltwin_server.access.tokens import Tokens
from voltwin_server.app import FAILURE, create_app
from voltwin_server.data_folder import served
from voltwin_server.limits.connections import bounded_connections
from voltwin_server.logs import FIELDS, LOG, log_to
from voltwin_server.settings import Settings
from voltwin_server.sockets.connection import PING_S, bounded_sockets

BACKLOG = 256
_OWN_FILES = 256  # of the store, of jobs and of Python itself


class ServingError(Exception):
    """A server cannot start; the message says what to do."""


def serve(settings: Settings, *, say: Callable[[str], None]) -> None:
    """Serve until a signal (SIGTERM, SIGINT) says to stop; then end what runs, within bounds.

    Args:
        settings: of the server.
        say: is told once where the server listens and what it keeps.

    Raises:
        ServingError: it needs tokens and has none, its cluster does not answer, or it cannot listen
            there.
        FolderError: the folder of its data cannot be written, or is served already.
        StoreError: the store does not answer, or is of another version.
    """
    _refuse_strangers(settings)
    _refuse_no_cluster(settings)
    _allow_open_files(settings)
    with (
        served(settings.data),
        closing(listening_at(settings)) as listening,
        closing(open_store(settings.store_url)) as store,
        _stopping_quietly(),
    ):
        store.check()
        log_to(as_json=settings.json_logs)
        app = create_app(settings, store=store)
        where = _where(settings, listening, store)

        def tell() -> None:
            app.state.server.warm()
            if settings.json_logs:  # what reads the log reads nothing else
                LOG.info("serving", extra={FIELDS: where})
            else:
                say(_banner(where))

        run_to_its_end(TellingServer(app, settings, started=tell), listening, app)
        LOG.info("stopped")


def run_to_its_end(server: uvicorn.Server, listening: socket.socket, app: FastAPI) -> None:
    """Run a server to its end.

    Raises:
        Exception: why its application cannot start.
    """
    try:
        server.run(sockets=[listening])
    except SystemExit:
        failure: Exception | None = getattr(app.state, FAILURE, None)
        if failure is None:
            raise
        raise failure from None


class TellingServer(uvicorn.Server):
    """Says when it listens, and lets nobody wait when it is told to stop."""

    def __init__(self, app: FastAPI, settings: Settings, *, started: Callable[[], None]) -> None:
        """Serve an application.

        Args:
            app: that answers.
            settings: how it is served.
            started: called when the server listens.
        """
        super().__init__(configuration(app, settings))
        self._app, self._tell = app, started

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, and say so."""
        await super().startup(sockets)
        if self.started:
            logging.getLogger("uvicorn.error").setLevel(logging.ERROR)
            self._tell()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Stop when all requests are answered, those at once that wait for a job."""
        self._app.state.server.let_go()
        await super().shutdown(sockets)


def configuration(app: FastAPI, settings: Settings) -> uvicorn.Config:
    """Return how uvicorn serves an application."""
    times = settings.timeouts
    return uvicorn.Config(
        app,
        http=bounded_connections(settings),
        ws=bounded_sockets(settings),
        ws_max_size=settings.limits.message_bytes,
        ws_per_message_deflate=False,
        ws_ping_interval=PING_S,
        ws_ping_timeout=PING_S,
        loop="asyncio",
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        backlog=BACKLOG,
        timeout_keep_alive=ceil(times.idle),
        timeout_graceful_shutdown=ceil(times.stopping),
        h11_max_incomplete_event_size=2
        * (settings.limits.header_bytes + settings.limits.url_bytes),
    )


def _refuse_strangers(settings: Settings) -> None:
    """Refuse to let whoever can reach the server do all that it can."""
    if settings.needs_tokens and not Tokens(settings.data).all():
        raise ServingError(
            f"others than this machine reach {settings.host}, and there are no tokens: make one "
            f"with `voltwin token create --name NAME --role planner --data {settings.data}`, or "
            "listen at 127.0.0.1"
        )


def _refuse_no_cluster(settings: Settings) -> None:
    """Refuse to accept jobs for a cluster that is not there, as one that is misspelt never is."""
    if settings.ray is None:
        return
    if find_spec("ray") is None:
        raise ServingError('--ray: Ray is not installed: pip install "voltwin[cluster]"')
    try:
        refuse_if_there_is_none(settings.ray)
    except ClusterError as error:
        raise ServingError(str(error)) from None


def listening_at(settings: Settings) -> socket.socket:
    """Return a socket that listens where the settings say.

    Raises:
        ServingError: that is not possible.
    """
    where = f"{settings.host}:{settings.port}"
    try:
        family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
        address = (settings.host, settings.port)
        listening = socket.create_server(address, family=family, backlog=BACKLOG)
    except PermissionError:
        text = f"{where}: only the administrator may listen there; choose a --port from 1024 on"
        raise ServingError(text) from None
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            text = f"{where}: the port is taken; choose another --port, or 0 for any that is free"
            raise ServingError(text) from None
        raise ServingError(f"{where}: cannot listen there: {error.strerror}") from None
    # Connections have it from here: asyncio sets it only where a socket names its protocol, and
    # without it the second part of an answer waits 40 ms for the client's word about the first.
    listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listening


def _where(settings: Settings, listening: socket.socket, store: Store) -> dict[str, str]:
    """Return where the server is, for whom, and what it keeps."""
    host, port = listening.getsockname()[:2]
    address = f"[{host}]" if ":" in host else host
    return {
        "url": f"http://{address}:{port}",
        "for": "who has a token" if settings.needs_tokens else "this machine alone",
        "data": str(settings.data),
        "store": store.url,
        "jobs": f"on Ray at {settings.ray}" if settings.ray else "in processes here",
    }


def _banner(where: Mapping[str, str]) -> str:
    """Return the same for people, line by line."""
    return "\n".join(
        [
            f"Voltwin serves {where['url']} to {where['for']}; stop it with Ctrl-C",
            *(f"  {name:5}  {where[name]}" for name in ("data", "store", "jobs")),
        ]
    )


def _allow_open_files(settings: Settings) -> None:
    """Let the process have as many files open as connections and their work need, if it may."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = 2 * settings.connections + _OWN_FILES
    if soft != resource.RLIM_INFINITY and soft < wanted:
        most = wanted if hard == resource.RLIM_INFINITY else min(hard, wanted)
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))


@contextmanager
def _stopping_quietly() -> Iterator[None]:
    """Let the signals that say to stop end the server and nothing else: uvicorn raises them once
    more when it has stopped, and the exit status is to be 0."""

    def nothing_more(number: int, frame: FrameType | None) -> None:
        """Do nothing: the server has stopped."""

    numbers = (signal.SIGTERM, signal.SIGINT)
    former = [signal.signal(number, nothing_more) for number in numbers]
    try:
        yield
    finally:
        for number, handler in zip(numbers, former, strict=True):
            signal.signal(number, handler)
