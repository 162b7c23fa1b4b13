"""Places on a road graph: each is taken to the nearest node that can reach all the others."""

from typing import NamedTuple

import numpy as np

from voltwin.travel.great_circle import great_circle_km
from voltwin.travel.road_graph import Floats, Ints, Roads


class Snapped(NamedTuple):
    """Where places lie on a graph."""

    node: Ints  # of each place
    km: Floats  # how far each has been moved [km]


def snapped(roads: Roads, lon: Floats, lat: Floats) -> Snapped:
    """Return the nearest node of each place, among those of the largest part of the graph in which
    every node can be reached from every other (its largest strongly connected component).

    Args:
        roads: the graph.
        lon, lat: of the places [degrees].
    """
    from scipy.spatial import KDTree

    kept = largest_part(roads)
    tree = KDTree(_on_sphere(roads.lon[kept], roads.lat[kept]))
    node = kept[tree.query(_on_sphere(lon, lat))[1]]
    return Snapped(node, great_circle_km(lon, lat, roads.lon[node], roads.lat[node]))


def largest_part(roads: Roads) -> Ints:
    """Return the nodes of the largest strongly connected component; of equal ones the first."""
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import connected_components

    nodes = len(roads.lon)
    links = csr_array((np.ones(len(roads.source)), (roads.source, roads.target)), (nodes, nodes))
    _, part = connected_components(links, directed=True, connection="strong")
    return np.flatnonzero(part == np.bincount(part).argmax())


def _on_sphere(lon: Floats, lat: Floats) -> Floats:
    """Return points on the unit sphere: the nearest there are the nearest along it."""
    east, north = np.radians(lon), np.radians(lat)
    return np.column_stack(
        [np.cos(north) * np.cos(east), np.cos(north) * np.sin(east), np.sin(north)]
    )
