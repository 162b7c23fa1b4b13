"""Factors: what a level changes, where, and how it is called."""

import pickle
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from voltwin.experiment.factors import Factor
from voltwin.scenario.changes import Change

CHARGERS = "stations[*].chargers"


def factor(**fields: Any) -> Factor:
    return Factor.model_validate(fields)


ADD = factor(path=CHARGERS, add=[-1, 0, 2])
MULTIPLY = factor(path="demand.multiplier", multiply={"from": 0.5, "to": 2, "scale": "log"})
SET = factor(path="stations[*].policy", set=["lose", "wait"])
NAMED = factor(
    levels={"as is": [], "two more": ["stations[*].chargers+=2", "demand.multiplier*=2"]}
)


def test_a_level_is_added_multiplied_or_set() -> None:
    assert ADD.changes(2) == (Change(CHARGERS, "+=", 2),)
    assert MULTIPLY.changes(1.5) == (Change("demand.multiplier", "*=", 1.5),)
    assert SET.changes("wait") == (Change("stations[*].policy", "=", "wait"),)


def test_less_is_taken_away() -> None:
    assert ADD.changes(-1) == (Change(CHARGERS, "-=", 1),)


def test_nothing_is_changed_where_nothing_is_added_or_the_factor_is_one() -> None:
    assert ADD.changes(0) == MULTIPLY.changes(1.0) == NAMED.changes("as is") == ()
    assert factor(path="demand.multiplier", set=[0, 1]).changes(0) != ()


def test_several_paths_are_varied_together() -> None:
    both = factor(paths=[CHARGERS, "stations[*].bays"], add=[0, 1])
    assert both.changes(1) == (Change(CHARGERS, "+=", 1), Change("stations[*].bays", "+=", 1))


def test_a_named_level_has_changes_of_its_own() -> None:
    assert NAMED.changes("two more") == (
        Change(CHARGERS, "+=", 2),
        Change("demand.multiplier", "*=", 2),
    )
    assert NAMED.places == (CHARGERS, "demand.multiplier")


def test_labels_are_short_and_tell_the_operation() -> None:
    labels = [
        ADD.label("chargers", -1),
        MULTIPLY.label("demand", 1.234567),
        MULTIPLY.label("demand", 1.234567, in_full=True),
        SET.label("policy", "wait"),
        NAMED.label("case", "two more"),
    ]
    assert labels == [
        *("chargers+=-1", "demand*=1.235", "demand*=1.234567"),
        *("policy=wait", "case=two more"),
    ]


@given(st.integers(1, 6), st.integers(1, 5))
def test_levels_of_a_list_have_equal_parts(count: int, each: int) -> None:
    of = factor(path=CHARGERS, add=list(range(count)))
    shares = [(part + 0.5) / (count * each) for part in range(count * each)]
    assert [of.at(share) for share in shares] == [
        level for level in range(count) for _ in range(each)
    ]
    assert of.at(1.0) == count - 1


def test_levels_may_be_arrays_and_ranges_of_python_and_become_plain() -> None:
    assert factor(path=CHARGERS, add=np.arange(3)) == factor(path=CHARGERS, add=range(3))
    kinds = [factor(path=CHARGERS, set=[np.int64(2)]), factor(path=CHARGERS, add=np.arange(2, 3))]
    assert [type(of.at(0.0)) for of in kinds] == [int, int]
    assert type(MULTIPLY.level(np.float64(1.5))) is float


def test_levels_of_points_are_known_by_value_or_text() -> None:
    assert (ADD.level(2.0), SET.level("wait"), NAMED.level("as is")) == (2, "wait", "as is")
    hours = factor(path="stations[*].opening_hours", set=[None, True, "06:00-22:00"])
    assert (hours.level("true"), hours.level("null")) == (True, None)


@pytest.mark.parametrize(
    ("of", "given", "text"),
    [
        (ADD, 1, "must be one of its levels; allowed: -1, 0, 2"),
        (SET, "wat", 'did you mean "wait"?'),
        (MULTIPLY, 2.5, "must be one of the numbers from 0.5 to 2"),
        (MULTIPLY, "1", "must be one of the numbers from 0.5 to 2"),
    ],
)
def test_other_levels_are_refused(of: Factor, given: object, text: str) -> None:
    with pytest.raises(ValueError, match="must be one of") as refused:
        of.level(given)
    assert text in str(refused.value)


def test_what_a_point_leaves_out_stays_as_it_is() -> None:
    assert (ADD.left_out(), MULTIPLY.left_out(), NAMED.left_out()) == (0, 1, "as is")
    for of in (SET, factor(levels={"a": ["demand.multiplier=1"]})):
        with pytest.raises(ValueError, match="is missing"):
            of.left_out()


def test_of_numbers_the_ends_are_tried_and_of_others_all() -> None:
    assert (ADD.tried(), MULTIPLY.tried()) == ((-1, 2), (0.5, 2))
    assert (SET.tried(), NAMED.tried()) == (("lose", "wait"), ("as is", "two more"))
    assert factor(path="demand.multiplier", set=[3, 3.5, 2]).tried() == (2, 3.5)


WRONG: list[tuple[dict[str, Any], str]] = [
    ({}, "must have one of add, multiply, set, levels"),
    ({"path": CHARGERS}, "must have one of add, multiply, set, levels"),
    ({"path": CHARGERS, "add": [1], "set": [1]}, "must have one of add, multiply, set, levels"),
    ({"add": [1]}, "must have path, or paths"),
    ({"path": CHARGERS, "paths": [CHARGERS], "add": [1]}, "must have path, or paths"),
    ({"path": CHARGERS, "levels": {"a": []}}, "must have no path"),
    ({"path": CHARGERS, "add": []}, "must hold at least one level"),
    ({"levels": {}}, "at least 1 item"),
    ({"path": CHARGERS, "add": [1, 2, 1.0]}, "each level once, and 1 stands twice"),
    ({"path": CHARGERS, "add": 2}, "must be a list of levels, or a range"),
    ({"path": CHARGERS, "add": "1 to 5"}, "must be a list of levels, or a range"),
    ({"path": CHARGERS, "add": ["one"]}, "must be a finite number"),
    ({"levels": {"a": [3]}}, "must be the text of a change"),
    ({"levels": {"a": ["chargers"]}}, "chargers"),
    ({"path": CHARGERS, "ad": [1]}, "Extra inputs"),
]


@pytest.mark.parametrize(("fields", "text"), WRONG)
def test_what_is_no_factor(fields: dict[str, Any], text: str) -> None:
    with pytest.raises(ValidationError, match=text):
        factor(**fields)


@pytest.mark.parametrize("of", [ADD, MULTIPLY, SET, NAMED])
def test_a_factor_is_the_same_from_its_plain_fields_and_from_a_pickle(of: Factor) -> None:
    plain = of.model_dump(mode="json", by_alias=True, exclude_none=True)
    assert factor(**plain) == of
    assert pickle.loads(pickle.dumps(of)) == of
