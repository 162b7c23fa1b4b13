"""Road graphs in node-link JSON, as NetworkX writes them and OSMnx makes them."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from voltwin.travel.road_graph import as_text


class Node(NamedTuple):
    """A node's place."""

    lon: float
    lat: float


def from_node_link(data: Any) -> list[str]:
    """Return the texts of nodes and links (see `road_graph`) of a graph in node-link form.

    Nodes have `id`, `x` and `y` [degrees]; links (called `edges` by newer releases) have `source`,
    `target`, `length` [m] and `travel_time` [s]. Links of an undirected graph lead both ways, and
    parallel ones are kept.

    Args:
        data: of the JSON text.

    Raises:
        ValueError: it is no such graph, or a node or link lacks something.
    """
    nodes = data.get("nodes") if isinstance(data, dict) else None
    links = data.get("links", data.get("edges")) if isinstance(data, dict) else None
    if not isinstance(nodes, list) or not isinstance(links, list) or not nodes or not links:
        raise ValueError('is no node-link graph: lists "nodes" and "links" are expected')
    number: dict[Any, int] = {}
    places = []
    for i, node in enumerate(nodes):
        place = _node(i, node)
        if number.setdefault(node["id"], i) != i:
            raise ValueError(f"nodes[{i}]: {node['id']!r} is also the id of another node")
        places.append(place)
    one_way = data.get("directed", True) is not False
    return as_text(places, _links(links, number, one_way=one_way))


def _node(i: int, node: Any) -> Node:
    where = f"nodes[{i}]"
    if not isinstance(node, dict) or not isinstance(node.get("id"), int | str):
        raise ValueError(f"{where}: must have an id, x and y")
    place = Node(_number(where, node, "x"), _number(where, node, "y"))
    if not (abs(place.lon) <= 180.0 and abs(place.lat) <= 90.0):
        raise ValueError(
            f"{where}: x {place.lon:g} and y {place.lat:g} are no degrees east and north (WGS 84)"
        )
    return place


def _links(
    links: list[Any], number: dict[Any, int], *, one_way: bool
) -> Iterator[tuple[float, ...]]:
    for i, link in enumerate(links):
        where = f"links[{i}]"
        ends = [link.get(end) for end in ("source", "target")] if isinstance(link, dict) else []
        if not ends or not all(isinstance(end, int | str) and end in number for end in ends):
            raise ValueError(f"{where}: source and target must be ids of nodes")
        a, b = (number[end] for end in ends)
        metres, seconds = _number(where, link, "length"), _number(where, link, "travel_time")
        if metres < 0.0 or seconds <= 0.0:
            given = f"length {metres:g} and travel_time {seconds:g}"
            raise ValueError(f"{where}: {given} must be 0 m or more and above 0 s")
        yield a, b, metres, seconds
        if not one_way:
            yield b, a, metres, seconds


def _number(where: str, of: dict[str, Any], name: str) -> float:
    value = of.get(name)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return float(value)
    hint = ""
    if name == "travel_time" and value is None:
        hint = "; in OSMnx, add_edge_speeds and add_edge_travel_times add it"
    given = "is missing" if value is None else f"given {value!r}, must be a number"
    raise ValueError(f"{where}: {name} {given}{hint}")
