"""Which stations share one order of events, and what the kernel is told of it."""

import numpy as np
from tests.reference.small import network, site
from tests.reference.towns import drivers, stop, town

from voltwin.validation.city import Drivers
from voltwin_bindings.components import (
    component_table,
    components,
    has_drivers,
    members,
    tournament_sizes,
)
from voltwin_core.linked import NONE
from voltwin_core.record import as_array
from voltwin_core.station.parameters import DIVERT, Parameters


def groups(parameters: Parameters) -> list[list[int]]:
    return [list(group) for group in components(parameters)]


def diverting(*policies: bool) -> Parameters:
    sites = (
        site(100.0, policy=DIVERT, most_diversions=1) if diverts else site(100.0)
        for diverts in policies
    )
    places = ((float(n), of) for n, of in enumerate(sites))
    return town(*places, zones=(), classes=(Drivers(battery_type=0, kwh_per_km=0.1),))


def test_stations_without_drivers_are_each_by_themselves() -> None:
    alone = network(site(1.0), site(2.0), site(3.0))
    assert not has_drivers(alone)
    assert groups(alone) == [[0], [1], [2]]


def test_one_station_that_diverts_ties_all_together() -> None:
    assert groups(diverting(False, False)) == [[0], [1]]
    assert has_drivers(diverting(False, True))
    assert groups(diverting(False, True)) == [[0, 1]]


def test_a_fleet_is_one_component_with_all_its_stations() -> None:
    fleet = town((1.0, stop(0.9)), (2.0, stop(0.9)), classes=(drivers(),))
    assert has_drivers(fleet)
    assert groups(fleet) == [[0, 1]]


def test_a_fleet_of_one_station_still_has_a_road_and_a_tournament() -> None:
    one = town((1.0, stop(0.9)), classes=(drivers(),))
    (row,) = as_array(component_table(components(one), one))
    assert (row["first"], row["stations"], row["tournament"], row["road"]) == (0, 1, 0, 1)


def test_components_lie_one_after_another() -> None:
    parameters = network(*(site(1.0) for _ in range(5)))
    some = [[0, 3], [1], [2, 4]]
    table = component_table(some, parameters)
    rows = as_array(table)
    assert rows["first"].tolist() == [0, 2, 3]
    assert rows["stations"].tolist() == [2, 1, 2]
    assert rows["tournament"].tolist() == [0, NONE, 1]  # those between several stations
    assert not rows["road"].any()
    assert members(some).tolist() == [0, 3, 1, 2, 4]
    assert members(some).dtype == np.int32
    assert tournament_sizes(table).tolist() == [2, 2]


def test_a_component_has_room_for_the_rows_of_its_largest_station() -> None:
    small, large = site(1.0), site(1.0, bays=4, chargers=((60.0, 1.0),) * 10)
    parameters = network(small, large)
    apart = as_array(component_table([[0], [1]], parameters))["most_rows"]
    together = as_array(component_table([[0, 1]], parameters))["most_rows"]
    # Each charger may end a charge and begin one, each bay begin a swap, in one event.
    assert apart[1] - apart[0] >= 2 * 9 + 3
    assert together.tolist() == [apart.max()]
