import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.kpis.networks import Site, network

from voltwin.kpis.spread import Calendar, spread
from voltwin_core.calendar import hour_of

PHASE_S = 1000.0
PARAMETERS = network((Site(),), phase_s=PHASE_S, horizon_s=100_000.0)
CALENDAR = Calendar.of(PARAMETERS)


def test_intervals_are_cut_in_order() -> None:
    interval, number = spread(np.array([3, 5, 0]), np.array([5, 5, 1]))
    assert interval.tolist() == [0, 0, 0, 1, 2, 2]
    assert number.tolist() == [3, 4, 5, 5, 0, 1]


@given(st.floats(0.0, 99_999.0))
def test_hours_are_those_of_the_engines(time: float) -> None:
    assert CALENDAR.hour_of(np.array([time])).tolist() == [hour_of(PARAMETERS.clock, time)]


def test_the_end_of_the_run_belongs_to_its_last_hour() -> None:
    parameters = network((Site(),), horizon_s=7200.0)
    assert Calendar.of(parameters).hour_of(np.array([7199.0, 7200.0])).tolist() == [1, 1]


@pytest.mark.parametrize(
    ("begin", "end", "first", "last"),
    [
        (0.0, 800.0, 1, 1),  # local 1000 s to 1800 s, the border belongs to the earlier slot
        (0.0, np.nextafter(800.0, 900.0), 1, 2),
        (800.0, 801.0, 2, 2),
        (799.5, 1700.0, 1, 2),
        (0.0, 1700.5, 1, 3),
    ],
)
def test_slots_of_an_interval(begin: float, end: float, first: int, last: int) -> None:
    assert CALENDAR.first_slot(np.array([begin])).tolist() == [first]
    assert CALENDAR.last_slot(np.array([end])).tolist() == [last]


def test_slots_end_where_the_next_begin() -> None:
    slots = np.arange(20)
    assert CALENDAR.first_slot(CALENDAR.slot_end(slots)).tolist() == (slots + 1).tolist()
    assert CALENDAR.last_slot(CALENDAR.slot_end(slots)).tolist() == slots.tolist()
