"""Levels as text: equal ones alike, different ones not."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voltwin.experiment.levels import level_text, parse_number, short_text
from voltwin.scenario.yaml_text import read_yaml

NUMBERS = st.integers(-(10**9), 10**9) | st.floats(-1e12, 1e12)
PLAIN = NUMBERS | st.booleans() | st.text("abc0 1-_", min_size=1) | st.lists(NUMBERS, max_size=3)


@given(PLAIN)
def test_a_text_is_read_back_as_the_level(level: object) -> None:
    assert read_yaml(level_text(level)) == level


@given(NUMBERS, NUMBERS)
def test_numbers_are_equal_where_their_texts_are(one: float, other: float) -> None:
    assert (level_text(one) == level_text(other)) == (one == other)


def test_a_text_is_no_number_and_true_is_not_one() -> None:
    assert len({level_text(level) for level in (1, "1", True, "true", [1])}) == 5


def test_short_texts_have_four_digits_of_a_fraction_and_all_of_a_count() -> None:
    levels = (0.123456, 1234567, 2.0, "wait", "x" * 99)
    assert [short_text(level) for level in levels] == [
        *("0.1235", "1234567", "2", "wait"),
        "x" * 37 + "...",
    ]


@pytest.mark.parametrize("value", ["3", True, None, math.nan, math.inf, [1]])
def test_levels_that_are_added_are_finite_numbers(value: object) -> None:
    with pytest.raises(ValueError, match="must be a finite number"):
        parse_number(value)
