"""Zones of the invented city: around its stations, as these were sized for the demand there.

A zone is a square of the map with stations in it, and its place the middle of the square: people
live around stations, not at them. Its attraction is what they were sized for. Trips lead to it at
the hours of its district: to work in the morning and home in the evening, out in the evening, at
any time.
"""

from collections import Counter
from typing import Any

import numpy as np

from voltwin.scenario.demo_districts import DISTRICTS
from voltwin.scenario.generate import demo_stations
from voltwin.travel.cells import cells, centres, middles

_CELL_KM = 1.5  # side of a square

# Pull of a district's zones: at night, in the morning, by day, in the evening; on weekends.
_NIGHT, _MORNING, _DAY, _EVENING = 6, 10, 16, 22  # [h] until when
_PULLS = {
    "taxi": (1.0, 1.1, 1.0, 1.0, 0.9),
    "commuter": (1.2, 0.8, 0.9, 1.4, 1.0),
    "leisure": (0.6, 1.0, 1.1, 1.2, 1.6),
}
_HOMES = {"taxi": 0.6, "commuter": 1.5, "leisure": 0.8}  # per swap that stations were sized for


def demo_zones(count: int = 500, seed: int = 1) -> list[dict[str, Any]]:
    """Return the zones of the demo city as the fields of a scenario file.

    Args:
        count, seed: of the stations, as in `{generate: demo_city}` there.

    Raises:
        ValueError: one of them is not allowed.
    """
    stations = demo_stations(count, seed)
    lon, lat = (np.array([of[name] for of in stations]) for name in ("lon", "lat"))
    swaps = np.array([of["swaps_per_day"] for of in stations], np.float64)
    cell = cells(lon, lat, _CELL_KM)
    middle = middles(lon, lat, _CELL_KM)
    places = np.column_stack([centres(cell, values) for values in middle])
    profile_of = {of.name: of.profile for of in DISTRICTS}
    profiles = np.array([profile_of[of["region"]] for of in stations])
    return [
        _zone(number, place, float(swaps[cell == number].sum()), _most(profiles[cell == number]))
        for number, place in enumerate(places)
    ]


def _most(profiles: Any) -> str:
    return str(Counter(profiles.tolist()).most_common(1)[0][0])


def _zone(number: int, place: Any, swaps_per_day: float, profile: str) -> dict[str, Any]:
    night, morning, day, evening, weekend = (
        round(pull * swaps_per_day) for pull in _PULLS[profile]
    )
    working = [night] * _NIGHT + [morning] * (_MORNING - _NIGHT) + [day] * (_DAY - _MORNING)
    working += [evening] * (_EVENING - _DAY) + [night] * (24 - _EVENING)
    return {
        "id": f"z{number:03d}",
        "lon": round(float(place[0]), 5),
        "lat": round(float(place[1]), 5),
        "attraction": {"weekday": working, "weekend": weekend},
        "homes": round(_HOMES[profile] * swaps_per_day),
    }
