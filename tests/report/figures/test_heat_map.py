from typing import Any

import numpy as np
import pytest
from tests.report.figures.drawn import axes_of, missing_of, plot_of
from tests.report.runs import city, run_of, scenario, station

import voltwin
from voltwin.report.figures.heat_map import heat_map


def test_each_hour_is_that_of_the_kpis() -> None:
    by_hour = city().kpis.by_hour.to_pylist()
    table = plot_of(heat_map(city())).table.to_pylist()
    assert len(table) == len(by_hour)
    for cell, hour in zip(table, by_hour, strict=True):
        assert cell["day"] == f"{hour['hour']:%a %Y-%m-%d}"
        assert cell["hour_of_day"] == hour["hour"].hour
        assert cell["lost_share"] == hour["lost_share"]
        assert cell["wait_mean_s"] == pytest.approx(hour["wait_mean_s"], nan_ok=True)


def test_a_month_has_dates_and_a_longer_run_the_days_of_the_week() -> None:
    assert "by date" in plot_of(heat_map(run_of("a month"))).title
    assert "by day of the week" in plot_of(heat_map(run_of("a year"))).title


def test_days_of_the_week_are_the_sums_over_all_weeks() -> None:
    run = run_of("a year")
    table = plot_of(heat_map(run)).table.to_pylist()
    assert len(table) <= 7 * 24
    fridays = [r for r in run.kpis.by_hour.to_pylist() if f"{r['hour']:%A %H}" == "Friday 18"]
    (cell,) = (c for c in table if (c["day"], c["hour_of_day"]) == ("Friday", 18))
    lost, arrivals = (sum(row[name] for row in fridays) for name in ("lost", "arrivals"))
    assert (cell["lost"], cell["arrivals"]) == (lost, arrivals)
    assert cell["lost_share"] == lost / arrivals


def test_a_colour_for_each_hour_with_arrivals() -> None:
    plot = plot_of(heat_map(run_of("three from half past")))  # 10:30 to 15:30
    (axes,) = axes_of(plot)
    cells: Any = axes.collections[0].get_array()
    seen = [row["hour_of_day"] for row in plot.table.to_pylist()]
    assert list(np.flatnonzero(~np.ma.getmaskarray(cells.reshape(24)))) == seen
    assert set(seen) <= set(range(10, 16))


def test_where_nobody_is_lost_it_shows_waits() -> None:
    plot = plot_of(heat_map(run_of("nobody lost")))
    assert plot.title.startswith("Mean wait")
    assert plot.finding.startswith("Nobody is lost")


def test_a_run_over_midnight_has_two_rows() -> None:
    stations = [station(0), station(1)]
    run = voltwin.run(scenario(stations, horizon="3h", start="2026-01-05T22:30:00+00:00"))
    days = plot_of(heat_map(run)).table["day"].to_pylist()
    assert set(days) == {"Mon 2026-01-05", "Tue 2026-01-06"}


def test_without_arrivals_there_is_no_figure() -> None:
    assert missing_of(heat_map(run_of("no arrivals"))) == "No vehicle arrived."
