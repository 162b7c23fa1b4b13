"""Own data in: from a table of stations to a scenario, telling everything that was assumed.

understanding = understand("stations.csv", swaps_per_day=300)
understanding.columns, understanding.assumptions
understanding.scenario
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from voltwin.importing.options import Options as Options
    from voltwin.importing.requests import CountedTrips as CountedTrips
    from voltwin.importing.requests import counted_trips as counted_trips
    from voltwin.importing.scenario_file import write_scenario as write_scenario
    from voltwin.importing.table_import import import_stations as import_stations
    from voltwin.importing.table_import import understand as understand
    from voltwin.importing.understanding import Understanding as Understanding

__all__ = [
    "CountedTrips",
    "Options",
    "Understanding",
    "counted_trips",
    "import_stations",
    "understand",
    "write_scenario",
]

# Where each of them lives; fetched when first asked for, so that nothing heavy is imported before.
_HOMES = {
    "CountedTrips": "requests",
    "Options": "options",
    "Understanding": "understanding",
    "counted_trips": "requests",
    "import_stations": "table_import",
    "understand": "table_import",
    "write_scenario": "scenario_file",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'voltwin.importing' has no attribute {name!r}")
    return getattr(import_module(f"voltwin.importing.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
