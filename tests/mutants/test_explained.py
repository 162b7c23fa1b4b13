"""Explanations of survivors are about mutants that there still are, or that the kept record has."""

import json

from tests.mutants.__main__ import KEPT
from tests.mutants.choosing import all_mutants
from tests.mutants.explained import EQUIVALENT, Change, change
from tests.mutants.operators import mutants_of

CHANGES = {change(mutant) for mutant in all_mutants()}
RECORDED = {
    Change(*(of[name] for name in Change._fields))
    for sample in json.loads(KEPT.read_bytes())["samples"]
    for of in sample["fates"]
}


def test_every_explanation_is_about_a_mutant() -> None:
    """One of the core as it is, or as it was when the record was made: then it goes with that."""
    assert [told for told in EQUIVALENT if told not in CHANGES | RECORDED] == []


def test_the_same_change_elsewhere_in_a_function_is_not_explained() -> None:
    text = b"def f(w):\n    w.a = 1\n    w.b = 1\n"
    first, second = (change(of) for of in mutants_of("f.py", text) if of.after == "2")
    assert first == Change("f.py", "f", "1", "2")
    assert second == first._replace(nth=1)


def test_every_explanation_says_something() -> None:
    assert all(len(why.split()) >= 4 for why in EQUIVALENT.values())
