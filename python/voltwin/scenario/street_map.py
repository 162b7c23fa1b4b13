"""The map of a scenario: its streets, zones and stations as GeoJSON (RFC 7946)."""

from collections.abc import Iterator
from typing import Any

import numpy as np

from voltwin.scenario.scenario import Scenario
from voltwin.scenario.travel import OnRoads
from voltwin.travel.road_graph import Floats, Roads, parsed

_MAIN_KMH, _AVENUE_KMH = 38.0, 55.0  # from these on, time lost at crossings included
_DIGITS = 5  # of degrees: a metre


def map_of(scenario: Scenario) -> dict[str, Any]:
    """Return the map of a scenario, a GeoJSON FeatureCollection with its `bbox`.

    Its features, by their property `layer`: `streets`, at most one for each `kind` (street, main,
    avenue, by the free speed), a MultiLineString in which a street that leads both ways is there
    once; `zone` and `station`, a Point each with its `id`. Where travel is by great circles there
    are no streets. The box holds all of them; a scenario without places has none.
    """
    features = [*_streets(scenario), *_points(scenario)]
    found: dict[str, Any] = {"type": "FeatureCollection", "features": features}
    box = _box(features)
    return {**found, "bbox": box} if box else found


def _streets(scenario: Scenario) -> Iterator[dict[str, Any]]:
    if not isinstance(scenario.travel, OnRoads):
        return
    graph = scenario.travel.graph
    roads = parsed(graph.nodes, graph.links)
    source, target, kmh = _each_once(roads)
    lon, lat = np.round(roads.lon, _DIGITS), np.round(roads.lat, _DIGITS)
    lines = np.stack([lon[source], lat[source], lon[target], lat[target]], axis=1).reshape(-1, 2, 2)
    for kind, of_it in (
        ("street", kmh < _MAIN_KMH),
        ("main", (kmh >= _MAIN_KMH) & (kmh < _AVENUE_KMH)),
        ("avenue", kmh >= _AVENUE_KMH),
    ):
        if of_it.any():
            geometry = {"type": "MultiLineString", "coordinates": lines[of_it].tolist()}
            yield _feature({"layer": "streets", "kind": kind}, geometry)


def _each_once(roads: Roads) -> tuple[Any, Any, Floats]:
    """Return ends and free speed [km/h] of all streets; of links that join the same two places the
    fastest counts."""
    kmh = roads.km / roads.seconds * 3600.0
    low, high = np.minimum(roads.source, roads.target), np.maximum(roads.source, roads.target)
    order = np.lexsort((-kmh, high, low))
    low, high, kmh = low[order], high[order], kmh[order]
    first = np.ones(len(order), bool)
    first[1:] = (low[1:] != low[:-1]) | (high[1:] != high[:-1])
    first &= low != high
    return low[first], high[first], kmh[first]


def _points(scenario: Scenario) -> Iterator[dict[str, Any]]:
    for zone in scenario.fleet.zones if scenario.fleet else ():
        yield _point({"layer": "zone", "id": zone.id}, zone.lon, zone.lat)
    for station in scenario.stations:
        if station.lon is not None and station.lat is not None:
            yield _point({"layer": "station", "id": station.id}, station.lon, station.lat)


def _point(properties: dict[str, Any], lon: float, lat: float) -> dict[str, Any]:
    place = [round(lon, _DIGITS), round(lat, _DIGITS)]
    return _feature(properties, {"type": "Point", "coordinates": place})


def _feature(properties: dict[str, Any], geometry: dict[str, Any]) -> dict[str, Any]:
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def _box(features: list[dict[str, Any]]) -> list[float]:
    """Return west, south, east and north of all features; nothing without any."""
    places = [np.reshape(one["geometry"]["coordinates"], (-1, 2)) for one in features]
    if not places:
        return []
    every = np.concatenate(places)
    return [*every.min(axis=0).tolist(), *every.max(axis=0).tolist()]
