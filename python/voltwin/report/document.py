"""What every report is made of, of a run and of an experiment: page and PDF are made from this."""

from collections.abc import Sequence
from dataclasses import dataclass

from voltwin.report.recipe import Recipe
from voltwin.report.section import Section
from voltwin.report.tiles import Tile


@dataclass(frozen=True)
class Document:
    """The contents of a report, in this order."""

    title: str
    scope: str  # what was looked at, a line
    headline: str  # what came out, a sentence or two
    tiles: Sequence[Tile]
    sections: Sequence[Section]
    recipe: Recipe
    facts: Sequence[tuple[str, str]]  # labels and values
