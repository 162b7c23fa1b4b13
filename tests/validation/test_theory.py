"""The whole kernel against closed forms. Seeds and sizes are named here, before the verdict.

A verdict is a 99 % interval from 20 independent stations, narrower than 1 % of the value expected.
"""

import pytest
from tests.validation.reference_values import REPLICATIONS, check, needs_values, values

from voltwin.validation.theory import (
    erlang_b,
    erlang_network,
    lost_at_markov_station,
    markov_network,
    measure,
)


@needs_values
def test_formulas_give_the_reference_values() -> None:
    for case in values("erlangB"):
        assert erlang_b(case["c"], case["a"]) == pytest.approx(case["B"], rel=1e-12)
    for case in values("swap_lost_MM"):
        theory = lost_at_markov_station(case["lam"], case["mu"], case["C"], case["S"])
        assert theory.lost == pytest.approx(case["Ploss"], rel=1e-12)
        assert theory.charger_utilisation == pytest.approx(case["charger_util"], rel=1e-12)
        assert theory.full == pytest.approx(case["mean_full"], rel=1e-12)


@needs_values
@pytest.mark.parametrize(
    ("case", "seed", "arrivals"), [(1, 101, 50_000), (2, 102, 150_000), (4, 103, 250_000)]
)
def test_erlang_b_through_the_full_charge_curve(case: int, seed: int, arrivals: int) -> None:
    system = values("erlangB")[case]
    network = erlang_network(system["c"], system["a"], REPLICATIONS, arrivals)
    check(measure(network, seed).lost, system["B"])


@needs_values
@pytest.mark.parametrize(
    ("case", "seed", "arrivals"), [(0, 201, 150_000), (1, 202, 1_200_000), (3, 203, 250_000)]
)
def test_station_with_lost_arrivals_and_exponential_charges(
    case: int, seed: int, arrivals: int
) -> None:
    system = values("swap_lost_MM")[case]
    sizes = system["lam"], system["mu"], system["C"], system["S"]
    found = measure(markov_network(*sizes, REPLICATIONS, arrivals), seed)
    check(found.lost, system["Ploss"])
    check(found.charger_utilisation, system["charger_util"])
    check(found.full, system["mean_full"])


def test_more_chargers_lose_fewer_as_theory_says() -> None:
    """A simulator that charges one battery after the other shows the same for all of them."""
    rate, mu, batteries = 6.0, 1.0, 12
    lost = []
    for chargers, seed, arrivals in ((1, 301, 50_000), (4, 302, 100_000), (10, 303, 900_000)):
        network = markov_network(rate, mu, chargers, batteries, REPLICATIONS, arrivals)
        theory = lost_at_markov_station(rate, mu, chargers, batteries)
        found = measure(network, seed)
        check(found.lost, theory.lost)
        if chargers > 1:  # one charger is idle for 4e-10 of the time
            check(found.charger_utilisation, theory.charger_utilisation)
        lost.append(found.lost.mean)
    assert lost[0] > 0.8
    assert 0.3 < lost[1] < 0.4
    assert lost[2] < 0.05
