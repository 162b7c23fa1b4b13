"""The exact chain of a swap station, where it has to be a queue that is known.

The paper's published values by its own rule are one of the checks, and so is the kernel by ours:
`theory_checks/test_theory_checks.py`.
"""

import pytest

from voltwin.validation.swap_station_chain import (
    SwapStation,
    by_queue_places,
    by_room,
    long_run,
)
from voltwin.validation.waiting_lines import markov_line


def test_with_ample_batteries_both_rules_are_the_queue_of_the_bays() -> None:
    station = SwapStation(8.0, 3.0, 500.0, room=9, bays=4, chargers=200, batteries=200)
    queue = markov_line(8.0, 3.0, chargers=4, batteries=4, places=5)
    for rule in (by_room, by_queue_places):
        found = long_run(station, rule)
        assert found.blocked == pytest.approx(queue.blocked, rel=1e-9)
        assert found.wait == pytest.approx(queue.wait, rel=1e-9)


def test_with_quick_bays_the_rule_of_queue_places_is_the_line_for_batteries() -> None:
    station = SwapStation(3.0, 3e6, 1.0, room=6, bays=1, chargers=4, batteries=6)
    found, line = long_run(station, by_queue_places), markov_line(3.0, 1.0, 4, 6, 5)
    assert found.blocked == pytest.approx(line.blocked, rel=1e-5)
    assert found.wait == pytest.approx(line.wait, rel=1e-5)
    assert found.full == pytest.approx(line.full, rel=1e-5)
