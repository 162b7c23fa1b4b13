"""The trips to come of one vehicle: what is drawn for a few of them, drawn at once.

Every draw is a function of the number of a trip or drive, so that it may be made whenever it is
convenient: for AHEAD of them, in loops that the compiler turns into work on several at a time.
"""

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt

from voltwin_core.distributions import NEVER, sample_all
from voltwin_core.draws import AHEAD, TRIP_ENERGY, TRIP_GAP, uniforms_ahead
from voltwin_core.elementary import log
from voltwin_core.jit import kernel
from voltwin_core.several import rounds

if TYPE_CHECKING:
    from voltwin_core.station.world import World

DESTINATIONS = AHEAD  # where their uniforms begin: behind those of the gaps, of the same block
_ENERGIES = 2 * AHEAD


class TripsAhead(NamedTuple):
    """AHEAD trips and drives of one vehicle, the same room for all of them in turn."""

    uniforms: npt.NDArray[np.float64]  # of gaps, of destinations, of energies
    exponentials: npt.NDArray[np.float64]  # of gaps
    factors: npt.NDArray[np.float64]  # of the energy of drives


def no_trips_ahead() -> TripsAhead:
    """Return room for them."""
    return TripsAhead(np.zeros(4 * AHEAD), np.zeros(AHEAD), np.ones(AHEAD))


@kernel
def draw_ahead(w: "World", v: int) -> None:
    """Draw the next departures and the next drives of a vehicle."""
    ahead, driver, fleet = w.trips_ahead, w.drivers[v], w.parameters.fleet
    run, of = w.control[0].key, fleet.vehicles[v]
    uniforms_ahead(run, TRIP_GAP >> 1, of.key, driver.trip, ahead.uniforms, 0)
    for k in range(rounds(AHEAD)):
        ahead.exponentials[k] = -log(ahead.uniforms[k])
    law = fleet.classes[of.vehicle_class].energy_factor
    if law == NEVER:
        for k in range(AHEAD):
            ahead.factors[k] = 1.0
        return
    uniforms_ahead(run, TRIP_ENERGY >> 1, of.key, driver.drive, ahead.uniforms, _ENERGIES)
    laws, numbers = fleet.distributions, fleet.numbers
    sample_all(laws, numbers, law, ahead.uniforms, _ENERGIES, ahead.factors, 0)
