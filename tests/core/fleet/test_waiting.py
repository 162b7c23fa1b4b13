"""The expected wait, worked out by hand: swaps of 90 s, charges of 1,200 s, two bays."""

import math

import pytest

from voltwin_core.fleet.waiting import expected_wait_s


def expected(
    unclaimed: int = 0,
    stock: int = 0,
    line: int = 0,
    busy: int = 0,
    charging: int = 4,
    bays: int = 2,
) -> float:
    return expected_wait_s(unclaimed, stock, line, busy, bays, charging, 90.0, 1200.0)


@pytest.mark.parametrize(
    ("line", "busy", "wait_s"),
    [
        (0, 0, 0.0),
        (0, 1, 0.0),  # one bay is free
        (0, 2, 45.0),  # one of two swaps has to end: 90 s / 2
        (1, 2, 90.0),
        (3, 2, 180.0),
    ],
)
def test_with_a_battery_only_bays_are_waited_for(line: int, busy: int, wait_s: float) -> None:
    assert expected(unclaimed=1, line=line, busy=busy) == wait_s


@pytest.mark.parametrize(
    ("stock", "charging", "wait_s"), [(0, 4, 300.0), (1, 4, 600.0), (2, 1, 3600.0)]
)
def test_without_one_the_next_to_become_ready_is_waited_for(
    stock: int, charging: int, wait_s: float
) -> None:
    assert expected(stock=stock, charging=charging) == wait_s


def test_the_slower_of_both_queues_decides() -> None:
    assert expected(stock=0, line=9, busy=2, charging=60) == 450.0  # ten swaps / 2 against 20 s
    assert expected(stock=5, line=9, busy=2, charging=60) == 675.0  # those without battery count


def test_what_cannot_come_is_waited_for_without_end() -> None:
    assert expected(charging=0) == math.inf
    assert expected(unclaimed=3, bays=0) == math.inf
    assert expected(unclaimed=3, charging=0) == 0.0
