"""Room for events: a station at which all is pending at once that can be."""

from typing import Any

from voltwin.scenario import Scenario
from voltwin.simulation import EngineName, Simulation

# The first vehicle arrives before the one battery is ready, the second one after: when it is, the
# first one's patience, its swap, the charge to full, the limit, the hours, the price and the next
# line of the script are all to come.
STATION: dict[str, Any] = {
    "id": "full",
    "bays": 1,
    "queue_places": "unlimited",
    "ring": 1,
    "policy": "wait",
    "patience": "5h",
    "chargers": {"count": 1, "power_kw": 60},
    "batteries": {"one": {"count": 1, "soc": 0.2}},
    "swap_time": 300,
    "trace": [60, 10_000],
    "opening_hours": {"mon-sun": "00:00-20:00"},
    "grid_limit_kw": [{"from": "00:00", "value": 100}, {"from": "18:00", "value": 80}],
    "charge_when": {"reserve": 1, "price_below": 0.3},
}
TYPE = {
    "id": "one",
    "capacity_kwh": 50,
    "charge_curve": {"points": [[0, 60], [1, 60]]},
    "arrival_soc": {"kind": "fixed", "value": 0.3},
    "cool_down": {"minimum": 0},
}
PRICES = [{"from": "00:00", "value": 0.2}, {"from": "19:00", "value": 0.4}]
SCENARIO = {
    "name": "full",
    "horizon": "1d",
    "battery_types": [TYPE],
    "stations": [STATION],
    "economics": {"currency": "EUR", "tariff": {"seasons": [{"price_per_kwh": PRICES}]}},
    "interventions": [{"kind": "close", "at": "21h", "stations": ["full"], "for": "1h"}],
}


def events(engine: EngineName) -> list[str]:
    simulation = Simulation(Scenario.model_validate(SCENARIO), engine=engine)
    simulation.run()
    return [str(row) for row in simulation.events().to_pylist()]


def test_whoever_begins_a_swap_has_no_patience_pending_beside_its_end() -> None:
    seen = events("kernel")
    assert seen == events("reference")
    assert sum("swap_end" in row for row in seen) == 2
