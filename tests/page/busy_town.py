"""A small town whose stations are too small for its cabs: something is always going on."""

from typing import Any

from voltwin.scenario import Scenario

LONS = [10.0 + 0.01 * column for column in range(6)]
LATS = [52.99 + 0.005 * row for row in range(7)]


def busy_town() -> Scenario:
    """Return two stations with few batteries, and sixty cabs between two zones, for a day."""
    return Scenario.model_validate(_fields())


def street_town() -> Scenario:
    """Return the same town on streets, with long names, and a grid limit at one of the stations."""
    fields = _fields()
    near, far = fields["stations"]
    near |= {"name": "Near Gate at the corner of Westminster Embankment and Long Acre"}
    far |= {"name": "Krankenhaus-Nord/Straßenbahnbetriebshof", "grid_limit_kw": 60}
    return Scenario.model_validate({**fields, "name": "street town", "travel": _streets()})


def _streets() -> dict[str, Any]:
    """Return a lattice of streets, of which every second one is a main one."""
    nodes = [f"{lon:.2f} {lat:.3f}" for lat in LATS for lon in LONS]
    links = []
    for node in range(len(nodes)):
        row, column = divmod(node, len(LONS))
        ahead = [node + 1] * (column + 1 < len(LONS)) + [node + len(LONS)] * (row + 1 < len(LATS))
        for other in ahead:
            seconds = 40 if row % 2 else 90
            links += [f"{node} {other} 680 {seconds}", f"{other} {node} 680 {seconds}"]
    return {"graph": {"nodes": "\n".join(nodes), "links": "\n".join(links)}}


def _fields() -> dict[str, Any]:
    """Return what both towns have."""
    law = {"kind": "uniform", "low": 0.3, "high": 0.6}
    stations: list[dict[str, Any]] = [
        {"id": "near", "name": "Near Gate", "lon": 10.01, "lat": 53.0},
        {"id": "far", "name": "Far Field", "lon": 10.03, "lat": 53.01},
    ]
    chargers = {"count": 2, "power_kw": 40}
    curve = {"power_kw": 80, "knee_soc": 0.8}
    zones = [{"id": "west", "lon": 10.0, "lat": 53.0}, {"id": "east", "lon": 10.05, "lat": 53.0}]
    return {
        "name": "busy town",
        "start": "2026-01-05T00:00:00+01:00",
        "horizon": "1d",
        "battery_types": [{"id": "b", "capacity_kwh": 40, "charge_curve": curve}],
        "fleet": {
            "classes": [{"id": "cab", "count": 60, "trips_per_day": 60, "initial_soc": law}],
            "zones": zones,
        },
        "stations": [{**one, "batteries": 3, "chargers": chargers} for one in stations],
    }
