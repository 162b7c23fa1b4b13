"""Fastest paths on a road graph: their durations, and the distances along them."""

from typing import Any

import numpy as np

from voltwin.travel.road_graph import Floats, Ints, Roads

_MOST_CELLS = 4_000_000  # of one batch of searches: (places, nodes)


def fastest_paths(roads: Roads, nodes: Ints) -> tuple[Floats, Floats]:
    """Return (km, seconds) of the fastest path between every pair of nodes.

    Dijkstra (1959) from each node. Of parallel links the fastest is taken, of equally fast ones the
    shortest.

    Args:
        roads: the graph.
        nodes: of one part of it in which each can be reached from each; may repeat.

    Returns:
        Two arrays of shape (nodes, nodes).
    """
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import dijkstra

    places, where = np.unique(nodes, return_inverse=True)
    links = _fastest_links(roads)
    of, size = (links.source, links.target), (len(roads.lon),) * 2
    graph: Any = csr_array((links.seconds, of), size)
    km, seconds = np.empty((2, len(places), len(places)))
    batch = max(1, _MOST_CELLS // len(roads.lon))
    for first in range(0, len(places), batch):
        part = slice(first, first + batch)
        duration, before = dijkstra(graph, indices=places[part], return_predecessors=True)
        seconds[part] = duration[:, places]
        km[part] = _along(links, before.astype(np.int64), places[part])[:, places]
    pairs = np.ix_(where, where)
    return km[pairs], seconds[pairs]


def _fastest_links(roads: Roads) -> Roads:
    """Return the graph with one link from a node to another, in order of (source, target)."""
    rank = np.lexsort((roads.km, roads.seconds, roads.target, roads.source))
    source, target = roads.source[rank], roads.target[rank]
    first = np.ones(len(rank), bool)
    first[1:] = (source[1:] != source[:-1]) | (target[1:] != target[:-1])
    kept = rank[first]
    return roads._replace(
        source=source[first], target=target[first], km=roads.km[kept], seconds=roads.seconds[kept]
    )


def _along(links: Roads, before: Ints, origins: Ints) -> Floats:
    """Return the distance along the paths that `before` names, shape (origins, nodes) [km].

    Each node starts with the link to it, and the lengths to ever earlier nodes are added: twice as
    many links a round.
    """
    rows, nodes = np.arange(len(origins))[:, None], before.shape[1]
    reached = before >= 0
    here = np.arange(nodes)
    before = np.where(reached, before, here)  # an origin, and what cannot be reached, stays put
    name = links.source * nodes + links.target
    link = np.minimum(np.searchsorted(name, before * nodes + here), len(name) - 1)
    km = np.where(reached, links.km[link], 0.0)
    while not np.array_equal(before, earlier := before[rows, before]):
        km = km + km[rows, before]
        before = earlier
    return np.asarray(km)
