"""All memory of a run: what is where at the start."""

import numpy as np
import pytest
from tests.bindings.runs import busy

from voltwin_bindings.world import build_world
from voltwin_core.event_list import BUCKETS, NO_EVENT, key_entity, key_rank
from voltwin_core.record import as_array
from voltwin_core.station.cells import COUNTS, IN_VEHICLE, SLOTS_PER_HOUR, STATES, SUMS, WAIT_BINS
from voltwin_core.station.events import BEGIN
from voltwin_core.station.world import World


@pytest.fixture(name="world")
def world_at_the_start() -> World:
    return build_world(busy(), 2**64 - 1, 1000)


def test_each_station_has_its_begin_pending_and_nothing_else(world: World) -> None:
    heads = world.events.heads.reshape(-1, BUCKETS)
    assert (heads[:, 1:] == NO_EVENT).all()
    for s, row in enumerate(heads[:, 0]):
        time, key, after = as_array(world.events.pending)[row].tolist()
        assert (time, key_rank(key), key_entity(key), after) == (0.0, BEGIN, s, NO_EVENT)


def test_ranges_of_events_do_not_overlap_and_have_room_for_all(world: World) -> None:
    stations = as_array(world.parameters.stations)
    ranges = as_array(world.events.ranges)
    firsts = [*ranges["first"].tolist(), len(world.events.pending)]
    assert firsts[0] == 1 + len(ranges)  # behind NO_EVENT and the recurring events
    assert np.diff(firsts).tolist() == ranges["rows"].tolist()
    # An arrival, a change of the limit and one of the hours; one event a charger and a vehicle.
    assert (ranges["rows"] > 3 + stations["chargers"] + stations["vehicles"]).all()


def test_each_pool_has_its_vehicles_in_its_ring_lowest_number_first(world: World) -> None:
    ends, links = as_array(world.vehicle_lists.ends), as_array(world.vehicle_lists.links)
    for number, pool in enumerate(as_array(world.parameters.pools)):
        vehicles, v = [], int(ends["head"][number])
        while v >= 0:
            vehicles.append(v)
            v = int(links["after"][v])
        first = int(pool["first_vehicle"])
        assert vehicles == list(range(first, first + int(pool["vehicles"])))
    assert ends["count"].sum() == len(world.vehicles)


def test_everything_else_is_empty(world: World) -> None:
    assert set(as_array(world.batteries)["state"].tolist()) == {IN_VEHICLE}
    assert as_array(world.charge_queues.ends)["count"].sum() == 0
    assert as_array(world.racks.ends)["count"].sum() == 0
    assert set(as_array(world.chargers)["battery"].tolist()) == {-1}
    assert set(as_array(world.bays)["vehicle"].tolist()) == {-1}


def test_sums_have_a_cell_for_each_station_and_hour_and_are_zero(world: World) -> None:
    stations, hours = len(world.stations), int(as_array(world.parameters.settings)["hours"][0])
    assert len(world.counts) == stations * hours * len(COUNTS)
    assert len(world.sums) == stations * hours * len(SUMS)
    assert len(world.state_s) == stations * hours * len(STATES)
    assert len(world.grid_kwh) == stations * hours * SLOTS_PER_HOUR
    assert len(world.wait_bins) == stations * WAIT_BINS
    assert not any(a.any() for a in (world.counts, world.sums, world.state_s, world.wait_bins))


def test_a_log_without_room_is_off() -> None:
    assert as_array(build_world(busy(), 1, 0).control)["logging"].tolist() == [0]
    assert as_array(build_world(busy(), 1, 1).control)["logging"].tolist() == [1]


def test_keys_of_64_bits_are_kept(world: World) -> None:
    assert as_array(world.control)["key"].tolist() == [2**64 - 1]
