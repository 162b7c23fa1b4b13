import pytest
from matplotlib.patches import Rectangle
from tests.report.figures.drawn import axes_of, plot_of
from tests.report.runs import run_of

from voltwin.report.figures.earnings import earnings


def test_what_is_spent_is_stacked_up_to_the_cost() -> None:
    run = run_of("money")
    total = run.kpis.total.to_pylist()[0]
    (axes,) = axes_of(plot_of(earnings(run)))
    bars = [patch for patch in axes.patches if isinstance(patch, Rectangle)]
    spent = [bar for bar in bars if bar.get_y() > 0.5]
    assert sum(bar.get_width() for bar in spent) == pytest.approx(total["cost"])
    earned = [bar for bar in bars if bar.get_y() < 0.5]
    assert earned[0].get_width() == pytest.approx(total["revenue"])
    assert earned[0].get_width() == pytest.approx(9.0 * total["swaps"])


def test_amounts_below_zero_reach_to_the_left() -> None:
    run = run_of("negative prices")
    (axes,) = axes_of(plot_of(earnings(run)))
    (bar,) = (patch for patch in axes.patches if isinstance(patch, Rectangle))
    cost = -0.1 * run.kpis.total["grid_kwh"][0].as_py()
    assert bar.get_x() + bar.get_width() == pytest.approx(cost)
    assert axes.get_xlim()[0] <= cost < 0.0


def test_of_a_fleet_no_lost_revenue_is_drawn() -> None:
    run = run_of("a fleet with money")
    assert run.kpis.total["lost"][0].as_py() > 100
    plot = plot_of(earnings(run))
    (axes,) = axes_of(plot)
    earned = [p for p in axes.patches if isinstance(p, Rectangle) and p.get_y() < 0.5]
    assert [bar.get_width() for bar in earned] == [9.0 * run.kpis.total["swaps"][0].as_py()]
    assert "lost" not in plot.reading
    assert "lost_revenue" not in plot.table["account"].to_pylist()
