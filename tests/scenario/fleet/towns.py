"""A small town with a fleet, as the raw fields of a scenario, to be changed in one place."""

import copy
from typing import Any

from voltwin.scenario import Scenario
from voltwin.scenario.files import scenario_of

TOWN: dict[str, Any] = {
    "horizon": "1d",
    "battery_types": [{"id": "std", "capacity_kwh": 40, "charge_curve": {"power_kw": 80}}],
    "stations": [
        {
            "id": name,
            "lon": lon,
            "lat": 53.0,
            "chargers": {"count": 2, "power_kw": 80},
            "batteries": 3,
        }
        for name, lon in (("west", 10.0), ("east", 10.1))
    ],
    "travel": {"circuity": 1.25, "speed_kmh": 30},
    "fleet": {
        "classes": [{"id": "taxi", "count": 6, "trips_per_day": 12}],
        "zones": [
            {"id": "a", "lon": 10.0, "lat": 53.0},
            {"id": "b", "lon": 10.05, "lat": 53.0, "attraction": 3},
            {"id": "c", "lon": 10.1, "lat": 53.0, "homes": 2},
        ],
    },
}


def raw(**changes: Any) -> dict[str, Any]:
    """Return the town's raw fields; `fleet__zones=...` changes `fleet.zones`, a number an item."""
    fields = copy.deepcopy(TOWN)
    for path, value in changes.items():
        *way, last = (int(step) if step.isdigit() else step for step in path.split("__"))
        inner: Any = fields
        for step in way:
            inner = inner[step]
        inner[last] = value
    return fields


def town(**changes: Any) -> Scenario:
    """Return the town, valid."""
    return scenario_of(raw(**changes))
