from typing import Any

import pytest
from tests.report.experiments.made import made

from voltwin.wording.effects import explained
from voltwin.wording.experiments import best_of_all, compared, is_clear, replicated


def difference(**fields: Any) -> dict[str, Any]:
    """Return a row of differences: the first variant loses 1.2 to 1.9 % fewer vehicles."""
    return {
        "variant": 1,
        "measure": "lost_share",
        "unit": "1",
        "base": 0.0400,
        "value": 0.0394,
        "difference": -0.0006,
        "low": -0.00075,
        "high": -0.00045,
        "relative_low": -0.019,
        "relative_high": -0.012,
        **fields,
    }


def said(*rows: dict[str, Any]) -> str:
    return compared(made("one variant"), list(rows))


def test_a_clear_difference_is_told_as_a_part_of_the_base() -> None:
    assert said(difference()) == (
        "With two more chargers at each station, 1.2 to 1.9 % fewer vehicles are lost: 3.940 % "
        "instead of 4.000."
    )


def test_of_other_measures_it_is_told_where_they_go() -> None:
    row = difference(measure="wait_mean_s", unit="s", base=40.0, value=39.4) | {
        "low": -0.75, "high": -0.45, "difference": -0.6,
    }  # fmt: skip
    assert "the mean wait falls by 1.2 to 1.9 %: 39.40 s instead of 40.00." in said(row)


def test_without_a_base_it_is_told_in_the_unit_of_the_measure() -> None:
    row = difference(base=0.0, value=0.01, difference=0.01, low=0.008, high=0.012) | {
        "relative_low": None, "relative_high": None,
    }  # fmt: skip
    assert "the lost share rises by 0.80 to 1.20 points: 1.00 % instead of 0.00." in said(row)


def test_what_may_be_chance_is_called_that() -> None:
    row = difference(low=-0.0020, high=0.0008)
    assert "no change of the lost share can be told from chance: -0.20 to +0.08 points" in said(row)
    assert not is_clear(row)


def test_what_is_equal_in_every_run_is_called_that() -> None:
    row = difference(value=0.04, difference=0.0, low=0.0, high=0.0)
    assert said(row) == "With two more chargers at each station, the lost share is the same in " \
        "every run."  # fmt: skip


def test_what_is_not_defined_is_called_that() -> None:
    row = difference(value=None, difference=None, low=None, high=None)
    assert "is not defined in any pair of runs" in said(row)


def test_of_several_variants_the_best_is_told() -> None:
    rows = [difference(), difference(variant=1, difference=-0.001, low=-0.0012, high=-0.0008)]
    assert said(*rows).startswith("The best of 2 variants: with two more chargers")
    worse = [difference(difference=-d, low=-d, high=-d) for d in (-0.1, -0.2)]
    assert said(*worse).startswith("No variant of 2 is better. With")
    unclear = [difference(low=-1.0, high=1.0)] * 2
    assert said(*unclear) == "No variant of 2 changes the lost share by more than chance may."


def test_means_are_told_with_what_replications_have() -> None:
    row = {"measure": "lost_share", "unit": "1", "replications": 40, "mean": 0.0082,
           "low": 0.0078, "high": 0.0086, "p5": 0.006, "p95": 0.0101}  # fmt: skip
    assert replicated(row) == (
        "Lost share: 0.82 % ± 0.04, and 0.60 to 1.01 % in nine of ten replications."
    )
    assert replicated(row | {"replications": 9}) == "Lost share: 0.82 % ± 0.04."
    assert replicated(row | {"mean": None}) == "Lost share is not defined in any replication."


@pytest.mark.parametrize(
    ("others", "guaranteed", "words"),
    [
        ([], True, '"a" is best with 95 % probability, by its lost share.'),
        ([], False, "as far as 30 replications tell"),
        (["b"], True, 'but "b" may be as good'),
        (["b", "c", "d", "e", "f"], True, '"b", "c", "d" and 2 more may be as good'),
    ],
)
def test_who_is_best(others: list[str], guaranteed: bool, words: str) -> None:
    row = {"measure": "lost_share", "guaranteed": guaranteed, "may_be_best": True}
    row |= {"low": 0.0, "replications": 30}
    rows = [{**row, "name": "a", "is_best": True}]
    rows += [{**row, "name": name, "is_best": False} for name in others]
    rows += [{**row, "name": "z", "is_best": False, "may_be_best": False}]
    assert words in best_of_all(rows)


@pytest.mark.parametrize(
    ("shares", "words"),
    [
        ([0.6, 0.3, 0.05, 0.04], "60.0 % is explained by a, 30.0 % by b and 5.0 % by c with d."),
        ([0.6], "Of how the lost share varies between 8 variants, 60.0 % is explained by a."),
        ([0.001], "No factor explains as much as 1 % of how the lost share varies"),
        ([None], "What changes the lost share between 8 variants cannot be told."),
    ],
)
def test_effects_in_words(shares: list[float | None], words: str) -> None:
    names = [("a", None), ("b", None), ("c", "d"), ("e", None)]
    rows = [
        {"factor": factor, "other": other, "share": share}
        for (factor, other), share in zip(names, shares, strict=False)
    ]
    assert words in explained(rows, "lost_share", 8)
