"""Parameters into a world: all memory of a run is allocated here, once."""

import math
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from voltwin_bindings.components import (
    component_table,
    components,
    drivers,
    has_drivers,
    members,
    tournament_sizes,
)
from voltwin_bindings.merged_log import log_buffer
from voltwin_bindings.unobserved_pools import battery_pools, vehicle_pools
from voltwin_core import linked
from voltwin_core.ageing import NO_AGEING
from voltwin_core.agenda import empty_agenda
from voltwin_core.calendar import HOUR_S
from voltwin_core.demand import Demand, SourceState, room_for_gaps
from voltwin_core.distributions import NEVER, sample
from voltwin_core.event_list import empty_lists
from voltwin_core.fleet.ahead import no_trips_ahead
from voltwin_core.fleet.cells import FLEET_COUNTS, FLEET_SUMS
from voltwin_core.fleet.state import DriverState
from voltwin_core.ladder import Ladders, build_ladders
from voltwin_core.linked import Ends, Link, Lists
from voltwin_core.number_sets import empty_sets
from voltwin_core.record import as_array
from voltwin_core.station.cells import (
    COUNTS,
    EXCHANGES,
    IN_VEHICLE,
    OUTS,
    SLOTS_PER_HOUR,
    STATES,
    SUMS,
    UNOBSERVED,
    WAIT_BINS,
)
from voltwin_core.station.coming import none_coming
from voltwin_core.station.log_rows import ALL_ROWS, NO_ROWS, STATION_ROWS
from voltwin_core.station.parameters import Parameters
from voltwin_core.station.script import NO_LINE
from voltwin_core.station.state import (
    BatteryState,
    Bay,
    ChargerState,
    Control,
    Outage,
    Override,
    PoolState,
    StationState,
    VehicleState,
    Wear,
)
from voltwin_core.station.world import World
from voltwin_core.swap import begin_run
from voltwin_core.wheel import Wheels, empty_wheels

_ARRIVALS_IN_A_TURN = 32
_LEAST_TURN_S = 1e-3
_AND_COOLING = 1.5  # a charge and the cooling before it over the charge alone, about
_SWAPS_IN_A_TURN = 0.95  # share of swaps that are done within one


def build_world(
    parameters: Parameters, key: int, log_rows: int, booking: bool = True, drives: bool = True
) -> World:
    """Return the world at the start of a run, its event `begin` pending at every station.

    Args:
        parameters: the network, not written to.
        key: of the run, see `voltwin_core.draws.run_key`.
        log_rows: room in the log buffer; 0 turns the log off.
        booking: of energy, and of the time in each state; visits are always counted.
        drives: rows of vehicles on the road are written, too.
    """
    stations, pools = len(parameters.stations), len(parameters.pools)
    rows = as_array(parameters.stations)
    chargers, types = rows["chargers"].astype(np.int64), len(parameters.battery_types)
    hours = int(as_array(parameters.settings)["hours"][0])
    cells, class_cells = stations * hours, len(parameters.fleet.classes) * hours
    groups = components(parameters)
    table = component_table(groups, parameters)
    ladders = build_ladders(
        parameters.knots, as_array(parameters.battery_types), as_array(parameters.chargers)
    )
    world = World(
        parameters=parameters,
        demand=Demand(
            clock=parameters.clock,
            sources=parameters.sources,
            states=SourceState.table(stations),
            surges=parameters.surges,
            distributions=parameters.distributions,
            numbers=parameters.numbers,
            gaps=room_for_gaps(stations),
        ),
        coming=none_coming(stations),
        ladders=ladders,
        control=Control.table(1),
        components=table,
        members=members(groups),
        agenda=empty_agenda(tournament_sizes(table)),
        road=_road(parameters),
        stations=StationState.table(stations),
        pools=PoolState.table(pools),
        chargers=ChargerState.table(len(parameters.chargers)),
        bays=Bay.table(int(rows["bays"].sum())),
        batteries=BatteryState.table(len(parameters.batteries)),
        wear=Wear.table(len(parameters.batteries)),
        vehicles=VehicleState.table(len(parameters.vehicles)),
        overrides=Override.table(stations),
        charger_outages=Outage.table(len(parameters.chargers)),
        bay_outages=Outage.table(int(rows["bays"].sum())),
        drivers=DriverState.table(drivers(parameters)),
        trips_ahead=no_trips_ahead(),
        idle_chargers=empty_sets(chargers),
        ready_chargers=empty_sets(chargers.repeat(types)),
        racks=_lists(pools, len(parameters.batteries)),
        charge_queues=_lists(stations, len(parameters.batteries)),
        trucks=truck_lists(parameters),
        unobserved_batteries=battery_pools(parameters),
        unobserved_vehicles=vehicle_pools(parameters),
        vehicle_lists=_lists(2 * pools + stations, len(parameters.vehicles)),
        events=empty_lists(event_room(parameters), _turn_s(parameters, ladders)),
        counts=np.zeros(cells * len(COUNTS), np.int32),
        sums=np.zeros(cells * len(SUMS)),
        state_s=np.zeros(cells * len(STATES)),
        in_state=np.zeros(stations * len(STATES), np.int32),
        grid_kwh=np.zeros(cells * SLOTS_PER_HOUR),
        out_s=np.zeros(cells * len(OUTS)),
        exchanges=np.zeros(stations * len(EXCHANGES)),
        wait_bins=np.zeros(stations * WAIT_BINS, np.int32),
        fleet_counts=np.zeros(class_cells * len(FLEET_COUNTS), np.int64),
        fleet_sums=np.zeros(class_cells * len(FLEET_SUMS)),
        demands=np.zeros(max(1, len(parameters.chargers))),
        log=log_buffer(log_rows),
    )
    as_array(world.control)["key"] = key
    as_array(world.control)["end"] = len(groups)
    as_array(world.control)["booking"] = booking
    as_array(world.control)["logging"] = _rows_written(log_rows, drives)
    _set_stations(world)
    set_batteries(world)
    set_vehicles(world)
    begin_run(world)
    return world


