"""A fleet into the core's tables: numbering, places, drives, rates, laws, against the scenario."""

import math
from typing import Any

import numpy as np
import pytest
from tests.scenario.fleet.towns import raw, town

from voltwin.scenario import Scenario, ScenarioError, parameters
from voltwin.scenario.files import scenario_of
from voltwin_core.demand import TRACE
from voltwin_core.distributions import NEVER
from voltwin_core.draws import entity_key
from voltwin_core.fleet.parameters import LEAST_TIME, NEAREST, NEAREST_READY
from voltwin_core.record import as_array
from voltwin_core.station.parameters import DIVERT, Parameters
from voltwin_core.travel import travel_km, travel_s

DEGREE_KM = 6371.0088 * math.pi / 180.0 * math.cos(math.radians(53.0))  # of longitude, nearly
VAN = {"id": "van", "count": 3, "trips_per_day": 24, "choice": "least_time", "considers": 2}


def rows(tables: Any, name: str) -> Any:
    return as_array(getattr(tables, name))


def tables(**changes: Any) -> Parameters:
    return parameters(town(**changes))


def test_places_are_zones_then_stations_each_with_its_nearest_zone() -> None:
    fleet = tables().fleet
    assert rows(fleet, "extent").tolist() == [(3, 2, 4)]  # a guide cuts [0, 1) into four
    assert rows(fleet, "places")["zone"].tolist() == [0, 1, 2, 0, 2]
    assert rows(fleet, "places")["station"].tolist() == [-1, -1, -1, 0, 1]


def test_drives_are_great_circles_times_circuity_at_a_speed() -> None:
    travel = tables().fleet.travel
    assert rows(travel, "roads")["places"].tolist() == [5]
    expected = 1.25 * 0.05 * DEGREE_KM
    assert travel_km(travel, 0, 1) == pytest.approx(expected, rel=1e-5)
    assert travel_s(travel, 0, 1, 1.0, 0.0) == pytest.approx(expected * 120.0, rel=1e-5)
    assert travel_km(travel, 2, 4) == 0.0  # zone c lies at the eastern station


def test_stations_are_in_order_of_time_and_of_number() -> None:
    fleet = tables().fleet
    order = fleet.order.reshape(5, 2).tolist()
    assert order == [[0, 1], order[1], [1, 0], [0, 1], [1, 0]]
    same = tables(stations__1__lon=10.0).fleet
    assert same.order.reshape(5, 2).tolist() == [[0, 1]] * 5


def test_speeds_by_the_hour() -> None:
    speeds = [1.0] * 8 + [0.5] * 16
    travel = tables(travel={"speed_kmh": 36, "speed_profile": speeds}).fleet.travel
    free = travel_s(travel, 0, 1, 1.0, 0.0)
    assert free == pytest.approx(100.0 * travel_km(travel, 0, 1), rel=1e-12)
    assert travel_s(travel, 0, 1, 1.0, 8 * 3600.0) == 2.0 * free


def test_classes_keep_the_scenarios_order_and_values() -> None:
    fleet = tables(fleet__classes=[*raw()["fleet"]["classes"], VAN]).fleet
    taxi, van = rows(fleet, "classes")
    assert (taxi["choice"], van["choice"], van["considers"]) == (NEAREST, LEAST_TIME, 2)
    assert (taxi["floor_soc"], taxi["threshold_soc"]) == (0.1, 0.25)
    assert (taxi["retry_s"], taxi["tow_s"]) == (600.0, 7200.0)
    assert rows(fleet, "vehicles")["vehicle_class"].tolist() == [0] * 6 + [1] * 3


def test_vehicles_are_known_by_class_and_number() -> None:
    fleet = tables(fleet__classes=[*raw()["fleet"]["classes"], VAN]).fleet
    keys = rows(fleet, "vehicles")["key"].tolist()
    names = [f"taxi/{i}" for i in range(6)] + [f"van/{i}" for i in range(3)]
    assert keys == [entity_key("vehicle", name) for name in names]


def test_each_vehicle_has_a_battery_in_no_pool_and_no_station() -> None:
    of = tables()
    assert rows(of, "stations")["inventory"].tolist() == [3, 3]
    assert rows(of, "stations")["vehicles"].tolist() == [0, 0]
    assert rows(of, "vehicles").tolist() == [(-1, 6 + i) for i in range(6)]
    batteries = rows(of, "batteries")
    assert batteries["station"].tolist() == [0, 0, 0, 1, 1, 1] + [-1] * 6
    assert batteries["soc"].tolist() == [0.99] * 12


def test_nobody_arrives_from_outside() -> None:
    sources = rows(tables(), "sources")
    assert sources["kind"].tolist() == [TRACE, TRACE]
    assert sources["traced"].tolist() == [0, 0]


