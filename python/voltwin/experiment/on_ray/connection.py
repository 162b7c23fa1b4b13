"""The driver's connection to a Ray cluster, or to a private Ray on this machine."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from voltwin.experiment.errors import ClusterError
from voltwin.experiment.on_ray.address import AUTO, LOCAL, Place, place_of

_TRIES = 3  # of ray://: a head gives up after 30 s starting a server for us, which load may take
_STORE_BYTES = 256 << 20  # of a private Ray, for results on their way: a chunk's are some kilobytes

STOP = "stop"  # what a driver is told to end a work early

# For the environment of the driver: read when ray is imported.
QUIET = {
    "RAY_USAGE_STATS_ENABLED": "0",  # else each start would call home
    "RAY_ENABLE_UV_RUN_RUNTIME_ENV": "0",  # else `uv run` would ship the folder it is called in
}


@dataclass(frozen=True)
class Wanted:
    """What a driver is told.

    Attributes:
        address: of the cluster, as `OnRay` takes it.
        threads: that share a chunk.
        mixed: whether nodes may differ.
        folder: for the files of a private Ray.
    """

    address: str
    threads: int
    mixed: bool
    folder: str


def connect(wanted: Wanted, modules: Sequence[Path] = ()) -> Place:
    """Connect, or start a private Ray, and return where the head is.

    Args:
        wanted: what the driver was told.
        modules: folders of packages that are shipped to the nodes, once.

    Raises:
        ClusterError: there is no such cluster.
    """
    import ray

    options: dict[str, Any] = {"log_to_driver": False, "logging_level": "ERROR"}
    if modules:
        options["runtime_env"] = {"py_modules": [str(module) for module in modules]}
    if wanted.address == LOCAL:
        options |= {"include_dashboard": False, "object_store_memory": _STORE_BYTES}
        options |= {"_temp_dir": wanted.folder}
    try:
        _init(wanted.address, options)
    except Exception as error:  # of many kinds; whichever it is, there is no connection
        raise ClusterError(_why_not(wanted.address, error)) from error
    place = place_of(wanted.address) or place_of(ray.get_runtime_context().gcs_address)
    assert place
    return place


def _init(address: str, options: dict[str, Any]) -> None:
    import ray

    for _ in range(_TRIES - 1):
        with suppress(ConnectionAbortedError):  # the head has not started a server for us in time
            ray.init(address=address, **options)
            return
    ray.init(address=address, **options)


def _why_not(address: str, error: Exception) -> str:
    if isinstance(error, ImportError):  # grpc, of the protocol behind ray://
        return f'--ray {address}: {error}; pip install "voltwin[cluster]"'
    if address == AUTO:
        return (
            "--ray auto: this machine belongs to no Ray cluster; start one with "
            "`ray start --head`, give its address, or --ray local for a private one"
        )
    said = str(error).strip().partition("\n")[0]
    return (
        f"--ray {address}: cannot connect: {said}; do both have the same versions of Ray and "
        "Python, and does the cluster ask for a token (RAY_AUTH_MODE=token, and RAY_AUTH_TOKEN or "
        "RAY_AUTH_TOKEN_PATH as where it was started)?"
    )
