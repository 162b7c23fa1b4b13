"""The samples of mutants whose record is kept: one that tests were written for, and a fresh one."""

from typing import NamedTuple

from tests.mutants.choosing import chosen
from tests.mutants.mutant import Mutant


class Sample(NamedTuple):
    """Mutants that are drawn by a seed."""

    seed: int
    size: int
    about: str = ""
    caught_at_first: int | None = None  # before anybody looked at what survived, where that is kept


SAMPLES = (
    Sample(2026, 120, "tests were written for what survived of it"),
    Sample(90210, 102, "drawn after that", caught_at_first=84),
)


def samples_of(seed: int | None, size: int) -> tuple[Sample, ...]:
    """Return all samples that are kept, that of a seed, or a new one."""
    if seed is None:
        return SAMPLES
    return tuple(of for of in SAMPLES if of.seed == seed) or (Sample(seed, size),)


def drawn(sample: Sample, every: list[Mutant]) -> list[Mutant]:
    """Return the mutants of a sample; of one that is kept, none that one before it has."""
    before = SAMPLES[: SAMPLES.index(sample)] if sample in SAMPLES else ()
    taken = {of.name for earlier in before for of in drawn(earlier, every)}
    left = [of for of in every if of.name not in taken]
    return chosen(left, sample.size, sample.seed)
