"""A network and the scenario made of it become tables in two ways, and these say the same."""

from typing import Any

import pytest

from voltwin.scenario.tables import parameters as tables_of_scenario
from voltwin.validation.as_scenario import as_scenario
from voltwin.validation.network import Steps, parameters
from voltwin.validation.random_networks import random_network
from voltwin.validation.scope import Scope
from voltwin_bindings.components import has_drivers
from voltwin_core.record import as_array
from voltwin_core.station.parameters import Parameters

SEEDS = [f"scenario/{n}" for n in range(50)]
OBSERVED = [seed for seed in SEEDS if random_network(Scope(seed)).observations]
RULES = ["key", "chargers", "bays", "inventory", "queue_places", "policy", "charge_order"]
TYPE = ["capacity_kwh", "ready_soc", "full_soc", "cool_minimum_s", "cool_tau_s"]


def schedule(tables: Parameters, station: int, first: str, count: str) -> Steps:
    row = as_array(tables.stations)[station]
    steps: Any = as_array(tables.steps)[row[first] : row[first] + row[count]].tolist()
    return tuple(steps)


@pytest.mark.parametrize("seed", SEEDS)
def test_scenario_says_the_same_as_the_network(seed: str) -> None:
    network = random_network(Scope(seed))
    scenario = tables_of_scenario(as_scenario(network))
    tables = parameters(network)
    assert as_array(scenario.clock).tolist() == as_array(tables.clock).tolist()
    assert as_array(scenario.chargers).tolist() == as_array(tables.chargers).tolist()
    for names, one, other in (
        (RULES, scenario.stations, tables.stations),
        (TYPE, scenario.battery_types, tables.battery_types),
    ):
        assert as_array(one)[names].tolist() == as_array(other)[names].tolist()
    for number, site in enumerate(network.sites):
        assert schedule(scenario, number, "first_limit", "limits") == site.limit_kw
        assert schedule(scenario, number, "first_hours", "hours") == site.hours
        assert schedule(scenario, number, "first_ambient", "ambients") == site.ambient_c


@pytest.mark.parametrize("seed", OBSERVED)
def test_scenario_is_observed_as_the_network(seed: str) -> None:
    network = random_network(Scope(seed))
    ours, theirs = tables_of_scenario(as_scenario(network)), parameters(network)
    assert len(theirs.observations)
    for name in ("observations", "sights"):
        assert as_array(getattr(ours, name)).tolist() == as_array(getattr(theirs, name)).tolist()
    assert (as_array(ours.stations)["racks"] == as_array(theirs.stations)["racks"]).all()
    pools = [
        as_array(tables.batteries)[int(as_array(tables.settings)["batteries"][0]) :]
        for tables in (ours, theirs)
    ]
    assert pools[0].tolist() == pools[1].tolist()


# --- cities --------------------------------------------------------------------------------------

CITIES = [name for name in (f"city/{n}" for n in range(80)) if random_network(Scope(name)).city]
CLASS = ["battery_type", "kwh_per_km", "speed_factor", "floor_soc", "choice", "considers"]
MOST_TRIPS_PER_DAY = 1e5  # that a scenario may say
OF_FLEETS = ["retry_s", "tow_s", "threshold_soc"]


def numbers(tables: Parameters, first: int) -> Any:
    """Return 168 numbers, by hour of the week."""
    return tables.numbers[first : first + 168]


def shares(tables: Parameters) -> Any:
    """Return the cumulated shares of destinations, by hour of the week and origin."""
    zones = int(as_array(tables.fleet.extent)["zones"][0])
    return tables.fleet.cumulative.reshape(-1, zones, zones)[tables.fleet.table_of_hour]


@pytest.mark.parametrize("seed", CITIES)
def test_scenario_has_the_same_drives_as_the_city(seed: str) -> None:
    network = random_network(Scope(seed))
    ours, theirs = tables_of_scenario(as_scenario(network)), parameters(network)
    if not has_drivers(theirs):
        assert not has_drivers(ours)
        return
    one, other = ours.fleet, theirs.fleet
    assert as_array(one.extent).tolist() == as_array(other.extent).tolist()
    assert as_array(one.places).tolist() == as_array(other.places).tolist()
    assert one.travel.km == pytest.approx(other.travel.km, rel=1e-5)
    assert one.travel.seconds == pytest.approx(other.travel.seconds, rel=1e-5)
    speed, same_speed = (int(as_array(of.travel.roads)["first_speed"][0]) for of in (one, other))
    assert (numbers(ours, speed) == numbers(theirs, same_speed)).all()


@pytest.mark.parametrize("seed", CITIES)
def test_scenario_has_the_same_fleet_as_the_city(seed: str) -> None:
    network = random_network(Scope(seed))
    ours, theirs = tables_of_scenario(as_scenario(network)), parameters(network)
    one, other = ours.fleet, theirs.fleet
    assert as_array(one.vehicles).tolist() == as_array(other.vehicles).tolist()
    assert as_array(ours.vehicles)["battery"][: len(one.vehicles)].tolist() == (
        as_array(theirs.vehicles)["battery"][: len(other.vehicles)].tolist()
    )
    if not len(other.vehicles):
        return
    ours_of, theirs_of = as_array(one.classes), as_array(other.classes)
    assert ours_of[CLASS + OF_FLEETS].tolist() == theirs_of[CLASS + OF_FLEETS].tolist()
    for mine, same in zip(ours_of["first_rate"], theirs_of["first_rate"], strict=True):
        per_s, wanted = numbers(ours, mine), numbers(theirs, same)
        most = min(1.0, MOST_TRIPS_PER_DAY / max(86400.0 * wanted.mean(), 1e-9))
        assert per_s == pytest.approx(wanted * most, rel=1e-12)
    assert shares(ours) == pytest.approx(shares(theirs), rel=1e-7)


def test_both_ways_to_travel_and_both_demands_are_said() -> None:
    cities = [as_scenario(random_network(Scope(seed))) for seed in CITIES]
    assert {city.travel.kind for city in cities if city.travel} == {"great_circle", "roads"}
    assert {city.fleet.trips.kind for city in cities if city.fleet} == {
        "gravity",
        "origin_destination",
    }
    assert any(city.demand.diversion for city in cities)
