"""Faults and interventions: whether a run has any, and what they may change while it goes on."""

import numpy as np
import numpy.typing as npt

from voltwin_core.distributions import NEVER
from voltwin_core.record import as_array
from voltwin_core.station.parameters import Parameters


def is_disturbed(parameters: Parameters) -> bool:
    """Return whether anything fails at random, or the script has a line."""
    fails = as_array(parameters.disturbances)
    works = np.concatenate([fails["charger_works"], fails["bay_works"]])
    return len(parameters.script) > 0 or bool((works != NEVER).any())


def changed_surges(before: Parameters, after: Parameters) -> list[int]:
    """Return the numbers of the stations whose surges differ."""
    if _is_equal(before, after):  # as mostly
        return []
    stations = range(len(before.stations))
    return [s for s in stations if not np.array_equal(_surges(before, s), _surges(after, s))]


def _is_equal(before: Parameters, after: Parameters) -> bool:
    """Return whether the surges of all stations stand in the same rows, and are the same."""
    one, other = as_array(before.sources), as_array(after.sources)
    return np.array_equal(as_array(before.surges), as_array(after.surges)) and all(
        np.array_equal(one[name], other[name]) for name in ("first_surge", "surges")
    )


def _surges(parameters: Parameters, station: int) -> npt.NDArray[np.void]:
    source = as_array(parameters.sources)[station]
    first, count = int(source["first_surge"]), int(source["surges"])
    return as_array(parameters.surges)[first : first + count]
