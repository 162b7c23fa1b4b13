"""A town of two stations in two regions, so small that all that can be added can be tried."""

from functools import cache
from typing import Any

from voltwin.experiment.sizing.sizing_plan import Sizing
from voltwin.scenario import Scenario
from voltwin.scenario.files import scenario_of

CHARGER, BATTERY = 1000.0, 400.0  # [EUR/year] of each
ECONOMICS = {
    "currency": "EUR",
    "charger": {"cost": 10 * CHARGER, "life_years": 10},
    "battery": {"cost": 8 * BATTERY, "life_years": 8},
    "bay": {"cost": 12_000, "life_years": 12},
}


def town(**fields: Any) -> Scenario:
    """Return the town: North is the busier one."""
    common = {"queue_places": 2, "policy": "wait"}
    north = {"id": "n", "region": "North", "chargers": {"count": 4, "power_kw": 80}, "batteries": 5}
    south = {"id": "s", "region": "South", "chargers": {"count": 3, "power_kw": 80}, "batteries": 4}
    return scenario_of(
        {
            "name": "town",
            "horizon": "1d",
            "battery_types": [{"id": "std", "capacity_kwh": 40, "charge_curve": {"power_kw": 80}}],
            "stations": [
                {**north, **common, "swaps_per_day": 150},
                {**south, **common, "swaps_per_day": 90},
            ],
            "economics": ECONOMICS,
            **fields,
        }
    )


def sizing(at_most: float | str | None = "3%", **fields: Any) -> Sizing:
    """Return the plan of a sizing of the town."""
    goal = (
        {"measure": "lost_share"}
        if at_most is None
        else {"measure": "lost_share", "at_most": at_most}
    )
    return Sizing(
        **{
            "scenario": small_town(),
            "levers": {"chargers": {"each": "region", "most": 3}},
            "goal": goal,
            "replications": 8,
            "trials": 16,
            "confirmation": {"candidates": 3, "replications": 10, "looks": 2},
            **fields,
        }
    )


@cache
def small_town() -> Scenario:
    return town()
