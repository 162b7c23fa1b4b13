"""Voltwin: a digital twin of EV energy networks, fast enough to think with.

import voltwin

scenario = voltwin.load("city.yaml")
simulation = voltwin.Simulation(scenario, seed=1)
kpis = simulation.run()
kpis.total.to_pylist()
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from voltwin.importing import import_stations as import_stations
    from voltwin.kpis.tables import Kpis as Kpis
    from voltwin.scenario import Scenario as Scenario
    from voltwin.scenario import ScenarioError as ScenarioError
    from voltwin.scenario import demo_city as demo_city
    from voltwin.scenario import load as load
    from voltwin.scenario import save as save
    from voltwin.simulation import Simulation as Simulation
    from voltwin_bindings.engine import EngineError as EngineError

# Imported when first asked for: `voltwin --help` should not wait for a compiler.
_HOMES = {
    "Kpis": "voltwin.kpis.tables",
    "Scenario": "voltwin.scenario",
    "ScenarioError": "voltwin.scenario",
    "demo_city": "voltwin.scenario",
    "import_stations": "voltwin.importing",
    "load": "voltwin.scenario",
    "save": "voltwin.scenario",
    "Simulation": "voltwin.simulation",
    "EngineError": "voltwin_bindings.engine",
}
__all__ = [
    "EngineError",
    "Kpis",
    "Scenario",
    "ScenarioError",
    "Simulation",
    "demo_city",
    "import_stations",
    "load",
    "save",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'voltwin' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted(__all__)
