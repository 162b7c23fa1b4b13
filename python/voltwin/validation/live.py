"""Runs that learn of their interventions only on the way: they must not differ from the others."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from voltwin_core.demand import Source
from voltwin_core.record import as_array
from voltwin_core.station.parameters import Parameters
from voltwin_core.station.script import Disturbances, Line


def as_told(parameters: Parameters, cuts: Sequence[float]) -> list[Parameters]:
    """Return what a run knows from its start, and from each cut on, as late as it may learn it.

    Each line of the script is told, with all of lower numbers, at the last cut before the first of
    them is due, and so is each step of a surge; the last entry has all of them.

    Args:
        parameters: with the whole script, and all surges.
        cuts: times [s], rising.
    """
    lines = as_array(parameters.script)
    due = np.full(len(lines) + 1, np.inf)
    due[lines["number"]] = lines["time"]
    due = np.minimum.accumulate(due[::-1])[::-1]  # of a line, or of any that follows
    known = [_until(parameters, due, next_cut) for _, next_cut in pairwise([0.0, *cuts])]
    return [*known, parameters]


def _until(parameters: Parameters, due: np.ndarray, next_cut: float) -> Parameters:
    """Return parameters without the lines and surge steps that may be told at the next cut."""
    lines = as_array(parameters.script)
    told = int(np.searchsorted(due, next_cut, side="left"))  # all from here on are due later
    lines = lines[lines["number"] < told]
    stations = np.arange(len(parameters.stations))
    rows = as_array(parameters.disturbances).copy()
    rows["first_line"] = np.searchsorted(lines["station"], stations)
    rows["lines"] = np.searchsorted(lines["station"], stations + 1) - rows["first_line"]
    sources, surges = as_array(parameters.sources).copy(), as_array(parameters.surges)
    for source in sources:
        of_it = surges["at_s"][source["first_surge"] :][: source["surges"]]
        source["surges"] = np.count_nonzero(of_it < next_cut)
    return parameters._replace(
        script=Line.adopt(lines),
        disturbances=Disturbances.adopt(rows),
        sources=Source.adopt(sources),
    )
