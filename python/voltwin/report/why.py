"""What an explanation says of the worst stations, for the pages of a report."""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

import pyarrow as pa

from voltwin.report.table_text import numbers_as_text
from voltwin.wording.quantities import NONE, number

MOST = 10  # stations
_SAVED = "_saved"  # how columns end that say how many vehicles a next unit would save


class Explanation(Protocol):
    """Why stations lose or delay, and what the next unit of each resource would bring."""

    @property
    def summary(self) -> str:
        """What binds where, in a few sentences."""
        ...

    @property
    def table(self) -> pa.Table:
        """One row per station: station, name, binds, sentence, lost, lost_share, and for each
        lever `<lever>_saved` [vehicles]; null where it does not apply."""
        ...

    @property
    def worst(self) -> Sequence[Mapping[str, Any]]:
        """The rows of the stations that lose or delay, the worst first."""
        ...


def levers_table(explanation: Explanation) -> pa.Table | None:
    """Return vehicles saved by the next unit of each resource at the worst stations, as texts;
    None if no station is in trouble."""
    rows = [row for row in explanation.worst[:MOST] if row["sentence"]]
    if not rows:
        return None
    names = [name for name in explanation.table.column_names if name.endswith(_SAVED)]
    tried = [name for name in names if any(row[name] is not None for row in rows)]
    saved = {f"+{name.removesuffix(_SAVED)}": [_count(row[name]) for row in rows] for name in tried}
    fields = [
        *(pa.field(name, pa.string()) for name in ("station", "binds")),
        *map(numbers_as_text, saved),
        pa.field("why", pa.string()),
    ]
    columns = {
        "station": [str(row["name"]) for row in rows],
        "binds": [str(row["binds"] or NONE) for row in rows],
        **saved,
        "why": [str(row["sentence"]) for row in rows],
    }
    return pa.table(columns, schema=pa.schema(fields))


def _count(vehicles: int | None) -> str:
    return NONE if vehicles is None else number(vehicles)
