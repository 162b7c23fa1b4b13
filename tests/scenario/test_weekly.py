"""Weekly schedules against a list of the week's minutes."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.scenario.weeks import DAY_MIN, MINUTE, PARTITION, WEEK_MIN, by_minute, clock, is_folded

from voltwin.scenario.weekly import Weekly, hourly_values, parse_weekly, weekly_steps

VALUE = st.integers(0, 3)  # few, so that neighbours are often equal
HOURS = st.lists(VALUE, min_size=24, max_size=24)


def parsed(value: Any, *, unlimited: bool = True) -> Weekly:
    return parse_weekly(value, low=0.0, high=1e6, unlimited=unlimited, steps=True)


def agrees(schedule: Weekly, minutes: list[float]) -> None:
    steps = weekly_steps(schedule)
    assert is_folded(steps)
    assert by_minute(steps) == minutes


@given(VALUE)
def test_one_value_holds_all_week(value: int) -> None:
    assert weekly_steps(parsed(value)) == ((0.0, value),)
    assert hourly_values(parsed(value)) == (value,) * 168


@given(HOURS | st.lists(VALUE, min_size=168, max_size=168))
@settings(max_examples=30, deadline=None)
def test_hourly_values_hold_for_their_hours(values: list[int]) -> None:
    schedule = parsed(values)
    agrees(schedule, [values[minute // 60 % len(values)] for minute in range(WEEK_MIN)])
    assert hourly_values(schedule) == tuple(values[h % len(values)] for h in range(168))


@given(PARTITION, st.lists(VALUE | HOURS, min_size=7, max_size=7))
@settings(max_examples=30, deadline=None)
def test_each_day_has_the_values_of_its_word(partition: Any, values: list[Any]) -> None:
    words, of_day = partition
    schedule = parsed(dict(zip(words, values, strict=False)))
    minutes = []
    for minute in range(WEEK_MIN):
        value = values[of_day[minute // DAY_MIN]]
        minutes.append(value[minute // 60 % 24] if isinstance(value, list) else value)
    agrees(schedule, minutes)


@given(PARTITION, st.lists(st.tuples(st.integers(0, 6), MINUTE, VALUE), min_size=1, max_size=6))
@settings(max_examples=40, deadline=None)
def test_steps_hold_until_the_next(partition: Any, drawn: list[tuple[int, int, int]]) -> None:
    words, of_day = partition
    given_steps: dict[tuple[int, int], int] = {
        (word % len(words), minute): value for word, minute, value in drawn
    }
    items = [
        {"from": f"{words[word]} {clock(minute)}", "value": value}
        for (word, minute), value in given_steps.items()
    ]
    changes = {
        day * DAY_MIN + minute: value
        for (word, minute), value in given_steps.items()
        for day in range(7)
        if of_day[day] == word
    }
    now: float = changes[max(changes)]  # the last of Sunday holds on Monday
    minutes = []
    for minute in range(WEEK_MIN):
        now = changes.get(minute, now)
        minutes.append(now)
    agrees(parsed(items), minutes)


@pytest.mark.parametrize("word", ["unlimited", "none", None, float("inf")])
def test_words_for_no_limit(word: object) -> None:
    assert parsed(word) == float("inf")
    with pytest.raises(ValueError, match=r"must be a number from 0 to 1e\+06$"):
        parsed(word, unlimited=False)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ([1, 2], "has 2 values; must be one value, 24 or 168 hourly values"),
        ([], "has 0 values"),
        ({"weekday": 1}, "sat is not given"),
        ({"daily": 1, "mon": 2}, "mon is given twice"),
        ({"daily": [1, 2]}, "daily has 2 values; must be one, or 24"),
        ({"weekdya": 1}, '"weekdya" names no days'),
        ([{"from": "06:00"}], "each step must be {from: ..., value: ...}"),
        ([{"from": "24:00", "value": 1}], "is the next day's 00:00"),
        ([{"from": "6", "value": 1}], '"6" is no time of day such as 06:30'),
        ([{"from": "06:00", "value": 1}, {"from": "mon 06:00", "value": 1}], "two steps at"),
        (-1, "-1 must be a number from 0"),
        (True, "True must be a number"),
        ("12", '"12" must be a number'),
    ],
)
def test_what_is_no_schedule(value: Any, text: str) -> None:
    with pytest.raises(ValueError) as caught:  # noqa: PT011 - its text is compared below
        parsed(value)
    assert text in str(caught.value)
