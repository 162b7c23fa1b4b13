"""A small town whose frames are watched."""

from typing import Any

from voltwin.scenario import Scenario


def town(*, fleet: bool = True) -> Scenario:
    """Return two stations, with a fleet of fifteen vehicles or with arrivals."""
    near: dict[str, Any] = {"id": "near", "name": "Near Gate", "chargers": _chargers(4, 60)}
    far: dict[str, Any] = {"id": "far", "bays": 2, "chargers": [_chargers(3, 60), _chargers(2, 20)]}
    if fleet:
        near |= {"lon": 10.01, "lat": 53.0}
        far |= {"lon": 10.03, "lat": 53.0}
    else:
        near["swaps_per_day"] = far["swaps_per_day"] = 100
    law = {"kind": "uniform", "low": 0.3, "high": 0.6}
    cabs = {"id": "cab", "count": 12, "trips_per_day": 60, "initial_soc": law}
    vans = {"id": "van", "count": 3, "trips_per_day": 20, "initial_soc": law}
    zones = [{"id": "west", "lon": 10.0, "lat": 53.0}, {"id": "east", "lon": 10.05, "lat": 53.0}]
    data: dict[str, Any] = {
        "horizon": "1d",
        "battery_types": [
            {"id": "b", "capacity_kwh": 40, "charge_curve": {"power_kw": 80, "knee_soc": 0.8}}
        ],
        "stations": [{"batteries": 6, **near}, {"batteries": 8, **far}],
    }
    if fleet:
        data["fleet"] = {"classes": [cabs, vans], "zones": zones}
    return Scenario.model_validate(data)


def _chargers(count: int, power_kw: float) -> dict[str, float]:
    return {"count": count, "power_kw": power_kw}
