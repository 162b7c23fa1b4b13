import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from voltwin.statistics.factors import Factor

CONTINUOUS = [number / 7.0 for number in range(40)]


@pytest.mark.parametrize(
    ("levels", "continuous"),
    [
        ([1, 2, 3] * 4, False),
        ([0.1, 0.2] * 2, False),
        ([1, 2, 3, 4] * 2, False),
        ([1, 2], False),
        (["wait", "lose", "wait"], False),
        ([True, False] * 10, False),
        (CONTINUOUS, True),
        (CONTINUOUS * 3, True),  # more than 12 distinct numbers
        ([0.3, 0.1, 0.7, 0.9], True),  # each variant has one of its own
        ([*CONTINUOUS, "none"], False),
        ([[1, 2], {"a": 3}, [1, 2]], False),
    ],
)
def test_a_factor_is_continuous_if_its_levels_look_it(
    levels: list[object], continuous: bool
) -> None:
    assert Factor.of("f", levels).continuous is continuous


def test_numbers_are_grouped_in_ascending_order() -> None:
    groups = Factor.of("chargers", [8, 2, 2.0, 8, 4, 4]).groups
    assert groups.labels == ("2", "4", "8")
    assert groups.index.tolist() == [2, 0, 0, 2, 1, 1]
    assert groups.low.tolist() == groups.high.tolist() == [2.0, 4.0, 8.0]


def test_other_levels_are_grouped_as_they_appear() -> None:
    groups = Factor.of("policy", ["wait", "lose", "wait", None, [1]]).groups
    assert groups.labels == ("wait", "lose", "None", "[1]")
    assert groups.index.tolist() == [0, 1, 0, 2, 3]
    assert np.isnan(groups.low).all()
    assert groups.members.tolist()[0] == [True, False, True, False, False]


def test_a_number_is_not_its_text_and_not_a_truth() -> None:
    assert Factor.of("odd", [1, "1", True]).groups.index.tolist() == [0, 1, 2]


@given(st.lists(st.integers(0, 60), min_size=26, max_size=80))
def test_ranges_of_a_continuous_factor_are_apart_and_of_like_count(levels: list[int]) -> None:
    factor = Factor("f", tuple(levels), continuous=True)
    bins = factor.bins()
    if len(set(levels)) <= 12:
        assert bins is factor.groups
        return
    assert 1 <= len(bins.labels) <= 5
    assert (bins.high[:-1] < bins.low[1:]).all()
    for level, number in zip(levels, bins.index, strict=True):
        assert bins.low[number] <= level <= bins.high[number]
    most = max(levels.count(level) for level in levels)
    assert bins.members.sum(axis=1).max() <= len(levels) / 5 + most


def test_ranges_say_from_where_to_where() -> None:
    bins = Factor.of("share", [number / 100 for number in range(100)]).bins()
    assert bins.labels[:2] == ("0 to 0.19", "0.2 to 0.39")
    assert bins.members.sum(axis=1).tolist() == [20] * 5


def test_levels_are_coded_as_one_column_less() -> None:
    factor = Factor.of("policy", ["a", "b", "c", "a", "b", "c"])
    assert factor.main().tolist() == [[0, 0], [1, 0], [0, 1]] * 2
    assert factor.linear().tolist() == factor.main().tolist()


def test_a_continuous_level_is_coded_from_minus_1_to_1_with_its_square() -> None:
    factor = Factor("f", (10.0, 20.0, 15.0, 12.5), continuous=True)
    assert factor.linear().T.tolist() == [[-1.0, 1.0, 0.0, -0.5]]
    assert factor.main().T.tolist() == [[-1.0, 1.0, 0.0, -0.5], [1.0, 1.0, 0.0, 0.25]]


def test_a_level_that_stays_is_coded_as_nothing() -> None:
    assert Factor("f", (3.0, 3.0), continuous=True).linear().tolist() == [[0.0], [0.0]]
    assert Factor.of("f", [3.0, 3.0]).linear().shape == (2, 0)


def test_text_is_not_continuous() -> None:
    with pytest.raises(ValueError, match="policy: a continuous factor"):
        Factor("policy", ("wait", "lose"), continuous=True)


def test_every_variant_has_a_level() -> None:
    with pytest.raises(ValueError, match="policy has 2 levels for 3 variants"):
        Factor.of("policy", ["wait", "lose"]).check(3)
