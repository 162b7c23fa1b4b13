"""Rows of what goes out of order and comes back, told again: see `replay`.

- What is out takes nothing: a charger no battery, a bay no vehicle. Only what is out comes back.
- A battery whose charger went out is charged before all others, in the order in which they left.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from voltwin.validation.replay.charge import Charge


@dataclass
class Outages:
    """What is out of order at a station, as far as the log tells."""

    chargers: set[int] = field(default_factory=set)
    bays: set[int] = field(default_factory=set)
    first_in_queue: list[int] = field(default_factory=list)  # batteries whose chargers went out

    def charger_out(
        self, row: Mapping[str, Any], charge: Charge | None, features: Counter[str]
    ) -> str:
        """Return what is wrong with a charger that goes out, `charge` being on it."""
        if row["charger"] in self.chargers:
            return "out before"
        self.chargers.add(row["charger"])
        features[f"charger out, {charge.doing if charge else 'idle'}"] += 1
        if charge is None:
            return "" if row["battery"] < 0 else "no battery is on the charger"
        if not charge.ready:
            self.first_in_queue.append(row["battery"])
        return ""

    def placed(self, row: Mapping[str, Any], *, from_queue: bool = True) -> str:
        """Return what is wrong with a battery that is placed on a charger."""
        if row["charger"] in self.chargers:
            return "the charger is out of order"
        if from_queue and self.first_in_queue and self.first_in_queue.pop(0) != row["battery"]:
            return "another battery stands before it, as its charger went out"
        return ""

    def bay_out(
        self, row: Mapping[str, Any], taken: bool, after_a_swap: bool, features: Counter[str]
    ) -> str:
        """Return what is wrong with a bay that goes out."""
        features["bay out after a swap" if after_a_swap else "bay out"] += 1
        if taken or row["bay"] in self.bays:
            return "the bay is not free"
        self.bays.add(row["bay"])
        return ""

    def back(self, row: Mapping[str, Any]) -> str:
        """Return what is wrong with a charger or bay that works again."""
        out, unit = (
            (self.chargers, row["charger"])
            if row["kind"] == "charger_in"
            else (self.bays, row["bay"])
        )
        if unit not in out:
            return "not out before"
        out.remove(unit)
        return ""
