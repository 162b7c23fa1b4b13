"""Why each station of a run loses or delays: the table, and what it says of the network."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pyarrow as pa

from voltwin.explain import columns
from voltwin.explain.next_unit import LEVERS
from voltwin.explain.summary import network_summary
from voltwin.explain.trouble import DELAYS
from voltwin.explain.verdict import UNCLEAR

Row = dict[str, Any]


@dataclass(frozen=True)
class BestUnit:
    """A next unit, and what it would bring."""

    station: str  # id
    name: str  # of the station
    lever: str  # charger, battery, bay, grid or hour
    battery_type: str | None  # id, where there are several
    saved: int  # vehicles


def badness(row: Mapping[str, Any]) -> tuple[float, int]:
    """Return what stations in trouble are ordered by: the share of vehicles lost or late."""
    return (row["lost"] + row["late"]) / row["arrivals"], row["lost"]


class Explanation:
    """What binds at each station, and what the next unit of each resource would bring."""

    def __init__(self, rows: Sequence[Mapping[str, Any]], *, coupled: bool = False) -> None:
        """Keep the rows.

        Args:
            rows: one per station, with columns of `columns.COLUMNS`.
            coupled: vehicles drive between stations, so that next units are tried only at stations
                that are asked for.
        """
        self.table = columns.table(rows)
        self.coupled = coupled

    @property
    def summary(self) -> str:
        """What binds where, and what the best next units would save, in a few sentences."""
        return network_summary(self)

    @property
    def columns(self) -> pa.Table:
        """The dictionary of the columns: name, unit, meaning."""
        return columns.dictionary()

    @cached_property
    def rows(self) -> list[Row]:
        """The rows of the table, as plain values."""
        return list(self.table.to_pylist())

    @cached_property
    def worst(self) -> list[Row]:
        """The rows of stations in trouble that are explained, by the share of vehicles lost or
        late."""
        explained = [row for row in self.rows if row["trouble"] and row["binds"]]
        return sorted(explained, key=badness, reverse=True)

    @property
    def tried(self) -> tuple[str, ...]:
        """The levers that were tried anywhere."""
        return tuple(
            lever for lever in LEVERS if self.table[f"{lever}_saved"].null_count < len(self.table)
        )

    @property
    def left_out(self) -> int:
        """How many stations in trouble were not explained, as there are too many."""
        return sum(row["trouble"] is not None for row in self.rows) - len(self.worst)

    @cached_property
    def binding(self) -> dict[str, int]:
        """How many stations bind on what, most first, and at last at how many it is unclear."""
        counts = Counter(row["binds"] for row in self.worst)
        unclear = counts.pop(UNCLEAR, 0)
        return dict(counts.most_common()) | ({UNCLEAR: unclear} if unclear else {})

    def best_units(self, most: int = 10) -> list[BestUnit]:
        """Return the next units that would save most vehicles, at most one at each station."""
        best = [_best_unit(row) for row in self.worst]
        found = [unit for unit in best if unit is not None]
        return sorted(found, key=lambda unit: unit.saved, reverse=True)[:most]

    def station(self, name: str) -> Row:
        """Return the row of a station by its id or name.

        Raises:
            KeyError: there is none.
        """
        for key in ("station", "name"):
            for row in self.rows:
                if row[key] == name:
                    return row
        raise KeyError(name)

    def __repr__(self) -> str:
        binding = ", ".join(f"{what} {stations}" for what, stations in self.binding.items())
        return f"<Explanation of {len(self.rows)} stations; binding: {binding or 'nothing'}>"


def _best_unit(row: Row) -> BestUnit | None:
    saved = {lever: row[f"{lever}_saved"] or 0 for lever in LEVERS}
    lever = max(saved, key=saved.__getitem__)
    if saved[lever] <= 0 or row["trouble"] == DELAYS:
        return None
    battery_type = row["battery_type"] if lever == "battery" else None
    return BestUnit(row["station"], row["name"], lever, battery_type, saved[lever])