def _rows_written(log_rows: int, drives: bool) -> int:
    """Return which rows are written."""
    if not log_rows:
        return NO_ROWS
    return ALL_ROWS if drives else STATION_ROWS


def shared_out(world: World, parts: int) -> list[World]:
    """Return worlds that share all tables, each with components that have about as many
    chargers as those of the others: they may be advanced at once, as long as no log is written."""
    components = as_array(world.components)
    chargers = as_array(world.parameters.stations)["chargers"][world.members]
    work = np.cumsum(np.add.reduceat(chargers + 1, components["first"]))
    edges = np.searchsorted(work, np.linspace(0, work[-1], parts + 1)[1:-1], side="right")
    bounds = np.unique([0, *edges, len(components)])
    shares = []
    for first, end in pairwise(bounds.tolist()):
        control = as_array(world.control).copy()
        control["first"], control["end"] = first, end
        shares.append(world._replace(control=Control.adopt(control)))
    return shares


def truck_lists(parameters: Parameters) -> Lists:
    """Return trucks with nothing in them."""
    trucks = len(parameters.trucks)
    return _lists(trucks, len(parameters.batteries) if trucks else 0)


def _lists(lists: int, items: int) -> Lists:
    ends = Ends.table(lists)
    as_array(ends)["head"] = linked.NONE
    as_array(ends)["tail"] = linked.NONE
    return Lists(ends=ends, links=Link.table(items))


def event_room(parameters: Parameters) -> npt.NDArray[np.int64]:
    """Return room for what a station can have pending at once beside its next arrival: its limit,
    hours, price and next line of the script, one event a charger, one a vehicle inside, one for
    each of what may fail."""
    rows, fails = as_array(parameters.stations), as_array(parameters.disturbances)
    faults = rows["chargers"] * (fails["charger_works"] != NEVER)
    faults += rows["bays"] * (fails["bay_works"] != NEVER)
    room = 4 + rows["chargers"] + _most_inside(parameters) + faults + _most_seen(parameters)
    return np.asarray(room.astype(np.int64))


def _turn_s(parameters: Parameters, ladders: Ladders) -> npt.NDArray[np.float64]:
    """Return how far ahead events of a station lie: a charge or a swap, or the next few arrivals
    where they are so many that most events are due sooner."""
    with np.errstate(divide="ignore"):
        busy_s = _ARRIVALS_IN_A_TURN / as_array(parameters.sources)["base_per_s"]
    charges_s = _AND_COOLING * _charges_s(parameters, ladders)
    longest_s = np.maximum(charges_s, _swaps_s(parameters))
    return np.maximum(np.minimum(longest_s, busy_s), _LEAST_TURN_S)


