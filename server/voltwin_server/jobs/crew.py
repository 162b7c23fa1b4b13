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
        self,
        size: int,
        life: Life,
        store_url: str,
        *,
        ray: str | None = None,
        json_logs: bool = False,
    ) -> None:
        """Have some processes, each started when there is something to do.

        Args:
            size: how many.
            life: of the server.
            store_url: by which they open the store, a password included.
            ray: address of the cluster that runs are done on; None for this machine.
            json_logs: what they log is JSON.
        """
        self.queue = Queue()
        self.ray = ray
        said = (life.reader, store_url, json_logs)
        self._processes = [WarmProcess(begin, *said) for _ in range(size)]
        self._threads: list[Thread] = []

    @property
    def is_loading(self) -> bool:
        """Whether a process is being started."""
        return any(process.is_loading for process in self._processes)

    def warm(self, then: Callable[[], None]) -> None:
        """Have all processes started now, in the background.

        Args:
            then: called when the first has everything loaded.
        """
        first, *others = self._processes
        first.warm(then)
        for process in others:
            process.warm()

    def start(self, do: Callable[[WarmProcess, UUID], None]) -> None:
        """Begin with what waits.

        Args:
            do: has one of the processes do a job; called by a thread for each.
        """
        self._threads = [
            Thread(target=self._work, args=(process, do), name="voltwin-job", daemon=True)
            for process in self._processes
        ]
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Stop what they do, and end them."""
        self.queue.close()
        for process in self._processes:
            process.close()
        for thread in self._threads:
            thread.join()

    def _work(self, process: WarmProcess, do: Callable[[WarmProcess, UUID], None]) -> None:
        while (job_id := self.queue.take()) is not None:
            do(process, job_id)
