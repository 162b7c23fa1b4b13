"""Places of a scenario, zones then stations, and the drives between them."""

import hashlib
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from voltwin.scenario.errors import ScenarioError
from voltwin.scenario.scenario import Scenario
from voltwin.scenario.travel import GreatCircle, OnRoads
from voltwin.travel.great_circle import all_distances_km
from voltwin.travel.kept import Pair, kept
from voltwin.travel.road_graph import Floats, parsed
from voltwin.travel.shortest_paths import fastest_paths
from voltwin.travel.snapping import Snapped, snapped

_VERSION = "1"  # of the way in which paths are worked out: part of the name they are kept by


def coordinates(scenario: Scenario) -> tuple[Floats, Floats]:
    """Return (lon, lat) of the places of a valid scenario [degrees]."""
    zones = scenario.fleet.zones if scenario.fleet else []
    places = [(zone.lon, zone.lat) for zone in zones]
    places += [(station.lon or 0.0, station.lat or 0.0) for station in scenario.stations]
    lon, lat = np.array(places, np.float64).T
    return lon, lat


def drives(scenario: Scenario) -> Pair:
    """Return (km, seconds) of the drive between every pair of places, at relative speed 1.

    Raises:
        ScenarioError: a place lies too far off the road graph.
    """
    lon, lat = coordinates(scenario)
    travel = scenario.travel or GreatCircle()
    if isinstance(travel, GreatCircle):
        km = travel.circuity * all_distances_km(lon, lat)
        return km, km / travel.speed_kmh * 3600.0
    _check_snaps(scenario, travel)
    return _on_roads(travel.graph.nodes, travel.graph.links, lon.tobytes(), lat.tobytes())


def snaps(scenario: Scenario, travel: OnRoads) -> Snapped:
    """Return the node of each place, and how far it has been moved [km]."""
    return snapped(parsed(travel.graph.nodes, travel.graph.links), *coordinates(scenario))


def _check_snaps(scenario: Scenario, travel: OnRoads) -> None:
    off = snaps(scenario, travel).km
    zones = len(scenario.fleet.zones) if scenario.fleet else 0
    problems = []
    for place in np.flatnonzero(off > travel.most_snap_km)[:10].tolist():
        of = scenario.stations[place - zones].id
        where = f"stations[{place - zones}]"
        if place < zones and scenario.fleet:
            of, where = scenario.fleet.zones[place].id, f"fleet.zones[{place}]"
        far = f"lies {off[place]:.3g} km off the nearest node of the road graph"
        problems.append(f'{where} ("{of}"): {far}; most_snap_km is {travel.most_snap_km:g}')
    if problems:
        raise ScenarioError(problems)


_WORTH_KEEPING = 20_000  # characters of links: some 500 of them, which take milliseconds


@lru_cache(maxsize=4)
def _on_roads(nodes: str, links: str, lon: bytes, lat: bytes) -> Pair:
    """Return drives on roads, those of large graphs kept for the next process; the arrays are not
    to be written to."""
    if len(links) < _WORTH_KEEPING:
        return _fastest(nodes, links, lon, lat)
    digest = hashlib.blake2b(digest_size=16)
    for part in (_VERSION.encode(), nodes.encode(), links.encode(), lon, lat):
        digest.update(len(part).to_bytes(8, "little") + part)
    return kept(digest.hexdigest(), lambda: _fastest(nodes, links, lon, lat))


def _fastest(nodes: str, links: str, lon: bytes, lat: bytes) -> Pair:
    roads = parsed(nodes, links)
    at = snapped(roads, np.frombuffer(lon), np.frombuffer(lat))
    return fastest_paths(roads, at.node)


def stations_by_time(seconds: Floats, zones: int) -> npt.NDArray[np.int32]:
    """Return for each place the stations by (seconds from it, number), shape (places, stations)."""
    return np.argsort(seconds[:, zones:], axis=1, kind="stable").astype(np.int32)
