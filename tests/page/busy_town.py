"""A small town whose stations are too small for its cabs: something is always going on."""

from typing import Any

from voltwin.scenario import Scenario


def busy_town() -> Scenario:
    """Return two stations with few batteries, and sixty cabs between two zones, for a day."""
    law = {"kind": "uniform", "low": 0.3, "high": 0.6}
    stations: list[dict[str, Any]] = [
        {"id": "near", "name": "Near Gate", "lon": 10.01, "lat": 53.0},
        {"id": "far", "name": "Far Field", "lon": 10.03, "lat": 53.01},
    ]
    chargers = {"count": 2, "power_kw": 40}
    curve = {"power_kw": 80, "knee_soc": 0.8}
    zones = [{"id": "west", "lon": 10.0, "lat": 53.0}, {"id": "east", "lon": 10.05, "lat": 53.0}]
    return Scenario.model_validate(
        {
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
    )
