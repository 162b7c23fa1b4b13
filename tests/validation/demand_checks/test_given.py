"""Gaps by a law, and times that are given: others are found out."""

import math

import numpy as np
import numpy.typing as npt
import pytest
from tests.validation.demand_checks.made import failed

import voltwin.simulation
from voltwin.scenario import Scenario, parameters
from voltwin.validation.demand_checks.given import (
    GAPS,
    LAWS,
    SEED,
    STATIONS,
    first_gaps,
    traces,
    verdicts_on,
)
from voltwin.validation.demand_checks.runs import Streams, arrivals, scenario_of, turned_away
from voltwin.validation.trust.effort import Effort
from voltwin_core.station.parameters import Parameters

Floats = npt.NDArray[np.float64]
QUICK = Effort.QUICK
MEAN, VARIANCE, DISTANCE = (
    "mean gap / that of its law",
    "variance / that of the law",
    "gaps, distance of law",
)


def gaps(*, scale: float = 1.0, stretched: float = 1.0) -> Floats:
    """Return gaps of the laws, drawn by SciPy: all longer, or farther from their mean."""
    source = np.random.default_rng(9)
    rows = []
    for number in range(STATIONS[QUICK]):
        law = LAWS[number % len(LAWS)][1]
        row = law.rvs(GAPS[QUICK], random_state=source)
        rows.append(scale * (law.mean() + stretched * (row - law.mean())))
    return np.array(rows)


def test_gaps_of_their_law_pass() -> None:
    assert failed(verdicts_on(gaps(), QUICK)) == set()


def test_gaps_three_percent_too_long_are_found_out() -> None:
    assert failed(verdicts_on(gaps(scale=1.03), QUICK)) >= {MEAN, DISTANCE}


def test_gaps_that_scatter_too_much_are_found_out() -> None:
    assert failed(verdicts_on(gaps(stretched=1.08), QUICK)) == {VARIANCE, DISTANCE}


def test_a_law_of_the_same_mean_and_variance_is_found_out() -> None:
    """Gamma gaps in place of lognormal ones."""
    found = gaps()
    found[1::3] = found[::3]
    assert failed(verdicts_on(found, QUICK)) == {DISTANCE}


def test_an_engine_with_other_gaps_is_found_out() -> None:
    many, count = STATIONS[QUICK], GAPS[QUICK]
    other = {"kind": "gamma", "mean": 300, "sd": 170}
    scenario = scenario_of(
        [turned_away(number, gap=other) for number in range(many)], horizon=400.0 * count
    )
    found = first_gaps(arrivals(scenario, SEED), many, count)
    assert failed(verdicts_on(found, QUICK)) >= {VARIANCE, DISTANCE}


def test_first_gaps_are_those_from_time_0() -> None:
    found = Streams(np.array([0, 0, 0, 1, 1]), np.array([1.0, 3.0, 9.0, 4.0, 5.0]))
    assert first_gaps(found, 2, 2).tolist() == [[1.0, 2.0], [4.0, 1.0]]
    with pytest.raises(ValueError, match="a station has fewer than 3 gaps"):
        first_gaps(found, 2, 3)


def test_a_time_that_is_an_ulp_late_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    def spoiled(scenario: Scenario) -> Parameters:
        tables = parameters(scenario)
        numbers = tables.numbers.copy()
        numbers[numbers > 0.0] = np.nextafter(numbers[numbers > 0.0], math.inf)
        return tables._replace(numbers=numbers)

    monkeypatch.setattr(voltwin.simulation, "parameters", spoiled)
    assert failed(traces(QUICK)) == {"arrivals that differ"}
