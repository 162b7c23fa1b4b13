"""Tables behind figures: numbers of one measure, in one unit and with digits that suit them."""

from collections.abc import Collection, Mapping, Sequence
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
    names: Collection[str] = (),
) -> pa.Table:
    """Return rows of texts as a table.

    Args:
        headings: of its columns, as on the terminal.
        rows: one text a column.
        words: how many columns in front hold words; the others hold numbers.
        last_is_words: the last one does, too.
        names: headings that are names of something, factors or levers, and stay as they are.
    """
    first_behind = len(headings) - 1 if last_is_words else len(headings)
    columns = list(zip(*rows, strict=True)) if rows else [()] * len(headings)
    fields: list[pa.Field[Any]] = []
    for place, heading in enumerate(headings):
        holds = "numbers" if words <= place < first_behind else "words"
        about = {"meaning": _HEADINGS.get(heading, ""), "holds": holds}
        as_it_is = heading.isupper() or heading in names
        name = heading if as_it_is else heading[:1].lower() + heading[1:]
        name += " (name)" * sum(name == field.name for field in fields)
        fields.append(pa.field(name, pa.string(), metadata=about))
    arrays = [pa.array(column, pa.string()) for column in columns]
    return pa.Table.from_arrays(arrays, schema=pa.schema(fields))


_HEADINGS = {
    "±": "half the 95 % interval",
    "5 %": "5 % of replications are below",
    "95 %": "95 % of replications are below",
    "Change": "difference / base",
    "CRN": "so many times as many runs would be needed without common random numbers",
    "To the best other": "mean less that of the best of the others: 95 % interval for all at once",
}
