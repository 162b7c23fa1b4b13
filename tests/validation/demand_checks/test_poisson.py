"""Arrivals at a rate: processes that are a little wrong are found out, drawn in plain NumPy or by
an engine whose tables are spoiled."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest
from tests.validation.demand_checks.made import careless_streams, failed, streams

import voltwin.simulation
from voltwin.scenario import Scenario, parameters
from voltwin.validation.demand_checks import poisson
from voltwin.validation.demand_checks.asked import Asked
from voltwin.validation.demand_checks.poisson import (
    Network,
    differing,
    network,
    told_live,
    verdicts_on,
)
from voltwin.validation.demand_checks.runs import Streams, arrivals
from voltwin.validation.trust.effort import Effort
from voltwin_core.demand import Source, Surge
from voltwin_core.record import as_array
from voltwin_core.station.parameters import Parameters

ASKED = network(Effort.QUICK).asked()
MEAN, VARIANCE, BESIDE, HOURS, GAPS, WHERE_ZERO = (
    "arrivals / expected",
    "variance / mean of hours",
    "gaps in a row, correlation",
    "counts of hours, chi-square",
    "gaps, distance of law",
    "arrivals at a rate of 0",
)


def wrong(found: Streams) -> set[str]:
    return failed(verdicts_on(found, ASKED, Effort.QUICK))


def other(change: Callable[[Asked], Asked]) -> Streams:
    """Return arrivals of which something else was asked."""
    return streams([change(of) for of in ASKED], 1)


def test_a_poisson_process_passes() -> None:
    assert wrong(streams(ASKED, 1)) == set()


def test_a_rate_that_is_a_little_off_is_found_out() -> None:
    assert MEAN in wrong(other(lambda of: replace(of, per_hour=1.04 * of.per_hour)))


def test_a_gap_that_is_not_walked_on_beyond_its_hour_is_found_out() -> None:
    assert wrong(careless_streams(ASKED, 1)) >= {HOURS, GAPS, WHERE_ZERO}


def test_an_hour_too_late_is_found_out() -> None:
    late = other(lambda of: replace(of, start=of.start - timedelta(hours=1)))
    assert wrong(late) >= {HOURS, GAPS, WHERE_ZERO}


@pytest.mark.parametrize("left_out", range(5))
def test_a_surge_left_out_is_found_out(left_out: int) -> None:
    """One of each kind, in all weeks."""
    weeks = network(Effort.QUICK).weeks

    def change(of: Asked) -> Asked:
        kept = [one for n, one in enumerate(of.surges) if n // weeks != left_out]
        return replace(of, surges=tuple(kept))

    assert wrong(other(change)) & {HOURS, WHERE_ZERO}


def test_gaps_more_even_than_by_chance_are_found_out() -> None:
    assert wrong(streams(ASKED, 1, shape=1.15)) >= {VARIANCE, GAPS}


def test_gaps_less_even_than_by_chance_are_found_out() -> None:
    assert wrong(streams(ASKED, 1, shape=0.85)) >= {VARIANCE, GAPS}


def test_gaps_that_follow_from_those_before_them_are_found_out() -> None:
    """Each arrival is there twice: gaps are 0 and longer ones in turn."""
    found = streams([replace(of, per_hour=of.per_hour / 2.0) for of in ASKED], 1)
    twice = Streams(np.repeat(found.station, 2), np.repeat(found.time, 2))
    assert wrong(twice) >= {VARIANCE, BESIDE, GAPS}


# --- by the engine --------------------------------------------------------------------------------


def base_rates(tables: Parameters) -> Parameters:
    sources = as_array(tables.sources).copy()
    sources["base_per_s"] *= 1.05
    return tables._replace(sources=Source.adopt(sources))


def surges_a_quarter_late(tables: Parameters) -> Parameters:
    surges = as_array(tables.surges).copy()
    surges["at_s"] += 900.0
    return tables._replace(surges=Surge.adopt(surges))


@pytest.mark.parametrize(
    ("spoil", "seen"), [(base_rates, {MEAN, GAPS}), (surges_a_quarter_late, {HOURS})]
)
def test_an_engine_whose_tables_are_wrong_is_found_out(
    spoil: Callable[[Parameters], Parameters],
    seen: set[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def spoiled(scenario: Scenario) -> Parameters:
        return spoil(parameters(scenario))

    monkeypatch.setattr(voltwin.simulation, "parameters", spoiled)
    found = arrivals(network(Effort.QUICK).scenario(), poisson.SEED)
    assert wrong(found) >= seen


def test_a_surge_that_is_not_told_live_is_found_out() -> None:
    scenario = Network(2, 1).scenario()
    fewer = scenario.model_copy(update={"interventions": scenario.interventions[:-1]})
    whole = arrivals(scenario, 1)
    assert differing(whole, told_live(scenario, 1)) == 0.0
    assert differing(whole, told_live(fewer, 1)) > 10.0
