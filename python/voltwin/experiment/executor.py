"""Who does the chunks: threads of this process, or (`on_ray.py`) a cluster."""

from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from itertools import chain, islice
from typing import Protocol

import pyarrow as pa

from voltwin.experiment.spans import Chunk
from voltwin.experiment.storing_work import DoesChunks
from voltwin.experiment.work import forget

_WAITING = 2  # chunks of each thread that are drawn: the one at work, and the next


class Executor(Protocol):
    """Has chunks done.

    Attributes:
        threads: how many runs are under way at once, all machines together.
        threads_of_chunk: how many of them share a chunk.
    """

    threads: int
    threads_of_chunk: int

    def results(
        self, work: DoesChunks, chunks: Iterator[Chunk]
    ) -> Iterator[tuple[Chunk, pa.Table]]:
        """Yield each chunk with its rows as it finishes, in any order.

        Chunks are drawn when there is somebody to do them: what waits and what is done but not
        taken is bounded. Closing the iterator gives up what has not begun.
        """

    def close(self) -> None:
        """Let go of what is held."""


class Threads:
    """Threads of this process: the kernel runs without Python's lock."""

    def __init__(self, threads: int) -> None:
        """Keep how many threads share the work."""
        self.threads, self.threads_of_chunk = threads, 1

    def results(
        self, work: DoesChunks, chunks: Iterator[Chunk]
    ) -> Iterator[tuple[Chunk, pa.Table]]:
        """Yield each chunk with its rows as it finishes, in any order; of a single run, all threads
        share the stations."""
        first = list(islice(chunks, 2))
        if len(first) == 1 and sum(span.runs for _, span in first[0]) == 1:
            yield first[0], work.run(first[0], self.threads)
            return
        chunks = chain(first, chunks)
        pool = ThreadPoolExecutor(self.threads, thread_name_prefix="experiment")
        under_way: dict[Future[pa.Table], Chunk] = {}
        try:
            for chunk in chunks:
                under_way[pool.submit(work.run, chunk)] = chunk
                if len(under_way) >= _WAITING * self.threads:
                    yield from _finished(under_way)
            while under_way:
                yield from _finished(under_way)
        finally:
            pool.shutdown(cancel_futures=True)

    def close(self) -> None:
        """Let go of the scenarios that were made ready."""
        forget()


def _finished(under_way: dict[Future[pa.Table], Chunk]) -> Iterator[tuple[Chunk, pa.Table]]:
    """Wait for a chunk at least, and yield those that have finished."""
    done, _ = wait(under_way, return_when=FIRST_COMPLETED)
    for future in done:
        chunk = under_way.pop(future)
        yield chunk, future.result()
