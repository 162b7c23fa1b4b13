"""A table read: which rows and columns count, and a draft of a station for each row."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from voltwin.importing import numbers
from voltwin.importing.columns import DEMAND, Use, uses
from voltwin.importing.drafts import Draft, check, drafts
from voltwin.importing.encodings import Text, read_any
from voltwin.importing.identity import give_ids
from voltwin.importing.options import Options
from voltwin.importing.positions import settled
from voltwin.importing.totals import refuse_totals
from voltwin.importing.units import COUNTS, POWER
from voltwin.scenario.cells import number_of
from voltwin.scenario.errors import ScenarioError
from voltwin.scenario.station_files import NO_ROWS, NO_ROWS_WHERE, must_have, rows_where
from voltwin.scenario.table_files import DELIMITERS, Table, read_table


class Reading(NamedTuple):
    """What stands in a table."""

    kind: str  # how it is written
    table: Table
    uses: list[Use]
    drafts: list[Draft]  # of the rows that `where` keeps; each with what is wrong with it
    ids_from: str
    notes: list[str]


def read(file: Path, options: Options) -> Reading:
    """Return what a file holds.

    Raises:
        ScenarioError: it is no table of stations; wrong rows are told in their drafts.
    """
    text = read_any(file)
    table = read_table(file, text.text)
    _check_header(file, table)
    told = [column for column in options.columns.values() if column]
    must_have(file, table, [*told, *options.where])
    rows = rows_where(table.rows, dict(options.where))
    if not rows and not table.broken:
        raise ScenarioError([f"{file}: {NO_ROWS_WHERE if table.rows else NO_ROWS}"])
    found = uses(table.columns, options.columns)
    _check_units(file, found)
    made, commas = drafts(rows, found, table.delimiter)
    _check_thousands(file, table, made, found, commas)
    found, notes = settled(file, made, found)
    _give_demand(file, table, made, found, options)
    by_row = "id" in options.columns and not options.columns["id"]
    ids_from = give_ids(made, found, by_row=by_row)
    check(made, found)
    refuse_totals(made, found)
    return Reading(
        _kind(table, text, commas),
        table,
        found,
        made,
        ids_from,
        [*_doubt(text), *notes, *_units_to_mind(found)],
    )


def _check_header(file: Path, table: Table) -> None:
    """Refuse a table whose first line names no columns."""
    if table.delimiter is None:
        return
    found = [name for name in table.columns if number_of(name.replace(",", ".")) is not None]
    if _is_title(table):
        title = next(name for name in table.columns if name)
        text = f'"{title}" is a title? Delete all lines above the names of the columns'
        raise ScenarioError([f"{file}: the first line must name the columns; {text}"])
    if len(found) > 1:
        text = f'the first line must name the columns, and holds the numbers "{found[0]}"'
        raise ScenarioError([f'{file}:1: {text}, "{found[1]}", ...'])


def _is_title(table: Table) -> bool:
    """Return whether the first line holds one cell only, and those below hold several."""
    if sum(map(bool, table.columns)) != 1:
        return False
    cells = (str(cell) for row in table.rows[:3] for cell in row.cells.values())
    only_broken = bool(table.broken) and not table.rows
    return len(table.columns) > 1 or only_broken or any(re.search("[,;\t]", cell) for cell in cells)


def _check_units(file: Path, found: Sequence[Use]) -> None:
    """Refuse columns whose names tell units that cannot be converted."""
    wrong = [
        f'{file}: column "{use.column}": {use.unit.problem}' for use in found if use.unit.problem
    ]
    if wrong:
        raise ScenarioError(wrong)


def _check_thousands(
    file: Path, table: Table, made: Sequence[Draft], found: Sequence[Use], commas: bool
) -> None:
    """Refuse columns of demand, counts or powers whose 9.000 may be nine or nine thousand."""
    wrong = []
    for use in found:
        if table.delimiter in (";", "\t") and use.field in (DEMAND, *COUNTS, *POWER.fields):
            texts = [draft.texts[use.field] for draft in made if use.field in draft.texts]
            text = numbers.ambiguous(texts, "," if commas else ".")
            if text:
                few, many = f"{float(text.replace(',', '.')):g}", re.sub("[.,]", "", text)
                why = f'"{text}" may be {few} or {many}, as all such values of the column'
                wrong.append(f'{file}: column "{use.column}": {why}; write {many} or {few}')
    if wrong:
        raise ScenarioError(wrong)


def _units_to_mind(found: Sequence[Use]) -> list[str]:
    return [f'Column "{use.column}" is {use.unit.note}.' for use in found if use.unit.note]


def _give_demand(
    file: Path, table: Table, made: Sequence[Draft], found: Sequence[Use], options: Options
) -> None:
    """Give the swaps a day that were told to drafts without any, or tell that they lack them."""
    column = next((use.column for use in found if use.field == DEMAND), None)
    if column is None and options.swaps_per_day is None:
        names = ", ".join(f'"{name}"' for name in table.columns if name)
        raise ScenarioError(
            [
                f"{file}: no column is taken as swaps per day; its columns are {names}. "
                "Name it with --column swaps_per_day=COLUMN, or give all stations the same with "
                "--swaps-per-day 300"
            ]
        )
    for draft in made:
        if DEMAND in draft.texts:
            continue
        if options.swaps_per_day is not None:
            draft.values[DEMAND] = options.swaps_per_day
        else:
            draft.refuse(str(column), "is empty; --swaps-per-day 300 fills such cells")


def _kind(table: Table, text: Text, commas: bool) -> str:
    if table.delimiter is None:
        return f"GeoJSON points, {text.encoding}"
    numbers = " and decimal commas" if commas else ""
    return f"CSV with {DELIMITERS[table.delimiter]}s{numbers}, {text.encoding}"


def _doubt(text: Text) -> list[str]:
    if text.is_certain:
        return []
    return [
        f"The file is not UTF-8 and was read as {text.encoding}: look at the letters beyond A to Z "
        "in names. Excel writes UTF-8 with Save As, CSV UTF-8."
    ]
