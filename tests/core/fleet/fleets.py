"""Fleets of a few vehicles as tables, written by hand."""

import numpy as np
import numpy.typing as npt
from tests.kpis.networks import rows

from voltwin_core.calendar import Clock
from voltwin_core.distributions import FIXED, NEVER, UNIFORM, Distribution
from voltwin_core.fleet.parameters import (
    Extent,
    Fleet,
    FleetVehicle,
    Outlook,
    Place,
    VehicleClass,
)
from voltwin_core.fleet.trips import guides, sections
from voltwin_core.record import Table
from voltwin_core.travel import Roads, Travel, all_drives

Floats = npt.NDArray[np.float64]
THURSDAY = 3 * 24  # hour of the week in which a run starts on 1970-01-01T00:00


def clock(phase_s: float = 0.0, horizon_s: float = 7 * 86400.0) -> Table[Clock]:
    """Return the clock of a run that starts on Thursday 1970-01-01, so long after 00:00."""
    return rows(Clock, [(0, phase_s, 3 * 86400.0 + phase_s, horizon_s)])


def travel(km: Floats, seconds: Floats, speeds: Floats, of: Table[Clock]) -> Travel:
    """Return travel between places by matrices, and relative speeds by hour of the week."""
    roads = rows(Roads, [(len(km), 2)])
    return Travel(of, roads, all_drives(km, seconds), np.concatenate([[9.0, 9.0], speeds]))


def fleet(
    *,
    per_s: Floats | None = None,
    shares: Floats | None = None,
    table_of_hour: npt.NDArray[np.int32] | None = None,
    stations: int = 0,
    phase_s: float = 0.0,
    horizon_s: float = 7 * 86400.0,
) -> Fleet:
    """Return a fleet of two vehicles; the second one's class has laws of energy and initial SoC.

    Args:
        per_s: 168 departures of a parked vehicle [1/s].
        shares: of destinations, shape (tables, zones, zones), rows adding up to 1.
        table_of_hour: 168 tables of destinations.
        stations: each is nearest to the last zone.
        phase_s, horizon_s: of the clock [s].
    """
    shares = np.full((1, 1, 1), 1.0) if shares is None else shares
    zones, places = shares.shape[1], shares.shape[1] + stations
    now = clock(phase_s, horizon_s)
    numbers = np.concatenate([[7.0], np.zeros(168) if per_s is None else per_s, np.ones(168)])
    laws = rows(
        Distribution,
        [
            (FIXED, 0, 0, 0.5, 0.0, 0.0, 0.0, 1.0, 0.0, 1.0),
            (UNIFORM, 0, 0, 0.8, 1.2, 0.0, 0.0, 1.0, 0.0, 1.0),
        ],
    )
    rules = 0.1, 0.3, 0, 5, 600.0, 7200.0, 1
    free = np.zeros((places, places))
    return Fleet(
        extent=rows(Extent, [(zones, stations, sections(zones))]),
        places=rows(
            Place,
            [(zone, -1) for zone in range(zones)] + [(zones - 1, s) for s in range(stations)],
        ),
        classes=rows(VehicleClass, [(0, 0.2, 1.0, *rules, NEVER, 0), (0, 0.2, 1.0, *rules, 1, 1)]),
        vehicles=rows(FleetVehicle, [(11, 0, 0), (2**63 + 5, 1, 0)]),
        outlooks=Outlook.table(0),
        travel=Travel(now, rows(Roads, [(places, 169)]), all_drives(free, free), numbers),
        order=np.zeros(places * stations, np.int32),
        table_of_hour=np.zeros(168, np.int32) if table_of_hour is None else table_of_hour,
        cumulative=np.cumsum(shares, axis=2).ravel(),
        guides=guides(np.cumsum(shares, axis=2)),
        clock=now,
        distributions=laws,
        numbers=numbers,
    )
