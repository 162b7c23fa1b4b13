"""A PostgreSQL server of our own, on loopback, in a temporary folder: for measurements and tests.

It ends with the process that has started it, also one that is killed (Linux).
"""

import os
import select
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from importlib.util import find_spec
from pathlib import Path

LOCKED = "locked"  # the user who is asked for a password; others are not
_USER = "voltwin"
_SYSTEM_USER = "postgres"  # by whom root has it run: PostgreSQL refuses to run as root
_PATIENCE_S = 60


class NoServerError(Exception):
    """There can be no server here; the message says why."""


@dataclass
class Server:
    """A PostgreSQL server with its data in a folder of its own."""

    folder: Path
    port: int
    settings: tuple[str, ...] = ()
    _process: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    def url(self, database: str = "postgres") -> str:
        """Return the URL of a database."""
        return f"postgresql://{_USER}@127.0.0.1:{self.port}/{database}"

    @property
    def pid(self) -> int:
        """The number of the server's first process."""
        return int((self.folder / "data" / "postmaster.pid").read_text().splitlines()[0])

    def start(self) -> None:
        """Start it, and return when it answers."""
        options = [f"port={self.port}", "listen_addresses=127.0.0.1", "unix_socket_directories="]
        command = [_program("postgres"), "-D", str(self.folder / "data")]
        for option in (*options, *self.settings):
            command += ["-c", option]
        with (self.folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [*_as_user(), *command], stdin=subprocess.DEVNULL, stdout=log, stderr=log
            )
        self._wait()

    def kill(self) -> None:
        """End it at once, as a power cut would."""
        assert self._process
        processes = self._stopped()
        for one in processes:
            _send(signal.SIGKILL, one)
        self._process.wait(_PATIENCE_S)
        for one in processes[1:]:
            _until_gone(one)

    def hang(self) -> None:
        """Have it do nothing from here on, though it is there."""
        self._stopped()

    def go_on(self) -> None:
        """Have it do what it has been asked while it hung."""
        for one in (self.pid, *self._sessions()):
            _send(signal.SIGCONT, one)

    def _stopped(self) -> list[int]:
        """Stop all of its processes and return them: the first one first, for that starts others,
        and who asks for them while it does would miss one."""
        _send(signal.SIGSTOP, self.pid)
        _until_stopped(self.pid)
        sessions = self._sessions()
        for one in sessions:
            _send(signal.SIGSTOP, one)
        for one in sessions:
            _until_stopped(one)
        return [self.pid, *sessions]

    def _sessions(self) -> list[int]:
        pid = self.pid
        return [*map(int, Path(f"/proc/{pid}/task/{pid}/children").read_text().split())]

    def stop(self) -> None:
        """End it; its data are deleted afterwards."""
        if self._process and self._process.poll() is None:
            with suppress(OSError, ValueError):
                self.go_on()
                os.kill(self.pid, signal.SIGQUIT)
            try:
                self._process.wait(10)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait(10)
        shutil.rmtree(self.folder, ignore_errors=True)

    def execute(self, *statements: str, database: str = "postgres") -> None:
        """Run statements, each by itself."""
        import psycopg

        with psycopg.connect(self.url(database), autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement.encode())

    def _wait(self) -> None:
        import psycopg

        assert self._process
        for _ in range(_PATIENCE_S * 20):
            if self._process.poll() is not None:
                break
            try:
                psycopg.connect(self.url(), connect_timeout=2).close()
                return
            except psycopg.OperationalError:
                with suppress(subprocess.TimeoutExpired):
                    self._process.wait(0.05)
        said = (self.folder / "log").read_text(errors="replace")[-2000:]
        raise NoServerError(f"PostgreSQL does not start: {said}")


def new_server(*settings: str) -> Server:
    """Return a new server, started.

    Raises:
        NoServerError: there can be none here.
    """
    _check()
    folder = Path(tempfile.mkdtemp(prefix="voltwin-postgres-"))
    server = Server(folder, _free_port(), settings)
    try:
        _initialise(folder)
        server.start()
    except BaseException:
        server.stop()
        raise
    return server


def has_extension(name: str) -> bool:
    """Return whether an extension is installed beside the programs of the server."""
    return (_extensions() / f"{name}.control").is_file()


@cache
def _bin() -> Path | None:
    """Return the folder of the newest PostgreSQL's programs."""
    found = [Path(path) for path in Path("/usr/lib/postgresql").glob("*/bin/postgres")]
    newest = sorted(found, key=lambda path: float(path.parent.parent.name))
    on_path = shutil.which("postgres")
    best = newest[-1] if newest else Path(on_path).resolve() if on_path else None
    return best.parent if best else None


def _program(name: str) -> str:
    folder = _bin()
    assert folder
    return str(folder / name)


def _extensions() -> Path:
    folder = _bin()
    assert folder
    version = folder.parent.name
    return Path(f"/usr/share/postgresql/{version}/extension")


def _check() -> None:
    if find_spec("psycopg") is None:
        raise NoServerError("psycopg is not installed")
    if _bin() is None:
        raise NoServerError(
            "PostgreSQL is not installed (make test installs Debian's, run as root)"
        )
    if os.geteuid() == 0 and (_system_user() is None or shutil.which("setpriv") is None):
        raise NoServerError(f"PostgreSQL refuses to run as root, and there is no {_SYSTEM_USER}")


def _system_user() -> tuple[int, int] | None:
    import pwd

    try:
        found = pwd.getpwnam(_SYSTEM_USER)
    except KeyError:
        return None
    return found.pw_uid, found.pw_gid


def _as_user() -> list[str]:
    """Return what a command begins with that must not run as root, and ends with this process."""
    if shutil.which("setpriv") is None:
        return []
    user = [f"--reuid={_SYSTEM_USER}", f"--regid={_SYSTEM_USER}", "--clear-groups"]
    return ["setpriv", "--pdeathsig", "QUIT", *(user if os.geteuid() == 0 else ())]


def _initialise(folder: Path) -> None:
    if os.geteuid() == 0:
        user = _system_user()
        assert user
        os.chown(folder, *user)
    command = [_program("initdb"), "-D", str(folder / "data"), "-U", _USER, "--no-sync"]
    command += ["-A", "trust", "-E", "UTF8", "--locale=C"]
    done = subprocess.run([*_as_user(), *command], capture_output=True, text=True, check=False)
    if done.returncode:
        raise NoServerError(f"initdb: {done.stderr.strip()[-500:]}")
    rules = folder / "data" / "pg_hba.conf"
    rules.write_text(f"host all {LOCKED} 127.0.0.1/32 scram-sha-256\n" + rules.read_text())


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def _until_gone(pid: int) -> None:
    """Return when a process has ended, so that it holds no memory and no port any more."""
    with suppress(ProcessLookupError):
        handle = os.pidfd_open(pid)
        try:
            select.select([handle], [], [], _PATIENCE_S)
        finally:
            os.close(handle)


def _until_stopped(pid: int) -> None:
    """Return when a process that was told to stop does nothing any more, or has ended."""
    until = time.monotonic() + _PATIENCE_S
    with suppress(FileNotFoundError, ProcessLookupError):
        while _state(pid) not in "TZ" and time.monotonic() < until:
            time.sleep(1e-3)


def _state(pid: int) -> str:
    """Return the letter of what a process does (proc_pid_stat(5)): its name may hold anything."""
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]


def _send(number: signal.Signals, pid: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(pid, number)
