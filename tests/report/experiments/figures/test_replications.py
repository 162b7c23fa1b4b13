import numpy as np
import pytest
from tests.report.experiments.made import made
from tests.report.figures.drawn import across, axes_of, plot_of, up

from voltwin.report.experiments.figures.bands import bands
from voltwin.report.experiments.figures.narrowing import narrowing
from voltwin.report.experiments.figures.strips import strips
from voltwin.report.experiments.hours import Hours, hours_of
from voltwin.report.experiments.select import Row, rows_where


def test_bands_hold_mean_interval_and_nine_of_ten() -> None:
    experiment = made("replications")
    rows = rows_where(experiment.tables["by_hour"], measure="lost_share")
    plot = plot_of(bands(experiment, "lost_share"))
    (axes,) = axes_of(plot)
    assert up(axes.lines[0]) == pytest.approx([100.0 * row["mean"] for row in rows])
    assert len(axes.collections) == 2
    worst = max(rows, key=lambda row: float(row["mean"]))
    assert f"from {worst['hour']:%H:%M}" in plot.finding


def test_where_more_is_better_the_worst_hour_is_the_least() -> None:
    plot = plot_of(bands(made("replications"), "within_target_share"))
    assert plot.finding.startswith("The mean is least on")


def test_every_replication_is_a_point() -> None:
    experiment = made("replications")
    plot = plot_of(strips(experiment))
    axes = axes_of(plot)
    assert len(axes) == len(experiment.plan.measures)
    for one, measure in zip(axes, experiment.plan.measures, strict=True):
        drawn = np.sort(across(one.lines[0]))
        values = np.sort(experiment.runs[measure].to_numpy())
        assert np.allclose(drawn / drawn[-1], values / values[-1])


def test_looks_are_drawn_until_they_are_narrow_enough() -> None:
    looks = made("until narrow").tables["sequential"]
    plot = narrowing(looks)
    (axes,) = axes_of(plot)
    for line, measure in zip(axes.lines[:2], ("lost_share", "wait_mean_s"), strict=True):
        rows = rows_where(looks, measure=measure)
        assert across(line) == [row["replications"] for row in rows]
        ratios = [row["half_width"] / row["wanted"] for row in rows]
        assert up(line) == pytest.approx(ratios)
    assert plot.table.num_rows == looks.num_rows


def hours(values: list[float | None]) -> list[Row]:
    start = np.datetime64("2026-01-05T00", "h")
    return [{"hour": (start + i).item(), "mean": value} for i, value in enumerate(values)]


def test_of_many_hours_the_worst_week_is_left() -> None:
    values: list[float | None] = [0.0] * 500
    values[300] = 5.0
    values[10] = None
    found = hours_of(hours(values), "mean")
    assert len(found.rows) == 168
    assert 5.0 in [row["mean"] for row in found.rows]
    assert found.left_out


def test_few_hours_are_all_there() -> None:
    found = hours_of(hours([1.0, None]), "mean")
    assert (len(found.rows), found.left_out) == (2, "")
    assert isinstance(found, Hours)
    assert np.array_equal(found.column("mean", 2.0), [2.0, np.nan], equal_nan=True)
    assert len(found.edges) == 3
