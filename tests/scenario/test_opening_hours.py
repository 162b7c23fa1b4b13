"""Opening hours against a list of the week's minutes."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.scenario.weeks import DAY_MIN, MINUTE, PARTITION, WEEK_MIN, by_minute, clock, is_folded

from voltwin.scenario.opening_hours import hours_of_steps, opening_steps, parse_hours

Span = tuple[str, int, int]  # as written, first minute, length

SPAN = st.one_of(
    st.tuples(MINUTE, MINUTE | st.just(DAY_MIN))
    .filter(lambda ends: ends[0] != ends[1])
    .map(lambda ends: (f"{clock(ends[0])}-{clock(ends[1])}", ends[0], length(*ends))),
    st.just(("closed", 0, 0)),
    st.just(("24h", 0, DAY_MIN)),
)
SPANS = st.lists(SPAN, min_size=1, max_size=3)


def length(begin: int, end: int) -> int:
    """Return the minutes of a span, which may pass midnight."""
    return end - begin if end > begin else end + DAY_MIN - begin


def agrees(hours: Any, days: list[list[Span]]) -> None:
    minutes = [0.0] * WEEK_MIN
    for day, spans in enumerate(days):
        for _, begin, long in spans:
            for minute in range(begin, begin + long):
                minutes[(day * DAY_MIN + minute) % WEEK_MIN] = 1.0
    steps = opening_steps(parse_hours(hours))
    assert is_folded(steps)
    assert by_minute(steps) == minutes


@given(SPAN)
@settings(max_examples=30, deadline=None)
def test_one_span_is_that_of_every_day(span: Span) -> None:
    agrees(span[0], [[span]] * 7)


@given(SPANS)
@settings(max_examples=30, deadline=None)
def test_several_spans_are_open_together(spans: list[Span]) -> None:
    agrees([text for text, *_ in spans], [spans] * 7)


@given(PARTITION, st.lists(SPANS, min_size=7, max_size=7))
@settings(max_examples=40, deadline=None)
def test_each_day_has_the_spans_of_its_word(partition: Any, spans: list[list[Span]]) -> None:
    words, of_day = partition
    hours = {word: [text for text, *_ in of] for word, of in zip(words, spans, strict=False)}
    agrees(hours, [spans[word] for word in of_day])


def test_a_span_belongs_to_the_day_on_which_it_begins() -> None:
    hours = {"mon-sat": "closed", "sun": "22:00-02:00"}
    sunday = 6 * 86400.0 + 22 * 3600.0
    assert opening_steps(parse_hours(hours)) == ((7200.0, 0.0), (sunday, 1.0))


@pytest.mark.parametrize(
    "word", ["24h", "24HR", "24/7", "always", "00:00-24:00", ["24h", "closed"]]
)
def test_always_open(word: Any) -> None:
    assert opening_steps(parse_hours(word)) == ((0.0, 1.0),)


@pytest.mark.parametrize(
    "text", ["08:00 ~ 22:00", "8:00-22:00", "08:00 to 22:00", "08:00:00-22:00"]
)
def test_usual_ways_to_write_a_span(text: str) -> None:
    assert opening_steps(parse_hours(text)) == opening_steps(parse_hours("08:00-22:00"))


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("06:30", 'must be "24h", "closed", a span such as'),
        (390, 'must be "24h", "closed", a span such as'),
        (None, 'must be "24h", "closed", a span such as'),
        ("06:00-06:00", "is empty"),
        ("24:00-06:00", "begins at 24:00"),
        ("06:00-25:00", "is no time of day"),
        ({"mon-fri": "24h"}, "sat is not given"),
        ({"daily": ["06:00-22:00", "x"]}, 'must be "24h", "closed", a span such as'),
    ],
)
def test_what_is_none(value: Any, text: str) -> None:
    with pytest.raises(ValueError) as caught:  # noqa: PT011 - its text is compared below
        parse_hours(value)
    assert text in str(caught.value)


@settings(max_examples=200)
@given(st.lists(st.tuples(MINUTE, st.integers(0, 6)), max_size=8, unique=True))
def test_steps_written_as_hours_are_the_same_steps(changes: list[tuple[int, int]]) -> None:
    """Any steps that open and close in turn, spans of several days included."""
    times = sorted(60.0 * (DAY_MIN * day + minute) for minute, day in changes)
    steps = tuple((at, float(i % 2)) for i, at in enumerate(times[: len(times) // 2 * 2]))
    steps = steps or ((0.0, float(len(changes) % 2)),)
    hours = hours_of_steps(steps)
    assert opening_steps(parse_hours(hours)) == steps
