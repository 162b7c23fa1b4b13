"""Trips of a fleet: departures by hand and by their law, destinations, energy, first SoC."""

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from tests.core.fleet.fleets import THURSDAY, fleet

from voltwin_core.draws import INITIAL_SOC, TRIP_ENERGY, uniform
from voltwin_core.fleet.trips import (
    destination,
    energy_factor,
    guides,
    initial_soc,
    next_departure,
)

KEY: Any = np.uint64(2**63 + 99)
HOURS = np.arange(168)

# --- departures -----------------------------------------------------------------------------------


def by_hand(per_s: np.ndarray[Any, Any], phase_s: float, t: float, exponential: float) -> float:
    """The first time at which the cumulated rate from `t` on reaches the exponential, in weeks of
    hours, one by one."""
    edges = [3600.0 * h - phase_s for h in range(1, 24 * 15)]
    for h, end in enumerate(edges):
        if end <= t:
            continue
        rate = float(per_s[(THURSDAY + h) % 168])
        if exponential <= rate * (end - t) and rate > 0.0:
            return min(t + exponential / rate, end)
        exponential -= rate * (end - t)
        t = end
    return math.inf


def test_a_constant_rate_gives_exponential_gaps() -> None:
    constant = fleet(per_s=np.full(168, 0.001))
    assert next_departure(constant, 0, 500.0, 0.25) == 750.0
    assert next_departure(constant, 0, 0.0, 36.0) == pytest.approx(36_000.0, rel=1e-12)


def test_a_rate_that_begins_at_six_is_waited_for() -> None:
    by_day = fleet(per_s=np.where(HOURS % 24 >= 6, 1.0 / 3600.0, 0.0))
    assert next_departure(by_day, 0, 3600.0, 0.5) == 6.5 * 3600.0
    assert next_departure(by_day, 0, 23.5 * 3600.0, 1.0) == 30.5 * 3600.0  # half before midnight


def test_a_vehicle_that_never_departs_is_parked_for_good() -> None:
    assert next_departure(fleet(per_s=np.zeros(168)), 0, 0.0, 1e-9) == math.inf


def test_no_departure_is_at_the_horizon_or_after_it() -> None:
    short = fleet(per_s=np.full(168, 0.001), horizon_s=1000.0)
    assert next_departure(short, 0, 0.0, 0.999) == pytest.approx(999.0)
    assert next_departure(short, 0, 0.0, 1.0) == math.inf
    assert next_departure(short, 0, 1000.0, 1e-9) == math.inf


@given(
    st.lists(st.sampled_from([0.0, 1e-5, 3e-4, 0.02]), min_size=168, max_size=168),
    st.floats(0.0, 3599.0),
    st.floats(0.0, 6e5),
    st.floats(1e-9, 30.0),
)
def test_a_walk_by_hours_agrees_to_the_bit(
    per_s: list[float], phase_s: float, t: float, exponential: float
) -> None:
    rates = np.array(per_s)
    found = next_departure(fleet(per_s=rates, phase_s=phase_s), 0, t, exponential)
    expected = by_hand(rates, phase_s, t, exponential)
    assert found == (expected if expected < 7 * 86400.0 else math.inf)
    assert found >= t


# --- destinations ---------------------------------------------------------------------------------

SHARES = np.array(
    [
        [[0.0, 0.25, 0.75], [1.0, 0.0, 0.0], [0.5, 0.5, 0.0]],
        [[0.0, 1.0, 0.0], [0.0, 0.0, 1.0], [1.0, 0.0, 0.0]],
    ]
)
IN_THE_EVENING = np.where(HOURS % 24 >= 18, 1, 0).astype(np.int32)


@pytest.mark.parametrize(
    ("place", "hour", "u", "zone"),
    [
        (0, 0, 0.2499, 1),
        (0, 0, 0.25, 2),  # the first whose cumulated share exceeds u
        (0, 0, 1.0 - 2.0**-53, 2),
        (1, 0, 1e-12, 0),
        (1, 0, 0.999, 0),
        (2, 0, 0.499, 0),
        (2, 0, 0.5, 1),
        (0, 18, 0.2, 1),
        (0, 18, 0.9, 1),
        (1, 18, 1e-9, 2),
        (3, 0, 0.6, 1),  # from the place of a station: by the shares of its zone
        (3, 23, 0.6, 0),
    ],
)
def test_destinations_by_hand(place: int, hour: int, u: float, zone: int) -> None:
    town = fleet(shares=SHARES, table_of_hour=IN_THE_EVENING, stations=1)
    assert destination(town, place, 3600.0 * hour, u) == zone


@given(
    st.lists(st.sampled_from([0.0, 0.0, 0.5, 1.0, 7.0]), min_size=1, max_size=40).filter(any),
    st.floats(2.0**-53, 1.0 - 2.0**-53),
)
def test_a_search_from_the_front_agrees(weights: list[float], u: float) -> None:
    summed = np.cumsum(weights) / sum(weights)
    summed /= summed[-1]
    table = np.tile(summed, (1, len(weights), 1))
    town = fleet(shares=np.zeros((1, len(weights), len(weights))))
    town = town._replace(cumulative=table.ravel(), guides=guides(table))
    expected = next(i for i, share in enumerate(summed) if share > u)
    assert destination(town, 0, 0.0, u) == expected
    assert weights[expected] > 0.0


def test_a_guide_numbers_as_many_zones_as_it_can() -> None:
    most = 2**15 - 1
    assert len(guides(np.empty((0, most, most)))) == 0
    with pytest.raises(ValueError, match="32,768 zones: at most 32,767 are possible"):
        guides(np.empty((0, most + 1, most + 1)))


def test_zones_are_visited_in_proportion_to_their_shares() -> None:
    town = fleet(shares=SHARES)
    draws = [uniform(KEY, 9, KEY, i) for i in range(4000)]
    visits = np.bincount([destination(town, 0, 0.0, u) for u in draws], minlength=3)
    assert visits[0] == 0
    assert stats.binomtest(int(visits[1]), 4000, 0.25).pvalue > 0.001


# --- energy and SoC -------------------------------------------------------------------------------


def test_without_a_law_every_drive_takes_its_mean_energy() -> None:
    assert [energy_factor(fleet(), KEY, 0, drive) for drive in range(3)] == [1.0, 1.0, 1.0]


def test_the_factor_of_a_drive_belongs_to_the_vehicle_and_the_drive() -> None:
    of_vehicle: Any = np.uint64(2**63 + 5)
    for drive in (0, 1, 77):
        u = uniform(KEY, TRIP_ENERGY, of_vehicle, drive)
        assert energy_factor(fleet(), KEY, 1, drive) == 0.8 + (1.2 - 0.8) * u


def test_the_first_soc_is_drawn_by_run_and_vehicle() -> None:
    of_vehicle: Any = np.uint64(2**63 + 5)
    assert initial_soc(fleet(), KEY, 0) == 0.5
    drawn = uniform(KEY, INITIAL_SOC, of_vehicle, 0)
    assert initial_soc(fleet(), KEY, 1) == 0.8 + (1.2 - 0.8) * drawn
