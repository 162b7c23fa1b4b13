"""Arrivals that the engine makes of a scenario that was calibrated."""

from typing import Any

import numpy as np

from voltwin.calibration.log import Floats
from voltwin.running import run
from voltwin.scenario.files import scenario_of
from voltwin.scenario.scenario import Scenario

_HOUR_S = 3600.0


def replayed(scenario: Scenario, copies: int, days: int, seed: int) -> Floats:
    """Return arrivals by hour, shape (copies, hours), at copies of a scenario's first station.

    The copies share nothing, and have next to no equipment, as who came does not depend on it.

    Args:
        scenario: that was calibrated.
        copies: independent of each other.
        days: from the start of the scenario on.
        seed: of the run.
    """
    data = scenario.model_dump(mode="json", by_alias=True)
    rate = scenario.stations[0].swaps_per_day
    few = {"swaps_per_day": rate, "chargers": {"count": 1, "power_kw": 7}, "batteries": 1}
    stations = [{"id": f"copy {number}", **few} for number in range(copies)]
    made = scenario_of({**data, "horizon": f"{days}d", "stations": stations})
    events = run(made, seed=seed, events=True).events
    kind: Any = events["kind"].combine_chunks()  # a dictionary of kinds
    came = kind.indices.to_numpy() == kind.dictionary.to_pylist().index("arrival")
    hour = (events["time"].to_numpy()[came] // _HOUR_S).astype(np.int64)
    cell = events["station"].to_numpy()[came] * (24 * days) + hour
    counts = np.bincount(cell, minlength=copies * 24 * days)
    return counts.reshape(copies, 24 * days).astype(np.float64)
