"""The kernel's choice of a station, by the cases that the reference is told."""

import pytest
from tests.reference.choices import CHOICES, Choice
from tests.reference.small import KEY, coming_at
from tests.reference.towns import drivers, stop, town

from voltwin.validation.city import Drivers
from voltwin.validation.network import Site, Type
from voltwin_bindings.kernel_engine import KernelEngine
from voltwin_core.fleet.choosing import choose_station, class_of, soc_after
from voltwin_core.fleet.parameters import LEAST_TIME
from voltwin_core.record import as_array
from voltwin_core.station.parameters import Parameters
from voltwin_core.station.world import World

HOME, NOW = 1, 1.0  # place, and time [s]


def begun(tables: Parameters) -> World:
    """Return the world a second after the start."""
    engine = KernelEngine(tables, KEY)
    engine.advance(NOW)
    return engine.state().world


@pytest.mark.parametrize("of", CHOICES, ids=lambda of: of.why)
def test_choices_by_hand(of: Choice) -> None:
    world = begun(of.tables)
    assert choose_station(world, 0, of.soc, HOME, of.factor, NOW, of.but) == of.chosen


@pytest.mark.parametrize(("far_km", "chosen"), [(7.0, 0), (6.0, 1)])
def test_a_busy_bay_is_waited_for_by_the_mean_swap_time(far_km: float, chosen: int) -> None:
    """To the nearer one it is 5 min, and one swap of 90 s to wait for: 6.5 min."""
    near = 5.0, stop(0.9, 0.9)
    of = drivers(choice=LEAST_TIME)
    world = begun(town(near, (-far_km, stop(0.9)), classes=(of,)))
    as_array(world.stations)["idle_bays"][0] = 0
    assert choose_station(world, 0, 0.9, HOME, 1.0, NOW, -1) == chosen


def test_a_claimed_battery_is_not_there_for_others() -> None:
    of = drivers(choice=LEAST_TIME)
    world = begun(town((5.0, stop(0.9, chargers=())), (30.0, stop(0.9)), classes=(of,)))
    assert choose_station(world, 0, 0.9, HOME, 1.0, NOW, -1) == 0
    as_array(world.pools)["claims"][0] = 1
    assert choose_station(world, 0, 0.9, HOME, 1.0, NOW, -1) == 1


def test_travel_time_is_that_of_the_hour_and_the_vehicle() -> None:
    """30 km in 15 min at twice the speed, against 5 km and 30 min of charging."""
    charging = stop(0.2, 0.2, chargers=((60.0, 1.0),) * 2)  # 5 min + 15 min against 30 min
    stations = (5.0, charging), (30.0, stop(0.9))
    for factor, chosen in ((1.0, 0), (2.0, 1)):
        world = begun(town(*stations, classes=(drivers(choice=LEAST_TIME, speed_factor=factor),)))
        assert choose_station(world, 0, 0.9, HOME, 1.0, NOW, -1) == chosen


def test_the_class_is_that_of_the_vehicle_or_of_its_battery_type() -> None:
    fleet = begun(town((5.0, stop(0.9)), classes=(drivers(kwh_per_km=0.2), drivers())))
    assert [class_of(fleet, v).kwh_per_km for v in range(2)] == [0.2, 0.25]
    types = tuple(Drivers(battery_type=k, kwh_per_km=0.1 + k) for k in range(2))
    site = Site(((0.9,), (0.9,)), (2, 3), (0.5, 0.5), coming_at())
    rings = begun(town((0.0, site), zones=(), classes=types, kinds=(Type(), Type())))
    assert [class_of(rings, v).kwh_per_km for v in range(5)] == [0.1, 0.1, 1.1, 1.1, 1.1]


def test_the_soc_after_a_drive_is_of_the_capacity_that_is_left() -> None:
    of = drivers(0.9)
    world = begun(town((40.0, stop(0.9)), classes=(of,), kinds=(Type(soh=0.8),)))
    # 40 km, 10 kWh of 40.
    assert soc_after(world, 0, 0.9, HOME, 2, 1.0) == pytest.approx(0.65, rel=1e-12)
    assert soc_after(world, 0, 0.2, HOME, 2, 1.2) == pytest.approx(-0.1, rel=1e-12)
