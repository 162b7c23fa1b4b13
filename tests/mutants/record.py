"""What became of mutants, as JSON, and as a table for the terminal."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from tests.mutants.explained import EQUIVALENT, change
from tests.mutants.mutant import Mutant
from tests.mutants.operators import KINDS
from tests.mutants.reaching import SCENARIOS, hash_of_code, hash_of_test
from tests.mutants.samples import Sample
from tests.mutants.trial import HANGS, NO_ANSWER, Found

FORMAT = 2
ENOUGH = 0.95  # share of mutants that make a difference which tests have to catch
COLUMNS = (
    *("tests of the core", "random scenarios", "other tests", "by hanging"),
    *("no difference", "no answer", "missed"),
)


class OtherCodeError(ValueError):
    """A record is of other code than there is now."""


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
        """Why none can, if it is said that it makes no difference."""
        return EQUIVALENT.get(change(self.mutant), "")

    @property
    def column(self) -> str:
        """What has caught it, or why nothing has, in a word of `COLUMNS`."""
        if not self.caught:
            if self.found.how == NO_ANSWER:
                return "no answer"
            return "no difference" if self.why else "missed"
        if self.found.how == HANGS:
            return "by hanging"
        if self.found.by.startswith(SCENARIOS):
            return "random scenarios"
        return "tests of the core" if self.found.by.startswith("tests/core/") else "other tests"

    @property
    def line(self) -> str:
        """What became of it, for a reader."""
        if self.caught:
            wrong = f"; WRONG that it makes no difference: {self.why}" if self.why else ""
            by = f"{self.found.how}: {self.found.by} ({self.found.seconds:.1f} s)"
            return f"{self.mutant}\n    {by}{wrong}"
        told = f"{self.found.tests} tests reach it" if self.found.tests else "no test reaches it"
        if self.found.how == NO_ANSWER:
            told = "a process with tests of it ended without an answer, twice"
        why = f"; it makes no difference: {self.why}" if self.why else ""
        return f"{self.mutant}\n    SURVIVED, {told}{why}"


@dataclass(frozen=True)
class Basis:
    """What mutants were made of and tried by."""

    offered: int  # mutants that there are
    code: str  # a hash of all but the tests
    tests: dict[str, str]  # likewise, by file of tests


def basis_of(offered: int, files: Iterable[str]) -> Basis:
    """Return the basis that there is now, with the tests of some files."""
    return Basis(offered, hash_of_code().hex()[:16], {of: hash_of_test(of)[:16] for of in files})


@dataclass(frozen=True)
class Record:
    """What became of all of a sample that were tried."""

    sample: Sample
    basis: Basis
    fates: tuple[Fate, ...]

    @property
    def caught(self) -> int:
        """How many were caught."""
        return sum(fate.caught for fate in self.fates)

    @property
    def survivors(self) -> list[Fate]:
        """Those that no test has noticed."""
        return [fate for fate in self.fates if not fate.caught]

    @property
    def missed(self) -> list[Fate]:
        """Survivors of which nobody has said that they make no difference, and why; also those that
        gave no answer."""
        return [fate for fate in self.survivors if fate.column != "no difference"]

    @property
    def refuted(self) -> list[Fate]:
        """Those that were caught although they are said to make no difference."""
        return [fate for fate in self.fates if fate.caught and fate.why]

    @property
    def share(self) -> float:
        """Share of mutants that are caught, of those that make a difference (DeMillo, Lipton and
        Sayward 1978: equivalent ones do not count)."""
        return self.caught / (self.caught + len(self.missed)) if self.caught else 0.0

    @property
    def share_of_all(self) -> float:
        """The same of all, as if none were equivalent."""
        return self.caught / len(self.fates) if self.fates else 0.0

    @property
    def ok(self) -> bool:
        """Whether enough are caught, and of each survivor it is said, not wrongly, why."""
        return self.share >= ENOUGH and not self.missed and not self.refuted

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
        lines = [f"Seed {self.sample.seed}" + (f": {self.sample.about}" * bool(self.sample.about))]
        lines += [
            "  ".join([f"{kind:<18}", *(f"{x:>{w}}" for x, w in zip(cells, widths, strict=True))])
            for kind, cells in rows
        ]
        shares = f"{self.share:.1%} of those that make a difference, {self.share_of_all:.1%} of all"
        lines += [f"Caught: {shares}.", *(fate.line for fate in self.survivors + self.refuted)]
        return "\n".join(lines)


def plain(records: Sequence[Record]) -> dict[str, Any]:
    """Return records, all of one basis, as plain values."""
    return {
        "format": FORMAT,
        **asdict(records[0].basis),
        "columns": ["mutants", *COLUMNS],
        "samples": [
            {
                **record.sample._asdict(),
                "mutants": len(record.fates),
                "caught": record.caught,
                "missed": len(record.missed),
                "share": record.share,
                "share_of_all": record.share_of_all,
                "counts": dict(record.counts()),
                "fates": [_fate(fate) for fate in record.fates],
            }
            for record in records
        ],
    }


def _fate(fate: Fate) -> dict[str, Any]:
    """Return a fate as plain values, without the message, which may name folders of a machine."""
    found = fate.found._asdict()
    del found["message"]
    return {**fate.mutant.plain(), **found, "why": fate.why}


def write(records: Sequence[Record], file: Path) -> None:
    """Write records."""
    file.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(plain(records), indent=1, ensure_ascii=False, allow_nan=False)
    file.write_text(f"{text}\n", encoding="utf-8", newline="\n")


@dataclass(frozen=True)
class Known:
    """What a record of the same code says of mutants, by their names."""

    caught: dict[str, Found]  # by files of tests that are as they were
    survived: dict[str, Found]  # all files, of which those that have changed may catch it now
    changed: frozenset[str]


NOTHING = Known({}, {}, frozenset())


def known_before(file: Path, basis: Basis) -> Known:
    """Return what a record says that was written; nothing without one.

    Raises:
        OtherCodeError: the record is of other code.
    """
    content = _read(file)
    if not content:
        return NOTHING
    if content["code"] != basis.code:
        raise OtherCodeError(
            f"{file} is of other code ({content['code']}, now {basis.code}): what it has as caught "
            "may not be any more. Leave --again out to try all mutants."
        )
    changed = {of for of, told in basis.tests.items() if content["tests"].get(of) != told}
    same = basis.tests.keys() - changed
    found = {
        fate["name"]: Found(fate["by"], fate["how"], "", fate["seconds"], fate["tests"])
        for fate in _fates(content)
    }
    return Known(
        {name: of for name, of in found.items() if of.by.partition("::")[0] in same},
        {name: of for name, of in found.items() if not of.how},
        frozenset(changed),
    )


def caught_by(file: Path) -> dict[str, str]:
    """Return which test caught a mutant, by its name, in a record of whatever code."""
    return {fate["name"]: fate["by"] for fate in _fates(_read(file)) if fate["by"]}


def _read(file: Path) -> dict[str, Any]:
    """Return what was written; nothing where there is nothing in this format."""
    content = json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
    return content if content.get("format") == FORMAT else {}


def _fates(content: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for sample in content.get("samples", ()):
        yield from sample["fates"]
