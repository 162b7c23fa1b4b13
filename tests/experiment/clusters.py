"""Ray clusters of several nodes on this machine, and work that waits until it is told to go on."""

import fcntl
import os
import secrets
import shutil
import signal
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa
import pytest

import voltwin
from voltwin.experiment.on_ray import OnRay
from voltwin.experiment.on_ray.connection import QUIET
from voltwin.experiment.spans import Chunk, Span
from voltwin.experiment.storing_work import DoesChunks
from voltwin.experiment.variant import BASE, Variant
from voltwin.experiment.work import Work
from voltwin.scenario.changes import Change

ROOT = Path(__file__).resolve().parents[2]
# Read when ray is imported, hence not before this: clusters of tests ask for a token.
TOKEN = {"RAY_AUTH_MODE": "token", "RAY_AUTH_TOKEN": secrets.token_hex(32)}
os.environ.update(QUIET | TOKEN)

STORE_BYTES = 80 << 20
VARIANTS = (Variant(BASE), Variant("fewer", (Change.parse("demand.multiplier*=0.5"),)))


@contextmanager
def cluster(*processors: int, **head: Any) -> Iterator[Any]:
    """Give a cluster with a node for each number of CPUs; the first one is the head."""
    cluster_utils = pytest.importorskip(
        "ray.cluster_utils", reason='Ray is not installed: pip install "voltwin[cluster]"'
    )
    folder = tempfile.mkdtemp(prefix="vt-", dir="/tmp")  # a short path, for sockets
    first, *others = processors
    both: dict[str, Any] = {"object_store_memory": STORE_BYTES}
    own = {"num_cpus": first, "include_dashboard": False, **both, **head}
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("RAY_TMPDIR", folder)
        environment.setenv("PYTHONPATH", str(ROOT))
        environment.setenv("RAY_CLIENT_SERVER_CHECK_CHANNEL_TIMEOUT_S", "150")  # a busy machine
        made = cluster_utils.Cluster(
            initialize_head=True, shutdown_at_exit=False, head_node_args=own
        )
        try:
            for number in others:
                made.add_node(num_cpus=number, **both)
            yield made
        finally:
            made.shutdown()
            shutil.rmtree(folder, ignore_errors=True)


def pretending(folder: Path, package: str, version: str) -> dict[str, str]:
    """Return the environment of a node that seems to have another version of a package."""
    metadata = folder / f"{package}-{version}.dist-info" / "METADATA"
    metadata.parent.mkdir()
    metadata.write_text(f"Metadata-Version: 2.1\nName: {package}\nVersion: {version}\n")
    return {"PYTHONPATH": f"{folder}{os.pathsep}{ROOT}"}


@contextmanager
def on_ray(address: str, threads: int | None = None, **more: Any) -> Iterator[OnRay]:
    executor = OnRay(address, threads, **more)
    try:
        yield executor
    finally:
        executor.close()


def work(**more: Any) -> Work:
    """Return a day of three stations as work."""
    base = voltwin.demo_city(stations=3, seed=2)
    return Work(base, 1, 86400.0, ("lost_share",), ("by_hour",), **more)


def chunks(count: int, runs: int = 2) -> list[Chunk]:
    """Return chunks of replications, those of two variants in turn."""
    return [((VARIANTS[n % 2], Span(n % 2, (n // 2) * runs, runs)),) for n in range(count)]


def by_run(tables: Any) -> pa.Table:
    """Return rows in the order of variant and replication, whatever they came in."""
    rows = pa.concat_tables([table.replace_schema_metadata() for table in tables])
    return rows.sort_by([("variant", "ascending"), ("replication", "ascending")])


def here(wanted: list[Chunk]) -> pa.Table:
    """Return what chunks give in this process."""
    done = work()
    return by_run(done.run(chunk) for chunk in wanted)


class Told(NamedTuple):
    """What a chunk that has begun tells."""

    process: int
    node: str


@dataclass(frozen=True)
class Gated:
    """Work that tells when a chunk begins, and goes on when the gate is open.

    Attributes:
        work: that is done then.
        folder: of the pipe that chunks tell by, and of the gate.
        is_done_first: the gate stands behind the work, before its answer.
    """

    work: DoesChunks
    folder: Path
    is_done_first: bool = False

    def run(self, chunk: Chunk, threads: int = 1) -> pa.Table:
        if self.is_done_first:
            rows = self.work.run(chunk, threads)
            self._stand()
            return rows
        self._stand()
        return self.work.run(chunk, threads)

    def _stand(self) -> None:
        import ray

        node = ray.get_runtime_context().get_node_id()
        with (self.folder / "pipe").open("w") as pipe:
            pipe.write(f"{os.getpid()} {node}\n")
        with (self.folder / "gate").open() as gate:
            fcntl.flock(gate, fcntl.LOCK_SH)


class Deadly:
    """Work that ends the process it is done in."""

    def run(self, chunk: Chunk, threads: int = 1) -> None:
        os.kill(os.getpid(), signal.SIGKILL)


class WhereItIs:
    """Work that tells where on a node our code is."""

    def run(self, chunk: Chunk, threads: int = 1) -> pa.Table:
        import voltwin_core

        return pa.table({"file": [voltwin_core.__file__]})


class Gate:
    """Where chunks of gated work wait until it is opened."""

    def __init__(self, folder: Path, behind: DoesChunks | None = None) -> None:
        """Close it: before chunks of a usual work, or behind those of one that is given."""
        os.mkfifo(folder / "pipe")
        self._gate = (folder / "gate").open("w")
        fcntl.flock(self._gate, fcntl.LOCK_EX)
        # For writing too, so that the pipe has a reader and a writer as long as the gate is there.
        self._pipe = os.fdopen(os.open(folder / "pipe", os.O_RDWR))
        self.work = Gated(behind or work(), folder, is_done_first=behind is not None)

    def told(self) -> Iterator[Told]:
        """Yield what chunks tell, as they begin."""
        for pid, node in map(str.split, self._pipe):
            yield Told(int(pid), node)

    def open(self) -> None:
        self._gate.close()

    def close(self) -> None:
        self._gate.close()
        self._pipe.close()
