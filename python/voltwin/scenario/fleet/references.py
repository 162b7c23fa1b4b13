"""What a fleet and its travel take from elsewhere: a road graph, zones, counted flows."""

from pathlib import Path
from typing import Any

from voltwin.scenario.errors import ScenarioError
from voltwin.scenario.fleet.flow_files import flows_from
from voltwin.scenario.fleet.zone_files import zones_from
from voltwin.scenario.json_text import read_json
from voltwin.scenario.names import did_you_mean
from voltwin.scenario.text_files import read_text
from voltwin.scenario.yaml_text import TextError

_GRAPH = ("generate", "seed")
_ZONES = ("generate", "count", "seed")


def with_city(data: dict[str, Any], folder: Path) -> dict[str, Any]:
    """Return a scenario's raw data with its road graph, zones and flows in it.

    Raises:
        ScenarioError: a file is not there, or not what is needed.
    """
    travel, fleet = data.get("travel"), data.get("fleet")
    if isinstance(travel, dict) and "graph" in travel:
        graph = _graph(travel["graph"], folder)
        data = {**data, "travel": {**travel, "graph": graph}}
        travel = data["travel"]
    if isinstance(fleet, dict):
        fleet = {**fleet}
        if isinstance(fleet.get("zones"), dict):
            fleet["zones"] = _zones(fleet["zones"], travel, folder)
        if isinstance(fleet.get("trips"), dict) and isinstance(fleet["trips"].get("flows"), str):
            flows = flows_from(folder / fleet["trips"]["flows"])
            fleet["trips"] = {**fleet["trips"], "flows": flows}
        data = {**data, "fleet": fleet}
    return data


def _graph(graph: Any, folder: Path) -> Any:
    if isinstance(graph, str):
        return graph_from(folder / graph)
    if isinstance(graph, dict) and "generate" in graph:
        from voltwin.scenario.generate_roads import demo_roads

        return _generated("travel.graph", graph, _GRAPH, demo_roads)
    return graph


def graph_from(file: Path) -> dict[str, str]:
    """Return the raw data of a `RoadGraph` from a node-link JSON file.

    Raises:
        ScenarioError: the file cannot be read, or holds no such graph.
    """
    from voltwin.travel.node_link import from_node_link

    text = read_text(file)
    try:
        nodes, links = from_node_link(read_json(text))
    except TextError as error:
        raise ScenarioError([f"{file}: is no JSON: {error}"]) from None
    except ValueError as error:
        raise ScenarioError([f"{file}: {error}"]) from None
    return {"nodes": nodes, "links": links}


def _zones(source: dict[str, Any], travel: Any, folder: Path) -> list[dict[str, Any]]:
    if source.get("generate") == "road_graph":
        return _zones_of_graph(source, travel)
    if "generate" in source:
        from voltwin.scenario.generate_fleet import demo_zones

        zones: list[dict[str, Any]] = _generated("fleet.zones", source, _ZONES, demo_zones)
        return zones
    if "file" in source:
        return zones_from(source, folder)
    raise ScenarioError(
        [
            "fleet.zones: must be a list, {file: zones.csv}, "
            "{generate: road_graph, cell_km: 1}, or {generate: demo_city}"
        ],
        [("fleet", "zones")],
    )


def _zones_of_graph(source: dict[str, Any], travel: Any) -> list[dict[str, Any]]:
    """Return one zone for each cell of the map that holds nodes of the road graph."""
    from voltwin.travel.cells import cells_of_nodes

    graph = travel.get("graph") if isinstance(travel, dict) else None
    cell_km = source.get("cell_km", 1.0)
    if not isinstance(graph, dict) or not {"nodes", "links"} <= set(graph):
        raise ScenarioError(["fleet.zones.generate: road_graph needs a graph in travel.graph"])
    if set(source) - {"generate", "cell_km"}:
        name = min(set(source) - {"generate", "cell_km"})
        raise ScenarioError([f"fleet.zones.{name}: unknown field; allowed: generate, cell_km"])
    if isinstance(cell_km, bool) or not isinstance(cell_km, int | float) or not cell_km > 0.0:
        raise ScenarioError([f"fleet.zones.cell_km: given {cell_km}, must be above 0 [km]"])
    try:
        return cells_of_nodes(graph["nodes"], graph["links"], float(cell_km))
    except ValueError as error:
        raise ScenarioError([f"travel.graph: {error}"]) from None


def _generated(where: str, source: dict[str, Any], fields: tuple[str, ...], make: Any) -> Any:
    """Return what the demo city's generator makes of `{generate: demo_city, seed: 1}`."""
    for name in source:
        if name not in fields:
            hint = did_you_mean(str(name), fields)
            raise ScenarioError([f"{where}.{name}: is no field here{hint}"])
    if source["generate"] != "demo_city":
        raise ScenarioError([f'{where}.generate: "{source["generate"]}" is not demo_city'])
    options = {name: value for name, value in source.items() if name != "generate"}
    try:
        return make(**options)
    except ValueError as error:
        raise ScenarioError([f"{where}.{error}"]) from None
