"""The processes that do jobs, and threads that each give one of them the next job that waits."""

from collections.abc import Callable
from threading import Thread
from uuid import UUID

from voltwin_server.jobs.begin import Life, begin
from voltwin_server.jobs.process import WarmProcess
from voltwin_server.jobs.queue import Queue


class Crew:
    """Some processes, and what waits for them."""

    def __init__(
        self, size: int, life: Life, store_url: str, do: Callable[[WarmProcess, UUID], None]
    ) -> None:
        """Have the processes started in the background; they do nothing yet.

        Args:
            size: how many.
            life: of the server.
            store_url: by which they open the store.
            do: has one of them do a job; called by a thread for each.
        """
        self.queue = Queue()
        self._do = do
        self._processes = [WarmProcess(begin, life.reader, store_url) for _ in range(size)]
        self._threads = [
            Thread(target=self._work, args=(process,), name="voltwin-job", daemon=True)
            for process in self._processes
        ]

    @property
    def are_ready(self) -> bool:
        """Whether all have everything loaded."""
        return all(process.is_ready for process in self._processes)

    def start(self) -> None:
        """Begin with what waits."""
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Stop what they do, and end them."""
        self.queue.close()
        for process in self._processes:
            process.close()
        for thread in self._threads:
            if thread.is_alive():
                thread.join()

    def _work(self, process: WarmProcess) -> None:
        while (job_id := self.queue.take()) is not None:
            self._do(process, job_id)