def test_rates_are_departures_a_second_by_hour_of_the_week() -> None:
    profile = [3.0] * 12 + [1.0] * 12
    of = tables(fleet__classes__0__profile=profile, fleet__multiplier=2)
    first = int(rows(of.fleet, "classes")["first_rate"][0])
    rates = of.numbers[first : first + 168]
    assert rates.sum() * 3600.0 == pytest.approx(7 * 12 * 2, rel=1e-12)
    assert rates[0] == pytest.approx(3.0 * rates[12], rel=1e-12)


def test_a_spread_of_energy_is_a_law_with_mean_one() -> None:
    assert rows(tables().fleet, "classes")["energy_factor"][0] == NEVER
    of = tables(fleet__classes__0__energy_spread=0.2)
    from voltwin_core.distributions import sample

    law = int(rows(of.fleet, "classes")["energy_factor"][0])
    middles = (np.arange(4000) + 0.5) / 4000
    drawn = np.array([sample(of.distributions, of.numbers, law, float(u)) for u in middles])
    assert drawn.mean() == pytest.approx(1.0, abs=1e-3)
    assert drawn.std() == pytest.approx(0.2, abs=2e-3)


def test_what_is_expected_at_a_station() -> None:
    curve = {"points": [[0, 40], [1, 40]]}  # 40 kW at any state of charge
    kind = {"id": "std", "capacity_kwh": 38, "charge_curve": curve, "ready_soc": 0.95}
    of = tables(battery_types=[kind], stations__1__chargers=0, stations__0__swap_time=120)
    west, east = rows(of.fleet, "outlooks")
    # from the threshold, 0.25, to 0.95: 0.7 x 38 kWh / (0.95 x 40 kW) = 0.7 h, after 60 s
    assert west.tolist() == (120.0, pytest.approx(60.0 + 0.7 * 3600.0, rel=1e-9))
    assert east["charge_s"] == math.inf


def test_without_fleet_and_diversion_there_are_no_places() -> None:
    fields = raw()
    del fields["fleet"], fields["travel"]
    for station in fields["stations"]:
        station["swaps_per_day"] = 40
    fleet = parameters(scenario_of(fields)).fleet
    assert rows(fleet, "extent").tolist() == [(0, 0, 0)]
    assert len(fleet.travel.km) == len(rows(fleet, "places")) == len(rows(fleet, "classes")) == 0


def diverting() -> Scenario:
    fields = raw(travel={"circuity": 1, "speed_kmh": 60})
    del fields["fleet"]
    for station in fields["stations"]:
        station.update(swaps_per_day=40, policy="divert", most_diversions=3)
    return scenario_of({**fields, "demand": {"diversion": {"kwh_per_km": 0.21, "considers": 4}}})


def test_arrivals_that_divert_have_stations_as_places_and_a_class_for_each_type() -> None:
    of = parameters(diverting())
    assert rows(of, "stations")["policy"].tolist() == [DIVERT, DIVERT]
    assert rows(of, "stations")["most_diversions"].tolist() == [3, 3]
    assert rows(of.fleet, "extent").tolist() == [(0, 2, 1)]
    assert rows(of.fleet, "places").tolist() == [(-1, 0), (-1, 1)]
    assert rows(of.fleet, "vehicles").tolist() == []
    (kind,) = rows(of.fleet, "classes")
    assert (kind["battery_type"], kind["kwh_per_km"], kind["considers"]) == (0, 0.21, 4)
    assert kind["choice"] == NEAREST_READY
    assert travel_km(of.fleet.travel, 0, 1) == pytest.approx(0.1 * DEGREE_KM, rel=1e-5)


GRAPH = {
    "nodes": "10 53\n10.05 53\n10.1 53\n",
    "links": "0 1 4000 300\n1 2 4000 200\n2 0 9000 600\n",
}


def test_drives_on_roads_follow_the_fastest_path() -> None:
    travel = tables(travel={"graph": GRAPH}).fleet.travel
    assert travel_km(travel, 0, 2) == 8.0
    assert travel_s(travel, 0, 2, 1.0, 0.0) == 500.0
    assert travel_km(travel, 1, 3) == 13.0  # one way: on to the east, and back to the west


def test_a_place_off_the_map_is_told_with_its_distance() -> None:
    far = {"fleet__zones__1__lat": 53.02, "stations__1__lat": 53.03}  # 2.22 km, 3.34 km
    with pytest.raises(ScenarioError) as error:
        tables(travel={"graph": GRAPH}, **far)
    off = "off the nearest node of the road graph; most_snap_km is 1"
    assert error.value.lines == (
        f'fleet.zones[1] ("b"): lies 2.22 km {off}',
        f'stations[1] ("east"): lies 3.34 km {off}',
    )
