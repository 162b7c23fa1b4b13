"""What a worker process of the cluster does: chunks, with the work fetched once."""

from collections import OrderedDict
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from voltwin.experiment.errors import ClusterError
from voltwin.experiment.on_ray.node_record import NodeRecord, differing, node_record
from voltwin.experiment.spans import Chunk
from voltwin.experiment.work import Work, keep

_MOST_WORKS = 2  # that a process keeps: a cluster may serve experiments one after the other


@dataclass(frozen=True)
class Shipped:
    """What is shipped once.

    Attributes:
        work: that chunks are part of.
        like: what nodes must be like; None if they may differ.
    """

    work: Work
    like: NodeRecord | None


_works: OrderedDict[str, Work] = OrderedDict()


def run_chunk(shipped: list[Any], chunk: Chunk, threads: int) -> pa.Table:
    """Return what a chunk gives.

    Args:
        shipped: the reference to what was shipped, in a list: so Ray hands it on as it is.
        chunk: to run.
        threads: that share it.

    Raises:
        ClusterError: this node joined later, and is not like the others.
        EngineError: a run cannot go on.
    """
    keep(threads + 1)  # one for each thread, and the next one: a node has many processes
    return _work(shipped[0]).run(chunk, threads)


def _work(reference: Any) -> Work:
    """Return the work behind a reference, fetched and checked by the first chunk of a process."""
    key = reference.hex()
    if key not in _works:
        import ray

        shipped: Shipped = ray.get(reference)
        if shipped.like is not None:
            differences = differing(shipped.like, node_record())
            if differences:
                node = ray.util.get_node_ip_address()  # type: ignore[no-untyped-call]
                raise ClusterError(f"node {node} is not like the others: {'; '.join(differences)}")
        _works[key] = shipped.work
        if len(_works) > _MOST_WORKS:
            _works.popitem(last=False)
    return _works[key]
