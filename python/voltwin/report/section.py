"""A part of a report, whatever the report is about."""

from dataclasses import dataclass, field

import pyarrow as pa

from voltwin.report.figures.plot import Missing, Plot


@dataclass(frozen=True)
class Section:
    """A part of a report: figures side by side, sentences, a table, or some of these."""

    name: str  # unique in a report
    title: str
    plots: tuple[Plot | Missing, ...] = ()
    sentences: tuple[str, ...] = ()
    table: pa.Table | None = field(default=None)
    beside: bool = True  # figures stand beside each other; else one below the other
