"""A variant: a child of a scenario, told by its difference."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from voltwin.scenario.changes import Change, changed
from voltwin.scenario.scenario import Scenario

BASE = "base"


@dataclass(frozen=True)
class Variant:
    """What is different about a scenario.

    Attributes:
        name: that tells it apart from others.
        changes: of the base scenario, made in this order.
        levels: what its factors are at, by the factor's name, in a sweep or sizing.
    """

    name: str
    changes: tuple[Change, ...] = ()
    levels: Mapping[str, Any] = field(default_factory=dict)

    def scenario(self, base: Scenario) -> Scenario:
        """Return the base scenario with the changes made.

        Raises:
            ScenarioError: a change cannot be made, or leads to no valid scenario.
        """
        return changed(base, self.changes) if self.changes else base

    def as_dict(self) -> dict[str, Any]:
        """Return it as plain values."""
        changes = [change.as_dict() for change in self.changes]
        return {"name": self.name, "changes": changes, "levels": dict(self.levels)}

    @classmethod
    def from_dict(cls, plain: Mapping[str, Any]) -> "Variant":
        """Return the variant that `as_dict` has made plain."""
        changes = tuple(Change.from_dict(change) for change in plain["changes"])
        return cls(plain["name"], changes, dict(plain["levels"]))
