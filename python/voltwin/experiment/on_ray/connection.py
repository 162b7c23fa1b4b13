"""A connection to a Ray cluster, or a private Ray on this machine; Ray itself stays silent."""

import os
import shutil
import socket
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from voltwin.experiment.errors import ClusterError

LOCAL, AUTO = "local", "auto"
_CLIENT = "ray://"
_KNOCK_S = 5.0  # that a head may take to accept a connection
_STORE_BYTES = 256 << 20  # of a private Ray, for results on their way: a chunk's are some kilobytes

# Read when ray is imported. What somebody has set stays as it is.
_QUIET = {
    "RAY_USAGE_STATS_ENABLED": "0",  # else each start would call home
    "RAY_DEDUP_LOGS_SKIP_REGEX": "^",  # of what nodes say, as when one is lost: nothing
    "RAY_SCHEDULER_EVENTS": "0",
    "RAY_ENABLE_UV_RUN_RUNTIME_ENV": "0",  # else `uv run` would ship the folder it is called in
}


class Connection:
    """The one connection that this process has to a cluster; on closing, only what was started
    here is stopped."""

    def __init__(self, address: str, modules: Sequence[Path] = ()) -> None:
        """Connect, or start a private Ray.

        Args:
            address: "auto" for the cluster that this machine belongs to (or RAY_ADDRESS names),
                "local" for a private one, else host:port of a head or ray://host:port.
            modules: folders of packages that are shipped to the nodes, once.

        Raises:
            ClusterError: there is no such cluster, or Ray is not installed.
        """
        ray = imported()
        self.address = address
        self._folder: str | None = None
        self.is_own = not ray.is_initialized()
        if self.is_own:
            self._connect(modules)
        elif address != AUTO:
            raise ClusterError(
                f'--ray {address}: this process is connected to a cluster; name it "auto", or '
                "leave it first with ray.shutdown()"
            )
        self.head = _head(ray, address)

    @property
    def is_private(self) -> bool:
        """Whether the cluster is a private one of this process."""
        return self._folder is not None

    def _connect(self, modules: Sequence[Path]) -> None:
        import ray

        options: dict[str, Any] = {"log_to_driver": False, "logging_level": "ERROR"}
        if modules:
            options["runtime_env"] = {"py_modules": [str(module) for module in modules]}
        if self.address == LOCAL:
            # Sockets lie in the folder, and their paths have to be short.
            short = "/tmp" if os.path.isdir("/tmp") else None
            self._folder = tempfile.mkdtemp(prefix="voltwin-ray-", dir=short)
            options |= {"include_dashboard": False, "object_store_memory": _STORE_BYTES}
            options |= {"_temp_dir": self._folder}
        elif self.address != AUTO and not answers(_host_and_port(self.address)):
            raise ClusterError(_nobody_at(self.address))
        try:
            ray.init(address=self.address, **options)
        except (ConnectionError, RuntimeError, ValueError, ImportError) as error:
            self._remove_folder()
            raise ClusterError(_why_not(self.address, error)) from error

    def close(self) -> None:
        """Leave the cluster; a private one is stopped, and its folder removed."""
        if self.is_own:
            import ray

            ray.shutdown()
            self._remove_folder()

    def _remove_folder(self) -> None:
        if self._folder:
            shutil.rmtree(self._folder, ignore_errors=True)


def imported() -> Any:
    """Return the module ray, told to be silent before it is imported.

    Raises:
        ClusterError: it is not installed.
    """
    for name, value in _QUIET.items():
        os.environ.setdefault(name, value)
    try:
        import ray
    except ImportError as error:
        raise ClusterError('Ray is not installed: pip install "voltwin[cluster]"') from error
    return ray


def answers(place: tuple[str, int]) -> bool:
    """Return whether somebody accepts connections at (host, port)."""
    try:
        socket.create_connection(place, _KNOCK_S).close()
    except OSError:
        return False
    return True


def _head(ray: Any, address: str) -> tuple[str, int]:
    """Return (host, port) of who knows about all nodes."""
    if address.startswith(_CLIENT):
        return _host_and_port(address)
    return _host_and_port(ray.get_runtime_context().gcs_address)


def _host_and_port(address: str) -> tuple[str, int]:
    host, colon, port = address.removeprefix(_CLIENT).rstrip("/").rpartition(":")
    if not (colon and host and port.isdigit() and 0 < int(port) < 1 << 16):
        raise ClusterError(
            f"--ray {address}: no address; give auto, local, HOST:PORT of a head such as "
            "10.0.0.5:6379, or ray://HOST:PORT"
        )
    return host.strip("[]"), int(port)


def _nobody_at(address: str) -> str:
    host, port = _host_and_port(address)
    return (
        f"--ray {address}: nobody answers at {host}, port {port}; is the head running "
        "(`ray start --head`), and may this machine connect to it?"
    )


def _why_not(address: str, error: Exception) -> str:
    if isinstance(error, ImportError):  # grpc, of the protocol behind ray://
        return f'--ray {address}: {error}: pip install "voltwin[cluster]"'
    if address == AUTO:
        return (
            "--ray auto: this machine belongs to no Ray cluster; start one with "
            "`ray start --head`, give its address, or --ray local for a private one"
        )
    said = str(error).strip().partition("\n")[0]
    return f"--ray {address}: cannot connect: {said}"
