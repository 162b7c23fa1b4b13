"""The driver as seen by who has started it: its line, its end, and what is said of that."""

import os
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
from contextlib import suppress
from importlib.util import find_spec
from multiprocessing.connection import Connection
from pathlib import Path
from time import monotonic
from typing import Any

from voltwin.experiment.errors import ClusterError
from voltwin.experiment.on_ray.address import LOCAL, Place, answers
from voltwin.experiment.on_ray.connection import QUIET, STOP, Wanted

_MAIN = "from voltwin.experiment.on_ray.driver import main; main"
_START_S = 180.0  # until the cluster has answered, its nodes have, and our code is there
_LOOK_S = 2.0  # between looks for the head, while nothing is heard
_SILENCE_S = 15.0  # of the head, until it counts as lost
_END_S = 20.0  # that a private Ray may take to stop


class DriverProcess:
    """A driver that is connected to a cluster.

    Attributes:
        threads: how many runs were under way at once when it had connected.
    """

    def __init__(self, address: str, threads: int, *, mixed: bool) -> None:
        """Start it, and wait until it is connected.

        Raises:
            ClusterError: it cannot connect, or Ray is not installed.
        """
        if find_spec("ray") is None:
            raise ClusterError('Ray is not installed: pip install "voltwin[cluster]"')
        # Sockets of a private Ray lie in the folder, and their paths have to be short.
        short = "/tmp" if os.path.isdir("/tmp") else None
        self._folder = Path(tempfile.mkdtemp(prefix="voltwin-ray-", dir=short))
        self._head: Place | None = None
        self._line, self._process = _started(self._folder, address)
        try:
            self.send(Wanted(address, threads, mixed, str(self._folder)))
            _, self.threads, self._head = self.receive()
        except BaseException:
            self.close()
            raise

    def send(self, what: Any) -> None:
        """Tell it something.

        Raises:
            ClusterError: it has ended.
        """
        try:
            self._line.send(what)
        except OSError as error:
            raise ClusterError(self._lost()) from error

    def receive(self) -> Any:
        """Return what it says next.

        Raises:
            ClusterError: it has ended, or the head of the cluster has.
            Exception: it says that something has failed.
        """
        begun = heard = monotonic()
        try:
            while not self._line.poll(_LOOK_S):
                if self._head is None:
                    self._refuse_to_wait_longer_than(begun + _START_S)
                elif answers(self._head):
                    heard = monotonic()
                elif monotonic() - heard > _SILENCE_S:
                    self._process.kill()  # in the hands of Ray, which may wait for a minute
                    raise ClusterError(self._lost())
            said = self._line.recv()
        except (EOFError, OSError) as error:
            raise ClusterError(self._lost()) from error
        if said[0] == "failed":
            raise said[1]
        return said

    def stop(self) -> None:
        """End a work early: what it says of it until then is not heard."""
        with suppress(ClusterError):
            self.send(STOP)
            while self.receive()[0] != "end":
                pass

    def close(self) -> None:
        """Have it leave the cluster and end; a private Ray is stopped."""
        self._line.close()
        try:
            self._process.wait(_END_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _refuse_to_wait_longer_than(self, end: float) -> None:
        if monotonic() > end:
            self._process.kill()
            raise ClusterError(f"the cluster has not answered for {_START_S:.0f} s")

    def _lost(self) -> str:
        if self._head is None:
            return f"Ray has ended without connecting: {self._last_words()}"
        host, port = self._head
        return (
            f"the Ray cluster at {host}:{port} is lost: its head does not answer any more, or this "
            "machine has left it. What is finished is kept; start the cluster again, and go on "
            "with --resume"
        )

    def _last_words(self) -> str:
        said = (self._folder / "said").read_text(errors="replace").strip()
        return said.rpartition("\n")[2] or "it has said nothing"


def _started(folder: Path, address: str) -> tuple[Connection, "subprocess.Popen[bytes]"]:
    """Return the line to a new driver, and its process."""
    ours, its = socket.socketpair()
    with its, (folder / "said").open("wb") as said:
        process = subprocess.Popen(
            [sys.executable, "-P", "-c", f"{_MAIN}({its.fileno()})"],
            env=_environment(address),
            pass_fds=[its.fileno()],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=said,
            start_new_session=True,  # Ctrl-C is for us: we tell it when to end
        )
    return Connection(ours.detach()), process


def _environment(address: str) -> dict[str, str]:
    """Return the environment of a driver; what somebody has set stays as it is."""
    own = {**QUIET}
    if address == LOCAL:  # other users of this machine shall not have it run their code
        own |= {"RAY_AUTH_MODE": "token", "RAY_AUTH_TOKEN": secrets.token_hex(32)}
    # Not the folder that we are called in: a ray.py there is not Ray.
    packages = os.pathsep.join(path for path in sys.path if path not in ("", os.getcwd()))
    return {**own, **os.environ, "PYTHONPATH": packages}
