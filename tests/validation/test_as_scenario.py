"""A network and the scenario made of it become tables in two ways, and these say the same."""

from typing import Any

import pytest

from voltwin.scenario.tables import parameters as tables_of_scenario
from voltwin.validation.as_scenario import as_scenario
from voltwin.validation.network import Steps, parameters
from voltwin.validation.random_networks import random_network
from voltwin.validation.scope import Scope
from voltwin_core.record import as_array
from voltwin_core.station.parameters import Parameters

SEEDS = [f"scenario/{n}" for n in range(50)]
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
