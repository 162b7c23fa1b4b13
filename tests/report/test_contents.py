"""The figures of a report, all together."""

import re

import pytest
from tests.report.figures.drawn import axes_of
from tests.report.runs import run_of

from voltwin.report.contents import figures
from voltwin.report.figures.plot import Plot

_WRONG = re.compile(r"\ba (hour|6 hours|15 minutes)\b")


@pytest.mark.parametrize("name", ["a fleet", "a month"])
def test_steps_are_told_in_right_words(name: str) -> None:
    """In steps of an hour, of 15 minutes, or, of a month, of six hours."""
    plots = [plot for part in figures(run_of(name)) for plot in part.plots]
    for plot in (plot for plot in plots if isinstance(plot, Plot)):
        legends = [axes.get_legend() for axes in axes_of(plot)]
        labels = [text.get_text() for legend in legends if legend for text in legend.get_texts()]
        for said in (plot.title, plot.finding, plot.reading, *labels):
            assert not _WRONG.search(said), said
