from typing import Any

import numpy as np
import pytest
from tests.report.figures.drawn import axes_of, missing_of, plot_of, stairs_of
from tests.report.runs import city, run_of

from voltwin.kpis.columns import LOST
from voltwin.report.figures.losses import losses
from voltwin.wording.headline import CAUSES


@pytest.mark.parametrize("name", ["names", "a month", "a year", "nobody served"])
def test_every_vehicle_lost_is_counted_once_by_its_reason(name: str) -> None:
    run = run_of(name)
    table = plot_of(losses(run)).table
    for column in ("arrivals", "lost", *LOST):
        assert table[column].to_numpy().sum() == run.kpis.total[column][0].as_py()


def test_columns_are_stacked_up_to_all_that_are_lost() -> None:
    plot = plot_of(losses(city()))
    (axes,) = axes_of(plot)
    drawn = stairs_of(axes)
    reasons = [name for name in LOST if any(plot.table[name].to_pylist())]
    assert list(drawn) == [CAUSES[name][0] for name in reasons]
    data: list[Any] = [patch.get_data() for patch in drawn.values()]
    heights = [series.values - series.baseline for series in data]
    for name, height in zip(reasons, heights, strict=True):
        assert list(height) == plot.table[name].to_pylist()
    assert list(np.sum(heights, axis=0)) == plot.table["lost"].to_pylist()


def test_the_worst_hour_is_named() -> None:
    table = plot_of(losses(city())).table.to_pylist()
    worst = max(table, key=lambda row: int(row["lost"]))
    said = plot_of(losses(city())).finding
    assert f"{worst['begin']:%a} {worst['begin'].day} {worst['begin']:%b %H:%M}" in said
    assert f": {worst['lost']:,} of {worst['arrivals']:,} that arrived then" in said


def test_long_runs_have_longer_steps_and_say_so() -> None:
    assert plot_of(losses(run_of("a year"))).title == "Vehicles lost per day, by reason"


def test_nobody_lost_is_no_figure() -> None:
    assert missing_of(losses(run_of("nobody lost"))) == "No vehicle was lost."
