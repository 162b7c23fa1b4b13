"""Explanations of survivors are about mutants that there still are."""

from tests.mutants.choosing import all_mutants
from tests.mutants.explained import EQUIVALENT, change

CHANGES = {change(mutant) for mutant in all_mutants()}


def test_every_explanation_is_about_a_mutant() -> None:
    assert [told for told in EQUIVALENT if told not in CHANGES] == []


def test_every_explanation_says_something() -> None:
    assert all(len(why.split()) >= 4 for why in EQUIVALENT.values())
