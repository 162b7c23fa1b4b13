"""The check of hour boundaries finds gaps drawn at the rate of the hour in which they begin."""

from dataclasses import replace
from random import Random

import numpy as np
import pytest
from tests.validation.known_errors.verdicts import failed

from voltwin.validation.known_errors import hour_boundaries
from voltwin.validation.known_errors.hour_boundaries import Jump
from voltwin.validation.known_errors.runs import run
from voltwin.validation.network import Arrivals
from voltwin.validation.trust.effort import Effort
from voltwin_core.calendar import HOUR_S, HOURS_PER_WEEK


def naive_times(jump: Jump, horizon_s: float, source: Random) -> tuple[float, ...]:
    """Return arrivals with gaps of the rate at their begin; where that is 0, from the next hour."""
    time, times = 0.0, list[float]()
    while True:
        rate = (jump.low, jump.high)[int(time // HOUR_S) % 2] / HOUR_S
        if rate == 0.0:
            time = (time // HOUR_S + 1.0) * HOUR_S
            continue
        time += source.expovariate(rate)
        if time >= horizon_s:
            return tuple(times)
        times.append(time)


@pytest.mark.parametrize(
    ("jump", "wrong"),
    [
        (Jump(0.0, 20.0), ["arrivals in hours without demand"]),
        (
            Jump(2.0, 30.0),
            [
                "first arrival after the rate has risen",
                "arrivals in an hour of the high rate",
            ],
        ),
    ],
    ids=str,
)
def test_gaps_of_the_hour_before_are_found(jump: Jump, wrong: list[str]) -> None:
    network, source = hour_boundaries.alternating(jump), Random("naive")
    sites = tuple(
        replace(site, arrivals=Arrivals(times=naive_times(jump, network.horizon_s, source)))
        for site in network.sites
    )
    seen = hour_boundaries.seen(run(replace(network, sites=sites), 1).log)
    jumps = hour_boundaries.WEEKS * HOURS_PER_WEEK // 2
    found = failed(hour_boundaries.verdicts_on(jump, seen, jumps, Effort.QUICK))
    assert set(wrong) <= set(found)


def test_a_mean_gap_is_that_of_a_law_cut_off_at_the_hour() -> None:
    gaps = np.random.default_rng(1).exponential(HOUR_S / 3.0, 400_000)
    assert hour_boundaries.mean_gap_s(3.0) == pytest.approx(
        float(np.mean(gaps[gaps < HOUR_S])), rel=0.01
    )
