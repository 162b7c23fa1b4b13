"""Which tests are run on a mutant, and in what order."""

from pathlib import Path

import pytest
from tests.mutants import reaching
from tests.mutants.mutant import CORE, ROOT, Mutant
from tests.mutants.operators import mutants_of
from tests.mutants.reaching import SCENARIOS, Reach, Unit, files_of_tests, ordered, reach_of

HEAPS = "tests/core/test_number_heaps.py"


def mutant_in(file: str, function: str) -> Mutant:
    mutants = mutants_of(file, (CORE / file).read_bytes())
    return next(of for of in mutants if of.function == function)


def names(mutant: Mutant, reach: Reach, most_s: float = 100.0) -> list[list[str]]:
    return list(ordered(mutant, reach, most_s))


def test_tests_of_the_same_name_and_quick_scenarios_come_first(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(reaching, "FIRST_SCENARIOS", 4)
    mutant = mutant_in("power.py", "water_level")
    here, elsewhere = {"power.py": [mutant.line]}, {"power.py": [1], "log.py": [mutant.line]}
    reach = {
        "tests/core/test_power.py::slow": Unit(3.0, here),
        "tests/core/test_power.py::quick": Unit(0.1, here),
        "tests/core/test_power.py::wrong": Unit(0.1, here, "fails"),
        "tests/core/test_log.py::other": Unit(0.1, elsewhere),
        "tests/kpis/test_money.py::far": Unit(0.2, here),
        **{f"{SCENARIOS}::scenario[{n}]": Unit(9.0 - n, here) for n in range(6)},
    }
    likely, rest = names(mutant, reach)
    assert likely == [
        *(f"tests/core/test_power.py::{name}" for name in ("quick", "slow")),
        *(f"{SCENARIOS}::scenario[{n}]" for n in (5, 4, 3, 2)),
    ]
    assert rest == [
        "tests/kpis/test_money.py::far",
        *(f"{SCENARIOS}::scenario[{n}]" for n in (1, 0)),
    ]
    assert names(mutant, reach, 34.0) == [likely, rest[:2]]
    assert names(mutant, {}) == []


def test_constants_of_a_module_may_be_reached_by_anything() -> None:
    mutant = mutant_in("power.py", "")
    assert names(mutant, {"a": Unit(1.0, {"log.py": [3]}), "b": Unit(1.0, {})}) == [["a"]]


def test_lines_are_traced_test_by_test_and_kept(tmp_path: Path) -> None:
    told: list[str] = []
    reach = reach_of([HEAPS], tmp_path / "reached", 1, told.append)
    lines = {line for unit in reach.values() for line in unit.lines["number_heaps.py"]}
    assert {mutant_in("number_heaps.py", name).line for name in ("put", "take_lowest")} <= lines
    assert [unit.fails for unit in reach.values()] == ["", ""]
    assert len(told) == 1
    assert reach_of([HEAPS], tmp_path / "reached", 1, told.append) == reach
    assert len(told) == 1


def test_what_takes_too_long_is_said_and_all_else_is_traced(tmp_path: Path) -> None:
    text = "def test_{}():\n    {}\n"
    bodies = ("pass", "while True: pass", "pass", "while True: pass", "pass")
    file = tmp_path / "test_some.py"
    file.write_text("".join(text.format(n, body) for n, body in enumerate(bodies)))
    told: list[str] = []
    reach = reach_of([str(file)], tmp_path / "reached", 1, told.append, most_s=0.2)
    fails = {name.rpartition("_")[2]: unit.fails for name, unit in reach.items()}
    slow = "takes too long without compiling"
    assert fails == {"0": "", "1": slow, "2": "", "3": slow, "4": ""}
    assert told == [f"{file}: 5 tests, 2 without use"]


def test_what_has_caught_a_mutant_before_comes_first() -> None:
    mutant = mutant_in("power.py", "water_level")
    reach = {name: Unit(1.0, {"power.py": [mutant.line]}) for name in ("a", "b", "c")}
    assert list(ordered(mutant, reach, 100.0, "c")) == [["c"], ["a", "b"]]
    assert list(ordered(mutant, reach, 100.0, "not there")) == [["a", "b", "c"]]


def test_files_of_tests_exist() -> None:
    found = files_of_tests()
    assert {SCENARIOS, HEAPS, "tests/test_snapshots.py"} < set(found)
    assert all((ROOT / file).is_file() for file in found)
    assert set(files_of_tests(["kpis"])) < set(found)
