"""What is in the unobserved pools, and in which order it comes out."""

from tests.reference.observing import seen_at, watched
from tests.reference.small import KEY, site

from voltwin.reference.battery import UNOBSERVED
from voltwin.reference.run import Run
from voltwin.reference.station import build_stations
from voltwin.reference.unobserved import UnobservedPools
from voltwin_core.record import as_array


def test_pools_hold_what_is_numbered_after_all_others() -> None:
    # A stock of 1 and a ring of 5; 3 racks and a bay, and 2 vehicles more than the bay.
    shop = site(more_racks=2)
    tables = watched(site(ring=2), shop, seen=(seen_at(9.0, ready=1, waiting=2, site=1),))
    run = Run(tables, KEY, log=True)
    _, batteries = build_stations(run)
    pools = UnobservedPools(run)
    first = as_array(tables.settings)[0]
    assert (first["vehicles"], first["batteries"]) == (2 + 5, 1 + 2 + 1 + 5)
    pools.fill(batteries, int(first["vehicles"]), int(first["batteries"]))
    assert [(pools.of(s, 0).batteries, pools.of(s, 0).vehicles) for s in (0, 1)] == [(0, 0), (4, 3)]
    assert {battery.state for battery in batteries[9:]} == {UNOBSERVED}
    pool = pools.of(1, 0)
    assert [pool.take().number for _ in range(4)] == [9, 10, 11, 12]
    vehicles = [pool.take_vehicle() for _ in range(3)]
    assert [(v.number, v.battery.number) for v in vehicles] == [(7, 13), (8, 14), (9, 15)]
    assert all(vehicle.unobserved for vehicle in vehicles)


def test_the_lowest_number_comes_out_first_whenever_it_went_in() -> None:
    tables = watched(site(more_racks=2), seen=(seen_at(9.0, ready=1),))
    run = Run(tables, KEY, log=True)
    _, batteries = build_stations(run)
    pool = UnobservedPools(run).of(0, 0)
    for number in (4, 0, 3):
        pool.put(batteries[number])
    assert [pool.take().number for _ in range(3)] == [0, 3, 4]
    assert (batteries[0].state, batteries[0].pool) == (UNOBSERVED, None)
