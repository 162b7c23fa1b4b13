"""A random city as a scenario says it: its fleet, how vehicles travel, and where stations are.

The plane of a city becomes that of degrees at the equator. Distances are said by a road between
every two spots where the plane's are travelled as they are, and by great circles elsewhere, which
are shorter by less than a millionth. What a scenario cannot say: laws of energy other than Gamma's,
departures without end, different ways of diverting by battery type.
"""

import math
from collections.abc import Callable
from itertools import permutations
from typing import Any

import numpy as np

from voltwin.travel.great_circle import EARTH_KM
from voltwin.travel.road_graph import as_text
from voltwin.validation.city import City, Drivers, Point
from voltwin.validation.laws import Law
from voltwin_core.distributions import EXPONENTIAL, FIXED, LOGNORMAL, UNIFORM
from voltwin_core.fleet.parameters import LEAST_TIME, NEAREST, NEAREST_READY

_DEGREE_KM = math.radians(EARTH_KM)
_CHOICES = {NEAREST: "nearest", NEAREST_READY: "nearest_ready", LEAST_TIME: "least_time"}
_FAR_KM = 1e9  # the scale at which gravity knows no distance
_LEAST_KWH_PER_KM = 1e-12  # for none at all
_MOST_TRIPS_PER_DAY = 1e5

SayLaw = Callable[[Law], Any]


def place(point: Point) -> dict[str, float]:
    """Return where a point of the plane is [degrees]."""
    return {"lon": point[0] / _DEGREE_KM, "lat": point[1] / _DEGREE_KM}


def travel(city: City) -> dict[str, Any]:
    """Return how vehicles travel: on roads where the plane's distances are theirs, or along great
    circles."""
    if city.km_per_km == 1.0:
        return {"graph": _roads(city), "speed_profile": city.speeds}
    speed = {"speed_kmh": city.speed_kmh, "speed_profile": city.speeds}
    return {"circuity": city.km_per_km, **speed}


def _roads(city: City) -> dict[str, str]:
    """Return a straight road between every two spots."""
    spots = list(dict.fromkeys([*city.zones, *city.stations]))
    where = (tuple(place(spot).values()) for spot in spots)
    links = [
        (a, b, 1000.0 * km, 3600.0 * km / city.speed_kmh)
        for a, b in permutations(range(len(spots)), 2)
        for km in [math.dist(spots[a], spots[b])]
    ]
    nodes, roads = as_text(where, links or [(0, 0, 0.0, 1.0)])
    return {"nodes": nodes, "links": roads}


def fleet(city: City, type_names: list[str], law: SayLaw) -> dict[str, Any]:
    """Return the fleet of a city in which vehicles live.

    Args:
        city: with zones.
        type_names: of the battery types.
        law: says a distribution as a scenario file does.
    """
    return {
        "zones": [
            {"id": str(zone), **place(point), "attraction": _pull(city, zone)}
            for zone, point in enumerate(city.zones)
        ],
        "trips": _counted(city) if city.km_per_km == 1.0 else {"scale_km": _FAR_KM},
        "classes": [
            {
                "id": str(number),
                "count": of.count,
                "battery_type": type_names[of.battery_type],
                "kwh_per_km": of.kwh_per_km,
                "energy_spread": _spread(of.energy_factor),
                "speed_factor": of.speed_factor,
                "floor_soc": of.floor_soc,
                "threshold_soc": of.threshold_soc,
                "initial_soc": law(of.initial_soc) if of.initial_soc else 1.0,
                "retry": of.retry_s,
                "tow": of.tow_s,
                **_departures(of),
                **_chosen(of),
            }
            for number, of in enumerate(city.classes)
        ],
    }


def diversion(city: City) -> dict[str, Any]:
    """Return how arrivals drive on to other stations: as those of the first type do."""
    first = city.classes[0]
    return {"kwh_per_km": max(first.kwh_per_km, _LEAST_KWH_PER_KM), **_chosen(first)}


def _chosen(of: Drivers) -> dict[str, Any]:
    return {"choice": _CHOICES[of.choice], "considers": of.considers}


def _departures(of: Drivers) -> dict[str, Any]:
    """Return how often vehicles depart. The profile is what each hour has of the mean."""
    mean = math.fsum(of.per_hour) / len(of.per_hour)
    profile = [rate / mean for rate in of.per_hour] if mean else "flat"
    return {"trips_per_day": min(_MOST_TRIPS_PER_DAY, 24.0 * mean), "profile": profile}


def _pull(city: City, zone: int) -> list[float]:
    return [city.weights[table][zone] for table in city.table_of_hour]


def _counted(city: City) -> dict[str, Any]:
    """Return as many trips between zones, in each hour of the week, as their weights say."""
    zones = range(len(city.zones))
    pairs = list(permutations(zones, 2)) or [(0, 0)]
    return {
        "hours_of": "week",
        "flows": [
            (str(a), str(b), city.weights[table][b], hour)
            for hour, table in enumerate(city.table_of_hour)
            for a, b in pairs
        ],
    }


def _spread(law: Law | None) -> float:
    """Return standard deviation over mean of a law, at most 1."""
    if law is None or law.kind == FIXED:
        return 0.0
    if law.kind == UNIFORM:
        return (law.b - law.a) / (law.a + law.b) / math.sqrt(3.0)
    if law.kind == EXPONENTIAL:
        return 1.0
    assert law.kind == LOGNORMAL
    return min(1.0, float(np.sqrt(np.expm1(law.b * law.b))))
