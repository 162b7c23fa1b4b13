"""Would the tests notice? Tries mutants of the core, and tells which no test has caught.

python -m tests.mutants [--again] [--workers 2]      or: make mutants
python -m tests.mutants --seed 7 [--count 120]       a sample of your own
"""

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from pathlib import Path
from threading import Lock
from typing import NamedTuple

from tests.mutants.choosing import all_mutants
from tests.mutants.mutant import ROOT, Mutant
from tests.mutants.reaching import ROOMS, Reach, files_of_tests, reach_of
from tests.mutants.record import (
    NOTHING,
    Basis,
    Fate,
    Known,
    OtherCodeError,
    Record,
    basis_of,
    caught_by,
    known_before,
    plain,
    write,
)
from tests.mutants.samples import Sample, drawn, samples_of
from tests.mutants.trial import Found, tried

RESULTS = ROOT / "results" / "mutants"
KEPT = ROOT / "docs" / "mutants.json"  # says what to try first


def main(arguments: Sequence[str] | None = None) -> int:
    """Try mutants; return 0 if enough are caught and all others explained, 2 if none is tried."""
    asked = _parser().parse_args(arguments)
    samples = samples_of(asked.seed, asked.count)
    every = all_mutants()
    if asked.list:
        for sample in samples:
            print(*drawn(sample, every), sep="\n")
        return 0
    files = files_of_tests(asked.rooms)
    basis = basis_of(len(every), files)
    try:
        known = [known_before(_progress(of), basis) if asked.again else NOTHING for of in samples]
    except OtherCodeError as error:
        print(error, file=sys.stderr)
        return 2
    reach = reach_of(files, RESULTS / "reached", asked.workers, _tell)
    trials = _Trials(reach, caught_by(KEPT), asked.most_seconds)
    records = []
    for sample, of_it in zip(samples, known, strict=True):
        told = _Told(sample, basis, drawn(sample, every), of_it)
        with ThreadPoolExecutor(asked.workers) as pool:
            list(pool.map(told.tried_by(partial(trials.found, of_it)), told.left))
        records.append(told.record)
    write(records, asked.out)
    print(json.dumps(plain(records)) if asked.json else "\n\n".join(map(str, records)))
    return 0 if all(record.ok for record in records) else 1


def _progress(sample: Sample) -> Path:
    return RESULTS / f"seed-{sample.seed}.json"


def _tell(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


class _Trials(NamedTuple):
    reach: Reach
    before: dict[str, str]  # what has caught a mutant at another time
    most_s: float

    def found(self, known: Known, mutant: Mutant) -> Found:
        """Try a mutant; on one that has survived, only tests of files that have changed since."""
        was, reach = known.survived.get(mutant.name), self.reach
        if was:
            reach = {of: reach[of] for of in reach if of.partition("::")[0] in known.changed}
        found = tried(mutant, reach, self.most_s, self.before.get(mutant.name, ""))
        if was and not found.by:
            seconds, tests = found.seconds + was.seconds, max(found.tests, was.tests)
            return found._replace(seconds=seconds, tests=tests)
        return found


class _Told:
    """Progress: told on the error stream, and kept, so that an interrupted run goes on from it."""

    def __init__(self, sample: Sample, basis: Basis, mutants: list[Mutant], before: Known) -> None:
        caught = before.caught
        known = tuple(Fate(of, caught[of.name]) for of in mutants if of.name in caught)
        self.left = [of for of in mutants if of.name not in caught]
        self._order = {of.name: i for i, of in enumerate(mutants)}
        self._record, self._turn = Record(sample, basis, known), Lock()

    @property
    def record(self) -> Record:
        """What became of them, in the order in which they were drawn."""
        fates = sorted(self._record.fates, key=lambda fate: self._order[fate.mutant.name])
        return replace(self._record, fates=tuple(fates))

    def tried_by(self, found_of: Callable[[Mutant], Found]) -> Callable[[Mutant], None]:
        """Return what tries a mutant, and tells and keeps what became of it."""

        def of(mutant: Mutant) -> None:
            fate = Fate(mutant, found_of(mutant))
            with self._turn:
                self._record = replace(self._record, fates=(*self._record.fates, fate))
                write([self.record], _progress(self._record.sample))
                _tell(f"{len(self._record.fates)}/{len(self._order)} {fate.line}")

        return of


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.mutants", description=__doc__)
    add = parser.add_argument
    add("--seed", type=int, help="by which they are drawn; else the samples of `samples.py`")
    add("--count", type=int, default=120, help="how many, with --seed")
    add("--workers", type=int, default=2, help="processes at a time")
    add("--most-seconds", type=float, default=60.0, help="processor time of a mutant's tests")
    add("--rooms", nargs="*", default=ROOMS, help="folders and files of tests that are tried")
    add("--out", type=Path, default=RESULTS / "mutants.json", help="where the record goes, at last")
    add("--again", action="store_true", help="go on: without what tests have told of this code")
    add("--list", action="store_true", help="say which there are, and try none")
    add("--json", action="store_true", help="print the record as JSON")
    return parser


if __name__ == "__main__":
    sys.exit(main())
