"""Replications as an experiment: means, quantiles and bands, or as many as it takes."""

from typing import Any

import numpy as np
import pytest
from scipy import stats
from tests.experiment.small_city import small_city
from tests.experiment.test_comparison import rows, the_row

import voltwin
from voltwin.experiment.half_widths import half_widths, parsed
from voltwin.experiment.replications import replications


def test_a_summary_is_that_of_replications() -> None:
    found = replications(small_city(), 25, seed=3, threads=2)
    values = voltwin.replicate(small_city(), seed=3, replications=25).values("wait_mean_s")
    row = the_row(found.table("summary"), measure="wait_mean_s")
    interval = stats.t.interval(0.95, 24, values.mean(), stats.sem(values))
    assert row["mean"] == pytest.approx(values.mean())
    assert (row["low"], row["high"]) == pytest.approx(interval)
    assert row["sd"] == pytest.approx(values.std(ddof=1))
    assert (row["minimum"], row["maximum"]) == (values.min(), values.max())
    quantiles = np.quantile(values, [0.05, 0.5, 0.95], method="median_unbiased")
    assert [row[name] for name in ("p5", "median", "p95")] == pytest.approx(list(quantiles))


def test_bands_by_the_hour_and_tables_by_region_are_those_of_the_runs() -> None:
    found = replications(small_city(), 6, measures=["arrivals", "wait_p95_s"])
    runs = [voltwin.run(small_city(), replication=number).kpis for number in range(6)]
    hours = runs[0].by_hour.column("hour").to_pylist()
    for place, hour in enumerate(hours):
        own = np.array([run.by_hour.column("arrivals")[place].as_py() for run in runs])
        row = the_row(found.table("by_hour"), hour=hour, measure="arrivals")
        assert row["mean"] == pytest.approx(own.mean())
    assert rows(found.table("by_hour"), measure="wait_p95_s") == []
    region = runs[0].by_region.column("region")[0].as_py()
    own = np.array([run.by_region.column("wait_p95_s")[0].as_py() for run in runs])
    row = the_row(found.table("by_region"), region=region, measure="wait_p95_s")
    assert row["mean"] == pytest.approx(own.mean())


def test_it_goes_on_until_the_interval_is_narrow_enough() -> None:
    found = replications(small_city(), until_half_width={"wait_mean_s": "8"}, threads=2)
    looks = found.table("sequential").to_pylist()
    assert [row["reached"] for row in looks] == [False] * (len(looks) - 1) + [True]
    assert len(looks) > 1
    last = looks[-1]
    summary = the_row(found.table("summary"), measure="wait_mean_s")
    assert (summary["high"] - summary["low"]) / 2.0 == pytest.approx(last["half_width"])
    assert last["half_width"] <= 8.0
    assert found.record["runs"] == last["replications"]


def test_it_is_bounded() -> None:
    found = replications(small_city(), 30, until_half_width={"wait_mean_s": 1e-6})
    looks = found.table("sequential").to_pylist()
    assert [row["replications"] for row in looks][-1] == 30
    assert not looks[-1]["reached"]


def test_a_half_width_may_be_a_part_of_the_mean() -> None:
    found = replications(small_city(), until_half_width={"grid_kwh": "3% of mean"})
    last = found.table("sequential").to_pylist()[-1]
    assert last["wanted"] == pytest.approx(0.03 * last["mean"])
    assert last["reached"]


@pytest.mark.parametrize(
    ("measure", "width", "said", "number", "relative"),
    [
        ("lost_share", "0.5%", "lost_share=0.5%", 0.005, False),
        ("lost_share", "0.005", "lost_share=0.5%", 0.005, False),
        ("lost_share", "2% of mean", "lost_share=2% of mean", 0.02, True),
        ("wait_mean_s", "2", "wait_mean_s=2", 2.0, False),
        ("wait_mean_s", "1%", "wait_mean_s=1% of mean", 0.01, True),
        ("wait_mean_s", 1.5, "wait_mean_s=1.5", 1.5, False),
        ("wait_mean_s", "1min", "wait_mean_s=60", 60.0, False),
        ("wait_mean_s", "2 s", "wait_mean_s=2", 2.0, False),
        ("grid_kwh", "5 kWh", "grid_kwh=5", 5.0, False),
        ("cost", "100 EUR", "cost=100", 100.0, False),
    ],
)
def test_ways_to_give_a_half_width(
    measure: str, width: Any, said: str, number: float, relative: bool
) -> None:
    (found,) = half_widths(small_city(), {measure: width})
    assert found.width == pytest.approx(number)
    assert found.relative is relative
    assert str(found) == said


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"lost": "0"}, r"half-width of lost \[vehicles\]: '0' is not a number above 0"),
        ({"lost": "-1"}, "half-width of lost"),
        ({"lost": "much"}, "half-width of lost"),
        ({"lost": "1 of mean"}, "half-width of lost"),
        ({"grid_kwh": "5 MWh"}, r"half-width of grid_kwh \[kWh\]: '5 MWh' is not a number"),
        ({"wait_mean_s": "3 parsecs"}, r"half-width of wait_mean_s \[s\]"),
        ({"lots": "1"}, 'there is no KPI "lots"; did you mean "lost"'),
    ],
)
def test_wrong_half_widths_are_told(asked: dict[str, Any], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        replications(small_city(), until_half_width=asked)


def test_half_widths_of_the_command_line() -> None:
    assert parsed(["lost_share=0.5%", "cost = 3"]) == {"lost_share": "0.5%", "cost": "3"}
    with pytest.raises(ValueError, match="must be KPI=HALF-WIDTH"):
        parsed(["lost_share"])


def test_one_replication_has_a_mean_and_no_interval() -> None:
    row = the_row(replications(small_city(), 1).table("summary"), measure="grid_kwh")
    assert row["mean"] > 0.0
    assert row["low"] is row["high"] is row["sd"] is None


def test_looks_count_replications_and_those_that_define_the_measure() -> None:
    quiet = small_city()
    quiet.demand.multiplier = 0.02
    found = replications(quiet, 40, until_half_width={"lost_share": "0.001%"})
    last = found.table("sequential").to_pylist()[-1]
    assert (last["replications"], found.record["runs"]) == (40, 40)
    assert 0 < last["defined"] < 40


def test_parts_cannot_wait_for_each_other() -> None:
    with pytest.raises(ValueError, match="shard: "):
        replications(small_city(), until_half_width={"lost_share": "1%"}, shard=(1, 2))


def test_what_is_open_is_told_at_most() -> None:
    told: list[str] = []
    replications(
        small_city(), 50, until_half_width={"grid_kwh": "20% of mean"}, announce=told.append
    )
    assert told[0].startswith("at most 48 runs: ")
