"""A server that hangs does nothing at all: tests and measurements build on that."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from threading import Event

import psycopg
import pytest
from tests.store.servers import Server, own_server


@pytest.fixture
def server() -> Iterator[Server]:
    with own_server() as made:
        yield made


def ask(server: Server, ended: Event) -> None:
    """Begin one session after the other."""
    while not ended.is_set():
        with suppress(psycopg.OperationalError):
            psycopg.connect(server.url(), connect_timeout=2).close()


def states(server: Server) -> dict[str, str]:
    """Return what each process of the server does."""
    first = str(server.pid)
    others = Path(f"/proc/{first}/task/{first}/children").read_text().split()
    stats = {pid: Path(f"/proc/{pid}/stat").read_text() for pid in (first, *others)}
    return {pid: stat.rpartition(")")[2].split()[0] for pid, stat in stats.items()}


def test_no_session_that_begins_as_a_server_hangs_goes_on(server: Server) -> None:
    ended = Event()
    with ThreadPoolExecutor(4) as pool:
        asking = [pool.submit(ask, server, ended) for _ in range(4)]
        try:
            for _ in range(100):
                server.hang()
                assert set(states(server).values()) <= {"T", "Z"}
                server.go_on()
        finally:
            server.go_on()
            ended.set()
        for one in asking:
            one.result()
