"""A network of stations put into tables: what every handler is given."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from voltwin_core.agenda import Agenda
from voltwin_core.demand import Demand
from voltwin_core.event_list import EventList
from voltwin_core.fleet.ahead import TripsAhead
from voltwin_core.fleet.state import DriverState
from voltwin_core.ladder import Ladders
from voltwin_core.linked import Lists
from voltwin_core.number_heaps import NumberHeaps
from voltwin_core.number_sets import NumberSets
from voltwin_core.record import Table
from voltwin_core.station.coming import Coming
from voltwin_core.station.log_rows import LogRow
from voltwin_core.station.parameters import Parameters
from voltwin_core.station.state import (
    BatteryState,
    Bay,
    ChargerState,
    Component,
    Control,
    Outage,
    Override,
    PoolState,
    StationState,
    VehicleState,
    Wear,
)
from voltwin_core.wheel import Wheels


class World(NamedTuple):
    """Parameters, state and accumulators of a run. NumPy owns all of it."""

    parameters: Parameters
    demand: Demand
    coming: Coming
    ladders: Ladders
    control: Table[Control]
    components: Table[Component]
    members: npt.NDArray[np.int32]  # stations, component by component
    agenda: Agenda
    road: Wheels
    stations: Table[StationState]
    pools: Table[PoolState]
    chargers: Table[ChargerState]
    bays: Table[Bay]
    batteries: Table[BatteryState]
    wear: Table[Wear]  # by battery
    vehicles: Table[VehicleState]
    overrides: Table[Override]  # by station
    charger_outages: Table[Outage]
    bay_outages: Table[Outage]
    drivers: Table[DriverState]  # by vehicle; none where no vehicle drives
    trips_ahead: TripsAhead  # scratch of `departures`
    idle_chargers: NumberSets  # by station, counted from its first
    ready_chargers: NumberSets  # by pool, likewise: those whose battery counts as ready
    racks: Lists  # by pool: the best battery at the head
    charge_queues: Lists  # by station
    trucks: Lists  # batteries by truck, in the order of loading
    unobserved_batteries: NumberHeaps  # by pool
    unobserved_vehicles: NumberHeaps  # by pool
    vehicle_lists: Lists  # rings by pool, stock lines by pool, then bay lines by station
    events: EventList  # one list per station
    counts: npt.NDArray[np.int32]  # stations x hours x len(COUNTS), flat like all of these
    sums: npt.NDArray[np.float64]  # stations x hours x len(SUMS)
    state_s: npt.NDArray[np.float64]  # stations x hours x len(STATES): to the hour's end
    in_state: npt.NDArray[np.int32]  # stations x len(STATES): batteries
    grid_kwh: npt.NDArray[np.float64]  # stations x hours x SLOTS_PER_HOUR
    out_s: npt.NDArray[np.float64]  # stations x hours x len(OUTS)
    exchanges: npt.NDArray[np.float64]  # stations x len(EXCHANGES)
    wait_bins: npt.NDArray[np.int32]  # stations x WAIT_BINS
    fleet_counts: npt.NDArray[np.int64]  # classes x hours x len(FLEET_COUNTS)
    fleet_sums: npt.NDArray[np.float64]  # classes x hours x len(FLEET_SUMS)
    demands: npt.NDArray[np.float64]  # by charger: scratch of `sharing` [kW]
    log: Table[LogRow]
