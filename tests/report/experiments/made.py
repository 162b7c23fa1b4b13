"""Experiments for tests of their reports: small, and odd in one way each."""

from functools import cache
from typing import Any

import pytest
from tests.experiment.sizing.towns import sizing
from tests.report.runs import ECONOMICS, HOSTILE, network, scenario, station

from voltwin.experiment.comparison import compare
from voltwin.experiment.experiment import Experiment
from voltwin.experiment.replications import replications
from voltwin.experiment.sweep import sweep
from voltwin.experiment.sweep_plan import Sweep
from voltwin.scenario.scenario import Scenario

TWO_MORE = ["stations[*].chargers+=2"]
CHARGERS = {"path": "stations[*].chargers", "add": [0, 1, 2]}
DEMAND = {"path": "demand.multiplier", "multiply": [0.8, 1.2]}
POLICY = {"path": "stations[*].policy", "set": ["lose", "wait"]}


def town(**changes: Any) -> Scenario:
    """Return three stations in two regions, for twelve hours."""
    fields = {"horizon": "12h", "name": "town"} | changes
    return scenario([station(number) for number in range(3)], **fields)


def _sweep(scenario: Scenario, factors: dict[str, Any], **fields: Any) -> Experiment:
    plan = {"scenario": scenario, "factors": factors, "replications": 4, "name": "factors"}
    return sweep(Sweep(**(plan | fields)))


def _sizing(**fields: Any) -> Experiment:
    pytest.importorskip("optuna", reason="Optuna is not installed: pip install voltwin[optimise]")
    from voltwin.experiment.sizing.optimising import optimise

    return optimise(sizing(**fields))


def _many(count: int) -> dict[str, list[str]]:
    return {f"{n} more": [f"stations[*].batteries+={n}"] for n in range(1, count + 1)}


MADE: dict[str, Any] = {
    "replications": lambda: replications(town(economics=ECONOMICS), 12),
    "one replication": lambda: replications(town(), 1),
    "nobody comes": lambda: replications(network(2, "3h", swaps_per_day=0), 3),
    "until narrow": lambda: replications(
        town(), 40, until_half_width={"lost_share": "1%", "wait_mean_s": "5% of mean"}, keep=[]
    ),
    "never narrow": lambda: replications(town(), 12, until_half_width={"lost_share": "0.001%"}),
    "three weeks": lambda: replications(network(1, "21d"), 2, measures=["wait_mean_s"]),
    "one variant": lambda: compare(town(), {"two more": TWO_MORE}, replications=12),
    "nothing changes": lambda: compare(town(), {"same": []}, replications=3),
    "two pairs": lambda: compare(town(), {"two more": TWO_MORE}, replications=2, keep=[]),
    "the best": lambda: compare(
        town(),
        {HOSTILE: TWO_MORE, "more": ["stations[*].batteries+=3", "demand.multiplier*=1.1"]},
        replications=10,
        best="lost_share",
        indifference="5%",
    ),
    "many variants": lambda: compare(
        town(), _many(9), replications=4, best="wait_mean_s", measures=["lost_share", "margin"][:1]
    ),
    "nobody to lose": lambda: compare(
        network(2, "3h", swaps_per_day=0), {"two more": TWO_MORE}, replications=3
    ),
    "sweep": lambda: _sweep(
        town(), {"chargers": CHARGERS, "demand": DEMAND, "policy": POLICY}, keep=["by_region"]
    ),
    "one factor": lambda: _sweep(town(), {"chargers": CHARGERS}, replications=1),
    "sampled": lambda: _sweep(
        town(),
        {"demand": {"path": "demand.multiplier", "multiply": {"from": 0.5, "to": 1.5}},
         HOSTILE: CHARGERS, "policy": POLICY},
        design={"kind": "latin_hypercube", "variants": 40},
        replications=2,
        measures=["within_target_share", "lost_share"],
    ),
    "two points": lambda: _sweep(
        town(),
        {"chargers": CHARGERS, "demand": DEMAND},
        design={"kind": "list", "points": [{"chargers": 0, "demand": 0.8}, {"chargers": 2}]}
        | {"points": [{"chargers": 0, "demand": 0.8}, {"chargers": 2, "demand": 1.2}]},
    ),
    "sizing": lambda: _sizing(),
    "cannot be reached": lambda: _sizing(at_most="0.0001%"),
    "nothing needed": lambda: _sizing(at_most="90%"),
    "front": lambda: _sizing(at_most=None),
}  # fmt: skip


@cache
def made(name: str) -> Experiment:
    """Return one of these experiments."""
    experiment: Experiment = MADE[name]()
    return experiment
