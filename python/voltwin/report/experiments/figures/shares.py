"""What explains how measures vary between variants: a bar for each measure."""

from typing import TYPE_CHECKING, NamedTuple

import pyarrow as pa

from voltwin.report.experiments.effects import factors_in_order, measures_in_order, rest, terms
from voltwin.report.experiments.measured import texts
from voltwin.report.figures.axes import legend_above
from voltwin.report.figures.plot import Missing, Plot, margins
from voltwin.report.style import (
    BLUE,
    FAINT,
    GREEN,
    GREY,
    INK,
    MUTED,
    ORANGE,
    PAPER,
    PURPLE,
    SKY,
    VERMILLION,
    Token,
)
from voltwin.report.words import in_cells
from voltwin.wording.effects import called, explained
from voltwin.wording.measures import label_of
from voltwin.wording.quantities import share

if TYPE_CHECKING:
    from matplotlib.figure import FigureBase

    from voltwin.experiment.experiment import Experiment

NAME, TITLE = "shares", "What explains how measures vary between variants"
_MEASURES = 8
# Of factors, by the size of their effects: those in front are dark enough for text on them.
_OF_FACTOR = (BLUE, VERMILLION, GREEN, PURPLE, ORANGE, SKY)
_NAME_CELLS = 24
_LEAST = 0.04  # a share with room for its text


class _Part(NamedTuple):
    label: str
    share: float
    colour: Token


def shares(experiment: "Experiment") -> Plot | Missing:
    """Return the shares of main effects and interactions in the variance of each measure."""
    plan = experiment.plan
    measures = measures_in_order(plan, _MEASURES)
    main, *_ = measures
    factors = factors_in_order(experiment, main)[: len(_OF_FACTOR)]
    bars = {measure: _parts(experiment, measure, factors) for measure in measures}
    bars = {measure: parts for measure, parts in bars.items() if parts}
    found = terms(experiment, main)
    if not bars:
        reasons = [row["why_not"] for row in found if row["why_not"]]
        why = f": {reasons[0]}" if reasons else ""
        return Missing(NAME, TITLE, f"That cannot be told{why}.")
    return Plot(
        name=NAME,
        title=TITLE,
        finding=explained(found, main, experiment.record["variants"]),
        reading="A bar is the variance of a measure's mean between variants; its parts are what "
        "each factor explains alone, what pairs of factors explain beyond that, and what neither "
        "does. In designs that are no grid, what two factors explain alike is in no part.",
        table=_table(experiment, measures),
        draw=lambda figure: _draw(figure, bars),
        height_in=0.75 + 0.36 * len(bars),
    )


def _parts(experiment: "Experiment", measure: str, factors: list[str]) -> list[_Part]:
    rows = [row for row in terms(experiment, measure) if row["share"] is not None]
    if not rows:
        return []
    alone = {row["factor"]: max(0.0, row["share"]) for row in rows if row["other"] is None}
    coloured = zip(factors, _OF_FACTOR, strict=False)
    found = [_Part(name, alone.get(name, 0.0), colour) for name, colour in coloured]
    others = sum(share for name, share in alone.items() if name not in factors)
    if others:
        found.append(_Part("other factors", others, MUTED))
    pairs = sum(max(0.0, row["share"]) for row in rows if row["other"] is not None)
    found.append(_Part("pairs of factors", pairs, GREY))
    left, _ = rest(experiment, measure)
    found.append(_Part("not explained", left or 0.0, FAINT))
    return found


def _table(experiment: "Experiment", measures: list[str]) -> pa.Table:
    rows = []
    for measure in measures:
        for row in terms(experiment, measure):
            rows.append((measure, called(row), share(row["share"]), row["why_not"] or ""))
        for what, part in zip(
            ("not explained", "of it, chance in the replications"),
            rest(experiment, measure),
            strict=True,
        ):
            rows.append((measure, what, share(part), ""))
    headings = ("Measure", "Effect of", "Share of the variance", "Why there is none")
    return texts(headings, rows, words=2, last_is_words=True)


def _draw(figure: "FigureBase", bars: dict[str, list[_Part]]) -> None:
    from matplotlib.patches import Patch

    axes = figure.add_axes(margins(figure, left=1.75, right=0.35, top=0.35, bottom=0.4))
    for place, parts in enumerate(bars.values()):
        begin = 0.0
        for part in parts:
            width = 100.0 * part.share
            axes.barh(place, width, 0.62, left=begin, color=part.colour.light, linewidth=0.0)
            if part.share >= _LEAST:
                axes.text(
                    begin + width / 2.0,
                    place,
                    f"{width:.0f} %",
                    ha="center",
                    va="center",
                    color=(INK if part.colour in {FAINT, GREY} else PAPER).light,
                )
            begin += width
    axes.set_ylim(len(bars) - 0.5, -0.5)
    axes.set_xlim(0.0, 100.0)
    axes.set_yticks(range(len(bars)), [label_of(measure) for measure in bars])
    axes.set_xticks(range(0, 101, 25))
    axes.set_xlabel("share of the variance between variants [%]")
    axes.grid(visible=False, axis="y")
    handles = [
        Patch(facecolor=part.colour.light, linewidth=0.0, label=in_cells(part.label, _NAME_CELLS))
        for part in next(iter(bars.values()))
    ]
    legend_above(axes, handles)
