"""Mutants are caught by tests that fail, cannot be imported, or do not end; the core is not."""

from pathlib import Path

import pytest
from tests.mutants.mutant import CORE, Mutant
from tests.mutants.operators import mutants_of
from tests.mutants.overlay import overlay
from tests.mutants.reaching import Unit
from tests.mutants.trial import FAILED, HANGS, NO_ANSWER, NOT_IMPORTED, Found, found_on, tried


def mutant(file: str, function: str, before: str, after: str) -> Mutant:
    """Return the one mutant that changes this into that."""
    told = (function, before, after)
    mutants = mutants_of(file, (CORE / file).read_bytes())
    return next(of for of in mutants if (of.function, of.before, of.after) == told)


def on(mutant: Mutant | None, test: str, limit_s: float = 60.0) -> Found:
    """Return what a test, or a file of them, finds out about a mutant."""
    with overlay(mutant) as folder:
        return found_on(folder, [test], {test: limit_s})


@pytest.mark.parametrize(
    ("file", "function", "before", "after"),
    [
        ("number_heaps.py", "put", "above < number", "above >= number"),
        ("number_heaps.py", "put", "1", "2"),
        ("linked.py", "take_head", "ends.count -= 1", ""),
        ("power.py", "limit_in_force", "by_week_kw == math.inf", "by_week_kw != math.inf"),
    ],
)
def test_a_mutant_is_caught(file: str, function: str, before: str, after: str) -> None:
    tests = f"tests/core/test_{Path(file).stem}.py"
    found = on(mutant(file, function, before, after), tests)
    assert (found.how, found.by.partition("::")[0]) == (FAILED, tests)
    assert found.tests >= 1


def test_the_core_as_it_is_passes() -> None:
    found = on(None, "tests/core/test_number_heaps.py")
    assert (found.by, found.how, found.message) == ("", "", "")


def test_a_loop_without_end_is_ended() -> None:
    test = "tests/core/test_number_heaps.py::test_the_lowest_comes_first"
    found = on(mutant("number_heaps.py", "put", "place = parent", ""), test, 2.0)
    assert (found.how, found.by) == (HANGS, test)


def test_a_process_that_ends_without_an_answer_has_caught_nothing() -> None:
    source = (CORE / "number_heaps.py").read_bytes()
    text = "import os\n\nos._exit(1)\n"
    deadly = Mutant("number_heaps.py", "", "constant", 1, 1, "", "", 0, len(source), text)
    found = on(deadly, "tests/core/test_number_heaps.py")
    assert (found.by, found.how) == ("", NO_ANSWER)


def test_a_core_that_cannot_be_imported_is_caught() -> None:
    source = (CORE / "number_heaps.py").read_bytes()
    broken = Mutant("number_heaps.py", "", "constant", 1, 1, "", "", 0, len(source), "1 / 0\n")
    found = on(broken, "tests/core/test_number_heaps.py")
    assert (found.how, found.message) == (NOT_IMPORTED, "ZeroDivisionError: division by zero")


def test_a_mutant_that_no_test_reaches_survives() -> None:
    of = mutant("linked.py", "take_head", "ends.count -= 1", "")
    assert tried(of, {"tests/core/test_power.py": Unit(1.0, {"power.py": [1]})}, 60.0).by == ""


def test_the_working_tree_is_as_before() -> None:
    of = mutant("linked.py", "take_head", "ends.count -= 1", "")
    before = (CORE / of.file).read_bytes()
    with overlay(of) as folder:
        changed = (folder / CORE.name / of.file).read_bytes()
        assert len(list((folder / CORE.name).rglob("*.py"))) == len(list(CORE.rglob("*.py")))
    assert changed == of.applied(before) != before
    assert (CORE / of.file).read_bytes() == before
    assert not folder.exists()
