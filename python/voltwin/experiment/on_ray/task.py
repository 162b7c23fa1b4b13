"""What a worker process of the cluster does: chunks, with the work fetched once."""

import pickle
from collections import OrderedDict
from dataclasses import dataclass
from typing import Any

from voltwin.experiment.errors import ClusterError
from voltwin.experiment.on_ray.node_record import NodeRecord, differing, node_record
from voltwin.experiment.storing_work import DoesChunks
from voltwin.experiment.work import keep

_MOST_WORKS = 2  # that a process keeps: a cluster may serve experiments one after the other


@dataclass(frozen=True)
class Shipped:
    """What is shipped once.

    Attributes:
        work: that chunks are part of, pickled.
        like: what nodes must be like; None if they may differ.
    """

    work: bytes
    like: NodeRecord | None


_works: OrderedDict[str, DoesChunks] = OrderedDict()


def run_chunk(shipped: list[Any], chunk: bytes, threads: int) -> bytes:
    """Return the rows of a chunk, pickled.

    Args:
        shipped: the reference to what was shipped, in a list: so Ray hands it on as it is.
        chunk: to run, pickled.
        threads: that share it.

    Raises:
        ClusterError: this node joined later, and is not like the others.
        EngineError: a run cannot go on.
    """
    keep(threads + 1)  # one for each thread, and the next one: a node has many processes
    return pickle.dumps(_work(shipped[0]).run(pickle.loads(chunk), threads))


def _work(reference: Any) -> DoesChunks:
    """Return the work behind a reference, fetched and checked by the first chunk of a process."""
    key = reference.hex()
    if key not in _works:
        import ray

        shipped: Shipped = ray.get(reference)
        if shipped.like is not None:
            _refuse_if_unlike(shipped.like)
        _works[key] = pickle.loads(shipped.work)
        if len(_works) > _MOST_WORKS:
            _works.popitem(last=False)
    return _works[key]


def _refuse_if_unlike(like: NodeRecord) -> None:
    differences = differing(like, node_record())
    if differences:
        import ray

        node = ray.util.get_node_ip_address()  # type: ignore[no-untyped-call]
        raise ClusterError(f"node {node} is not like the others: {'; '.join(differences)}")
