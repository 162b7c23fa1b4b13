"""The weekly profile: what the counts say where there are many, the other days where few."""

import numpy as np
import pytest
from tests.calibration.made import MONDAY, counts_of, hourly, log_of

from voltwin.calibration.counts import counted
from voltwin.calibration.profile import GROUP, fit_profile, hour_ranges
from voltwin.scenario.profiles import named_profile

TRUE = np.array(named_profile("commuter")) * 200.0 / 24.0


def different_fridays(weeks: int, per_day: float) -> np.ndarray:
    """Return counts with twice as many on Friday evenings."""
    counts = hourly(7 * weeks, per_day, seed=3)
    more = hourly(7 * weeks, per_day, seed=4)
    counts[4::7, 18:] += more[4::7, 18:]
    return counts


def test_the_fitted_week_has_as_many_arrivals_as_the_log() -> None:
    counts = counts_of(hourly(30, day=0.1))
    profile = fit_profile(counts, 0.1)
    expected = (profile.rate.reshape(7, 24)[counts.weekday] * counts.seen).sum()
    assert expected == pytest.approx(counts.n.sum())


def test_with_many_weeks_each_hour_follows_its_own_counts() -> None:
    profile = fit_profile(counts_of(different_fridays(104, 400.0)))
    evening = profile.rate[4 * 24 + 18 : 5 * 24] / profile.rate[3 * 24 + 18 : 4 * 24]
    assert evening == pytest.approx(2.0, abs=0.25)
    assert profile.own[4 * 24 + 18] > 0.9


def test_with_few_counts_an_hour_is_drawn_to_the_same_hour_of_other_days() -> None:
    profile = fit_profile(counts_of(hourly(14, 20.0)))
    plain = profile.counted / profile.seen_h
    for hour in range(7, 20):
        hours = hour == GROUP
        assert np.ptp(profile.rate[hours]) < 0.7 * np.ptp(plain[hours])
    assert profile.own.max() < 0.8


def test_the_more_counts_scatter_the_less_they_weigh() -> None:
    counts = counts_of(different_fridays(8, 200.0))
    calm, wild = fit_profile(counts), fit_profile(counts, 0.5)
    assert wild.own.mean() < calm.own.mean()
    assert (wild.high - wild.low).sum() > 1.2 * (calm.high - calm.low).sum()


@pytest.mark.parametrize(("weeks", "per_day"), [(4, 30.0), (12, 200.0)])
def test_intervals_hold_the_rate_as_often_as_they_say(weeks: int, per_day: float) -> None:
    true = TRUE * per_day / 200.0
    held = []
    for seed in range(30):
        profile = fit_profile(counts_of(hourly(7 * weeks, per_day, seed=seed)))
        held.append(np.mean((profile.low <= true) & (true <= profile.high)))
    assert 0.92 < np.mean(held) < 0.98


def test_hours_without_arrivals_are_0_with_a_bound() -> None:
    counts = hourly(28)
    counts[:, 2:5] = 0
    profile = fit_profile(counts_of(counts))
    assert (profile.rate.reshape(7, 24)[:, 2:5] == 0.0).all()
    assert profile.low[2] == 0.0
    assert profile.high[2] == pytest.approx(-np.log(0.025) / 20.0)  # of 20 working days


def test_one_day_makes_all_days_alike_and_hours_not_seen_lie_on_a_line() -> None:
    counts = counted(log_of(hourly(1)), MONDAY, MONDAY + np.timedelta64(20, "h"))
    profile = fit_profile(counts)
    week = profile.rate.reshape(7, 24)
    assert (week == week[0]).all()
    assert np.diff(week[0, 19:], 2) == pytest.approx(0.0, abs=1e-9)
    assert profile.filled[0].startswith("Nothing was seen of 20:00-24:00")
    assert profile.filled[1].startswith("Only Mondays are in the log")
    assert np.isnan(profile.low[22])


def test_a_day_of_the_week_that_is_missing_is_as_the_others() -> None:
    counts = counts_of(hourly(6))
    profile = fit_profile(counts)
    assert profile.filled == ("No Sunday is in the log: taken from the other days.",)
    week = profile.rate.reshape(7, 24)
    assert week[6] == pytest.approx(week[5], rel=1e-9)


def test_ranges_of_hours() -> None:
    assert hour_ranges([0, 1, 5, 22, 23]) == "00:00-02:00, 05:00-06:00, 22:00-24:00"
