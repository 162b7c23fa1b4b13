"""Batteries: what they are, where they are, and how much has gone through them."""

import pytest
from tests.reference.small import KEY, from_then_on, network, site

from voltwin.reference import ReferenceEngine, battery
from voltwin.validation.laws import fixed
from voltwin.validation.network import Site, Type
from voltwin_core.station import cells


def columns_at(
    t: float, *sites: Site, kinds: tuple[Type, ...] = (Type(),)
) -> dict[str, list[float]]:
    """Return the columns of all batteries at a time."""
    engine = ReferenceEngine(network(*sites, kinds=kinds), KEY)
    engine.advance(t)
    return {name: column.tolist() for name, column in engine.batteries().items()}


def test_states_have_the_codes_of_the_cells() -> None:
    """The reference imports no more than primitives, so the codes stand in it a second time."""
    assert [getattr(battery, name.upper()) for name in cells.STATES] == list(range(7))
    for name in ("IN_VEHICLE", "IN_TRUCK", "UNOBSERVED"):
        assert getattr(battery, name) == getattr(cells, name)


@pytest.mark.parametrize(
    ("t", "state", "soc"),
    [
        (0.0, battery.IN_VEHICLE, 0.9),  # outside
        (120.0, battery.BAY, 0.2),
        (200.0, battery.COOLING, 0.2),
        (760.0 + 900.0, battery.CHARGING, 0.5),
        (760.0 + 1950.0, battery.TOPPING, 0.85),
        (760.0 + 2400.0, battery.RACK, 0.9),
    ],
)
def test_the_way_of_a_returned_battery(t: float, state: int, soc: float) -> None:
    columns = columns_at(t, site(100.0), kinds=(Type(cool_minimum_s=600.0),))
    assert columns["state"][1] == state
    assert columns["soc"][1] == pytest.approx(soc)


def test_queued_and_suspended_are_states_too() -> None:
    shop = site(stock=(0.2, 0.2), limit_kw=from_then_on(60.0, (600.0, 0.0)))
    assert columns_at(700.0, shop)["state"][:2] == [battery.SUSPENDED, battery.QUEUED]


def test_a_battery_handed_out_is_in_the_vehicle_from_the_begin_of_the_swap() -> None:
    assert columns_at(120.0, site(100.0))["state"][0] == battery.IN_VEHICLE


def test_batteries_are_at_a_station_or_in_a_vehicle() -> None:
    assert columns_at(0.0, site(ring=1), site(ring=2))["station"] == [0, -1, 1, -1, -1]


def test_throughput_counts_what_was_driven_and_what_was_charged() -> None:
    shop = site(0.0, 4000.0, ring=1)
    # Battery 1 comes back with 0.2 of 50 kWh after 0.9, and is charged to 0.9 again.
    for t, kwh in ((30.0, 0.0), (60.0 + 1e-9, 35.0), (960.0, 35.0 + 15.0), (3000.0, 70.0)):
        assert columns_at(t, shop)["throughput_kwh"][1] == pytest.approx(kwh)


def test_the_way_of_a_lost_vehicle_is_not_counted() -> None:
    lost = columns_at(100.0, site(0.0, stock=(), policy=0), kinds=(Type(arrival_soc=fixed(0.3)),))
    assert lost["throughput_kwh"] == [0.0] * 5
    assert lost["soc"] == [0.9] * 5
