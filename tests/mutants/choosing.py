"""Which mutants are tried: drawn by a seed, spread over kinds and files."""

from collections import Counter
from collections.abc import Iterator
from math import sqrt
from random import Random

from tests.mutants.mutant import CORE, Mutant
from tests.mutants.operators import KINDS, mutants_of

# How kernels are compiled, cached and called, of which nothing is left without compiling, and the
# tables that they share with Python: no part of the model.
NOT_THE_MODEL = frozenset(
    {
        *("apart.py", "branches.py", "by_reference.py", "jit.py", "parts.py", "record.py"),
        *("several.py", "sources.py", "turns.py", "uninterrupted.py"),
    }
)


def model_files() -> list[str]:
    """Return the files that mutants are made of, below `CORE`."""
    found = (file.relative_to(CORE).as_posix() for file in CORE.rglob("*.py"))
    return sorted(file for file in found if file not in NOT_THE_MODEL)


def all_mutants() -> list[Mutant]:
    """Return every mutant of the model."""
    return [of for file in model_files() for of in mutants_of(file, (CORE / file).read_bytes())]


def chosen(mutants: list[Mutant], count: int, seed: int) -> list[Mutant]:
    """Return `count` mutants, drawn without replacement; fewer if there are no more.

    Kinds take turns. Of a kind, the file is drawn that has had the fewest for the root of what it
    offers, so that long files give more than short ones, and all give some. A larger count begins
    with those of a smaller one.
    """
    return [mutant for mutant, _ in zip(_drawn(mutants, seed), range(count), strict=False)]


def _drawn(mutants: list[Mutant], seed: int) -> Iterator[Mutant]:
    source = Random(f"mutants/{seed}")
    offered = Counter(of.file for of in mutants)
    left: dict[str, dict[str, list[Mutant]]] = {kind: {} for kind in KINDS}
    for mutant in mutants:
        left[mutant.kind].setdefault(mutant.file, []).append(mutant)
    had: Counter[str] = Counter()
    while any(left.values()):
        for kind in KINDS:
            files = sorted(left[kind])
            if not files:
                continue
            source.shuffle(files)
            file = min(files, key=lambda of: had[of] / sqrt(offered[of]))
            of_file = left[kind][file]
            yield of_file.pop(source.randrange(len(of_file)))
            had[file] += 1
            if not of_file:
                del left[kind][file]
