"""Node-link JSON, as NetworkX and OSMnx write it."""

from typing import Any

import pytest

from voltwin.travel.node_link import from_node_link
from voltwin.travel.road_graph import parsed

NODES = [{"id": "a", "x": 10.0, "y": 53.0}, {"id": 7, "x": 10.1, "y": 53.0}]
LINK = {"source": "a", "target": 7, "length": 86.25, "travel_time": 7.7, "osmid": [1, 2]}
GRAPH = {"directed": True, "multigraph": True, "graph": {}, "nodes": NODES, "links": [LINK]}


def test_a_directed_graph_leads_one_way() -> None:
    roads = parsed(*from_node_link(GRAPH))
    assert roads.lon.tolist() == [10.0, 10.1]
    assert (roads.source.tolist(), roads.target.tolist()) == ([0], [1])
    assert (roads.km.tolist(), roads.seconds.tolist()) == ([0.08625], [7.7])


def test_an_undirected_one_leads_both_ways_and_links_may_be_called_edges() -> None:
    graph = {"directed": False, "nodes": NODES, "edges": [LINK]}
    roads = parsed(*from_node_link(graph))
    assert (roads.source.tolist(), roads.target.tolist()) == ([0, 1], [1, 0])


def without(name: str) -> dict[str, Any]:
    return {key: value for key, value in LINK.items() if key != name}


@pytest.mark.parametrize(
    ("graph", "message"),
    [
        ([], 'is no node-link graph: lists "nodes" and "links" are expected'),
        ({"nodes": NODES, "links": []}, 'is no node-link graph: lists "nodes" and "links" are'),
        ({**GRAPH, "nodes": [{"x": 1, "y": 2}]}, "nodes[0]: must have an id, x and y"),
        ({**GRAPH, "nodes": [{"id": 1, "x": 1}]}, "nodes[0]: y is missing"),
        (
            {**GRAPH, "nodes": [{"id": 1, "x": 583960.0, "y": 4507523.0}]},
            "nodes[0]: x 583960 and y 4.50752e+06 are no degrees east and north (WGS 84)",
        ),
        ({**GRAPH, "nodes": [*NODES, NODES[0]]}, "nodes[2]: 'a' is also the id of another node"),
        ({**GRAPH, "links": [{**LINK, "target": 8}]}, "links[0]: source and target must be ids"),
        (
            {**GRAPH, "links": [without("travel_time")]},
            "links[0]: travel_time is missing; in OSMnx, add_edge_speeds and add_edge_travel_times",
        ),
        ({**GRAPH, "links": [{**LINK, "length": "86"}]}, "links[0]: length given '86', must be a"),
        (
            {**GRAPH, "links": [LINK, {**LINK, "travel_time": 0}]},
            "links[1]: length 86.25 and travel_time 0 must be 0 m or more and above 0 s",
        ),
    ],
)
def test_what_is_no_such_graph_is_told(graph: Any, message: str) -> None:
    with pytest.raises(ValueError, match=r".") as error:
        from_node_link(graph)
    assert str(error.value).startswith(message)
