"""Stations whose bottleneck is known, with numbers that can be worked out by hand.

A vehicle comes every 15 minutes, the first at 15 min: 95 in a day. A swap takes 90 s. A battery is
returned at a SoC of 0.1 and charged to 0.9 of 40 kWh at 80 kW: 24 minutes after one of cool-down.
"""

from typing import Any

import voltwin
from voltwin.explain import Explanation

ARRIVALS = 95

TYPE = {
    "id": "std",
    "capacity_kwh": 40.0,
    "charge_curve": {"points": [[0.0, 80.0], [1.0, 80.0]]},
    "ready_soc": 0.9,
    "full_soc": 0.9,
    "arrival_soc": 0.1,
    "cool_down": {"minimum": 60.0},
}
PLENTY: dict[str, Any] = {
    "bays": 3,
    "queue_places": 0,
    "chargers": {"count": 6, "power_kw": 80.0, "efficiency": 1.0},
    "batteries": 20,
    "swap_time": 90.0,
    "gap": 900.0,
}


def chargers(count: int) -> dict[str, Any]:
    return {"count": count, "power_kw": 80.0, "efficiency": 1.0}


def station(station_id: str = "station", /, **fields: Any) -> dict[str, Any]:
    """Return a station with plenty of everything but what is given."""
    return {**PLENTY, "id": station_id, **fields}


# One charge after another, from 16.5 min on: 56 are ready when the last vehicle comes at 1,425 min,
# so that 6 + 56 of 95 are served and 33 are lost. Two chargers serve all.
FEW_CHARGERS = station(chargers=chargers(1), batteries=6)
# The only battery is away for 26.5 min: every other vehicle gets it, 48 of 95. Two serve all.
FEW_BATTERIES = station(batteries=1)
# A swap of 20 min: every other vehicle finds the bay taken. Two bays serve all.
FEW_BAYS = station(bays=1, swap_time=1200.0)
# The limit lets one of six chargers work: as with one charger.
TIGHT_GRID = station(grid_limit_kw=80.0, batteries=6)
# Of 95 vehicles those from 06:00 to 17:45 are served, 48. One hour more: those to 18:45, 4 more.
HALF_A_DAY = station(opening_hours="06:00-18:00")
# One charger, and a limit that allows no second one: as with one charger, but each alone is no use.
TWO_AT_ONCE = station(chargers=chargers(1), batteries=6, grid_limit_kw=80.0)
# Two vehicles every hour: the second of them waits for 14 minutes, the length of a swap.
IN_PAIRS = [3600.0 * hour for hour in range(1, 21) for _ in range(2)]
SLOW_BAY = {**station(bays=1, swap_time=840.0, queue_places=4, trace=IN_PAIRS), "gap": None}


def scenario(*stations: dict[str, Any], **fields: Any) -> voltwin.Scenario:
    """Return a day of these stations."""
    return voltwin.Scenario.model_validate(
        {"horizon": "1d", "battery_types": [TYPE], "stations": list(stations), **fields}
    )


def explained(*stations: dict[str, Any], **fields: Any) -> Explanation:
    """Return the explanation of a day of these stations."""
    return voltwin.run(scenario(*stations, **fields)).explain()
