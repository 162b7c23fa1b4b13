"""The executor on Ray: chunks as tasks, threads within, no more under way than keeps all busy."""

from collections.abc import Iterator
from time import monotonic
from typing import Any

import pyarrow as pa

from voltwin.arguments import number_of_threads
from voltwin.experiment.errors import ClusterError
from voltwin.experiment.on_ray.connection import Connection, answers
from voltwin.experiment.on_ray.node_record import node_record
from voltwin.experiment.on_ray.nodes import (
    Node,
    differences_of,
    is_cured_by_shipping,
    nodes,
    refuse,
)
from voltwin.experiment.on_ray.shipping import shipped_modules
from voltwin.experiment.on_ray.task import Shipped, run_chunk
from voltwin.experiment.spans import Chunk
from voltwin.experiment.work import Work

_EACH = 2  # tasks: one that runs, and one that stands ready
_RETRIES = 5  # of a chunk whose worker or node was lost
_LOOK_S = 2.0  # between looks at the cluster
_SILENCE_S = 15.0  # of the head, until it counts as lost; Ray ends this process after 60


class OnRay:
    """Chunks as tasks of a Ray cluster.

    Attributes:
        threads: how many runs are under way at once, all nodes together; it follows the cluster.
        threads_of_chunk: how many of them share a chunk, and so a task.
    """

    def __init__(self, address: str, threads: int | None = None, *, mixed: bool = False) -> None:
        """Connect, and see that all nodes are like this machine; where our code is missing or
        another one, it is shipped.

        Args:
            address: "auto", "local" for a private Ray on this machine, host:port or
                ray://host:port.
            threads: that share a chunk, each of them a CPU for Ray; 1 by default.
            mixed: whether nodes may differ, and so the last bits of what they give.

        Raises:
            ClusterError: there is no such cluster, or its nodes differ.
            ValueError: `threads` is no whole number of 1 or more.
        """
        self.threads_of_chunk = 1 if threads is None else number_of_threads(threads)
        self._mixed = mixed
        self._connection = Connection(address)
        try:
            if not self._connection.is_private:
                self._see_to_the_nodes()
            self.threads = self._threads_on(self._usable(nodes()))
        except BaseException:
            self.close()
            raise
        self._looked_at = self._heard_at = monotonic()

    def _see_to_the_nodes(self) -> None:
        differences = differences_of(nodes())
        if is_cured_by_shipping(differences) and self._connection.is_own:
            self._connection.close()
            self._connection = Connection(self._connection.address, shipped_modules())
            differences = differences_of(nodes())
        if not self._mixed:
            refuse(differences)

    def _usable(self, found: list[Node]) -> list[Node]:
        most = max((node.processors for node in found), default=0)
        if 0 < most < self.threads_of_chunk:
            raise ClusterError(
                f"no node has {self.threads_of_chunk} CPUs, which as many threads a task need; the "
                f"largest has {most}"
            )
        return found

    def _threads_on(self, nodes: list[Node]) -> int:
        """Return how many runs are under way at once. Where there is no node yet, as when a cluster
        grows with what is asked of it, one is asked for."""
        tasks = sum(node.processors // self.threads_of_chunk for node in nodes)
        return max(1, tasks) * self.threads_of_chunk

    def results(self, work: Work, chunks: Iterator[Chunk]) -> Iterator[tuple[Chunk, pa.Table]]:
        """Yield what chunks give as they finish, in any order. Chunks are drawn when there is room:
        at most twice as many are under way as run at once.

        Raises:
            ClusterError: the head is lost, a chunk's workers die again and again, or a node that
                joined is not like the others.
            EngineError: a run cannot go on.
        """
        import ray

        like = None if self._mixed else node_record()
        shipped = [ray.put(Shipped(work, like))]
        task = ray.remote(run_chunk)
        under_way: dict[Any, Chunk] = {}
        try:
            while self._fill(under_way, task, shipped, chunks):
                for reference in self._finished(list(under_way)):
                    chunk = under_way.pop(reference)
                    yield chunk, _value(reference)
        finally:
            self._drop(under_way)

    def _fill(
        self, under_way: dict[Any, Chunk], task: Any, shipped: list[Any], chunks: Iterator[Chunk]
    ) -> bool:
        """Give out chunks while there is room, and return whether any is under way."""
        self._look()
        while len(under_way) < _EACH * self.threads // self.threads_of_chunk:
            chunk = next(chunks, None)
            if chunk is None:
                break
            threads = min(self.threads_of_chunk, _runs(chunk))
            given = task.options(num_cpus=threads, max_retries=_RETRIES)
            under_way[given.remote(shipped, chunk, threads)] = chunk
        return bool(under_way)

    def _finished(self, references: list[Any]) -> list[Any]:
        """Wait for some that have finished, and return them; look at the cluster meanwhile."""
        import ray

        while True:
            try:
                some, _ = ray.wait(references, num_returns=1, timeout=_LOOK_S)
                if some:
                    return list(ray.wait(references, num_returns=len(references), timeout=0)[0])
            except ConnectionError as error:  # of ray://
                raise ClusterError(self._lost()) from error
            self._look()

    def _look(self) -> None:
        """See, every now and then, that the head is there and how many nodes there are.

        Raises:
            ClusterError: the head has not answered for some time.
        """
        now = monotonic()
        if now - self._looked_at < _LOOK_S:
            return
        self._looked_at = now
        if answers(self._connection.head):
            self._heard_at = monotonic()
            self.threads = self._threads_on(nodes())
        elif monotonic() - self._heard_at > _SILENCE_S:
            raise ClusterError(self._lost())

    def _lost(self) -> str:
        host, port = self._connection.head
        return (
            f"the head of the Ray cluster at {host}:{port} does not answer any more; finished "
            "chunks are kept: start the cluster again, and go on with --resume"
        )

    def _drop(self, under_way: dict[Any, Chunk]) -> None:
        """Take back what nobody waits for any more."""
        if under_way and answers(self._connection.head):
            import ray

            for reference in under_way:
                ray.cancel(reference)

    def close(self) -> None:
        """Leave the cluster; a private Ray is stopped."""
        self._connection.close()


def _runs(chunk: Chunk) -> int:
    return sum(span.runs for _, span in chunk)


def _value(reference: Any) -> pa.Table:
    """Return what a task gave.

    Raises:
        ClusterError: it was lost too often.
        Exception: what the task raised.
    """
    import ray
    from ray.exceptions import RayError, RayTaskError

    try:
        rows: pa.Table = ray.get(reference)
        return rows
    except RayTaskError as error:
        if isinstance(error.cause, RayError):
            raise ClusterError(_told(error.cause)) from error
        raise error.cause from error
    except RayError as error:
        raise ClusterError(_told(error)) from error


def _told(error: Exception) -> str:
    said = str(error).strip().partition("\n")[0]
    return f"a chunk was lost {_RETRIES + 1} times, and is given up ({said}); see the log of Ray"
