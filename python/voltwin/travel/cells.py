"""Zones from a road graph: one for each square of a map that holds nodes."""

import math
from collections.abc import Iterator
from typing import Any

import numpy as np

from voltwin.travel.great_circle import EARTH_KM
from voltwin.travel.road_graph import Floats, Ints, parsed
from voltwin.travel.snapping import largest_part


def cells(lon: Floats, lat: Floats, cell_km: float) -> Ints:
    """Return the number of the square of a map that each point lies in.

    Squares are counted from south to north and from west to east, those without points left out.

    Args:
        lon, lat: of the points [degrees].
        cell_km: side of a square at the points' mean latitude [km].
    """
    row, column = (_steps(values, side) for values, side in _sides(lon, lat, cell_km))
    number = row * (int(column.max()) + 1) + column
    return np.asarray(np.unique(number, return_inverse=True)[1], np.int64)


def middles(lon: Floats, lat: Floats, cell_km: float) -> tuple[Floats, Floats]:
    """Return (lon, lat) of the middle of the square that each point lies in; see `cells`."""
    north, east = (
        values.min() + (_steps(values, side) + 0.5) * side
        for values, side in _sides(lon, lat, cell_km)
    )
    return east, north


def _sides(lon: Floats, lat: Floats, cell_km: float) -> Iterator[tuple[Floats, float]]:
    """Yield latitudes, then longitudes, each with the side of a square [degrees]."""
    per_degree = EARTH_KM * math.pi / 180.0
    yield lat, cell_km / per_degree
    yield lon, cell_km / (per_degree * math.cos(math.radians(float(lat.mean()))))


def _steps(values: Floats, side: float) -> Ints:
    return np.asarray(np.floor((values - values.min()) / side), np.int64)


def centres(of: Ints, values: Floats) -> Floats:
    """Return the mean of the values of each cell."""
    return np.asarray(np.bincount(of, values) / np.bincount(of))


def cells_of_nodes(nodes: str, links: str, cell_km: float) -> list[dict[str, Any]]:
    """Return zones, as fields of a scenario file, of the squares that hold nodes of a graph.

    A zone lies at the mean of its nodes; attraction and homes are their number. Nodes that are cut
    off from the largest part of the graph do not count.

    Args:
        nodes, links: texts of the graph, see `road_graph`.
        cell_km: side of a square [km].

    Raises:
        ValueError: the texts hold no graph.
    """
    roads = parsed(nodes, links)
    kept = largest_part(roads)
    lon, lat = roads.lon[kept], roads.lat[kept]
    cell = cells(lon, lat, cell_km)
    count = np.bincount(cell)
    return [
        {
            "id": f"z{number:03d}",
            "lon": round(float(east), 6),
            "lat": round(float(north), 6),
            "attraction": int(weight),
            "homes": int(weight),
        }
        for number, (east, north, weight) in enumerate(
            zip(centres(cell, lon), centres(cell, lat), count, strict=True)
        )
    ]
