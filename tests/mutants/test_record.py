"""What became of mutants: counts by kind and by what has caught them, and what is left to say."""

import json
from pathlib import Path

import pytest
from tests.mutants import record as room
from tests.mutants.__main__ import main
from tests.mutants.explained import change
from tests.mutants.mutant import Mutant
from tests.mutants.reaching import SCENARIOS
from tests.mutants.record import (
    NOTHING,
    Basis,
    Fate,
    OtherCodeError,
    Record,
    basis_of,
    caught_by,
    known_before,
    write,
)
from tests.mutants.samples import Sample
from tests.mutants.trial import FAILED, HANGS, NO_ANSWER, Found

POWER, KPIS = "tests/core/test_power.py", "tests/kpis/test_money.py"
BASIS = Basis(900, "this code", {POWER: "1", KPIS: "2", SCENARIOS: "3"})


def fate(number: int, by: str, kind: str = "constant", how: str = FAILED) -> Fate:
    text, end = "2", number + 1
    mutant = Mutant("power.py", "f", kind, number, number, "1", text, number, end, text, number)
    return Fate(mutant, Found(by, how, "", 1.5, 3))


def record(*fates: Fate) -> Record:
    return Record(Sample(1, len(fates)), BASIS, fates)


FATES = (
    fate(1, f"{POWER}::test"),
    fate(2, f"{SCENARIOS}::test[3]", "order of values"),
    fate(3, f"{KPIS}::test", "order of values"),
    fate(4, "", how=""),
    fate(5, "", "order of values", NO_ANSWER),
    fate(6, f"{POWER}::test", "order of values", HANGS),
)


def test_counts() -> None:
    counts = dict(record(*FATES).counts())
    assert counts["constant"] == [2, 1, 0, 0, 0, 0, 0, 1]
    assert counts["order of values"] == [4, 0, 1, 1, 1, 0, 1, 0]
    assert counts["condition"] == [0] * 8
    assert counts["all"] == [6, 1, 1, 1, 1, 0, 1, 1]


MANY = tuple(fate(n, f"{POWER}::test") for n in range(10, 29))


def test_of_those_that_make_a_difference_enough_have_to_be_caught() -> None:
    assert record(*MANY).ok
    assert not record().ok


@pytest.mark.parametrize("how", ["", NO_ANSWER])
def test_none_may_be_missed_however_many_are_caught(how: str) -> None:
    missing = record(*MANY, fate(4, "", how=how))
    assert (missing.share, missing.share_of_all) == (0.95, 0.95)
    assert not missing.ok


def test_who_makes_no_difference_does_not_count(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "EQUIVALENT", {change(FATES[3].mutant): "nobody reads it again"})
    same = record(*MANY, fate(4, "", how=""))
    assert same.ok
    assert (same.share, same.share_of_all) == (1.0, 0.95)
    assert dict(same.counts())["all"] == [20, 19, 0, 0, 0, 1, 0, 0]
    assert "nobody reads it again" in str(same)


def test_who_is_caught_does_make_a_difference(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "EQUIVALENT", {change(MANY[0].mutant): "nobody reads it again"})
    assert not record(*MANY).ok
    assert "WRONG that it makes no difference: nobody reads it again" in str(record(*MANY))


def test_a_record_is_kept(tmp_path: Path) -> None:
    file = tmp_path / "new" / "mutants.json"
    assert known_before(file, BASIS) == NOTHING
    write([record(*FATES)], file)
    content = json.loads(file.read_text(encoding="utf-8"))
    (sample,) = content["samples"]
    assert (content["offered"], content["code"]) == (900, "this code")
    assert (sample["mutants"], sample["caught"], sample["missed"]) == (6, 4, 2)
    known = known_before(file, BASIS)
    assert known.caught == {of.mutant.name: of.found for of in FATES if of.caught}
    assert known.survived == {FATES[3].mutant.name: FATES[3].found}
    assert known.changed == frozenset()
    assert caught_by(file) == {of.mutant.name: of.found.by for of in FATES if of.caught}


def test_what_another_file_of_tests_had_caught_is_tried_again(tmp_path: Path) -> None:
    file = tmp_path / "mutants.json"
    write([record(*FATES)], file)
    changed = Basis(900, "this code", {**BASIS.tests, POWER: "other tests"})
    known = known_before(file, changed)
    assert known.caught.keys() == {of.mutant.name for of in FATES[1:3]}
    assert known.changed == {POWER}


def test_a_record_of_other_code_says_nothing_of_this(tmp_path: Path) -> None:
    file = tmp_path / "mutants.json"
    write([record(*FATES)], file)
    with pytest.raises(OtherCodeError, match="is of other code"):
        known_before(file, Basis(900, "other code", BASIS.tests))
    assert len(caught_by(file)) == 4


def test_a_run_does_not_go_on_from_other_code(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("tests.mutants.__main__.RESULTS", tmp_path)
    write([record(*FATES)], tmp_path / "seed-7.json")
    assert main(["--again", "--seed", "7"]) == 2
    assert "Leave --again out" in capsys.readouterr().err


def test_code_and_tests_are_told_apart() -> None:
    one, other = basis_of(900, [POWER]), basis_of(900, [POWER, KPIS])
    assert one.code == other.code
    assert one.tests == {POWER: other.tests[POWER]}
    assert len(set(other.tests.values())) == 2


def test_survivors_are_told() -> None:
    *_, missed, _, silent = str(record(*FATES)).splitlines()
    assert missed.strip() == "SURVIVED, 3 tests reach it"
    assert silent.strip() == "SURVIVED, a process with tests of it ended without an answer, twice"
