"""What was understood of a table: its columns, its numbers, and the scenario that they make."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from voltwin.importing.assumptions import Assumption
from voltwin.importing.columns import Use
from voltwin.importing.drafts import Draft
from voltwin.importing.fields import FIELDS
from voltwin.importing.positions import Extent
from voltwin.importing.start import Start
from voltwin.scenario.scenario import Scenario


class Column(NamedTuple):
    """A column that was used."""

    field: str
    column: str
    unit: str  # of the column
    example: str  # as it stands in the table
    low: float | None  # of numbers, in the column's unit
    high: float | None
    factor: float  # to the scenario's unit: value x factor + offset
    offset: float
    scenario_unit: str
    filled: int
    missing: int


class DemandTotal(NamedTuple):
    """Mean swaps a day: of all stations, of the weakest and of the strongest [1/day]."""

    total: float
    low: float
    high: float


@dataclass(frozen=True, kw_only=True)
class Understanding:
    """A table of stations as it was understood."""

    file: str
    kind: str  # how it is written: CSV with semicolons, UTF-8
    rows: int  # in the table
    left_out: int  # by `where`
    bad_rows: tuple[str, ...]  # that were skipped, one line for each thing that is wrong
    where: dict[str, Any]
    columns: tuple[Column, ...]
    ignored: tuple[str, ...]  # columns
    ids_from: str
    extent: Extent | None
    demand: DemandTotal
    start: Start
    assumptions: tuple[Assumption, ...]
    notes: tuple[str, ...]
    scenario: Scenario

    def as_dict(self) -> dict[str, Any]:
        """Return everything but the scenario as plain data, for machines."""
        extent = self.extent
        size = {"width_km": extent.width_km, "height_km": extent.height_km} if extent else {}
        return {
            "file": self.file,
            "kind": self.kind,
            "rows": self.rows,
            "left_out": self.left_out,
            "bad_rows": list(self.bad_rows),
            "where": self.where,
            "stations": len(self.scenario.stations),
            "columns": [column._asdict() for column in self.columns],
            "ignored": list(self.ignored),
            "ids_from": self.ids_from,
            "extent": {**extent._asdict(), **size} if extent else None,
            "swaps_per_day": self.demand._asdict(),
            "start": {
                "time": self.start.time.isoformat(),
                "chosen": self.start.chosen,
                "meaning": self.start.meaning,
            },
            "assumptions": [assumption._asdict() for assumption in self.assumptions],
            "notes": list(self.notes),
        }


def columns_of(made: Sequence[Draft], uses: Sequence[Use]) -> tuple[Column, ...]:
    """Return what the drafts, values not yet changed by any other field, tell of the columns."""
    return tuple(_column(made, use) for use in uses)


def _column(made: Sequence[Draft], use: Use) -> Column:
    texts = [draft.texts[use.field] for draft in made if use.field in draft.texts]
    values = [draft.values.get(use.field) for draft in made if use.field in draft.texts]
    numbers = [
        (float(value) - use.unit.offset) / use.unit.factor
        for value in values
        if isinstance(value, int | float) and not isinstance(value, bool)
    ]
    whole = len(numbers) == len(values) > 0
    return Column(
        field=use.field,
        column=use.column,
        unit=use.unit.text,
        example=texts[0] if texts else "",
        low=min(numbers) if whole else None,
        high=max(numbers) if whole else None,
        factor=use.unit.factor,
        offset=use.unit.offset,
        scenario_unit=FIELDS[use.field][0],
        filled=len(texts),
        missing=len(made) - len(texts),
    )
