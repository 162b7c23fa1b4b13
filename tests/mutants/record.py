"""What became of mutants, as JSON, and as a table for the terminal."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.mutants.explained import EQUIVALENT, change
from tests.mutants.mutant import Mutant
from tests.mutants.operators import KINDS
from tests.mutants.reaching import SCENARIOS
from tests.mutants.trial import Found

FORMAT = 1
ENOUGH = 0.95  # share of mutants that make a difference which tests have to catch
COLUMNS = ("tests of the core", "random scenarios", "other tests", "no difference", "missed")


@dataclass(frozen=True)
class Fate:
    """What became of a mutant."""

    mutant: Mutant
    found: Found

    @property
    def caught(self) -> bool:
        """Whether a test has noticed it."""
        return bool(self.found.by)

    @property
    def why(self) -> str:
        """Why none can, if it is known that it makes no difference."""
        return EQUIVALENT.get(change(self.mutant), "")

    @property
    def column(self) -> str:
        """What has caught it, or why nothing has, in a word of `COLUMNS`."""
        if not self.caught:
            return COLUMNS[3] if self.why else COLUMNS[4]
        if self.found.by.startswith(SCENARIOS):
            return COLUMNS[1]
        return COLUMNS[0] if self.found.by.startswith("tests/core/") else COLUMNS[2]

    @property
    def line(self) -> str:
        """What became of it, for a reader."""
        if self.caught:
            return (
                f"{self.mutant}\n    {self.found.how}: {self.found.by} ({self.found.seconds:.1f} s)"
            )
        told = f"{self.found.tests} tests reach it" if self.found.tests else "no test reaches it"
        why = f"; it makes no difference: {self.why}" if self.why else ""
        return f"{self.mutant}\n    SURVIVED, {told}{why}"


@dataclass(frozen=True)
class Record:
    """What became of all that were tried."""

    seed: int
    offered: int  # mutants that there are
    fates: tuple[Fate, ...]

    @property
    def survivors(self) -> list[Fate]:
        """Those that no test has noticed."""
        return [fate for fate in self.fates if not fate.caught]

    @property
    def missed(self) -> list[Fate]:
        """Survivors of which nobody has said that they make no difference, and why."""
        return [fate for fate in self.survivors if not fate.why]

    @property
    def share(self) -> float:
        """Share of mutants that are caught, of those that make a difference (DeMillo, Lipton and
        Sayward 1978: equivalent ones do not count)."""
        caught = len(self.fates) - len(self.survivors)
        return caught / (caught + len(self.missed)) if caught else 0.0

    @property
    def ok(self) -> bool:
        """Whether enough are caught."""
        return self.share >= ENOUGH

    def counts(self) -> Iterator[tuple[str, list[int]]]:
        """Yield each kind with how many there were, and how many by what has caught them."""
        for kind in KINDS:
            yield kind, self._counted(fate for fate in self.fates if fate.mutant.kind == kind)
        yield "all", self._counted(self.fates)

    def _counted(self, fates: Iterable[Fate]) -> list[int]:
        by_column = Counter(fate.column for fate in fates)
        return [by_column.total(), *(by_column[column] for column in COLUMNS)]

    def __str__(self) -> str:
        counted = [(kind, [str(number) for number in counts]) for kind, counts in self.counts()]
        rows = [("kind", ["mutants", *COLUMNS]), *counted]
        widths = [max(len(cells[i]) for _, cells in rows) for i in range(len(COLUMNS) + 1)]
        lines = [
            "  ".join([f"{kind:<18}", *(f"{x:>{w}}" for x, w in zip(cells, widths, strict=True))])
            for kind, cells in rows
        ]
        lines += ["", *(fate.line for fate in self.survivors)]
        return "\n".join(lines)


def plain(record: Record) -> dict[str, Any]:
    """Return a record as plain values."""
    return {
        "format": FORMAT,
        "seed": record.seed,
        "offered": record.offered,
        "mutants": len(record.fates),
        "survived": len(record.survivors),
        "missed": len(record.missed),
        "columns": ["mutants", *COLUMNS],
        "counts": dict(record.counts()),
        "fates": [_fate(fate) for fate in record.fates],
    }


def _fate(fate: Fate) -> dict[str, Any]:
    """Return a fate as plain values, without the message, which may name folders of a machine."""
    found = fate.found._asdict()
    del found["message"]
    return {**fate.mutant.plain(), **found, "why": fate.why}


def write(record: Record, file: Path) -> None:
    """Write a record."""
    file.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(plain(record), indent=1, ensure_ascii=False, allow_nan=False)
    file.write_text(f"{text}\n", encoding="utf-8", newline="\n")


def caught_before(file: Path) -> dict[str, Found]:
    """Return what caught mutants in a record that was written, by their names; none without one."""
    if not file.exists():
        return {}
    content = json.loads(file.read_text(encoding="utf-8"))
    return {
        fate["name"]: Found(fate["by"], fate["how"], "", fate["seconds"], fate["tests"])
        for fate in content["fates"]
        if fate["by"]
    }
