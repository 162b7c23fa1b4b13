"""What each station contributes to the goal's measure, where stations do not affect each other.

Then one run in which all stations have a unit more tells what each of them gains by its own, and
what a design gives is the sum of what its stations give.
"""

from collections.abc import Sequence

import numpy as np

from voltwin.experiment.runs import Floats, Runs
from voltwin.experiment.sizing.seen import Seen
from voltwin.scenario.derived import with_drives
from voltwin.scenario.interventions import Truck
from voltwin.scenario.scenario import Scenario

ARRIVALS, BY_STATION = "arrivals", "by_station"
_SHARES_OF_ARRIVALS = {"lost_share", "served_share", "within_target_share"}
_COUNTS = {
    *("swaps", "lost", "lost_closed", "lost_stockout", "lost_queue_full", "reneged"),
    "within_target",
}


def is_separable(scenario: Scenario, measure: str) -> bool:
    """Return whether a measure of the network is a sum over stations that do not affect each
    other: no vehicles and no trucks drive between them."""
    if with_drives(scenario) or any(isinstance(what, Truck) for what in scenario.interventions):
        return False
    return measure in _SHARES_OF_ARRIVALS | _COUNTS


class Parts:
    """What stations contribute to a measure of the network, by replication."""

    def __init__(self, runs: Runs, measure: str) -> None:
        """Look at nothing yet; runs keep the measure and the arrivals of each station."""
        self._is_share = measure in _SHARES_OF_ARRIVALS
        columns = [f"{BY_STATION}.{name}" for name in (measure, ARRIVALS)]
        self._replications = runs.plan.replications
        self._seen = Seen(runs, columns, self._replications)

    def of(self, variant: int) -> Floats:
        """Return what stations contribute, (replications, stations); their sum is the measure."""
        found = self._seen.of(variant, 0, self._replications)
        values, arrivals = np.nan_to_num(found[:, 0]), found[:, 1]
        if not self._is_share:
            return values
        return np.asarray(values * arrivals / np.maximum(1.0, arrivals.sum(axis=1, keepdims=True)))

    def at(self, variant: int, stations: Sequence[int]) -> Floats:
        """Return what some stations contribute together (replications,)."""
        return np.asarray(self.of(variant)[:, list(stations)].sum(axis=1))
