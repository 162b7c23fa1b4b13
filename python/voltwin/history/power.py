"""Power between the events: what chargers draw at any time of a run."""

import numpy as np
import numpy.typing as npt

from voltwin.history.reading import Charges
from voltwin.kpis.cells import Floats
from voltwin.kpis.energy import ladders_of, soc_at_times
from voltwin.kpis.stays import Stays
from voltwin_core.jit import kernel
from voltwin_core.ladder import Rung, drawn_at
from voltwin_core.record import Table, as_array
from voltwin_core.station.cells import CHARGING, TOPPING
from voltwin_core.station.parameters import Parameters

Numbers = npt.NDArray[np.int64]


def power_at(times: Floats, charges: Charges, parameters: Parameters) -> Floats:
    """Return the power that charges draw together, grid side, at each of some times [kW].

    Args:
        times: [s], rising; what happens at one of them has happened.
        charges: of those stations whose power is wanted.
        parameters: of the run.
    """
    first = np.searchsorted(times, charges["begin"])
    count = np.searchsorted(times, charges["end"]) - first
    which = np.repeat(np.arange(len(charges)), count)
    place = np.arange(len(which)) - np.repeat(np.cumsum(count) - count, count) + first[which]
    soc = soc_at_times(_as_stays(charges), times[place], parameters, which)
    drawn = _drawn(charges, which, soc, parameters)
    drawn = np.minimum(drawn * charges["derating"][which], charges["set_point_kw"][which])
    return np.bincount(place, weights=drawn, minlength=len(times)).astype(np.float64)


def _as_stays(charges: Charges) -> Stays:
    return Stays(
        battery=charges["battery"].astype(np.int64),
        station=charges["station"],
        state=np.where(charges["ready"], TOPPING, CHARGING).astype(np.int8),
        charger=charges["charger"],
        begin=charges["begin"],
        end=charges["end"],
        soc=charges["soc"],
        soc_after=np.full(len(charges), np.nan),
        soh=charges["soh"],
        derating=charges["derating"],
        set_point_kw=charges["set_point_kw"],
    )


def _drawn(charges: Charges, which: Numbers, soc: Floats, parameters: Parameters) -> Floats:
    """Return what is drawn at each SoC, neither derated nor held [kW]."""
    ladders = ladders_of(parameters)
    battery_type = as_array(parameters.batteries)["battery_type"][charges["battery"]]
    of_each = as_array(ladders.ladders)[ladders.of_charger[charges["charger"]] + battery_type]
    first, count = (of_each[name].astype(np.int64) for name in ("first", "rungs"))
    drawn = np.empty(len(soc))
    _fill_drawn(ladders.rungs, first, count, which, soc, drawn)
    return drawn


@kernel
def _fill_drawn(
    rungs: Table[Rung],
    first: Numbers,
    count: Numbers,
    which: Numbers,
    soc: Floats,
    drawn: Floats,
) -> None:
    """Write what is drawn at each SoC, of the charge with that number."""
    for i in range(len(soc)):
        charge = which[i]
        drawn[i] = drawn_at(rungs, first[charge], count[charge], soc[i])
