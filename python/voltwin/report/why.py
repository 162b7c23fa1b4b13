"""What an explanation says of the worst stations, for the pages of a report."""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

import pyarrow as pa

from voltwin.explain.trouble import DELAYS
from voltwin.report.table_text import numbers_as_text
from voltwin.wording.quantities import NONE, number

MOST = 10  # stations
LEVERS_NOTE = (
    "+charger, ...: vehicles that the next one would save; at stations that delay, serve in time"
)
_SAVED = "_saved"  # how columns end that say how many vehicles a next unit would save


class Explanation(Protocol):
    """Why stations lose or delay, and what the next unit of each resource would bring."""

    @property
    def summary(self) -> str:
        """What binds where, in a few sentences."""
        ...

    @property
    def table(self) -> pa.Table:
        """One row per station: station, name, trouble, binds, sentence, lost, lost_share, and for
        each lever `<lever>_saved` and `<lever>_in_time` [vehicles]; null where it does not apply.
        """
        ...

    @property
    def worst(self) -> Sequence[Mapping[str, Any]]:
        """The rows of the stations that lose or delay, the worst first."""
        ...


def levers_table(explanation: Explanation) -> pa.Table | None:
    """Return what the next unit of each resource brings at the worst stations, as texts: vehicles
    saved, or where it delays, served in time; None if no station is in trouble."""
    rows = [row for row in explanation.worst[:MOST] if row["sentence"]]
    if not rows:
        return None
    names = [name for name in explanation.table.column_names if name.endswith(_SAVED)]
    tried = [name for name in names if any(row[name] is not None for row in rows)]
    levers = [name.removesuffix(_SAVED) for name in tried]
    saved = {f"+{lever}": [_count(_brought(row, lever)) for row in rows] for lever in levers}
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


def _brought(row: Mapping[str, Any], lever: str) -> int | None:
    vehicles: int | None = row[f"{lever}_in_time" if row["trouble"] == DELAYS else lever + _SAVED]
    return vehicles


def _count(vehicles: int | None) -> str:
    return NONE if vehicles is None else number(vehicles)
