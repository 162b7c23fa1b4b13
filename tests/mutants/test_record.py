"""What became of mutants: counts by kind and by what has caught them, and what is left to say."""

import json
from pathlib import Path

import pytest
from tests.mutants import record as room
from tests.mutants.explained import change
from tests.mutants.mutant import Mutant
from tests.mutants.reaching import SCENARIOS
from tests.mutants.record import Fate, Record, caught_before, write
from tests.mutants.trial import Found


def fate(number: int, by: str, kind: str = "constant") -> Fate:
    mutant = Mutant("power.py", "f", kind, number, number, "1", "2", number, number + 1, "2")
    return Fate(mutant, Found(by, "failed" if by else "", "", 1.5, 3))


FATES = (
    fate(1, "tests/core/test_power.py::test"),
    fate(2, f"{SCENARIOS}::test[3]", "order of values"),
    fate(3, "tests/kpis/test_money.py::test", "order of values"),
    fate(4, ""),
)


def test_counts() -> None:
    counts = dict(Record(1, 900, FATES).counts())
    assert counts["constant"] == [2, 1, 0, 0, 0, 1]
    assert counts["order of values"] == [2, 0, 1, 1, 0, 0]
    assert counts["condition"] == [0, 0, 0, 0, 0, 0]
    assert counts["all"] == [4, 1, 1, 1, 0, 1]


def test_of_those_that_make_a_difference_enough_have_to_be_caught(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    many = tuple(fate(n, "tests/core/test_power.py::test") for n in range(10, 29))
    assert Record(1, 900, (*many, fate(4, ""))).ok
    assert not Record(1, 900, (*many, fate(4, ""), fate(5, ""))).ok
    assert not Record(1, 900, ()).ok
    monkeypatch.setattr(room, "EQUIVALENT", {change(FATES[3].mutant): "nobody reads it again"})
    same = Record(1, 900, (*many, fate(4, ""), fate(5, "")))
    assert same.share == 1.0
    assert dict(same.counts())["all"] == [21, 19, 0, 0, 2, 0]
    assert "nobody reads it again" in str(same)


def test_a_record_is_kept(tmp_path: Path) -> None:
    file = tmp_path / "new" / "mutants.json"
    assert caught_before(file) == {}
    write(Record(1, 900, FATES), file)
    content = json.loads(file.read_text(encoding="utf-8"))
    assert (content["mutants"], content["survived"], content["offered"]) == (4, 1, 900)
    assert caught_before(file) == {of.mutant.name: of.found for of in FATES if of.caught}


def test_survivors_are_told() -> None:
    *_, last = str(Record(1, 900, FATES)).splitlines()
    assert last.strip() == "SURVIVED, 3 tests reach it"
