"""Streets of the invented city: a grid in each district, at its own angle, and avenues between.

A district's grid is fine where it is dense and coarse around. A crossing belongs to the district
whose centre is nearest, in units of its spread, so grids meet along seams, where streets join them.
The fastest ways between the centres of neighbouring districts are widened to avenues. Speeds and
the time lost at crossings are of the order of a German city's: 30 km/h, 50 on main streets, 70 on
avenues, 4 s.
"""

import math
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from voltwin.scenario.demo_districts import DISTRICTS, degrees
from voltwin.scenario.generate import whole
from voltwin.travel.road_graph import Floats, Ints, as_text

_BLOCK_KM = 0.5  # between streets of a fine grid
_FINE, _REACH = 1.5, 4.2  # in spreads of a district: of the fine grid, of the coarse one around it
_SHAKE = 0.08  # of a block: how far crossings lie off the lattice
_MAIN = 4  # every fourth street is a main street
_STREET_KMH, _MAIN_KMH, _AVENUE_KMH = 30.0, 50.0, 70.0
_CROSSING_S = 4.0  # lost at the end of a link [s]
_SEAM_KM = 1.5  # the longest street that joins two grids
_NEIGHBOURS = 3  # districts to which a district has an avenue


class _Streets(NamedTuple):
    """Crossings, and the streets between them, each once."""

    place: Floats  # (crossings, 2): km east and north of the centre
    district: Ints  # of each crossing
    ends: Ints  # (streets, 2)
    kmh: Floats  # of each street


def demo_roads(seed: int = 1) -> dict[str, str]:
    """Return the road graph of the demo city, as fields of a scenario's `RoadGraph`.

    Args:
        seed: of how far crossings lie off their lattices.

    Raises:
        ValueError: the seed is no whole number, or below 0.
    """
    seed = whole("seed", seed, 0, 2**63)
    streets = _with_avenues(_joined(_grids(np.random.default_rng(seed))))
    places = [degrees(float(east), float(north)) for east, north in streets.place]
    km, seconds = _lengths(streets), _durations(streets)
    links = [
        (a, b, round(1000.0 * length, 1), round(time, 1))
        for (one, other), length, time in zip(streets.ends.tolist(), km, seconds, strict=True)
        for a, b in ((one, other), (other, one))
    ]
    nodes, text = as_text(places, links)
    return {"nodes": nodes, "links": text}


def _grids(random: np.random.Generator) -> _Streets:
    """Return the grid of each district."""
    places, districts, ends, speeds, crossings = [], [], [], [], 0
    for k, of in enumerate(DISTRICTS):
        lattice = _lattice(k)
        number = {at: crossings + i for i, at in enumerate(lattice)}
        turn = math.radians(37.0 * k)
        for i, j in lattice:
            x, y = _BLOCK_KM * (np.array([i, j]) + _SHAKE * random.normal(size=2))
            east = of.east_km + x * math.cos(turn) - y * math.sin(turn)
            north = of.north_km + x * math.sin(turn) + y * math.cos(turn)
            places.append((east, north))
            districts.append(k)
        for i, j in lattice:
            for ahead, across in (((i + 1, j), j), ((i, j + 1), i)):
                beyond = (2 * ahead[0] - i, 2 * ahead[1] - j)
                other = ahead if ahead in number else beyond
                if other in number:
                    ends.append((number[i, j], number[other]))
                    speeds.append(_MAIN_KMH if across % _MAIN == 0 else _STREET_KMH)
        crossings += len(lattice)
    return _Streets(np.array(places), np.array(districts), np.array(ends), np.array(speeds))


def _lattice(k: int) -> list[tuple[int, int]]:
    """Return the crossings of a district's grid, in blocks from its centre along its own axes."""
    of = DISTRICTS[k]
    turn, reach = math.radians(37.0 * k), math.ceil(_REACH * of.spread_km / _BLOCK_KM)
    i, j = np.meshgrid(np.arange(-reach, reach + 1), np.arange(-reach, reach + 1), indexing="ij")
    east = of.east_km + _BLOCK_KM * (i * math.cos(turn) - j * math.sin(turn))
    north = of.north_km + _BLOCK_KM * (i * math.sin(turn) + j * math.cos(turn))
    away = np.array(
        [np.hypot(east - d.east_km, north - d.north_km) / d.spread_km for d in DISTRICTS]
    )
    fine = (away[k] <= _FINE) | ((i % 2 == 0) & (j % 2 == 0))
    kept = fine & (away[k] <= _REACH) & (away.argmin(axis=0) == k)
    return list(zip(i[kept].tolist(), j[kept].tolist(), strict=True))


def _joined(streets: _Streets) -> _Streets:
    """Return the grids with streets across their seams: between crossings of two districts that
    are each other's nearest there, and near enough."""
    from scipy.spatial import KDTree

    nearest, near = np.empty(len(streets.place), np.int64), np.empty(len(streets.place), bool)
    for k in range(len(DISTRICTS)):
        inside = np.flatnonzero(streets.district == k)
        outside = np.flatnonzero(streets.district != k)
        away, other = KDTree(streets.place[outside]).query(streets.place[inside])
        nearest[inside], near[inside] = outside[other], away <= _SEAM_KM
    crossings = np.arange(len(nearest))
    new = np.flatnonzero(near & (nearest[nearest] == crossings) & (crossings < nearest))
    return streets._replace(
        ends=np.concatenate([streets.ends, np.column_stack([new, nearest[new]])]),
        kmh=np.concatenate([streets.kmh, np.full(len(new), _MAIN_KMH)]),
    )


def _with_avenues(streets: _Streets) -> _Streets:
    """Return streets with avenues between the centres of neighbouring districts."""
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import dijkstra

    size = (len(streets.place),) * 2
    seconds = _durations(streets)
    graph = csr_array((seconds, (streets.ends[:, 0], streets.ends[:, 1])), size)
    centres = np.array([(of.east_km, of.north_km) for of in DISTRICTS])
    middle = [int(np.hypot(*(streets.place - at).T).argmin()) for at in centres]
    _, before = dijkstra(graph, directed=False, indices=middle, return_predecessors=True)
    wide: set[tuple[int, int]] = set()
    for k, at in enumerate(centres):
        nearest = np.hypot(*(centres - at).T).argsort()[1 : _NEIGHBOURS + 1]
        for other in nearest.tolist():
            node = middle[other]
            while before[k, node] >= 0:
                wide.add((min(node, before[k, node]), max(node, before[k, node])))
                node = int(before[k, node])
    is_wide = [(min(pair), max(pair)) in wide for pair in streets.ends.tolist()]
    return streets._replace(kmh=np.where(is_wide, _AVENUE_KMH, streets.kmh))


def _lengths(streets: _Streets) -> npt.NDArray[np.float64]:
    """Return the lengths of streets [km]."""
    a, b = streets.place[streets.ends[:, 0]], streets.place[streets.ends[:, 1]]
    return np.asarray(np.hypot(*(b - a).T))


def _durations(streets: _Streets) -> npt.NDArray[np.float64]:
    """Return how long streets take from crossing to crossing [s]."""
    return np.asarray(3600.0 * _lengths(streets) / streets.kmh + _CROSSING_S)
