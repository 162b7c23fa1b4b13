"""A small city of two battery types, or of one, whose twin reports are sent to."""

from typing import Any

from voltwin.scenario.files import scenario_of
from voltwin.scenario.scenario import Scenario

HOUR_S = 3600.0
_CURVE = {"power_kw": 80, "knee_soc": 0.8}
LARGE = {"id": "large", "capacity_kwh": 60, "charge_curve": _CURVE}
SMALL = {"id": "small", "capacity_kwh": 30, "charge_curve": _CURVE}
USUAL = {
    "chargers": {"count": 4, "power_kw": 60},
    "bays": 2,
    "policy": "wait",
    "patience": "20min",
    "swaps_per_day": 200,
}


def city(*interventions: dict[str, Any], types: int = 1, horizon: str = "2d") -> Scenario:
    """Return two stations, "east" and "west", with eight batteries of each type."""
    kinds = [LARGE, SMALL][:types]
    batteries = 8 if types == 1 else {"large": 8, "small": 8}
    mix = {} if types == 1 else {"battery_mix": {"large": 0.5, "small": 0.5}}
    return scenario_of(
        {
            "start": "2026-01-05T00:00:00+01:00",
            "horizon": horizon,
            "battery_types": kinds,
            "stations": [
                {"id": name, "batteries": batteries, **mix, **USUAL} for name in ("east", "west")
            ],
            "interventions": interventions,
        }
    )
