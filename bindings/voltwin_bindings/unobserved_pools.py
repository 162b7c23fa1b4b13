"""The unobserved pools of a world: what is in them at the start, and what joins them in mid-run."""

import numpy as np
import numpy.typing as npt

from voltwin_core.number_heaps import NumberHeaps, empty_heaps
from voltwin_core.record import as_array
from voltwin_core.station.parameters import Parameters
from voltwin_core.station.script import OBSERVE, UNLOAD

Integers = npt.NDArray[np.int64]


def vehicle_pools(
    parameters: Parameters, former: NumberHeaps | None = None, known: int = 0
) -> NumberHeaps:
    """Return the vehicles of all pools.

    Args:
        parameters: with all vehicles.
        former: the pools so far, of a run in progress ...
        known: ... which has this many vehicles.
    """
    pool = as_array(parameters.vehicles)["pool"].astype(np.int64)
    first = int(as_array(parameters.settings)["vehicles"][0])
    room = np.bincount(pool[first:], minlength=len(parameters.pools))
    return _filled(room, pool, np.arange(max(first, known), len(pool)), former)


def battery_pools(
    parameters: Parameters, former: NumberHeaps | None = None, known: int = 0
) -> NumberHeaps:
    """Return the batteries of all pools, but those in vehicles; arguments as `vehicle_pools`."""
    batteries, types = as_array(parameters.batteries), len(parameters.battery_types)
    pool = batteries["station"].astype(np.int64) * types + batteries["battery_type"]
    first = int(as_array(parameters.settings)["batteries"][0])
    loose = np.ones(len(batteries), bool)
    loose[:first] = False
    loose[as_array(parameters.vehicles)["battery"]] = False
    own = np.bincount(pool[loose], minlength=len(parameters.pools))
    room = np.where(_are_observed(parameters), own + _most_others(parameters), 0)
    new = loose & (np.arange(len(batteries)) >= known)
    return _filled(room, pool, np.flatnonzero(new), former)


def _are_observed(parameters: Parameters) -> npt.NDArray[np.bool_]:
    """Return whether the station of each pool is observed: batteries of any type may be put away
    then, be there some to come or not."""
    lines, pools = as_array(parameters.script), as_array(parameters.pools)
    return np.isin(pools["station"], lines["station"][lines["does"] == OBSERVE])


def _most_others(parameters: Parameters) -> Integers:
    """Return how many batteries of other places may ever be put away: those at the station at the
    start, and those that trucks bring."""
    most = as_array(parameters.pools)["inventory"].astype(np.int64)
    lines, trucks = as_array(parameters.script), as_array(parameters.trucks)
    unloads = lines[lines["does"] == UNLOAD]
    brought = trucks[unloads["unit"]]
    pool = unloads["station"] * len(parameters.battery_types) + brought["battery_type"]
    np.add.at(most, pool, brought["count"])
    return most


def _filled(
    room: Integers, pool: Integers, new: Integers, former: NumberHeaps | None
) -> NumberHeaps:
    """Return heaps with what the former ones hold, and what is new behind it: numbers that rise are
    in the order of a heap."""
    heaps = empty_heaps(room)
    ranges, numbers = as_array(heaps.ranges), heaps.numbers
    if former is not None:
        for i, of in enumerate(as_array(former.ranges)):
            first, n = ranges["first"][i], of["count"]
            numbers[first : first + n] = former.numbers[of["first"] : of["first"] + n]
            ranges["count"][i] = n
    for number in new:
        of = ranges[pool[number]]
        numbers[of["first"] + of["count"]] = number
        of["count"] += 1
    return heaps
