"""What a comparison of the engines on many scenarios has found, and what it has visited."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import combinations_with_replacement
from statistics import median

from voltwin.validation.features import FEATURES

# What at least a tenth of the scenarios must show, or the comparison has not looked there.
REQUIRED = (
    "lost: closed",
    "lost: stockout",
    "lost: queue full",
    "reneged without claim",
    "reneged with claim",
    "unplugged",
    "limit blocks the queue",
    "suspended",
)
_SHOWN = 5  # differences printed in full


@dataclass
class Report:
    """Grows scenario by scenario; as text it is what `voltwin validate engines` prints."""

    origin: str  # of the scenarios, as in "of seed 7"
    rows_of: list[int] = field(default_factory=list)
    differences: list[str] = field(default_factory=list)  # one text per scenario that failed
    pairs: Counter[tuple[str, str]] = field(default_factory=Counter)  # scenarios with both

    def add(self, scenario: str, rows: int, message: str, features: Iterable[str]) -> None:
        """Add the outcome of a scenario, named by the seed of its scope."""
        self.rows_of.append(rows)
        if message:
            self.differences.append(f"scenario {scenario}: {message}")
        seen = [feature for feature in FEATURES if feature in features]
        self.pairs.update(combinations_with_replacement(seen, 2))

    @property
    def scenarios(self) -> int:
        """How many were compared."""
        return len(self.rows_of)

    @property
    def median_rows(self) -> float:
        """Rows of the log in the middle of all scenarios."""
        return median(self.rows_of) if self.rows_of else 0.0

    def share(self, feature: str, other: str | None = None) -> float:
        """Return the share of scenarios with a feature, or with two of them."""
        first, second = sorted((feature, other or feature), key=FEATURES.index)
        return self.pairs[first, second] / max(self.scenarios, 1)

    @property
    def pairs_visited(self) -> float:
        """The share of all pairs of features that some scenario has shown together."""
        pairs = len(FEATURES) * (len(FEATURES) + 1) // 2
        return sum(count > 0 for count in self.pairs.values()) / pairs

    def __str__(self) -> str:
        """Return the report as plain text."""
        wrong = len(self.differences)
        lines = [
            f"{self.scenarios} random scenarios {self.origin}: {sum(self.rows_of)} rows of "
            f"the event log compared bit by bit, median {self.median_rows:g} a scenario.",
            f"{wrong} differ." if wrong else "Both engines agree in every row of every scenario.",
            "",
            *self._coverage(),
        ]
        for text in self.differences[:_SHOWN]:
            lines += ["", text]
        if wrong > _SHOWN:
            lines += ["", f"... and {wrong - _SHOWN} more"]
        return "\n".join(lines)

    def _coverage(self) -> list[str]:
        """Return the matrix of features: % of scenarios that show both, each with itself alone."""
        width = max(map(len, FEATURES))
        lines = [
            "Share of scenarios [%] in which both happen; on the diagonal, in which it happens:",
            f"{'':{width + 4}}" + "".join(f"{i + 1:4}" for i in range(len(FEATURES))),
        ]
        for i, feature in enumerate(FEATURES):
            shares = (_percent(self.share(feature, other)) for other in FEATURES[: i + 1])
            lines.append(f"{i + 1:3} {feature:{width}}" + "".join(f"{s:>4}" for s in shares))
        return [*lines, f"{100 * self.pairs_visited:.1f} % of all pairs visited."]


def _percent(share: float) -> str:
    return "<1" if 0.0 < share < 0.01 else f"{100 * share:.0f}"
