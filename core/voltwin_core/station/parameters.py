"""Frozen parameters of a network of stations, one record type per entity, declared together.

Numbering. Stations, battery types and each station's chargers and bays keep the scenario's order
and are numbered through the network. A *pool* is a (station, battery type): pool = station * types
+ type. Vehicles are numbered pool by pool. Batteries are numbered station by station: first the
inventory (types in order), then the batteries of the ring's vehicles, in the vehicles' order.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from voltwin_core.calendar import Clock, Step
from voltwin_core.charging import Knot
from voltwin_core.demand import Source, Surge
from voltwin_core.distributions import Distribution
from voltwin_core.fleet.parameters import Fleet
from voltwin_core.record import F64, I32, U64, Record, Table
from voltwin_core.station.script import Disturbances, Line, Observation, Sight, Truck

# What an arrival does that finds no unclaimed ready battery.
LOSE = 0
WAIT = 1
DIVERT = 2  # drives to the next best, most_diversions times at most; then it is lost

# Which battery of the charge queue is next; ties by battery number.
FIFO = 0
LOWEST_SOC = 1
HIGHEST_SOC = 2

# How chargers share a grid limit.
ADMIT = 0
SHARE = 1

UNLIMITED_PLACES = 2**31 - 1
NO_RESERVE = -1  # charges start at any price


class Settings(Record):
    """One row: what holds for the whole run."""

    battery_types: I32
    hours: I32  # KPI cells per station: local hours touched by the run
    warm_up_hours: I32  # of these, the first ones left out of KPIs
    target_wait_s: F64  # "served within target" [s]
    vehicles: I32  # from this number on they are those of unobserved pools, ...
    batteries: I32  # ... and from this one on the batteries, those in such vehicles included


class BatteryType(Record):
    """A type of battery."""

    capacity_kwh: F64  # nominal [kWh]
    ready_soc: F64  # may be handed out from here on
    full_soc: F64  # charging stops here
    arrival_soc: I32  # distribution of the SoC with which vehicles of this type arrive
    first_knot: I32  # charge curve
    knots: I32
    cool_minimum_s: F64  # least time between placement on a charger and charging [s]
    cool_tau_s: F64  # time constant of Newton cooling; 0 for no thermal model [s]
    cool_start_c: F64  # charging may begin at this temperature or below [°C]
    return_c: F64  # temperature of a battery taken out of a vehicle [°C]
    heat_c_per_kw2: F64  # see `thermal.warmed_by`; 0 for none [K/kW^2]
    first_derating: I32  # (°C, factor) in the shared numbers, see `thermal.derating_at`
    deratings: I32  # such pairs, 0 for none
    ageing: I32  # law in the shared numbers, see `ageing`, or NO_AGEING


class Station(Record):
    """A swap station."""

    key: U64  # of the station's id, for draws
    first_charger: I32
    chargers: I32
    first_bay: I32
    bays: I32
    first_battery: I32
    inventory: I32  # batteries of the station at the start, in no vehicle; trucks change it
    first_vehicle: I32
    vehicles: I32  # in the rings of all its battery types
    queue_places: I32  # UNLIMITED_PLACES for no bound
    policy: I32  # LOSE, WAIT or DIVERT
    charge_order: I32  # FIFO, LOWEST_SOC or HIGHEST_SOC
    swap_time: I32  # distribution [s]
    patience: I32  # distribution [s], or NEVER for infinite patience
    first_limit: I32  # grid limit [kW] as a weekly schedule; one step: constant
    limits: I32
    first_hours: I32  # opening hours as a weekly schedule: 1 open, 0 closed
    hours: I32
    first_ambient: I32  # ambient temperature [°C] as a weekly schedule
    ambients: I32
    most_diversions: I32  # of a vehicle on its way to one swap, up to those of the one it stands at
    grid_rule: I32  # ADMIT or SHARE
    reserve: I32  # unclaimed ready batteries below which price is no object, or NO_RESERVE
    cheap_at_start: I32
    first_price_change: I32  # times in the shared numbers at which the price crosses the
    price_changes: I32  # station's threshold, rising [s]
    racks: I32  # places for batteries, those on chargers included


class Pool(Record):
    """A station's batteries and vehicles of one type. Its vehicles form the ring outside."""

    station: I32
    battery_type: I32
    share_until: F64  # an arrival with type draw u belongs to the first pool with u < share_until
    first_vehicle: I32
    vehicles: I32
    inventory: I32  # batteries at the start, in no vehicle


class Charger(Record):
    """A charger."""

    station: I32
    power_kw: F64  # most that it draws, grid side [kW]
    efficiency: F64  # battery side over grid side


class Battery(Record):
    """A battery at the start of the run."""

    battery_type: I32
    station: I32
    soc: F64  # at the start of the run
    soh: F64  # capacity over nominal, likewise


class Vehicle(Record):
    """A vehicle at the start of the run."""

    pool: I32
    battery: I32  # at the start of the run


class Parameters(NamedTuple):
    """All that a run is made of but its seed; both engines read these same tables."""

    settings: Table[Settings]
    clock: Table[Clock]
    battery_types: Table[BatteryType]
    stations: Table[Station]
    pools: Table[Pool]
    chargers: Table[Charger]
    batteries: Table[Battery]
    vehicles: Table[Vehicle]
    sources: Table[Source]  # one per station
    surges: Table[Surge]
    steps: Table[Step]  # all weekly schedules
    knots: Table[Knot]  # all charge curves
    distributions: Table[Distribution]
    disturbances: Table[Disturbances]  # one per station
    script: Table[Line]
    trucks: Table[Truck]
    observations: Table[Observation]
    sights: Table[Sight]
    numbers: npt.NDArray[np.float64]  # profiles, traces, empirical values, quantile tables
    fleet: Fleet  # empty without one
