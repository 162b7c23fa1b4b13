"""What the network earned, and what was spent on what."""

from typing import TYPE_CHECKING, Any

from voltwin.report.figures.axes import legend_above, thousands
from voltwin.report.figures.plot import Missing, Plot, margins
from voltwin.report.figures.small_table import small_table
from voltwin.report.style import BLUE, GREEN, GREY, INK, ORANGE, PURPLE, VERMILLION, Token
from voltwin.wording.quantities import money

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import FigureBase

    from voltwin.results import Run

NAME = "earnings"
_TITLE = "Earned and spent"
_Part = tuple[str, str, Token]  # column, label, colour
_REVENUE = ("revenue", "revenue", GREEN)
_LOST = ("lost_revenue", "revenue lost with vehicles", GREY)
_SPENT = (
    ("energy_cost", "energy", BLUE),
    ("demand_charge", "demand charge", VERMILLION),
    ("capital_cost", "capital", PURPLE),
    ("rent", "rent", ORANGE),
)


def earnings(run: "Run") -> Plot | Missing:
    """Return revenue and costs of the network; the run's scenario has economics."""
    total = run.kpis.total.to_pylist()[0]
    # A fleet's vehicles try again, and pay then: nothing is said of them.
    earned = (_REVENUE,) if run.kpis.has_fleet else (_REVENUE, _LOST)
    parts = [name for name, _, _ in (*earned, *_SPENT)]
    if not any(total[name] for name in parts):
        return Missing(NAME, _TITLE, "Nothing was earned, and nothing was spent.")
    currency = run.kpis.currency or ""
    would = "" if run.kpis.has_fleet else ", and what the vehicles lost would have brought"
    return Plot(
        name=NAME,
        title=f"{_TITLE}, in {currency}",
        finding=_finding(total, currency),
        reading=f"The upper bar is what was earned{would}; the lower one what was spent. Amounts "
        "below zero reach to the left.",
        table=small_table({"account": parts, "amount": [total[name] for name in parts]}),
        draw=lambda figure: _draw(figure, total, earned, currency),
        height_in=1.75,
    )


def _finding(total: dict[str, Any], currency: str) -> str:
    margin = f"{money(total['margin'])} {currency}"
    per_swap = total["margin_per_swap"]
    each = "" if per_swap is None else f", {money(per_swap)} {currency} per swap"
    return (
        f"Revenue of {money(total['revenue'])} {currency} less costs of {money(total['cost'])} "
        f"{currency} leaves a margin of {margin}{each}."
    )


def _draw(
    figure: "FigureBase", total: dict[str, Any], earned: tuple[_Part, ...], currency: str
) -> None:
    axes = figure.add_axes(margins(figure, left=0.75, right=0.35, top=0.35, bottom=0.5))
    _stack(axes, 0, total, earned)
    _stack(axes, 1, total, _SPENT)
    axes.set_ylim(1.5, -0.5)
    axes.set_yticks([0, 1], ["earned", "spent"])
    axes.grid(visible=False, axis="y")
    axes.grid(visible=True, axis="x")
    axes.axvline(0.0, color=INK.light, linewidth=0.6)
    axes.set_xmargin(0.02)
    axes.autoscale_view()
    axes.set_ylim(1.5, -0.5)
    thousands(axes.xaxis)
    axes.set_xlabel(currency)
    legend_above(axes)


def _stack(axes: "Axes", row: int, total: dict[str, Any], parts: tuple[_Part, ...]) -> None:
    """Draw amounts one after the other; those below zero lie on the other side."""
    ends = {True: 0.0, False: 0.0}
    for name, label, colour in parts:
        amount = float(total[name] or 0.0)
        if amount:
            left = ends[amount > 0.0]
            axes.barh(row, amount, 0.7, left=left, color=colour.light, linewidth=0.0, label=label)
            ends[amount > 0.0] += amount
