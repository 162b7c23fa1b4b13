"""Differences as lines of a figure: in the measure's unit, or as a part of the base."""

from voltwin.report.experiments.figures.forest import Line
from voltwin.report.experiments.select import Row
from voltwin.report.experiments.texts import percent
from voltwin.report.style import GREY, Token
from voltwin.wording.experiments import half_width, is_clear
from voltwin.wording.shown import Shown

_FINEST = 1e-5  # half-width of a relative difference that is written in full
ENDS = ("difference", "low", "high", "low_alone", "high_alone")


def relative_line(row: Row, label: str, colour: Token, *, begins_group: bool) -> Line:
    """Return a difference as a part of the size of its base, which is not 0."""
    size = abs(row["base"])
    text, width = percent(row["relative"]), (row["high"] - row["low"]) / 2.0 / size
    if width:
        shown = Shown.of("1", [row["relative"]], max(width, _FINEST))
        text = f"{shown.number(row['relative'], signed=True)} ± {shown.text(width)}"
    return _line(row, label, text, colour, 100.0 / size, begins_group)


def absolute_line(
    row: Row, label: str, colour: Token, shown: Shown, *, begins_group: bool = False
) -> Line:
    """Return a difference in the unit of its measure."""
    width = half_width(row)
    finer = shown.for_error(width)
    text = finer.number(row["difference"], signed=True)
    half = f" ± {finer.number(width)}" if width else ""
    text = f"{text}{half} {shown.unit}".rstrip()
    return _line(row, label, text, colour, shown.scale.factor, begins_group)


def _line(
    row: Row, label: str, text: str, colour: Token, factor: float, begins_group: bool
) -> Line:
    mean, low, high, low_alone, high_alone = (row[name] * factor for name in ENDS)
    drawn = colour if is_clear(row) else GREY
    return Line(label, mean, low, high, low_alone, high_alone, text, drawn, begins_group)
