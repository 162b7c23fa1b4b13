"""Zones from a road graph: one for each square of a map that holds nodes."""

import math
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
    per_degree = EARTH_KM * math.pi / 180.0
    shrunk = math.cos(math.radians(float(lat.mean())))
    row = np.floor((lat - lat.min()) * per_degree / cell_km).astype(np.int64)
    column = np.floor((lon - lon.min()) * per_degree * shrunk / cell_km).astype(np.int64)
    return np.unique(row * (int(column.max()) + 1) + column, return_inverse=True)[1]


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
