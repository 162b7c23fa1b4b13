"""Small cities to be changed."""

from collections.abc import Sequence
from typing import Any

from voltwin.scenario import Scenario
from voltwin.scenario.files import scenario_of

TYPE = {"id": "std", "capacity_kwh": 40, "charge_curve": {"power_kw": 80}}
TYPES = [{**TYPE, "id": "long"}, {**TYPE, "id": "short", "full_soc": 0.95, "ready_soc": 0.9}]


def station(name: str, **fields: Any) -> dict[str, Any]:
    """Return a station's raw fields."""
    usual = {
        **{"id": name, "region": "North", "swaps_per_day": 99},
        **{"chargers": {"count": 4, "power_kw": 80}, "batteries": 6},
    }
    return {**usual, **fields}


def city(more: Sequence[dict[str, Any]] = (), **fields: Any) -> Scenario:
    """Return three stations, s0 and s1 in the North, s2 in the South, and more.

    Args:
        more: stations' raw fields.
        fields: of the three, instead of their own.
    """
    own = [
        station("s0"),
        station("s1", policy="wait"),
        station("s2", region="South", grid_limit_kw=100),
    ]
    stations = [{**one, **fields} for one in own]
    return scenario_of({**NETWORK, "stations": [*stations, *more]})


def one_station(**fields: Any) -> Scenario:
    """Return a scenario of one station; fields of the scenario itself go before those of it."""
    network = {name: fields.pop(name) for name in list(fields) if name in Scenario.model_fields}
    return scenario_of({**NETWORK, "stations": [station("s0", **fields)], **network})


NETWORK: dict[str, Any] = {"horizon": "1d", "battery_types": [TYPE]}
