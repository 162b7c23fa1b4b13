"""Voltwin: a digital twin of EV energy networks, fast enough to think with.

import voltwin

scenario = voltwin.load("city.yaml")
scenario.stations[3].bays = 2
run = voltwin.run(scenario, seed=1, folder="results/city")
run.kpis.total.to_pylist()
run.pandas("by_station")
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from voltwin.calibration.calibrating import calibrate as calibrate
    from voltwin.calibration.calibration import Calibration as Calibration
    from voltwin.calibration.log import Log as Log
    from voltwin.client.client import connect as connect
    from voltwin.experiment.comparison import compare as compare
    from voltwin.experiment.errors import ClusterError as ClusterError
    from voltwin.experiment.errors import TooMuchError as TooMuchError
    from voltwin.experiment.experiment import Experiment as Experiment
    from voltwin.experiment.merge import merge as merge
    from voltwin.experiment.replicate import Replications as Replications
    from voltwin.experiment.replicate import replicate as replicate
    from voltwin.experiment.replications import replications as replications
    from voltwin.experiment.sizing.optimising import optimise as optimise
    from voltwin.experiment.sizing.sizing_plan import Sizing as Sizing
    from voltwin.experiment.sweep import sweep as sweep
    from voltwin.experiment.sweep_plan import Sweep as Sweep
    from voltwin.history.history import History as History
    from voltwin.history.history import marks as marks
    from voltwin.importing import import_stations as import_stations
    from voltwin.kpis.tables import Kpis as Kpis
    from voltwin.loading import load as load
    from voltwin.loading import load_experiment as load_experiment
    from voltwin.loading import load_run as load_run
    from voltwin.loading import load_scenario as load_scenario
    from voltwin.results import Run as Run
    from voltwin.run_folder.folder_error import FolderError as FolderError
    from voltwin.running import run as run
    from voltwin.scenario import Scenario as Scenario
    from voltwin.scenario import ScenarioError as ScenarioError
    from voltwin.scenario import demo_city as demo_city
    from voltwin.scenario import save as save
    from voltwin.simulation import Simulation as Simulation
    from voltwin.store.interface import StoreError as StoreError
    from voltwin.store.opening import open_store as open_store
    from voltwin.twin.pace import Pace as Pace
    from voltwin.twin.recipe import Recipe as Recipe
    from voltwin.twin.recipe_error import RecipeError as RecipeError
    from voltwin.twin.twin import Twin as Twin
    from voltwin_bindings.engine import EngineError as EngineError
    from voltwin_bindings.snapshot_error import SnapshotError as SnapshotError

# Imported when first asked for: `voltwin --help` should not wait for a compiler.
_HOMES = {
    "calibrate": "voltwin.calibration.calibrating",
    "Calibration": "voltwin.calibration.calibration",
    "Log": "voltwin.calibration.log",
    "connect": "voltwin.client.client",
    "ClusterError": "voltwin.experiment.errors",
    "Experiment": "voltwin.experiment.experiment",
    "Sizing": "voltwin.experiment.sizing.sizing_plan",
    "Sweep": "voltwin.experiment.sweep_plan",
    "TooMuchError": "voltwin.experiment.errors",
    "compare": "voltwin.experiment.comparison",
    "load_experiment": "voltwin.loading",
    "merge": "voltwin.experiment.merge",
    "optimise": "voltwin.experiment.sizing.optimising",
    "replications": "voltwin.experiment.replications",
    "sweep": "voltwin.experiment.sweep",
    "History": "voltwin.history.history",
    "marks": "voltwin.history.history",
    "FolderError": "voltwin.run_folder.folder_error",
    "StoreError": "voltwin.store.interface",
    "open_store": "voltwin.store.opening",
    "Kpis": "voltwin.kpis.tables",
    "Replications": "voltwin.experiment.replicate",
    "Run": "voltwin.results",
    "Scenario": "voltwin.scenario",
    "ScenarioError": "voltwin.scenario",
    "demo_city": "voltwin.scenario",
    "load": "voltwin.loading",
    "load_run": "voltwin.loading",
    "load_scenario": "voltwin.loading",
    "run": "voltwin.running",
    "import_stations": "voltwin.importing",
    "replicate": "voltwin.experiment.replicate",
    "save": "voltwin.scenario",
    "Pace": "voltwin.twin.pace",
    "Recipe": "voltwin.twin.recipe",
    "RecipeError": "voltwin.twin.recipe_error",
    "Twin": "voltwin.twin.twin",
    "Simulation": "voltwin.simulation",
    "EngineError": "voltwin_bindings.engine",
    "SnapshotError": "voltwin_bindings.snapshot_error",
}
__all__ = [
    "Calibration",
    "ClusterError",
    "EngineError",
    "Experiment",
    "FolderError",
    "History",
    "Kpis",
    "Log",
    "Pace",
    "Recipe",
    "RecipeError",
    "Replications",
    "Run",
    "Scenario",
    "ScenarioError",
    "Simulation",
    "Sizing",
    "SnapshotError",
    "StoreError",
    "Sweep",
    "TooMuchError",
    "Twin",
    "calibrate",
    "compare",
    "connect",
    "demo_city",
    "import_stations",
    "load",
    "load_experiment",
    "load_run",
    "load_scenario",
    "marks",
    "merge",
    "optimise",
    "replicate",
    "replications",
    "run",
    "save",
    "sweep",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'voltwin' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted(__all__)
