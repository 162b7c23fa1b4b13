"""Would the tests notice? Tries mutants of the core, and tells which no test has caught.

python -m tests.mutants [--count 120] [--seed 2026] [--workers 2]    or: make mutants
"""

import argparse
import json
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.mutants.choosing import all_mutants, chosen
from tests.mutants.mutant import ROOT, Mutant
from tests.mutants.reaching import ROOMS, files_of_tests, reach_of
from tests.mutants.record import Fate, Record, caught_before, plain, write
from tests.mutants.trial import tried

RESULTS = ROOT / "results" / "mutants"
PROGRESS = sys.stderr


def main(arguments: Sequence[str] | None = None) -> int:
    """Try mutants; return 0 if enough are caught and all others explained."""
    asked = _parser().parse_args(arguments)
    every = all_mutants()
    mutants = chosen(every, asked.count, asked.seed)
    if asked.list:
        for mutant in mutants:
            print(mutant)
        return 0
    known = caught_before(asked.out) if asked.again else {}
    told = _Told(len(mutants))
    reach = reach_of(files_of_tests(asked.rooms), RESULTS / "reached", asked.workers, told.line)

    def fate_of(mutant: Mutant) -> Fate:
        found = known.get(mutant.name) or tried(mutant, reach, asked.most_seconds)
        told.fate(fate := Fate(mutant, found))
        return fate

    with ThreadPoolExecutor(asked.workers) as pool:
        record = Record(asked.seed, len(every), tuple(pool.map(fate_of, mutants)))
    write(record, asked.out)
    print(json.dumps(plain(record)) if asked.json else record)
    return 0 if record.ok else 1


class _Told:
    """Progress, on the error stream."""

    def __init__(self, count: int) -> None:
        self._count, self._done = count, 0

    def line(self, text: str) -> None:
        print(text, file=PROGRESS, flush=True)

    def fate(self, fate: Fate) -> None:
        self._done += 1
        self.line(f"{self._done}/{self._count} {fate.line}")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.mutants", description=__doc__)
    add = parser.add_argument
    add("--count", type=int, default=120, help="how many mutants")
    add("--seed", type=int, default=2026, help="by which they are drawn")
    add("--workers", type=int, default=2, help="processes at a time")
    add("--most-seconds", type=float, default=150.0, help="processor time of a mutant's tests")
    add("--rooms", nargs="*", default=ROOMS, help="folders and files of tests that are tried")
    add("--out", type=Path, default=RESULTS / "mutants.json", help="where the record goes")
    add("--again", action="store_true", help="try those only that --out has not as caught")
    add("--list", action="store_true", help="say which there are, and try none")
    add("--json", action="store_true", help="print the record as JSON")
    return parser


if __name__ == "__main__":
    sys.exit(main())
