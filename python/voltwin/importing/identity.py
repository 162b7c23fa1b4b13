"""Ids: from their column, else the names, else the numbers of the rows."""

import re
from collections.abc import Sequence

from voltwin.importing.columns import Use
from voltwin.importing.drafts import Draft


def give_ids(made: Sequence[Draft], uses: Sequence[Use], *, by_row: bool) -> str:
    """Give every draft its id, tell of missing and equal ones, and return where ids are from.

    Args:
        made: the drafts.
        uses: of the columns.
        by_row: names do not serve as ids, as the user has said that no column holds any.
    """
    column = {use.field: use.column for use in uses}
    sources = ("id",) if by_row else ("id", "name")
    source = next((name for name in sources if name in column), None)
    if source is None:
        for draft in made:
            draft.values["id"] = _numbered(draft.place)
        return "where the row stands, as no column holds ids"
    first: dict[str, str] = {}
    also = "; --column id=COLUMN names a column of ids, --column id= numbers the rows"
    for draft in made:
        name = draft.texts.get(source)
        if name is None:
            draft.refuse(column[source], "is empty; every station needs an id")
            continue
        draft.values["id"] = name
        if name in first:
            hint = also if source == "name" else ""
            why = f'"{name}" is also the {source} at {first[name]}{hint}'
            draft.refuse(column[source], why)
        first.setdefault(name, draft.place)
    return f'column "{column[source]}"'


def _numbered(place: str) -> str:
    """Return an id from file:line, or file: feature 3."""
    kind = "feature" if ": feature " in place else "line"
    return f"{kind}-{re.findall('[0-9]+', place)[-1]}"
