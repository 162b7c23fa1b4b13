"""Districts of the invented city: where they lie, how wide they spread, and when they are busy."""

import math
from typing import NamedTuple

CENTRE = 10.0, 53.0  # invented [degrees east, north]
KM_PER_DEGREE = 111.2


class District(NamedTuple):
    """A district."""

    name: str
    east_km: float  # of the city's centre [km]
    north_km: float
    spread_km: float  # standard deviation of where its stations lie [km]
    share: float  # of the city's stations
    profile: str  # of its demand


DISTRICTS = (
    District("Centre", 0.0, 0.0, 2.2, 0.20, "taxi"),
    District("Harbour", -4.5, -3.0, 1.8, 0.12, "leisure"),
    District("North", 1.0, 8.0, 2.8, 0.16, "commuter"),
    District("East", 8.5, 1.5, 2.6, 0.15, "commuter"),
    District("South", 0.5, -8.0, 2.8, 0.14, "commuter"),
    District("West", -9.0, 3.0, 2.6, 0.12, "commuter"),
    District("University", 3.8, 3.6, 1.2, 0.06, "leisure"),
    District("Airport", -6.5, 11.0, 1.0, 0.05, "taxi"),
)


def degrees(east_km: float, north_km: float) -> tuple[float, float]:
    """Return (lon, lat) of a point east and north of the city's centre [km], to the metre."""
    shrunk = math.cos(math.radians(CENTRE[1]))
    lon = CENTRE[0] + east_km / KM_PER_DEGREE / shrunk
    return round(lon, 5), round(CENTRE[1] + north_km / KM_PER_DEGREE, 5)
