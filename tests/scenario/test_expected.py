"""Roughly how many vehicles arrive."""

import math

import pytest

from voltwin.scenario import demo_city
from voltwin.scenario.demand import Demand, Surge
from voltwin.scenario.distributions import (
    AnyLaw,
    Beta,
    Empirical,
    Exponential,
    Fixed,
    Gamma,
    Lognormal,
    Normal,
    Triangular,
    Uniform,
)
from voltwin.scenario.expected import expected_arrivals, mean, surged_s
from voltwin.simulation import Simulation


def test_as_many_arrive_as_are_expected() -> None:
    city = demo_city(stations=20, seed=2)
    busy_s = surged_s(city.demand, city.horizon)
    expected = [
        expected_arrivals(station, city.demand, busy_s, city.horizon) for station in city.stations
    ]
    arrived = Simulation(city, log=False).run().total["arrivals"][0].as_py()
    assert arrived == pytest.approx(sum(expected), rel=0.05)


def test_surges_count_by_their_product() -> None:
    surges = [
        Surge(**{"from": begin, "to": end, "factor": factor})
        for begin, end, factor in ((0, 100, 2.0), (50, 150, 3.0), (20, 30, 0.5), (900, 2000, 2.0))
    ]
    parts = 50 * 2 + 50 * 6 + 50 * 3 + 750 + 100 * 2
    assert surged_s(Demand(surges=surges), 1000.0) == parts


@pytest.mark.parametrize(
    "law",
    [
        Fixed(value=3.0, scale=2.0),
        Uniform(low=2.0, high=10.0),
        Triangular(low=0.0, mode=1.0, high=17.0),
        Exponential(mean=6.0),
        Normal(mean=6.0, sd=0.1),
        Lognormal(median=6.0 * math.exp(-0.125), sigma=0.5),
        Gamma(mean=5.0, sd=2.0, shift=1.0),
        Beta(a=1.0, b=3.0, scale=24.0),
        Empirical(values=(1.0, 2.0, 15.0)),
        Exponential(mean=1.0, min=6.0),
        Exponential(mean=100.0, max=6.0),
    ],
)
def test_each_of_these_laws_has_a_mean_of_6(law: AnyLaw) -> None:
    assert mean(law) == pytest.approx(6.0, rel=1e-12)
