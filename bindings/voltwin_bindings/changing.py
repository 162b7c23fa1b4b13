"""The world of a run in progress, whose parameters become others: its script, surges, and what
observations need. All that there is keeps its number; what is new is numbered behind it.

Lines of the script are pending by their place in it, so those of the former one are dropped first.
"""

from typing import TypeVar

import numpy as np
import numpy.typing as npt

from voltwin_bindings.components import component_table, components, members, tournament_sizes
from voltwin_bindings.nested import copied
from voltwin_bindings.unobserved_pools import battery_pools, vehicle_pools
from voltwin_bindings.world import (
    event_room,
    set_batteries,
    set_components,
    set_vehicles,
    truck_lists,
)
from voltwin_core.agenda import empty_agenda
from voltwin_core.event_list import BUCKETS, EventList, empty_lists, move_all
from voltwin_core.linked import Link, Lists
from voltwin_core.record import Record, Table, as_array
from voltwin_core.station.parameters import Parameters
from voltwin_core.station.rewriting import drop_lines, pend_lines, reschedule_arrivals
from voltwin_core.station.state import BatteryState, VehicleState, Wear
from voltwin_core.station.world import World
from voltwin_core.swap import set_all_due

_R = TypeVar("_R", bound=Record)


def without_lines(world: World, now: float) -> World:
    """Return a world at `now` [s] in which no line of the script is pending; it has its events, and
    all else, in common with the other one.

    At the start there is none yet: the event `begin` makes pending what there is.
    """
    if now == 0.0:
        return world
    world = world._replace(events=copied(world.events))
    drop_lines(world)
    return world


def going_on_with(world: World, parameters: Parameters, now: float, *, surges: bool) -> World:
    """Return the world of a run that goes on with other parameters; it may be written to.

    Args:
        world: at `now`, as `without_lines` returns it.
        parameters: its own but for the script, which may have more lines, none of the new ones
            before `now`, surges, which are the same before `now`, and more in unobserved pools.
        now: where it stands [s].
        surges: whether they may be others.
    """
    world = _with_parameters(world, parameters)
    if now > 0.0:
        pend_lines(world, now)
        if surges:
            reschedule_arrivals(world)
    set_all_due(world)
    return world


def _with_parameters(world: World, parameters: Parameters) -> World:
    """Return the world of a run that goes on with another script, whose trucks may join stations
    that were on their own, other surges, and more in unobserved pools. Nothing of its stations is
    pending on the agenda."""
    groups = components(parameters)
    table = component_table(groups, parameters)
    as_array(world.control)["end"] = len(groups)
    batteries, vehicles = len(world.batteries), len(world.vehicles)
    world = world._replace(
        parameters=parameters,
        demand=world.demand._replace(sources=parameters.sources, surges=parameters.surges),
        components=table,
        members=members(groups),
        agenda=empty_agenda(tournament_sizes(table)),
        batteries=_longer(BatteryState, world.batteries, len(parameters.batteries)),
        wear=_longer(Wear, world.wear, len(parameters.batteries)),
        vehicles=_longer(VehicleState, world.vehicles, len(parameters.vehicles)),
        racks=_longer_lists(world.racks, len(parameters.batteries)),
        charge_queues=_longer_lists(world.charge_queues, len(parameters.batteries)),
        trucks=_with_more_lists(world.trucks, truck_lists(parameters)),
        unobserved_batteries=battery_pools(parameters, world.unobserved_batteries, batteries),
        unobserved_vehicles=vehicle_pools(parameters, world.unobserved_vehicles, vehicles),
        vehicle_lists=_longer_lists(world.vehicle_lists, len(parameters.vehicles)),
        events=_roomier_events(world.events, event_room(parameters)),
    )
    set_batteries(world, batteries)
    set_vehicles(world, vehicles)
    set_components(world)
    return world


def _longer(record: type[_R], table: Table[_R], rows: int) -> Table[_R]:
    if rows == len(table):
        return table
    longer = record.table(rows)
    as_array(longer)[: len(table)] = as_array(table)
    return longer


def _longer_lists(lists: Lists, items: int) -> Lists:
    return Lists(ends=lists.ends, links=_longer(Link, lists.links, items))


def _with_more_lists(former: Lists, empty: Lists) -> Lists:
    """Return lists that hold what the former ones do; those that are new are empty."""
    as_array(empty.ends)[: len(former.ends)] = as_array(former.ends)
    as_array(empty.links)[: len(former.links)] = as_array(former.links)
    return empty


def _roomier_events(events: EventList, room: npt.NDArray[np.int64]) -> EventList:
    former = as_array(events.ranges)
    if np.array_equal(former["rows"], room):
        return events
    roomier = empty_lists(room, BUCKETS / former["per_s"])
    move_all(events, roomier)
    return roomier
