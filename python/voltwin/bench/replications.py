"""Replications of one scenario: what each costs, and what a second processor brings."""

from functools import cache

import numpy as np

from voltwin.bench import networks
from voltwin.bench.networks import DAY_S
from voltwin.bench.timing import interleaved, processor_seconds, seconds
from voltwin.experiment.replicate import replicate
from voltwin.scenario import Scenario

_ROUNDS = 7
_REPLICATIONS = 1000
_CITY_REPLICATIONS = 96


@cache
def small_station() -> Scenario:
    """Return one small station for a day: one bay, 6 chargers, 8 batteries, 120 vehicles that
    wait a quarter of an hour at most; the laws are the defaults of a scenario."""
    data = {
        "name": "small station",
        "start": "2026-01-05T00:00:00+01:00",
        "horizon": DAY_S,
        "battery_types": [
            {
                "id": "standard",
                "capacity_kwh": 50,
                "charge_curve": {"power_kw": 80, "knee_soc": 0.8},
            }
        ],
        "stations": [
            {
                "id": "s",
                "swaps_per_day": 120,
                "bays": 1,
                "chargers": {"count": 6, "power_kw": 60},
                "batteries": 8,
                "policy": "wait",
                "patience": 900,
            }
        ],
    }
    return Scenario.model_validate(data)


def small_run() -> tuple[float, str]:
    """Return what a replication of a small station costs, all that the call does included [µs]."""
    arrivals: list[float] = []

    def run(scenario: Scenario) -> None:
        found = replicate(scenario, replications=_REPLICATIONS, threads=1)
        arrivals.append(float(np.mean(found.values("arrivals"))))

    run(small_station())  # compiled from here on
    (least,) = interleaved(lambda: processor_seconds(run, small_station), rounds=_ROUNDS)
    seen = f"{arrivals[0]:.0f} arrivals each, one thread, minimum of {_ROUNDS}"
    return 1e6 * least / _REPLICATIONS, seen


def thread_scaling() -> tuple[float, str]:
    """Return how much quicker replications of 20 stations are on two threads than on one."""

    def run(threads: int) -> float:
        return seconds(
            lambda scenario: replicate(scenario, replications=_CITY_REPLICATIONS, threads=threads),
            networks.sample_week,
        )

    run(2)  # compiled from here on
    alone, shared = interleaved(lambda: run(1), lambda: run(2), rounds=_ROUNDS)
    return alone / shared, f"{_CITY_REPLICATIONS} replications, {alone:.3g} and {shared:.3g} s"
