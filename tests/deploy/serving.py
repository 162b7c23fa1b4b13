"""A server as a process of its own, from its start to the signal that ends it."""

import re
import signal
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from threading import Thread

ADDRESS = re.compile(r"http://[\d.]+:\d+")


@contextmanager
def served(command: Sequence[str], environment: Mapping[str, str] | None = None) -> Iterator[str]:
    """Give the address that a server says it listens at; it has to end well when it is told to."""
    server = subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True)
    assert server.stderr
    said: list[str] = []
    reading = Thread(target=said.extend, args=(server.stderr,))
    try:
        found = next(filter(None, map(ADDRESS.search, server.stderr)), None)
        reading.start()  # a log that nobody reads would have the server wait
        yield found[0] if found else "http://nowhere"
    finally:
        server.send_signal(signal.SIGTERM)
        status = server.wait(timeout=60)
        if reading.ident:
            reading.join()
        server.stderr.close()
    assert status == 0, "".join(said[-50:])
