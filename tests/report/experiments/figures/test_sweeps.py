from typing import Any

import numpy as np
import pytest
from tests.report.experiments.made import made
from tests.report.figures.drawn import axes_of, bars_of, marked, plot_of, up

from voltwin.report.experiments.effects import terms
from voltwin.report.experiments.figures.main_effects import main_effects
from voltwin.report.experiments.figures.pairs import pairs
from voltwin.report.experiments.figures.shares import shares
from voltwin.report.experiments.select import rows_where


def test_a_bar_is_all_of_the_variance() -> None:
    plot = plot_of(shares(made("sweep")))
    (axes,) = axes_of(plot)
    ends: dict[float, float] = {}
    for bar in bars_of(axes):
        ends[bar.get_y()] = ends.get(bar.get_y(), 0.0) + bar.get_width()
    assert len(ends) == len(made("sweep").plan.measures)
    assert list(ends.values()) == pytest.approx([100.0] * len(ends))


def test_factors_that_do_most_come_first() -> None:
    experiment = made("sweep")
    panels = [axes.get_title(loc="left") for axes in axes_of(
        plot_of(main_effects(experiment, "lost_share")))]  # fmt: skip
    alone = [row["factor"] for row in terms(experiment, "lost_share") if row["other"] is None]
    assert panels == alone


def test_levels_have_their_effects() -> None:
    experiment = made("sweep")
    plot = plot_of(main_effects(experiment, "lost_share"))
    for axes in axes_of(plot):
        factor = axes.get_title(loc="left")
        rows = rows_where(experiment.tables["main_effects"], measure="lost_share", factor=factor)
        (drawn,) = marked(axes, "o")
        assert up(drawn) == pytest.approx([100.0 * row["effect"] for row in rows])


def test_pairs_that_act_on_each_other_most_come_first() -> None:
    experiment = made("sweep")
    plots = pairs(experiment, "lost_share")
    together = [row for row in terms(experiment, "lost_share") if row["other"] is not None]
    assert len(plots) == len(together) == 3
    for plot, term in zip(plots, together, strict=True):
        assert plot.table.column_names[:2] == [term["factor"], term["other"]]


@pytest.mark.parametrize("measure", ["lost_share", "within_target_share"])
def test_the_worst_cell_is_the_darkest(measure: str) -> None:
    (plot, *_) = pairs(made("sweep"), measure)
    (mesh,) = axes_of(plot)[0].collections
    classes: Any = np.ma.filled(np.ma.asarray(mesh.get_array()), -1).ravel()
    rows = rows_where(
        made("sweep").tables["interactions"],
        measure=measure,
        factor=plot.table.column_names[0],
        other=plot.table.column_names[1],
    )
    means = [row["mean"] for row in rows]
    worst = max(means) if measure == "lost_share" else min(means)
    others = len({row["other_level"] for row in rows})
    by_other = np.array(means).reshape(-1, others).T.ravel()
    assert classes[list(by_other).index(worst)] == classes.max()


def test_of_one_factor_there_are_no_pairs() -> None:
    assert pairs(made("one factor"), "lost_share") == []
