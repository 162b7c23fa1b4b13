"""Two stations so far from each other that a ring may run empty."""

from typing import Any

from voltwin.scenario.files import scenario_of
from voltwin.scenario.scenario import Scenario

NONE_LEFT: dict[str, Any] = {"kind": "observation", "station": "near", "ready": 0, "not_ready": 0}


def far_away() -> Scenario:
    """Return two stations hours apart; those that "near" has no battery for go there."""
    station = {
        **{"batteries": 40, "chargers": {"count": 20, "power_kw": 100}, "bays": 2},
        **{"queue_places": 3, "swaps_per_day": 100, "ring": 6, "racks": 60},
    }
    return scenario_of(
        {
            "horizon": "2d",
            "battery_types": [{"id": "b", "capacity_kwh": 50, "charge_curve": {"power_kw": 100}}],
            "stations": [
                {"id": "near", "lon": 10.0, "lat": 50.0, "policy": "divert", **station},
                {"id": "far", "lon": 10.2, "lat": 50.0, **station},
            ],
            "travel": {"kind": "great_circle", "speed_kmh": 2},
        }
    )
