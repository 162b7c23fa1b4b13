"""Would the tests notice? Tries mutants of the core, and tells which no test has caught.

python -m tests.mutants [--count 120] [--seed 2026] [--workers 2]    or: make mutants
"""

import argparse
import json
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from threading import Lock

from tests.mutants.choosing import all_mutants, chosen
from tests.mutants.mutant import ROOT, Mutant
from tests.mutants.reaching import ROOMS, files_of_tests, reach_of
from tests.mutants.record import Fate, Record, caught_before, plain, write
from tests.mutants.trial import tried

RESULTS = ROOT / "results" / "mutants"


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
    told = _Told(asked.seed, len(every), len(mutants), asked.out)
    kept = RESULTS / "reached"
    reach = reach_of(files_of_tests(asked.rooms), kept, asked.workers, told.line)

    def fate_of(mutant: Mutant) -> Fate:
        found = known.get(mutant.name) or tried(mutant, reach, asked.most_seconds)
        return told.fate(Fate(mutant, found))

    mutants.sort(
        key=lambda mutant: mutant.name not in known
    )  # what is known is kept from the start
    with ThreadPoolExecutor(asked.workers) as pool:
        record = Record(asked.seed, len(every), tuple(pool.map(fate_of, mutants)))
    write(record, asked.out)
    print(json.dumps(plain(record)) if asked.json else record)
    return 0 if record.ok else 1


class _Told:
    """Progress: told on the error stream, and kept, so that an interrupted run goes on from it."""

    def __init__(self, seed: int, offered: int, count: int, out: Path) -> None:
        self._record, self._count, self._out = Record(seed, offered, ()), count, out
        self._turn = Lock()

    def line(self, text: str) -> None:
        """Tell something."""
        print(text, file=sys.stderr, flush=True)

    def fate(self, fate: Fate) -> Fate:
        """Tell and keep what became of a mutant."""
        with self._turn:
            self._record = replace(self._record, fates=(*self._record.fates, fate))
            write(self._record, self._out)
            self.line(f"{len(self._record.fates)}/{self._count} {fate.line}")
        return fate


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.mutants", description=__doc__)
    add = parser.add_argument
    add("--count", type=int, default=120, help="how many mutants")
    add("--seed", type=int, default=2026, help="by which they are drawn")
    add("--workers", type=int, default=2, help="processes at a time")
    add("--most-seconds", type=float, default=60.0, help="processor time of a mutant's tests")
    add("--rooms", nargs="*", default=ROOMS, help="folders and files of tests that are tried")
    add("--out", type=Path, default=RESULTS / "mutants.json", help="where the record goes")
    add("--again", action="store_true", help="try only those that --out has not as caught")
    add("--list", action="store_true", help="say which there are, and try none")
    add("--json", action="store_true", help="print the record as JSON")
    return parser


if __name__ == "__main__":
    sys.exit(main())
