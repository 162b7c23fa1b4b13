"""Runs that learn of their interventions only on the way: they must not differ from the others."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np

from voltwin.scenario.tables.unobserved import Growth, Place, Unobserved
from voltwin_core.demand import Source
from voltwin_core.record import as_array
from voltwin_core.station.parameters import Battery, Parameters, Station, Vehicle
from voltwin_core.station.script import (
    LOAD,
    NOT_SEEN,
    OBSERVE,
    UNLOAD,
    Disturbances,
    Line,
    Observation,
    Sight,
    Truck,
)


def as_told(
    parameters: Parameters, cuts: Sequence[float], places: Sequence[Place] = ()
) -> list[Parameters]:
    """Return what a run knows from its start, and from each cut on, as late as it may learn it.

    Each line of the script is told, with all of lower numbers, at the last cut before the first of
    them is due, and so is each step of a surge; the last entry has all of them.

    Args:
        parameters: with the whole script, and all surges.
        cuts: times [s], rising.
        places: which stations say how many racks they have; unless given, all.
    """
    lines = as_array(parameters.script)
    due = np.full(len(lines) + 1, np.inf)
    due[lines["number"]] = lines["time"]
    arrivals = lines["number"][lines["does"] == UNLOAD]
    due[arrivals] = due[arrivals - 1]  # a truck is told as a whole
    due = np.minimum.accumulate(due[::-1])[::-1]  # of a line, or of any that follows
    places = places or [Place(*row) for row in _places(parameters)]
    known = [_until(parameters, due, next_cut, places) for _, next_cut in pairwise([0.0, *cuts])]
    return [*known, parameters]


def _places(parameters: Parameters) -> list[tuple[int, int, int]]:
    rows: list[tuple[int, int, int]]
    rows = as_array(parameters.stations)[["racks", "inventory", "bays"]].tolist()
    return rows


def _until(
    parameters: Parameters, due: np.ndarray, next_cut: float, places: Sequence[Place]
) -> Parameters:
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
    trucks, observations = (np.count_nonzero(lines["does"] == does) for does in (LOAD, OBSERVE))
    seen = as_array(parameters.observations)[:observations]
    return _with_pools(parameters, lines, places)._replace(
        script=Line.adopt(lines),
        disturbances=Disturbances.adopt(rows),
        trucks=Truck.adopt(as_array(parameters.trucks)[:trucks]),
        observations=Observation.adopt(seen),
        sights=Sight.adopt(as_array(parameters.sights)[: seen["sights"].sum()]),
        sources=Source.adopt(sources),
    )


def _with_pools(parameters: Parameters, lines: np.ndarray, places: Sequence[Place]) -> Parameters:
    """Return parameters with no more in unobserved pools than these lines of the script need."""
    unobserved = Unobserved(places)
    vehicles, batteries = as_array(parameters.settings)[["vehicles", "batteries"]][0]
    for line in np.sort(lines, order="number"):
        for growth in _growths(unobserved, parameters, line):
            vehicles += growth.vehicles
            batteries += growth.batteries + growth.vehicles
    stations = as_array(parameters.stations).copy()
    stations["racks"] = unobserved.racks
    return parameters._replace(
        stations=Station.adopt(stations),
        vehicles=Vehicle.adopt(as_array(parameters.vehicles)[:vehicles]),
        batteries=Battery.adopt(as_array(parameters.batteries)[:batteries]),
    )


def _growths(unobserved: Unobserved, parameters: Parameters, line: np.void) -> Iterator[Growth]:
    if line["does"] == LOAD:
        truck = as_array(parameters.trucks)[line["unit"]]
        yield from unobserved.truck_leaves(
            int(line["station"]), int(truck["battery_type"]), int(truck["count"])
        )
    if line["does"] == OBSERVE:
        seen = as_array(parameters.observations)[line["unit"]]
        sights = as_array(parameters.sights)[seen["first_sight"] :][: seen["sights"]]
        counted = (max(0, int(seen[name])) for name in ("ready", "not_ready"))
        yield from unobserved.observe(
            int(line["station"]),
            int(seen["battery_type"]),
            sum(counted) + int(np.count_nonzero(sights["soc"] >= 0.0)),
            None if seen["waiting"] == NOT_SEEN else int(seen["waiting"]),
        )
