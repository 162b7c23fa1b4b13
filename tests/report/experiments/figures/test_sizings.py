from typing import Any

import pytest
from tests.report.experiments.made import made
from tests.report.figures.drawn import across, axes_of, bars_of, marked, missing_of, plot_of

from voltwin.report.experiments.answer import answer, levers_of, shown_design, where_rows
from voltwin.report.experiments.designs import confirmed
from voltwin.report.experiments.figures.front import front, front_of
from voltwin.report.experiments.figures.history import cheapest_so_far, history
from voltwin.report.experiments.figures.screening import screening
from voltwin.report.experiments.figures.where import where


def design(cost: float, mean: float, **more: Any) -> dict[str, Any]:
    return {"cost": cost, "mean": mean, **more}


def test_the_front_holds_what_nothing_cheaper_is_as_good_as() -> None:
    rows = [design(3, 0.1), design(1, 0.4), design(2, 0.5), design(2, 0.2), design(4, 0.1)]
    assert [(row["cost"], row["mean"]) for row in front_of(rows, upwards=False)] == [
        (1, 0.4),
        (2, 0.2),
        (3, 0.1),
    ]
    assert [row["mean"] for row in front_of(rows, upwards=True)] == [0.4, 0.5]


def test_the_cheapest_that_keeps_the_target_is_followed() -> None:
    rows = [design(c, 0, feasible=f) for c, f in ((9, False), (5, True), (7, True), (4, True))]
    assert cheapest_so_far(rows) == [None, 5, 5, 4]


def test_every_design_is_a_point_of_both_figures() -> None:
    experiment = made("front")
    trials = experiment.tables["trials"]
    for plot in (plot_of(front(experiment)), history(experiment)):
        assert plot.table.num_rows == trials.num_rows
        (axes,) = axes_of(plot)
        assert sum(len(across(line)) for line in marked(axes, ".o")) == trials.num_rows


def test_the_answer_is_the_last_candidate_if_it_is_confirmed() -> None:
    assert answer(made("cannot be reached")) is None
    assert answer(made("front")) is None
    found = answer(made("nothing needed"))
    assert found
    assert found["cost"] == 0.0
    assert shown_design(made("cannot be reached")) is not None
    assert shown_design(made("front")) is None


def test_units_are_drawn_where_they_go() -> None:
    experiment = made("cannot be reached")
    chosen = shown_design(experiment)
    assert chosen
    rows = where_rows(experiment, chosen["rank"])
    (axes,) = axes_of(plot_of(where(experiment, chosen)))
    drawn = sum(bar.get_width() for bar in bars_of(axes))
    assert drawn == pytest.approx(sum(row["units"] for row in rows))


def test_where_nothing_is_added_that_is_said() -> None:
    experiment = made("nothing needed")
    chosen = answer(experiment)
    assert chosen
    assert missing_of(where(experiment, chosen)) == "Nothing is added."
    assert confirmed(experiment)[-1][-1] == "nothing"


def test_levers_are_told_with_what_they_do() -> None:
    experiment = made("front")
    plot = plot_of(screening(experiment))
    assert set(plot.table["lever"].to_pylist()) <= set(levers_of(experiment))
    sizes = [abs(float(str(text))) for text in plot.table["effect"].to_pylist()]
    assert sizes == sorted(sizes, reverse=True)
