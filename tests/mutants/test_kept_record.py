"""The record that the documentation is made from: what is said of it there holds."""

import json
from pathlib import Path
from typing import Any

import pytest
from tests.mutants.explained import EQUIVALENT, Change
from tests.mutants.record import COLUMNS, ENOUGH, FORMAT
from tests.mutants.samples import SAMPLES, Sample

KEPT = json.loads((Path(__file__).resolve().parents[2] / "docs" / "mutants.json").read_bytes())
EACH = pytest.mark.parametrize("sample", KEPT["samples"], ids=lambda of: f"seed {of['seed']}")


def test_it_is_of_the_samples() -> None:
    assert KEPT["format"] == FORMAT
    assert KEPT["columns"] == ["mutants", *COLUMNS]
    samples = [Sample(*(of[name] for name in Sample._fields)) for of in KEPT["samples"]]
    assert tuple(samples) == SAMPLES


@EACH
def test_there_are_a_hundred_and_enough_are_caught(sample: dict[str, Any]) -> None:
    fates = sample["fates"]
    assert len({of["name"] for of in fates}) == sample["mutants"] == sample["size"] >= 100
    caught = sum(bool(of["by"]) for of in fates)
    different = sum(bool(of["by"]) or not of["why"] for of in fates)
    assert caught >= ENOUGH * different
    assert (sample["caught"], sample["share"]) == (caught, caught / different)


@EACH
def test_none_is_missed_and_each_survivor_is_explained(sample: dict[str, Any]) -> None:
    counts = dict(zip(KEPT["columns"], sample["counts"]["all"], strict=True))
    assert sample["missed"] == counts["missed"] == counts["no answer"] == 0
    for of in sample["fates"]:
        change = Change(*(of[name] for name in Change._fields))
        assert of["why"] == EQUIVALENT.get(change, "")
        assert bool(of["by"]) != bool(of["why"])
