"""Ranges: every level lies in them, whole ones have equal parts, grids go from end to end."""

import math
from collections import Counter
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from pydantic import ValidationError

from voltwin.experiment.ranges import Range

SHARES = st.floats(0.0, 1.0)


def a_range(start: float, end: float, **more: Any) -> Range:
    return Range.model_validate({"from": start, "to": end, **more})


@st.composite
def ranges(draw: st.DrawFn) -> Range:
    whole = draw(st.booleans())
    log = draw(st.booleans())
    least = 1 if log else -1000
    numbers = st.integers(least, 1000) if whole else st.floats(least, 1000.0)
    start, end = draw(numbers), draw(numbers)
    assume(start < end)
    return a_range(start, end, whole=whole, scale="log" if log else "linear")


@given(ranges(), SHARES, SHARES)
def test_levels_lie_in_the_range_and_rise_with_the_share(
    of: Range, one: float, other: float
) -> None:
    low, high = of.at(min(one, other)), of.at(max(one, other))
    assert of.start <= low <= high <= of.end
    assert of.holds(low)
    assert of.holds(high)


@given(ranges())
def test_shares_of_0_and_1_are_the_ends(of: Range) -> None:
    assert (of.at(0.0), of.at(1.0)) == pytest.approx((of.start, of.end))


@given(st.integers(-50, 50), st.integers(1, 40), st.integers(1, 5))
def test_whole_numbers_have_equal_parts(start: int, more: int, each: int) -> None:
    of, count = a_range(start, start + more, whole=True), more + 1
    shares = [(part + 0.5) / (count * each) for part in range(count * each)]
    levels = Counter(of.at(share) for share in shares)
    assert levels == dict.fromkeys(range(start, start + more + 1), each)


def test_half_of_a_logarithmic_range_is_the_geometric_mean() -> None:
    assert a_range(0.5, 8, scale="log").at(0.5) == pytest.approx(2.0)
    assert a_range(0.5, 8).at(0.5) == pytest.approx(4.25)


def test_whole_numbers_on_a_logarithmic_scale_have_parts_by_their_logarithms() -> None:
    of = a_range(1, 7, whole=True, scale="log")  # from 1 to below 8: a third up to 2, 4 and 8
    levels = [of.at(third / 3 + 1e-9) for third in range(3)]
    assert levels == [1, 2, 4]


@given(ranges(), st.integers(2, 30))
def test_a_grid_goes_from_end_to_end_and_has_no_level_twice(of: Range, points: int) -> None:
    levels = of.levels(points)
    most = of.count(points)
    assert most is not None
    assert list(levels) == sorted(set(levels))
    assert (levels[0], levels[-1]) == (of.start, of.end)
    assert len(levels) == most or of.scale == "log" or of.start == pytest.approx(of.end)
    assert all(of.holds(level) for level in levels)


def test_a_grid_of_whole_numbers_has_all_of_them_unless_told() -> None:
    assert a_range(0, 8, whole=True).levels(None) == (*range(9),)
    assert a_range(0, 8, whole=True, points=3).levels(None) == (0, 4, 8)
    assert a_range(0, 8, whole=True).levels(5) == (0, 2, 4, 6, 8)
    assert a_range(0, 2, whole=True).levels(5) == (0, 1, 2)
    assert a_range(1, 100, whole=True, scale="log", points=3).levels(None) == (1, 10, 100)


def test_levels_of_a_grid_are_written_as_people_do() -> None:
    assert a_range(0.8, 1.4).levels(7) == (0.8, 0.9, 1.0, 1.1, 1.2, 1.3, 1.4)


def test_a_grid_of_fractions_needs_to_be_told_how_many() -> None:
    assert a_range(0, 1).count(None) is None
    assert a_range(0, 1, points=4).count(2) == 4


WRONG = [
    ({"from": 2, "to": 1}, '"from" must be below "to"'),
    ({"from": 1, "to": 1}, '"from" must be below "to"'),
    ({"from": 0, "to": 1, "scale": "log"}, '"from" must be above 0 for scale log'),
    ({"from": -1, "to": 1, "scale": "log"}, '"from" must be above 0 for scale log'),
    ({"from": 0.5, "to": 2, "whole": True}, '"from" and "to" must be whole numbers, too'),
    ({"from": 0, "to": 1e17, "whole": True}, '"from" and "to" must be whole numbers, too'),
    ({"from": 0, "to": 2, "whole": True, "points": 4}, "there are only 3 whole numbers"),
    ({"from": 0, "to": 1, "points": 1}, "greater than or equal to 2"),
    ({"from": 0, "to": math.inf}, "must be a finite number"),
    ({"from": 0}, "Field required"),
]


@pytest.mark.parametrize(("fields", "text"), WRONG)
def test_what_is_no_range(fields: dict[str, Any], text: str) -> None:
    with pytest.raises(ValidationError, match=text):
        Range.model_validate(fields)


def test_what_a_range_holds() -> None:
    counts = a_range(0, 3, whole=True)
    assert [level for level in (0, 1.0, 3, 1.5, 4, -1, True, "1") if counts.holds(level)] == [
        *(0, 1.0, 3),
    ]
    assert (str(counts), str(a_range(0.5, 2))) == (
        "whole numbers from 0 to 3",
        "numbers from 0.5 to 2",
    )
