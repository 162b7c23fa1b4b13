"""Small cities and runs of them, on the servers of the tests."""

from typing import Any

import voltwin
from voltwin.client.client import Client

NAME = "twenty stations"
COMPUTED_MS = 120_000  # a process of the server may have to compile before it computes


def city(client: Client) -> Any:
    """Return a city of twenty stations, stored."""
    scenario = voltwin.demo_city(stations=20, seed=7)
    return client.scenarios.add(scenario.model_copy(update={"name": NAME}))


def finished_run(client: Client, *, replications: int = 3, seed: int = 1, until: str = "6h") -> Any:
    """Return a run of the city that has its results."""
    return client.run(city(client), replications=replications, seed=seed, until=until).wait()


def finished_comparison(client: Client) -> Any:
    """Return a comparison of the city with one that has a charger more at each station."""
    return client.compare(
        city(client),
        {"one more": ["stations[*].chargers += 1"]},
        replications=4,
        until="1d",
        keep=["by_region", "by_hour", "by_station"],
    ).wait()


def finished_sweep(client: Client) -> Any:
    """Return a sweep of the city over chargers and demand."""
    return client.sweep(
        scenario=city(client),
        name="chargers and demand",
        factors={
            "chargers": {"path": "stations[*].chargers", "add": [0, 2]},
            "demand": {"path": "demand.multiplier", "multiply": [1, 1.5, 2]},
        },
        replications=3,
        until="12h",
    ).wait()
