"""The nodes of a cluster: which there are, and whether they are like this machine."""

from collections.abc import Callable
from typing import Any, NamedTuple

from voltwin.experiment.errors import ClusterError
from voltwin.experiment.on_ray.node_record import CODE, NodeRecord, differing, node_record

_PATIENCE_S = 120.0  # with nodes that start a process of ours for the first time
_NAMED = 5  # nodes in a message


class Node(NamedTuple):
    """A node that can work."""

    id: str
    name: str  # its address, and what it is called
    processors: int


def nodes() -> list[Node]:
    """Return the nodes that are alive and may be given work."""
    import ray

    return [
        Node(
            of["NodeID"],
            f"{of['NodeManagerAddress']} ({of['NodeManagerHostname']})",
            int(of["Resources"].get("CPU", 0)),
        )
        for of in ray.nodes()  # type: ignore[no-untyped-call]
        if of["Alive"] and of["Resources"].get("CPU", 0) >= 1
    ]


def differences_of(nodes: list[Node]) -> dict[Node, list[str]]:
    """Return in words what is different about each node that is not like this machine.

    Raises:
        ClusterError: a node cannot tell.
    """
    import ray
    from ray.util.scheduling_strategies import NodeAffinitySchedulingStrategy

    probe = ray.remote(num_cpus=0, max_retries=2)(_probe())
    asked = {}
    for node in nodes:
        there = NodeAffinitySchedulingStrategy(node.id, soft=False)
        asked[node] = probe.options(scheduling_strategy=there).remote()
    here = node_record()
    records = {node: _answer(node, reference) for node, reference in asked.items()}
    found = {node: _told(here, record) for node, record in records.items() if record}
    return {node: differences for node, differences in found.items() if differences}


def _answer(node: Node, reference: Any) -> Any:
    """Return what a node tells; None if it is lost, which Ray may know before its list does."""
    import ray
    from ray.exceptions import NodeDiedError, RayError, TaskUnschedulableError

    try:
        return ray.get(reference, timeout=_PATIENCE_S)
    except (NodeDiedError, TaskUnschedulableError):
        return None
    except RayError as error:
        said = str(error).strip().partition("\n")[0]
        raise ClusterError(f"node {node.name} does not tell what it is like: {said}") from error


def _probe() -> Callable[[], Any]:
    def probe() -> Any:
        # Shipped as it stands, being in no module: a node may lack ours.
        try:
            from voltwin.experiment.on_ray.node_record import node_record as here
        except ImportError as error:
            return str(error)
        return here()

    return probe


def _told(here: NodeRecord, record: NodeRecord | str) -> list[str]:
    if isinstance(record, str):
        return [f"{CODE} of Voltwin is not there ({record})"]
    return differing(here, record)


def is_cured_by_shipping(differences: dict[Node, list[str]]) -> bool:
    """Return whether any node lacks our code, or has another one."""
    return any(said.startswith(CODE) for told in differences.values() for said in told)


def refuse(differences: dict[Node, list[str]]) -> None:
    """Refuse nodes that would give other numbers.

    Raises:
        ClusterError: there are some; it names them.
    """
    if not differences:
        return
    lines = [f"  {node.name}: {'; '.join(said)}" for node, said in differences.items()]
    more = len(lines) - _NAMED
    if more > 0:
        lines = [*lines[:_NAMED], f"  and {more} more"]
    raise ClusterError(
        "nodes are not like this machine, and results may differ in their last bits:\n"
        + "\n".join(lines)
        + "\nMake them alike, or allow it with --mixed."
    )