def _charges_s(parameters: Parameters, ladders: Ladders) -> npt.NDArray[np.float64]:
    """Return how long the longest charge at each station takes, from empty to full [s]."""
    stations, types = len(parameters.stations), len(parameters.battery_types)
    if len(parameters.chargers) == 0:
        return np.full(stations, HOUR_S)
    full_s = as_array(ladders.ladders)["full_s"].reshape(-1, types).max(axis=1)
    charges_s = np.zeros(stations)
    owners = as_array(parameters.chargers)["station"]
    np.maximum.at(charges_s, owners, full_s[ladders.of_charger // types])
    return np.where(charges_s > 0.0, charges_s, HOUR_S)


def _swaps_s(parameters: Parameters) -> npt.NDArray[np.float64]:
    """Return within how long most swaps at each station are done [s]."""
    laws, at = np.unique(as_array(parameters.stations)["swap_time"], return_inverse=True)
    done_s = [
        sample(parameters.distributions, parameters.numbers, int(law), _SWAPS_IN_A_TURN)
        for law in laws
    ]
    return np.array(done_s)[at]


def _most_seen(parameters: Parameters) -> npt.NDArray[np.int64]:
    """Return how many vehicles each station's unobserved pools have."""
    first = int(as_array(parameters.settings)["vehicles"][0])
    pools = as_array(parameters.vehicles)["pool"][first:]
    stations = as_array(parameters.pools)["station"][pools]
    return np.bincount(stations, minlength=len(parameters.stations))


def _most_inside(parameters: Parameters) -> npt.NDArray[np.int64]:
    """Return how many vehicles inside each station can have an event pending."""
    rows = as_array(parameters.stations)
    if not has_drivers(parameters):
        return np.asarray(rows["vehicles"].astype(np.int64))
    waiting = np.where(rows["patience"] == NEVER, 0, rows["queue_places"].astype(np.int64))
    return np.asarray(np.minimum(rows["bays"] + waiting, drivers(parameters)))


def _road(parameters: Parameters) -> Wheels:
    """Return the wheel of the vehicles that drive, if there are any. Its slots hold a few events
    where each vehicle has one in two hours."""
    if not has_drivers(parameters):
        return empty_wheels(np.zeros(0, np.int64), 0, np.zeros(0))
    vehicles = max(1, drivers(parameters))
    width_s = min(max(3.0 * 7200.0 / vehicles, 0.01), 60.0)
    return empty_wheels(np.array([vehicles]), vehicles, np.array([width_s]))


def _set_stations(world: World) -> None:
    rows, state = as_array(world.parameters.stations), as_array(world.stations)
    state["open"] = 1
    state["idle_bays"] = rows["bays"]
    state["cell"] = np.arange(len(state)) * as_array(world.parameters.settings)["hours"][0]
    state["lowest_bay"] = rows["first_bay"]
    state["stock"] = rows["inventory"]
    as_array(world.pools)["stock"] = as_array(world.parameters.pools)["inventory"]
    set_components(world)
    as_array(world.bays)["vehicle"] = linked.NONE
    as_array(world.chargers)["battery"] = linked.NONE
    as_array(world.chargers)["ready_at"] = math.inf
    as_array(world.charger_outages)["line"] = as_array(world.bay_outages)["line"] = NO_LINE
    as_array(world.overrides)["limit_line"] = as_array(world.overrides)["hours_line"] = NO_LINE


def set_components(world: World) -> None:
    """Tell each station which component it belongs to, and which of its stations it is."""
    state, components = as_array(world.stations), as_array(world.components)
    sizes = components["stations"]
    state["component"][world.members] = np.repeat(np.arange(len(components)), sizes)
    first = np.repeat(components["first"], sizes)
    state["leaf"][world.members] = np.arange(len(state)) - first


def set_batteries(world: World, first: int = 0) -> None:
    """Set all batteries from this number on to what they are before they have been anywhere."""
    state, wear = as_array(world.batteries)[first:], as_array(world.wear)[first:]
    rows = as_array(world.parameters.batteries)[first:]
    state["state"] = IN_VEHICLE  # the inventory takes its places at the event `begin`
    in_pools = int(as_array(world.parameters.settings)["batteries"][0])
    state["state"][max(0, in_pools - first) :] = UNOBSERVED
    state["station"] = linked.NONE
    nominal_kwh = as_array(world.parameters.battery_types)["capacity_kwh"][rows["battery_type"]]
    state["soc"] = rows["soc"]
    state["capacity_kwh"] = nominal_kwh * rows["soh"]
    state["soh"] = rows["soh"]
    if not ages(world.parameters):
        return
    # Both losses go on from half of what is lost already: halves and their sum are exact.
    wear["calendar_loss"] = wear["cycling_loss"] = 0.5 * (1.0 - rows["soh"])
    wear["low_soc"] = wear["top_soc"] = rows["soc"]


def ages(parameters: Parameters) -> bool:
    """Return whether batteries of any type lose capacity."""
    return bool((as_array(parameters.battery_types)["ageing"] != NO_AGEING).any())


def set_vehicles(world: World, first: int = 0) -> None:
    """Set all vehicles from this number on to what they are at the start."""
    state, rows = as_array(world.vehicles)[first:], as_array(world.parameters.vehicles)[first:]
    state["battery"] = rows["battery"]
    state["pool"] = rows["pool"]
