"""Small cities and runs of them, on the servers of the tests."""

from typing import Any

import voltwin
from voltwin.client.client import Client

NAME = "twenty stations"


def city(client: Client) -> Any:
    """Return a city of twenty stations, stored."""
    scenario = voltwin.demo_city(stations=20, seed=7)
    return client.scenarios.add(scenario.model_copy(update={"name": NAME}))


def finished_run(client: Client, *, replications: int = 3, seed: int = 1, until: str = "6h") -> Any:
    """Return a run of the city that has its results."""
    return client.run(city(client), replications=replications, seed=seed, until=until).wait()
