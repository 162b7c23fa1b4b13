"""What a log cannot tell is told, and nothing else."""

import re
from typing import Any

import numpy as np
import pytest
from tests.calibration.made import counts_of, hourly, log_of

from voltwin.calibration.calibrating import calibrate
from voltwin.calibration.demand import fit_demand
from voltwin.calibration.log import Log
from voltwin.calibration.untold import untold


def sentences(counts: np.ndarray, kind: str = "arrivals", **columns: object) -> list[str]:
    found = counts_of(counts)
    return untold(log_of(counts, **columns), kind, found, fit_demand(found))


def says(counts: np.ndarray, begin: str, kind: str = "arrivals", **columns: object) -> bool:
    return any(line.startswith(begin) for line in sentences(counts, kind, **columns))


def with_columns(counts: np.ndarray) -> dict[str, Any]:
    number = int(counts.sum())
    return {"soc": np.full(number, 0.2), "service_s": np.full(number, 90.0)}


def test_of_a_long_log_little_is_left_untold() -> None:
    counts = hourly(7 * 30, 300.0, day=0.05, hour=0.05)
    found = sentences(counts, **with_columns(counts))
    assert len(found) == 1
    assert re.match("Only 30 (Satur|Sun)days: their mean total is known to ± [0-9] %", found[0])


def test_a_log_of_swaps_lacks_those_that_were_lost() -> None:
    counts = hourly(28)
    assert says(counts, "A log of swaps does not have the vehicles that were lost", "swaps")
    assert not says(counts, "A log of swaps", "arrivals")


def test_columns_that_are_not_there_keep_defaults() -> None:
    counts = hourly(28)
    assert says(counts, "No column of states of charge: the default")
    assert says(counts, "No column of service times: the default swap time")


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (1, "One day tells nothing of a week"),
        (5, "5 days are less than two weeks"),
        (5, "Fewer than seven days tell nothing of how days differ"),
        (12, "Fewer than two weeks tell nothing of how hours differ"),
    ],
)
def test_short_logs(days: int, said: str) -> None:
    assert says(hourly(days), said)
    assert not says(hourly(70), said)


def test_hours_at_which_nobody_came() -> None:
    counts = hourly(28, 2000.0)
    counts[:, 1:4] = 0
    found = [line for line in sentences(counts) if line.startswith("Nobody came")]
    assert [line[:44] for line in found] == [
        "Nobody came 01:00-04:00 Monday to Friday: th",
        "Nobody came 01:00-04:00 at weekends: the pro",
    ]


def test_a_trend_is_told_with_its_interval() -> None:
    counts = hourly(84, 300.0)
    assert not says(counts, "Demand")
    counts[42:] = hourly(42, 200.0, seed=2)
    assert says(counts, "Demand fell from the first half of the log to the second by 3")


def test_days_that_are_no_sample_are_named_and_can_be_left_out() -> None:
    counts = hourly(84, 300.0)
    assert not says(counts, "Days unlike")
    counts[45] = 0
    counts[45, 9] = 12
    assert says(counts, "Days unlike their day of the week: 2026-02-19 (12 of ")
    log = log_of(counts)
    with_it, without = calibrate(log), calibrate(log, leave_out=["2026-02-19"])
    assert with_it.demand.day_variance > 0.01
    assert without.demand.day_variance < 0.1 * with_it.demand.day_variance
    assert not any(line.startswith("Days unlike") for line in without.untold)
    assert "Left out as no sample: 2026-02-19." in without.notes


def test_days_that_are_good_at_all_stations_are_found() -> None:
    """A scenario draws stations apart: its bands of the network would be too narrow."""
    rng = np.random.default_rng(3)
    days = 84
    for together in (True, False):
        factor = rng.gamma(10.0, 0.1, (days, 1 if together else 4)) * np.ones((1, 4))
        totals = rng.poisson(60.0 * factor)
        at, names = [], []
        for day, station in np.ndindex(totals.shape):
            seconds = rng.integers(0, 86400, totals[day, station])
            at += list(np.datetime64("2026-01-05", "s") + (86400 * day + seconds))
            names += [f"s{station}"] * len(seconds)
        found = calibrate(Log.of(at, stations=names), kind="arrivals", hold_out=0)
        said = any(
            line.startswith("Days are good or bad for all stations") for line in found.untold
        )
        assert said == together
        assert found.demand.day_variance == pytest.approx(0.1, rel=0.4)
