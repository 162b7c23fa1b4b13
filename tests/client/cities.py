"""Scenarios that the client's tests send."""

from voltwin.scenario.scenario import Scenario
from voltwin.scenario.without_files import scenario_without_files
from voltwin_server.models.example_scenario import SCENARIO


def city(name: str = "two stations") -> Scenario:
    """Return two stations and a day."""
    return scenario_without_files({**SCENARIO, "name": name})
