"""Why no test can notice some mutants: what they change makes no difference, and this says why.

A mutant is told by its file, function, and what it changes into what. A test sees that each still
exists, so that an explanation does not outlive its code.
"""

from typing import NamedTuple

from tests.mutants.mutant import Mutant


class Change(NamedTuple):
    """A change, wherever it stands in its function."""

    file: str
    function: str
    before: str
    after: str


def change(mutant: Mutant) -> Change:
    """Return what a mutant changes."""
    return Change(mutant.file, mutant.function, mutant.before, mutant.after)


EQUIVALENT: dict[Change, str] = {}
