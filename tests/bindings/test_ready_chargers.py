"""Where a ready battery is on a charger, as the kernel keeps it, against what chargers say."""

import numpy as np
import pytest

from voltwin.validation.network import parameters
from voltwin.validation.random_networks import random_network
from voltwin.validation.scope import Scope
from voltwin_bindings.kernel_engine import KernelEngine
from voltwin_core.linked import NONE
from voltwin_core.record import as_array
from voltwin_core.station.world import World


def kept(world: World) -> set[tuple[int, int]]:
    """Return (pool, charger of the network) of all members."""
    stations, ranges = as_array(world.parameters.stations), as_array(world.ready_chargers.ranges)
    types, found = len(world.parameters.battery_types), set[tuple[int, int]]()
    for pool, (first, _, count) in enumerate(ranges.tolist()):
        station, before = stations[pool // types], len(found)
        for number in range(int(station["chargers"])):
            if int(world.ready_chargers.words[first + number // 64]) >> number % 64 & 1:
                found.add((pool, int(station["first_charger"]) + number))
        assert len(found) - before == count
    return found


def said(world: World) -> set[tuple[int, int]]:
    """Return the same by the chargers' own flags."""
    chargers, types = as_array(world.chargers), len(world.parameters.battery_types)
    kinds = as_array(world.parameters.batteries)["battery_type"]
    stations = as_array(world.parameters.stations)
    owners = np.repeat(np.arange(len(stations)), stations["chargers"])
    ready = np.flatnonzero((chargers["battery"] != NONE) & (chargers["ready"] != 0))
    return {(int(owners[c]) * types + int(kinds[chargers["battery"][c]]), int(c)) for c in ready}


@pytest.mark.parametrize("number", range(40))
def test_all_that_are_ready_on_a_charger_are_kept_and_no_others(number: int) -> None:
    tables = parameters(random_network(Scope(f"ready chargers/{number}", arrivals=0.4)))
    horizon_s = float(as_array(tables.clock)["horizon_s"][0])
    engine = KernelEngine(tables, number, log=False)
    for now in np.linspace(0.0, horizon_s, 12)[1:]:
        engine.advance(float(now))
        assert kept(engine._world) == said(engine._world)
