"""A small town whose stations are fed by arrivals, for a day."""

from voltwin.scenario.files import scenario_of
from voltwin.scenario.scenario import Scenario

_STATION = {
    **{"batteries": 8, "chargers": {"count": 4, "power_kw": 60}, "bays": 2},
    **{"queue_places": 5, "policy": "wait", "patience": "20min", "swaps_per_day": 150},
}


def town() -> Scenario:
    """Return two stations, "east" and "west"."""
    kind = {"id": "b", "capacity_kwh": 50, "charge_curve": {"power_kw": 80, "knee_soc": 0.8}}
    stations = [{"id": name, **_STATION} for name in ("east", "west")]
    return scenario_of({"horizon": "1d", "battery_types": [kind], "stations": stations})
