"""Frozen parameters of a fleet: its classes and vehicles, and the places that they drive between.

Numbering. *Places* are the zones in the scenario's order, then one place for each station: station
s is place zones + s. Classes keep the scenario's order; vehicles are numbered class by class.
Arrival demand with diverting vehicles has places and classes too: no zones, no vehicles here, and
class k for the vehicles of battery type k.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from voltwin_core.calendar import Clock
from voltwin_core.distributions import Distribution
from voltwin_core.record import F64, I32, U64, Record, Table
from voltwin_core.travel import Drive, Roads, Travel

# How a vehicle chooses a station among those that it can reach.
NEAREST = 0  # the nearest
NEAREST_READY = 1  # the nearest of those considered that has an unclaimed ready battery
LEAST_TIME = 2  # the least travel time + expected wait of those considered


class Extent(Record):
    """One row: how many places there are of each sort; all 0 without a fleet."""

    zones: I32
    stations: I32
    sections: I32  # of each guide to destinations, a power of two


class Place(Record):
    """Where a vehicle can be parked."""

    zone: I32  # itself, or the nearest one by distance; -1 where there are no zones
    station: I32  # or -1 for a zone


class VehicleClass(Record):
    """What the vehicles of a class have in common."""

    battery_type: I32
    kwh_per_km: F64  # at an energy factor of 1 [kWh/km]
    speed_factor: F64  # of the speed of travel
    floor_soc: F64  # no trip begins that would end below it
    threshold_soc: F64  # below it after a trip the vehicle goes to swap
    choice: I32  # NEAREST, NEAREST_READY or LEAST_TIME
    considers: I32  # nearest reachable stations that NEAREST_READY and LEAST_TIME look at
    retry_s: F64  # lost at a station: parked there, then another try [s]
    tow_s: F64  # stranded: until it stands at home, fully charged [s]
    first_rate: I32  # 168 departures of a parked vehicle [1/s] in the numbers, by hour of the week
    energy_factor: I32  # distribution of the factor of each drive's energy, mean 1, or NEVER for 1
    initial_soc: I32  # distribution of the SoC at the start


class FleetVehicle(Record):
    """A vehicle of the fleet at the start of the run: parked at home."""

    key: U64  # of the vehicle's id, for draws
    vehicle_class: I32
    home: I32  # place


class Outlook(Record):
    """What LEAST_TIME expects of a (station, battery type), by pool."""

    swap_s: F64  # mean time in the bay [s]
    charge_s: F64  # on the charger until ready, after a swap at the usual SoC [s]


class Fleet(NamedTuple):
    """All that a fleet is made of but its state."""

    extent: Table[Extent]
    places: Table[Place]
    classes: Table[VehicleClass]
    vehicles: Table[FleetVehicle]
    outlooks: Table[Outlook]
    travel: Travel
    order: npt.NDArray[np.int32]  # places x stations: stations by (seconds from the place, number)
    table_of_hour: npt.NDArray[np.int32]  # by hour of the week: which table of destinations
    cumulative: npt.NDArray[np.float64]  # tables x zones x zones: shares of zones, summed up to 1
    guides: npt.NDArray[np.int16]  # tables x zones x sections, see `trips.guides`
    clock: Table[Clock]
    distributions: Table[Distribution]
    numbers: npt.NDArray[np.float64]


def no_fleet(
    clock: Table[Clock], distributions: Table[Distribution], numbers: npt.NDArray[np.float64]
) -> Fleet:
    """Return the tables of a network without a fleet and without drives between its stations."""
    return Fleet(
        extent=Extent.table(1),
        places=Place.table(0),
        classes=VehicleClass.table(0),
        vehicles=FleetVehicle.table(0),
        outlooks=Outlook.table(0),
        travel=Travel(clock, Roads.table(1), Drive.table(0), numbers),
        order=np.zeros(0, np.int32),
        table_of_hour=np.zeros(168, np.int32),
        cumulative=np.zeros(0),
        guides=np.zeros(0, np.int16),
        clock=clock,
        distributions=distributions,
        numbers=numbers,
    )
