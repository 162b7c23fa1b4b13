"""Which stations affect each other: they share one order of events, the others need not."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from voltwin_core.linked import NONE
from voltwin_core.record import Table, as_array
from voltwin_core.station.parameters import DIVERT, Parameters
from voltwin_core.station.script import LOAD, UNLOAD
from voltwin_core.station.state import Component

Groups = Sequence[Sequence[int]]


def components(parameters: Parameters) -> Groups:
    """Return the stations of each component, in the order of their lowest numbers.

    Vehicles that drive may go from anywhere to anywhere; a truck joins two stations.
    """
    stations = range(len(parameters.stations))
    if has_drivers(parameters):
        return [stations]
    joined = list(stations)  # to one of a lower number, or to nobody yet

    def lowest(s: int) -> int:
        while joined[s] != s:
            s = joined[s]
        return s

    for ends in trucks(parameters):
        low, high = sorted(map(lowest, ends))
        joined[high] = low
    groups: dict[int, list[int]] = {}
    for s in stations:
        groups.setdefault(lowest(s), []).append(s)
    return list(groups.values())


def trucks(parameters: Parameters) -> list[tuple[int, int]]:
    """Return the stations that each truck leaves and arrives at."""
    lines = as_array(parameters.script)
    at = {
        does: dict(lines[lines["does"] == does][["unit", "station"]].tolist())
        for does in (LOAD, UNLOAD)
    }
    return [(at[LOAD][k], at[UNLOAD][k]) for k in range(len(parameters.trucks))]


def has_drivers(parameters: Parameters) -> bool:
    """Return whether vehicles drive: those of a fleet, or those that stations divert."""
    diverts = bool((as_array(parameters.stations)["policy"] == DIVERT).any())
    return diverts or len(parameters.fleet.vehicles) > 0


def drivers(parameters: Parameters) -> int:
    """Return the number of vehicles that drive: all but those of unobserved pools, or none."""
    vehicles = int(as_array(parameters.settings)["vehicles"][0])
    return vehicles if has_drivers(parameters) else 0


def component_table(groups: Groups, parameters: Parameters) -> Table[Component]:
    """Return the components at the start of a run."""
    table = Component.table(len(groups))
    rows, stations = as_array(table), as_array(parameters.stations)
    rows["stations"] = [len(group) for group in groups]
    rows["first"] = np.cumsum(rows["stations"]) - rows["stations"]
    shared = rows["stations"] > 1
    shared |= has_drivers(parameters)
    rows["tournament"] = np.where(shared, np.cumsum(shared) - 1, NONE)
    rows["road"] = has_drivers(parameters)
    # Of one event: its own rows, and what may follow for each charger and bay.
    of_station = 8 + 8 * stations["chargers"] + 3 * stations["bays"]
    # Each battery of a truck may be unplugged and loaded.
    most = as_array(parameters.trucks)["count"].max(initial=0)
    of_station += 2 * np.minimum(most, stations["racks"])
    if len(parameters.observations):
        # Each battery may go and another come, with rows of claim and swap; each vehicle likewise.
        vehicles = drivers(parameters) or stations["vehicles"]
        seen = len(parameters.vehicles) - as_array(parameters.settings)["vehicles"][0]
        of_station += 4 * stations["racks"] + 3 * (vehicles + seen)
    rows["most_rows"] = [of_station[list(group)].max() for group in groups]
    return table


def members(groups: Groups) -> npt.NDArray[np.int32]:
    """Return the stations, component by component."""
    return np.array([s for group in groups for s in group], np.int32)


def tournament_sizes(table: Table[Component]) -> npt.NDArray[np.int64]:
    """Return how many stations each tournament is between."""
    rows = as_array(table)
    return np.asarray(rows["stations"][rows["tournament"] != NONE].astype(np.int64))
