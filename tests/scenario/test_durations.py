"""Durations against the arithmetic of their parts."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voltwin.scenario.durations import SECONDS, format_duration, parse_duration

PARTS = st.lists(
    st.tuples(st.integers(0, 10_000), st.sampled_from(sorted(SECONDS)), st.sampled_from(["", " "])),
    min_size=1,
    max_size=5,
)


@given(PARTS, st.sampled_from(["", " "]))
def test_text_is_the_sum_of_its_parts(parts: list[tuple[int, str, str]], between: str) -> None:
    text = between.join(f"{count}{space}{unit}" for count, unit, space in parts)
    assert parse_duration(text) == sum(count * SECONDS[unit] for count, unit, _ in parts)


@given(st.floats(0.0, 1e308))
def test_any_duration_is_written_and_read_back_exactly(seconds: float) -> None:
    assert parse_duration(format_duration(seconds)) == seconds
    assert parse_duration(seconds) == seconds


@given(st.integers(0, 10**13))
def test_whole_seconds_too(seconds: int) -> None:
    assert parse_duration(format_duration(seconds)) == seconds


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("90s", 90.0),
        ("1.5h", 5400.0),
        ("1h 30min", 5400.0),
        ("1d6h", 108000.0),
        ("1w", 604800.0),
        (" 10 min ", 600.0),
        ("2e3s", 2000.0),
        (0, 0.0),
    ],
)
def test_usual_ways_to_write_one(text: object, seconds: float) -> None:
    assert parse_duration(text) == seconds


@pytest.mark.parametrize(
    "value", ["", "5", "h", "5m", "5 mins", "-5s", "5s?", "1:30", None, True, []]
)
def test_what_is_none(value: object) -> None:
    with pytest.raises(ValueError, match="must be a duration such as 90s"):
        parse_duration(value)


@pytest.mark.parametrize("value", [-1, -0.5, math.inf, math.nan, "1e400s", 10**400])
def test_none_is_infinite_or_negative(value: object) -> None:
    with pytest.raises(ValueError, match="must be a finite duration, not negative"):
        parse_duration(value)


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0, "0s"), (90, "1min 30s"), (604800, "1w"), (694800, "8d 1h"), (0.25, "0.25s")],
)
def test_how_one_is_written(seconds: float, text: str) -> None:
    assert format_duration(seconds) == text
