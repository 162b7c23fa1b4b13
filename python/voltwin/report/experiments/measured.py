"""Tables behind figures: numbers of one measure, in one unit and with digits that suit them."""

from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow as pa

from voltwin.experiment.tables import COLUMNS
from voltwin.report.experiments.select import Row
from voltwin.wording.shown import Shown


def measured(
    rows: Sequence[Row],
    words: Mapping[str, Sequence[Any]],
    shown: Shown,
    numbers: Sequence[str],
    *,
    changes: Shown | None = None,
) -> pa.Table:
    """Return a table of texts: some columns of words or counts, then the numbers of a measure.

    Args:
        rows: of a table of an experiment, of one measure.
        words: the first columns, an item a row.
        shown: how levels of the measure are written.
        numbers: the columns of the rows that follow.
        changes: how differences are written, which `difference`, `low` and `high` are then.
    """
    arrays, fields = [], []
    for name, column in words.items():
        array = pa.array(column)
        arrays.append(array)
        fields.append(pa.field(name, array.type, metadata={"meaning": _meaning(name)}))
    for name in numbers:
        is_change = changes is not None and name in _CHANGES
        how = changes if is_change and changes else shown
        arrays.append(pa.array([how.number(row[name], signed=is_change) for row in rows]))
        about = {"unit": how.unit, "meaning": _meaning(name), "holds": "numbers"}
        fields.append(pa.field(name, pa.string(), metadata=about))
    return pa.Table.from_arrays(arrays, schema=pa.schema(fields))


_CHANGES = {"difference", "low", "high", "low_alone", "high_alone"}


def _meaning(name: str) -> str:
    return COLUMNS[name][1] if name in COLUMNS else ""


def texts(
    headings: Sequence[str],
    rows: Sequence[Sequence[str]],
    words: int = 1,
    *,
    last_is_words: bool = False,
) -> pa.Table:
    """Return rows of texts as a table; all columns but the first few hold numbers."""
    first_behind = len(headings) - 1 if last_is_words else len(headings)
    columns = list(zip(*rows, strict=True)) if rows else [()] * len(headings)
    fields = [
        pa.field(
            heading,
            pa.string(),
            metadata={"holds": "numbers" if words <= place < first_behind else "words"},
        )
        for place, heading in enumerate(headings)
    ]
    arrays = [pa.array(column, pa.string()) for column in columns]
    return pa.Table.from_arrays(arrays, schema=pa.schema(fields))
