"""The driver, a process of its own: connected to the cluster, it gives chunks out as tasks.

It is told what is wanted, then the work, and after that it asks. What it says:

    ("ready", threads, head)     it is connected
    ("more", threads)            there is room for a chunk: give one, or None if there are no more
    ("rows", number, rows)       of a chunk, counted in the order given
    ("end",)                     of the work: nothing is under way
    ("failed", error)            of the work, or at the start

and what it is told: `Wanted`, then ("work", pickled) as often as there is some; "stop" ends a work
early, and to close the line ends it.
"""

from collections.abc import Iterator
from multiprocessing.connection import Connection
from time import monotonic
from typing import Any

from voltwin.experiment.errors import ClusterError
from voltwin.experiment.on_ray.connection import STOP, Wanted, connect
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

_EACH = 2  # tasks for each that runs: itself, and one that stands ready
_RETRIES = 3  # of a chunk whose worker or node was lost
_LOOK_S = 2.0  # between looks at the cluster


class Driver:
    """One that is connected."""

    def __init__(self, line: Connection, wanted: Wanted) -> None:
        """Connect, and see that all nodes are like this machine; where our code is missing or
        another one, it is shipped.

        Raises:
            ClusterError: there is no such cluster, or its nodes differ.
        """
        self._line, self._wanted = line, wanted
        self.head = connect(wanted)
        self._see_to_the_nodes()
        found = nodes()
        most = max((node.processors for node in found), default=0)
        if 0 < most < wanted.threads:
            raise ClusterError(
                f"no node has {wanted.threads} CPUs, which as many threads of a chunk need; the "
                f"largest has {most}"
            )
        self._tasks = self._tasks_on(found)
        self._looked_at = monotonic()

    def _see_to_the_nodes(self) -> None:
        import ray

        differences = differences_of(nodes())
        if is_cured_by_shipping(differences):
            ray.shutdown()
            connect(self._wanted, shipped_modules())
            differences = differences_of(nodes())
        if not self._wanted.mixed:
            refuse(differences)

    def _tasks_on(self, nodes: list[Node]) -> int:
        """Return how many tasks run at once. Where there is no node yet, as when a cluster grows
        with what is asked of it, one is asked for."""
        return max(1, sum(node.processors // self._wanted.threads for node in nodes))

    @property
    def threads(self) -> int:
        """How many runs are under way at once, all nodes together."""
        return self._tasks * self._wanted.threads

    def do(self, work: bytes) -> None:
        """Have a work's chunks done, asking for them as there is room, and tell their rows.

        Raises:
            ClusterError: a chunk's workers die again and again, or a node that joined is not like
                the others.
            Exception: what a chunk raised.
        """
        import ray

        like = None if self._wanted.mixed else node_record()
        shipped = [ray.put(Shipped(work, like))]
        under_way: dict[Any, int] = {}
        chunks = self._asked_for()
        # What is under way when a work ends early runs to its end, unheard: to cancel a task is to
        # interrupt it wherever it is, as in an import that its worker will not make up for.
        while self._fill(under_way, shipped, chunks) and not self._is_stopped():
            for reference in _finished(list(under_way)):
                self._line.send(("rows", under_way.pop(reference), _rows(reference)))

    def _asked_for(self) -> Iterator[tuple[int, bytes, int]]:
        """Yield the number of each chunk, itself, and how many runs it has."""
        number = 0
        while True:
            self._line.send(("more", self.threads))
            given = self._line.recv()
            if given is None or given == STOP:
                return
            yield (number, *given)
            number += 1

    def _fill(self, under_way: dict[Any, int], shipped: list[Any], chunks: Any) -> bool:
        """Give out chunks while there is room, and return whether any is under way."""
        import ray

        self._look()
        task = ray.remote(run_chunk)
        while len(under_way) < _EACH * self._tasks:
            chunk = next(chunks, None)
            if chunk is None:
                break
            number, pickled, runs = chunk
            threads = min(self._wanted.threads, runs)
            given = task.options(num_cpus=threads, max_retries=_RETRIES)
            under_way[given.remote(shipped, pickled, threads)] = number
        return bool(under_way)

    def _look(self) -> None:
        """See, every now and then, how many nodes there are."""
        if monotonic() - self._looked_at >= _LOOK_S:
            self._tasks = self._tasks_on(nodes())
            self._looked_at = monotonic()

    def _is_stopped(self) -> bool:
        return self._line.poll() and self._line.recv() == STOP


def _finished(references: list[Any]) -> list[Any]:
    """Return those that have finished, after a while perhaps none."""
    import ray

    some, _ = ray.wait(references, num_returns=1, timeout=_LOOK_S)
    if not some:
        return []
    return list(ray.wait(references, num_returns=len(references), timeout=0)[0])


def _rows(reference: Any) -> bytes:
    """Return what a task gave.

    Raises:
        ClusterError: it was lost too often.
        Exception: what the task raised.
    """
    import ray
    from ray.exceptions import RayError, RayTaskError

    try:
        rows: bytes = ray.get(reference)
    except RayTaskError as error:
        raise (
            error.cause if not isinstance(error.cause, RayError) else _lost(error.cause)
        ) from error
    except RayError as error:
        raise _lost(error) from error
    return rows


def _lost(error: Exception) -> ClusterError:
    said = str(error).strip().partition("\n")[0]
    return ClusterError(
        f"a chunk was lost {_RETRIES + 1} times, and is given up ({said}); see the logs of Ray"
    )


def serve(line: Connection) -> None:
    """Do what is asked on a line until it is closed."""
    try:
        driver = Driver(line, line.recv())
    except Exception as error:
        line.send(("failed", error))
        return
    line.send(("ready", driver.threads, driver.head))
    while True:
        asked = line.recv()
        if asked == STOP:  # of a work that had ended
            continue
        try:
            driver.do(asked[1])
        except (EOFError, BrokenPipeError):
            raise
        except Exception as error:
            line.send(("failed", error))
        else:
            line.send(("end",))


def main(descriptor: int) -> None:
    """Serve the one who has started this process."""
    import ray

    line = Connection(descriptor)
    try:
        serve(line)
    except (EOFError, BrokenPipeError, ConnectionResetError):
        pass  # nobody waits for us any more
    finally:
        ray.shutdown()
