"""Scenarios: what is simulated, as objects and as files.

scenario = load("city.yaml")
scenario.stations[3].bays = 2
save(scenario, "city-with-a-bay.yaml")
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from voltwin.scenario.battery_type import BatteryType as BatteryType
    from voltwin.scenario.demand import Demand as Demand
    from voltwin.scenario.economics import Economics as Economics
    from voltwin.scenario.errors import ScenarioError as ScenarioError
    from voltwin.scenario.files import load as load
    from voltwin.scenario.files import save as save
    from voltwin.scenario.generate import demo_city as demo_city
    from voltwin.scenario.scenario import Scenario as Scenario
    from voltwin.scenario.station import Station as Station
    from voltwin.scenario.tables import parameters as parameters

__all__ = [
    "BatteryType",
    "Demand",
    "Economics",
    "Scenario",
    "ScenarioError",
    "Station",
    "demo_city",
    "load",
    "parameters",
    "save",
]

# Where each of them lives; fetched when first asked for, so that nothing heavy is imported before.
_HOMES = {
    "BatteryType": "battery_type",
    "Demand": "demand",
    "Economics": "economics",
    "Scenario": "scenario",
    "ScenarioError": "errors",
    "Station": "station",
    "demo_city": "generate",
    "load": "files",
    "parameters": "tables",
    "save": "files",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'voltwin.scenario' has no attribute {name!r}")
    return getattr(import_module(f"voltwin.scenario.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
