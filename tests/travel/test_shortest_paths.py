"""Fastest paths: by hand, and against a plain search."""

import numpy as np
import pytest
from hypothesis import given
from tests.travel.graphs import graphs, square

from voltwin.travel import shortest_paths
from voltwin.travel.road_graph import Roads, parsed
from voltwin.travel.shortest_paths import fastest_paths


def test_a_ring_is_driven_around_one_way() -> None:
    km, seconds = fastest_paths(parsed(*square()), np.array([0, 1, 2, 3]))
    assert seconds[0].tolist() == [0.0, 10.0, 20.0, 30.0]  # not by the short cut of 25 s
    assert seconds[:, 0].tolist() == [0.0, 30.0, 20.0, 10.0]
    assert km[1] == pytest.approx([0.3, 0.0, 0.1, 0.2], rel=1e-12)
    assert km[0, 2] == pytest.approx(0.2, rel=1e-12)


def test_places_at_the_same_node_are_no_drive_apart() -> None:
    km, seconds = fastest_paths(parsed(*square()), np.array([2, 0, 2]))
    assert seconds.tolist() == [[0.0, 20.0, 0.0], [20.0, 0.0, 20.0], [0.0, 20.0, 0.0]]
    assert km[0, 2] == 0.0


def plain(roads: Roads, origin: int) -> dict[int, tuple[float, set[float]]]:
    """Return (duration, lengths of all paths as fast) to each node, by Bellman's equation."""
    links = list(zip(*(c.tolist() for c in roads[2:]), strict=True))
    seconds = {origin: 0.0}
    for _ in roads.lon:
        for a, b, _, s in links:
            if a in seconds and seconds[a] + s < seconds.get(b, np.inf):
                seconds[b] = seconds[a] + s
    lengths = {node: {0.0} if node == origin else set() for node in seconds}
    for _ in roads.lon:
        for a, b, km, s in links:
            if b != origin and seconds[a] + s == seconds[b]:
                lengths[b] |= {round(before + km, 6) for before in lengths[a]}
    return {node: (seconds[node], lengths[node]) for node in seconds}


@given(graphs())
def test_a_plain_search_finds_the_same(roads: Roads) -> None:
    nodes = np.arange(len(roads.lon))
    km, seconds = fastest_paths(roads, nodes)
    for origin in nodes.tolist():
        for node, (duration, lengths) in plain(roads, origin).items():
            assert seconds[origin, node] == duration
            assert round(km[origin, node], 6) in lengths


def test_many_places_are_searched_in_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = fastest_paths(parsed(*square()), np.array([0, 1, 2, 3]))
    monkeypatch.setattr(shortest_paths, "_MOST_CELLS", 6)
    parts = fastest_paths(parsed(*square()), np.array([0, 1, 2, 3]))
    assert np.array_equal(whole, parts)
