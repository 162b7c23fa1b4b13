"""Mutants are drawn by a seed, of all kinds and files."""

from collections import Counter

from tests.mutants.choosing import NOT_THE_MODEL, all_mutants, chosen, model_files
from tests.mutants.mutant import CORE
from tests.mutants.operators import KINDS

MUTANTS = all_mutants()


def test_a_seed_gives_the_same_ones_and_more_begin_with_fewer() -> None:
    assert chosen(MUTANTS, 120, 7)[:50] == chosen(MUTANTS, 50, 7)
    assert chosen(MUTANTS, 50, 7) != chosen(MUTANTS, 50, 8)


def test_none_comes_twice_and_no_more_come_than_there_are() -> None:
    few = MUTANTS[:40]
    assert sorted(of.name for of in chosen(few, 99, 1)) == sorted(of.name for of in few)
    assert len({of.name for of in chosen(MUTANTS, 500, 1)}) == 500


def test_kinds_are_alike_and_hardly_a_file_is_left_out() -> None:
    drawn = chosen(MUTANTS, 120, 2026)
    assert Counter(of.kind for of in drawn) == dict.fromkeys(KINDS, 20)
    by_file = Counter(of.file for of in drawn)
    assert len(by_file) >= 60
    assert max(by_file.values()) <= 8


def test_what_is_left_out_of_the_model_exists() -> None:
    assert all((CORE / file).exists() for file in NOT_THE_MODEL)
    assert {"charging.py", "station/charge.py", "fleet/driving.py"} <= set(model_files())
