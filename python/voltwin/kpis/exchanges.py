"""What trucks and observations have brought to stations, less what they took, from the log."""

import numpy as np

from voltwin.kpis.cells import Floats, Integers
from voltwin.kpis.latest import capacity_kwh, latest_row, stored_kwh
from voltwin.kpis.rows import Rows
from voltwin.kpis.summed import summed
from voltwin_core.record import as_array
from voltwin_core.station.cells import (
    EXCHANGES,
    OBSERVED,
    OBSERVED_AT_S,
    OBSERVED_KWH,
    OBSERVED_VEHICLES_KWH,
    TRUCKED,
    TRUCKED_AT_S,
    TRUCKED_KWH,
)
from voltwin_core.station.events import (
    ROW_BATTERY_SEEN,
    ROW_BATTERY_UNSEEN,
    ROW_LOADED,
    ROW_LOST_CLOSED,
    ROW_LOST_QUEUE_FULL,
    ROW_LOST_STOCKOUT,
    ROW_RENEGED,
    ROW_SOC_SEEN,
    ROW_SOC_SIMULATED,
    ROW_SWAP_BEGIN,
    ROW_UNLOADED,
    ROW_VEHICLE_SEEN,
    ROW_VEHICLE_UNSEEN,
)
from voltwin_core.station.parameters import Parameters

# Rows with which a vehicle leaves, with the battery that it has brought.
UNSERVED = (
    *(ROW_LOST_CLOSED, ROW_LOST_STOCKOUT, ROW_LOST_QUEUE_FULL, ROW_RENEGED),
    ROW_VEHICLE_UNSEEN,
)


def exchanges(rows: Rows, parameters: Parameters) -> Floats:
    """Return what was brought to each station, shape (stations, len(EXCHANGES))."""
    trucked = _rows(rows, ROW_LOADED, ROW_UNLOADED)
    observed = _rows(rows, ROW_BATTERY_SEEN, ROW_BATTERY_UNSEEN)
    # In the order of the rows, as energies that come and go may cancel out.
    with_socs = _rows(rows, ROW_BATTERY_SEEN, ROW_BATTERY_UNSEEN, ROW_SOC_SEEN)
    of_vehicles = _unobserved_vehicles(rows, parameters)
    found = np.zeros((len(parameters.stations), len(EXCHANGES)))
    for column, row, values in (
        (TRUCKED, trucked, _sign(rows, trucked)),
        (TRUCKED_KWH, trucked, _brought_kwh(rows, trucked, parameters)),
        (TRUCKED_AT_S, trucked, _sign(rows, trucked) * rows.time[trucked]),
        (OBSERVED, observed, _sign(rows, observed)),
        (OBSERVED_KWH, with_socs, _brought_kwh(rows, with_socs, parameters)),
        (OBSERVED_AT_S, observed, _sign(rows, observed) * rows.time[observed]),
        (OBSERVED_VEHICLES_KWH, of_vehicles, _brought_kwh(rows, of_vehicles, parameters)),
    ):
        found[:, column] = summed((rows.station[row],), values, (len(found),))
    return found


def _rows(rows: Rows, *kinds: int) -> Integers:
    return np.flatnonzero(np.isin(rows.kind, kinds))


def _unobserved_vehicles(rows: Rows, parameters: Parameters) -> Integers:
    """Return the rows with which vehicles of unobserved pools come, and those after which what is
    in them is no longer of the vehicles simulated: they take a battery, or leave."""
    row = _rows(rows, ROW_VEHICLE_SEEN, ROW_SWAP_BEGIN, *UNSERVED)
    return np.asarray(row[rows.vehicle[row] >= as_array(parameters.settings)["vehicles"][0]])


def _sign(rows: Rows, row: Integers) -> Floats:
    """Return 1 for rows of what comes, and -1 for those of what goes."""
    comes = ROW_UNLOADED, ROW_BATTERY_SEEN, ROW_VEHICLE_SEEN, ROW_SOC_SEEN
    return np.where(np.isin(rows.kind[row], comes), 1.0, -1.0)


def _brought_kwh(rows: Rows, row: Integers, parameters: Parameters) -> Floats:
    """Return what each of these rows brings [kWh]: where a SoC was seen on a charger, the
    difference to the one that was simulated."""
    kwh = _sign(rows, row) * stored_kwh(rows, row, parameters)
    seen = rows.kind[row] == ROW_SOC_SEEN
    simulated = latest_row(rows, ROW_SOC_SIMULATED, rows.battery[row[seen]], row[seen])
    more = rows.soc[row[seen]] - rows.soc[simulated]
    kwh[seen] = more * capacity_kwh(rows, row[seen], parameters)
    return kwh
