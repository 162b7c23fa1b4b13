"""The executor on Ray, where results are asked for: the other end of the driver's line."""

import pickle
from collections.abc import Iterator
from typing import Any

import pyarrow as pa

from voltwin.arguments import number_of_threads
from voltwin.experiment.on_ray.address import refuse_if_nobody_is_there
from voltwin.experiment.on_ray.driver_process import DriverProcess
from voltwin.experiment.spans import Chunk
from voltwin.experiment.storing_work import DoesChunks


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
            address: "auto" for the cluster that this machine belongs to (or RAY_ADDRESS names),
                "local" for a private one on this machine, host:port of a head or ray://host:port.
            threads: that share a chunk, each of them a CPU for Ray; 1 by default.
            mixed: whether nodes may differ, and so the last bits of what they give.

        Raises:
            ClusterError: there is no such cluster, its nodes differ, or Ray is not installed.
            ValueError: `threads` is no whole number of 1 or more.
        """
        self.threads_of_chunk = 1 if threads is None else number_of_threads(threads)
        refuse_if_nobody_is_there(address)
        self._driver = DriverProcess(address, self.threads_of_chunk, mixed=mixed)
        self.threads = self._driver.threads

    def results(
        self, work: DoesChunks, chunks: Iterator[Chunk]
    ) -> Iterator[tuple[Chunk, pa.Table]]:
        """Yield each chunk with its rows as it finishes, in any order. Chunks are drawn when there
        is room: at most twice as many are under way as run at once.

        Raises:
            ClusterError: the cluster is lost, a chunk's workers die again and again, or a node that
                joined is not like the others.
            EngineError: a run cannot go on.
        """
        given: list[Chunk | None] = []
        self._driver.send(("work", pickle.dumps(work)))
        try:
            while True:
                said = self._driver.receive()
                if said[0] == "end":
                    break
                if said[0] == "more":
                    self.threads = said[1]
                    self._driver.send(self._next(chunks, given))
                elif said[0] == "rows":
                    chunk, given[said[1]] = given[said[1]], None
                    assert chunk is not None
                    yield chunk, pickle.loads(said[2])
        except (GeneratorExit, KeyboardInterrupt):
            self._driver.stop()
            raise

    def _next(self, chunks: Iterator[Chunk], given: list[Chunk | None]) -> Any:
        """Return the next chunk as the driver takes it."""
        chunk = next(chunks, None)
        if chunk is None:
            return None
        given.append(chunk)
        return pickle.dumps(chunk), sum(span.runs for _, span in chunk)

    def close(self) -> None:
        """Leave the cluster; a private Ray is stopped."""
        self._driver.close()
