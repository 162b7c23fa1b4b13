"""Vehicles that are overdue: still inside at the end, having waited longer than the target.

Tables tell for each hour how many of those who arrived in it are inside at the end. Those of hours
that ended the target wait before the run did have all waited longer, or have reached a bay: so they
are counted less one for each bay. It is a lower bound, and the same one for a run and its variants.
"""

import numpy as np
import numpy.typing as npt

from voltwin.scenario.scenario import Scenario
from voltwin_core.calendar import HOUR_S

Integers = npt.NDArray[np.int64]


def hours_past_target(scenario: Scenario, until_s: float) -> int:
    """Return how many local hours after the warm-up ended the target wait before a run's end.

    Args:
        scenario: what was simulated; its warm-up ends at a full local hour.
        until_s: where the run ended [s].
    """
    phase_s = scenario.start.minute * 60.0 + scenario.start.second
    begin_s = scenario.warm_up or -phase_s
    return max(0, int((until_s - scenario.target_wait - begin_s) // HOUR_S))


def overdue_by_hour(inside: Integers, bays: Integers, hours: int) -> Integers:
    """Return the overdue vehicles by the hour of their arrival, shape (stations, hours).

    Args:
        inside: vehicles inside at the end by the hour of their arrival, shape (stations, hours).
        bays: of each station.
        hours: `hours_past_target`.
    """
    past = np.where(np.arange(inside.shape[1]) < hours, inside, 0)
    beyond_bays = np.maximum(past.cumsum(axis=1) - bays[:, None], 0)  # the first are in bays
    return np.asarray(np.diff(beyond_bays, axis=1, prepend=0))
