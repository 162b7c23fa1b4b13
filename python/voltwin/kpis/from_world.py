"""Cells from the sums that the compiled engine keeps while it runs."""

import numpy as np

from voltwin.kpis.cells import Cells, Waits
from voltwin_core.fleet.cells import FLEET_COUNTS, FLEET_SUMS
from voltwin_core.record import as_array
from voltwin_core.station.cells import EXCHANGES
from voltwin_core.station.world import World


def cells_from_world(
    world: World, end_s: float, waits: Waits | None = None, *, lasting: bool = True
) -> Cells:
    """Return the cells of a run that stands at `end_s` [s].

    `world` must have been closed there, as `KernelEngine.closed_world` does: intervals under way
    are booked up to `end_s`. Exact waits are not kept in it, only the histogram of each station;
    `waits` are those gathered from the log, if there is one. Cells that need not be `lasting` hold
    views of the batteries, of which a large fleet has more than a million.
    """
    batteries = as_array(world.batteries)
    stations = len(world.parameters.stations)
    classes = len(world.parameters.fleet.classes)
    hours = int(as_array(world.parameters.settings)["hours"][0])
    return Cells(
        counts=world.counts.reshape(stations, hours, -1).astype(np.int64),
        sums=world.sums.reshape(stations, hours, -1).copy(),
        state_s=world.state_s.reshape(stations, hours, -1).copy(),
        out_s=world.out_s.reshape(stations, hours, -1).copy(),
        grid_kwh=world.grid_kwh.reshape(stations, -1).copy(),
        wait_bins=world.wait_bins.reshape(stations, -1).astype(np.int64),
        fleet_counts=world.fleet_counts.reshape(classes, hours, len(FLEET_COUNTS)).copy(),
        fleet_sums=world.fleet_sums.reshape(classes, hours, len(FLEET_SUMS)).copy(),
        exchanges=world.exchanges.reshape(stations, len(EXCHANGES)).copy(),
        charged_kwh=as_array(world.stations)["charged_kwh"].copy(),
        throughput_kwh=np.array(batteries["throughput_kwh"], copy=lasting or None),
        soh=np.array(batteries["soh"], copy=lasting or None),
        end_s=end_s,
        waits=waits,
    )
